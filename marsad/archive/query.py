"""What users ask the archive for, and how they go on to the next page."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar

from marsad.errors import CannotDo
from marsad.model import Severity

T = TypeVar("T")

Sort = Literal["newest", "relevance"]
MOST = 500  # rows a page may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Filters of searches and lists; None filters nothing. A list ignores what it cannot use."""

    text: str | None = None
    since: datetime | None = None  # included
    until: datetime | None = None  # excluded
    source: str | None = None
    actor: str | None = None
    place: str | None = None  # id or country code
    within: tuple[str, ...] = ()  # further places that will do: those that lie within `place`
    kind: str | None = None  # of an event or statement
    language: str | None = None
    severity: Severity | None = None  # at least
    sort: Sort = "newest"
    limit: int = 50
    cursor: str | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Every place that will do."""
        return () if self.place is None else (self.place, *self.within)

    @property
    def size(self) -> int:
        """How many rows the page may have."""
        return max(1, min(self.limit, MOST))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what was found, and the cursor of the rest; None at the end."""

    found: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: its time and what tells rows of one time apart."""

    at: datetime
    key: str | int


def cursor_after(at: datetime, key: str | int) -> str:
    """Where the next page of a list sorted by time begins."""
    return _packed([at.isoformat(), key])


def after(cursor: str) -> After:
    """What `cursor_after` wrote.

    Raises:
        CannotDo: it was made by something else.
    """
    match _unpacked(cursor):
        case [str() as at, str() | int() as key]:
            try:
                return After(datetime.fromisoformat(at).astimezone(UTC), key)
            except ValueError as error:
                raise _unknown(cursor) from error
    raise _unknown(cursor)


def cursor_from(offset: int) -> str:
    """Where the next page of a ranked list begins."""
    return _packed(offset)


def offset(cursor: str | None) -> int:
    """What `cursor_from` wrote, 0 for none.

    Raises:
        CannotDo: it was made by something else.
    """
    if cursor is None:
        return 0
    match _unpacked(cursor):
        case int() as number if 0 <= number < 2**31:
            return number
    raise _unknown(cursor)


def _packed(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpacked(cursor: str) -> object:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value: object = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _unknown(cursor) from error
    return value


def _unknown(cursor: str) -> CannotDo:
    return CannotDo(f"cursor {cursor[:40]!r} is not one of ours")
