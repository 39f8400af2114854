"""Small things to remember by name: first run, last heartbeat."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.engines import insert_into


class Marks:
    """Named values."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """The value, None when it was never set."""
        marks = tables.marks
        value: str | None = self._connection.scalar(
            sa.select(marks.c.value).where(marks.c.name == name)
        )
        return value

    def set(self, name: str, value: str) -> None:
        """Remember the value."""
        insert = insert_into(self._connection, tables.marks).values(name=name, value=value)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )
