"""Sources as written in `config/sources`, and as the crawler takes them."""

import dataclasses
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    field_validator,
)
from pydantic_core import PydanticCustomError

from marsad.model import Fallback, Grade, Selectors, Source, SourceId, SourceKind
from marsad.settings.durations import Duration, PositiveDuration
from marsad.settings.scalars import Id, Language, WebAddress, Zone
from marsad.settings.secrets import secret
from marsad.settings.yaml_files import Reference

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# Their values open doors, so they never stand in a config file.
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key"})


def _one_second_at_least(interval: timedelta) -> timedelta:
    if interval < timedelta(seconds=1):
        raise ValueError("expected at least 1s")
    return interval


def _header(written: object) -> str:
    """A header's value; a reference stays one and keeps its place in the file."""
    if isinstance(written, Reference):
        return written
    if not isinstance(written, str) or not _HEADER_VALUE.fullmatch(written):
        raise ValueError("expected text on one line")
    return written


PollInterval = Annotated[Duration, AfterValidator(_one_second_at_least)]
Header = Annotated[str, PlainValidator(_header)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SelectEntry(_Section):
    """CSS selectors of an outlet's listing and article pages."""

    entry: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None


class ExpectEntry(_Section):
    """How often something new should come; longer silence is suspicious."""

    every: PositiveDuration


class FallbackEntry(_Section):
    """Another way to the same outlet."""

    kind: SourceKind
    url: WebAddress


class SourceEntry(_Section):
    """One entry of a file in `config/sources`."""

    id: Id
    outlet: Annotated[str, Field(min_length=1)]
    kind: SourceKind
    url: WebAddress
    language: Language | None = None
    zone: Zone = "UTC"
    poll: PollInterval = timedelta(minutes=5)
    grade: Grade = "F"
    enabled: bool = True
    select: SelectEntry = SelectEntry()
    robots: Literal["obey", "ignore"] = "obey"
    headers: Mapping[str, Header] = Field(default_factory=dict)
    expect: ExpectEntry | None = None
    fallback: tuple[FallbackEntry, ...] = ()

    @field_validator("headers")
    @classmethod
    def _headers_are_sendable(cls, headers: Mapping[str, str]) -> Mapping[str, str]:
        for name, value in headers.items():
            if not _HEADER_NAME.fullmatch(name):
                raise PydanticCustomError("header", "expected names of HTTP headers")
            if name.lower() in _SECRET_HEADERS and not isinstance(value, Reference):
                raise PydanticCustomError(
                    "secret",
                    "expected env:NAME or file:PATH for {header}, "
                    "secrets do not stand in config files",
                    {"header": name},
                )
        return headers


SourceFile = TypeAdapter(tuple[SourceEntry, ...])


def source(entry: SourceEntry) -> Source:
    """An entry as the crawler takes it; secret headers still as references."""
    return Source(
        id=SourceId(entry.id),
        outlet=entry.outlet,
        kind=entry.kind,
        url=entry.url,
        language=entry.language,
        zone=entry.zone,
        poll_seconds=entry.poll.total_seconds(),
        grade=entry.grade,
        enabled=entry.enabled,
        select=Selectors(**entry.select.model_dump()),
        robots=entry.robots,
        headers=entry.headers,
        expect_seconds=entry.expect.every.total_seconds() if entry.expect else None,
        fallback=tuple(Fallback(kind=one.kind, url=one.url) for one in entry.fallback),
    )


def revealed(source: Source) -> Source:
    """The source with its secret headers as they are sent; for the daemon, never for a log.

    Raises:
        ConfigError: a secret is missing.
    """
    if not any(isinstance(value, Reference) for value in source.headers.values()):
        return source
    headers = {
        name: secret(value).reveal() if isinstance(value, Reference) else value
        for name, value in source.headers.items()
    }
    return dataclasses.replace(source, headers=headers)
