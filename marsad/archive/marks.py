"""Small things to remember by name: first run, last heartbeat."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.engines import insert_or_replace


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

    def beginning(self, prefix: str) -> dict[str, str]:
        """Every value whose name begins so, by its whole name, in the order of the names."""
        marks = tables.marks
        rows = self._connection.execute(
            sa.select(marks.c.name, marks.c.value)
            .where(marks.c.name.startswith(prefix, autoescape=True))
            .order_by(marks.c.name)
        )
        return {row.name: row.value for row in rows}

    def forget(self, name: str) -> None:
        """Drop the value, if there is one."""
        self._connection.execute(tables.marks.delete().where(tables.marks.c.name == name))

    def set(self, name: str, value: str) -> None:
        """Remember the value."""
        replace = insert_or_replace(self._connection, tables.marks)
        self._connection.execute(replace, {"name": name, "value": value})
