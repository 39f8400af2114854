"""Column types: what every value goes through on its way into and out of the database."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

AnyRow: TypeAlias = sa.Row[*tuple[Any, ...]]
AnySelect: TypeAlias = sa.Select[*tuple[Any, ...]]

# BIGINT everywhere but in SQLite, whose row ids must be declared INTEGER.
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


# Stands for an unknown time where a list has to be sorted.
UNDATED = datetime(1, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite has no times, so there it is text that sorts like them."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        impl = sa.Text() if dialect.name == "sqlite" else sa.DateTime(timezone=True)
        return dialect.type_descriptor(impl)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
        moment = value if value.tzinfo is UTC else _in_utc(value)
        if dialect.name != "sqlite":
            return moment
        return moment.replace(tzinfo=None).isoformat(" ", "microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        moment: datetime = value.astimezone(UTC)
        return moment


class Words(TypeDecorator[str]):
    """Text that both engines take; NUL and lone surrogates become U+FFFD: spans stay true."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        # A member of an enumeration is a str, but the drivers want the plain one.
        return storable(value.value if isinstance(value, StrEnum) else value)


def storable(text: str) -> str:
    """The text without the code points that no database takes, each replaced by U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def storable_values(value: Any) -> Any:
    """A tree of lists and dicts with every text in it storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_values(key): storable_values(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable_values(part) for part in value]
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar in another zone
        return value.replace(tzinfo=UTC)
