"""Values as the JSON texts in the tables."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

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


class Remembered(Generic[T]):
    """What was read of late, by its JSON: grouping looks at the same candidates story after story.

    Bounded in characters, not in values: one incident that everybody reports has a long body.
    """

    def __init__(self, read: Callable[[str], T], characters: int) -> None:
        self._read = read
        self._left = characters
        self._values: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()  # the writer and readers of the archive are threads

    def __call__(self, body: str) -> T:
        with self._lock:
            if body in self._values:
                self._values.move_to_end(body)
                return self._values[body]
        value = self._read(body)
        with self._lock:
            if body not in self._values:
                self._values[body] = value
                self._left -= len(body)
            while self._left < 0:
                oldest, _ = self._values.popitem(last=False)
                self._left += len(oldest)
        return value


_readings = Remembered(reading_from, 2_000_000)
_incidents = Remembered(incident_from, 4_000_000)
_records = Remembered(_record.validate_json, 1_000_000)


def reading_of(body: str) -> Reading:
    """The reading that `reading_body` wrote."""
    return _readings(body)


def incident_of(body: str) -> Incident:
    """The incident that `incident_body` wrote."""
    return _incidents(body)


def statement_of(body: str) -> StatementRecord:
    """The record that `statement_body` wrote."""
    return _records(body)


def alert_of(body: str) -> Alert:
    """The alert that `alert_body` wrote."""
    return alert_from(body)


def _body(value: T, write: Callable[[T], str]) -> str:
    try:
        return write(value)
    except PydanticSerializationError:  # a lone surrogate from a stranger's text
        adapter: TypeAdapter[T] = TypeAdapter(type(value))
        return write(adapter.validate_python(storable_values(adapter.dump_python(value))))
