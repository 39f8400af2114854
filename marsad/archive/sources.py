"""What we remember of each source between polls."""

from collections.abc import Iterable
from dataclasses import fields

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.engines import insert_or_replace
from marsad.model import SourceId, SourceState

_NAMES = tuple(each.name for each in fields(SourceState))
_ALL = sa.select(*(tables.sources.c[name] for name in _NAMES))


class Sources:
    """The states of the sources."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self) -> dict[SourceId, SourceState]:
        """Every state, by source."""
        rows = self._connection.execute(_ALL).mappings()
        states = (SourceState(**row) for row in rows)
        return {state.source: state for state in states}

    def save(self, states: Iterable[SourceState]) -> None:
        """Keep these states in place of the earlier ones."""
        rows = [{name: getattr(state, name) for name in _NAMES} for state in states]
        if not rows:
            return
        self._connection.execute(insert_or_replace(self._connection, tables.sources), rows)
