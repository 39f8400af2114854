"""Values as the JSON texts in the tables."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from marsad.archive.columns import storable_values
from marsad.documents import (
    alert_from,
    incident_from,
    reading_from,
    stored_alert,
    stored_incident,
    stored_reading,
)
from marsad.model import Alert, Entry, Incident, Reading, StatementRecord

T = TypeVar("T")

_entry = TypeAdapter(Entry)
_record = TypeAdapter(StatementRecord)
_names = TypeAdapter(tuple[str, ...])


def entry_body(entry: Entry) -> str:
    """An entry as the frontier keeps it."""
    return _body(entry, lambda value: _entry.dump_json(value, exclude_defaults=True).decode())


def entry_of(body: str) -> Entry:
    """The entry that `entry_body` wrote."""
    return _entry.validate_json(body)


def reading_body(reading: Reading) -> str:
    """A reading as its story keeps it."""
    return _body(reading, stored_reading)


def incident_body(incident: Incident) -> str:
    """One version of an incident."""
    return _body(incident, stored_incident)


def alert_body(alert: Alert) -> str:
    """An alert as it was raised."""
    return _body(alert, stored_alert)


def statement_body(record: StatementRecord) -> str:
    """A statement and what it is about."""
    return _body(record, lambda value: _record.dump_json(value).decode())


def names_body(names: tuple[str, ...]) -> str:
    """A list of ids or names."""
    return "[]" if not names else _body(names, lambda value: _names.dump_json(value).decode())


def names_of(body: str) -> tuple[str, ...]:
    """The names that `names_body` wrote."""
    return () if body == "[]" else _names.validate_json(body)


# Grouping looks at the same candidates story after story; their JSON is what costs.
@lru_cache(maxsize=512)
def reading_of(body: str) -> Reading:
    """The reading that `reading_body` wrote."""
    return reading_from(body)


@lru_cache(maxsize=1024)
def incident_of(body: str) -> Incident:
    """The incident that `incident_body` wrote."""
    return incident_from(body)


@lru_cache(maxsize=1024)
def statement_of(body: str) -> StatementRecord:
    """The record that `statement_body` wrote."""
    return _record.validate_json(body)


def alert_of(body: str) -> Alert:
    """The alert that `alert_body` wrote."""
    return alert_from(body)


def _body(value: T, write: Callable[[T], str]) -> str:
    try:
        return write(value)
    except PydanticSerializationError:  # a lone surrogate from a stranger's text
        adapter: TypeAdapter[T] = TypeAdapter(type(value))
        return write(adapter.validate_python(storable_values(adapter.dump_python(value))))
