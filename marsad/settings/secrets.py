"""Secrets: config only says where they are, in the environment or in a file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from marsad.errors import ConfigError
from marsad.settings.yaml_files import Reference

_LARGEST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept, `env:NAME` or `file:PATH`; never the secret itself."""

    reference: str
    where: str = field(default="", compare=False)  # file, line and key that ask for it

    def reveal(self) -> str:
        """Fetch the secret.

        Raises:
            ConfigError: the variable is not set, the file cannot be read, or it is empty.
        """
        kind, _, name = self.reference.partition(":")
        found = self._from_environment(name) if kind == "env" else self._from_file(name)
        if not found:
            raise ConfigError(f"{self._prefix}{self.reference} is empty, expected a secret")
        return found

    @property
    def _prefix(self) -> str:
        return f"{self.where}: " if self.where else ""

    def _from_environment(self, name: str) -> str:
        try:
            return os.environ[name]
        except KeyError:
            raise ConfigError(f"{self._prefix}the environment variable {name} is not set") from None

    def _from_file(self, name: str) -> str:
        try:
            with Path(name).open("rb") as file:
                raw = file.read(_LARGEST_BYTES + 1)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ConfigError(f"{self._prefix}the file {name} cannot be read: {reason}") from error
        if len(raw) > _LARGEST_BYTES:
            raise ConfigError(f"{self._prefix}the file {name} is too large for a secret")
        try:
            return raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self._prefix}the file {name} is no UTF-8 text") from error

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Take a reference out of YAML."""
        return core_schema.no_info_plain_validator_function(secret)


def secret(written: object) -> Secret:
    """Read `env:NAME` or `file:PATH`.

    What was written is never repeated in the message: it may be the secret.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(written, Secret):
        return written
    kind, _, name = written.partition(":") if isinstance(written, str) else ("", "", "")
    if kind not in {"env", "file"} or not name.strip():
        raise PydanticCustomError(
            "secret", "expected env:NAME or file:PATH, secrets do not stand in config files"
        )
    return Secret(str(written), where=written.where if isinstance(written, Reference) else "")


def secrets_in(section: object) -> Iterator[Secret]:
    """Every secret that a part of the configuration asks for."""
    if isinstance(section, Secret):
        yield section
    elif isinstance(section, BaseModel):
        for _, value in section:
            yield from secrets_in(value)
    elif isinstance(section, Mapping):
        for value in section.values():
            yield from secrets_in(value)
    elif isinstance(section, tuple | list):
        for value in section:
            yield from secrets_in(value)
