"""What `db check` looks at."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.upgrade import check_schema
from marsad.errors import CannotDo

_MOST = 20


def complaints(connection: Connection) -> tuple[str, ...]:
    """Everything that is wrong, a line each; empty when the database is sound."""
    try:
        check_schema(connection)
    except CannotDo as error:
        return (str(error),)
    found = _of_sqlite(connection) if connection.dialect.name == "sqlite" else []
    return (*found, *_unsearchable(connection), *_lost_deliveries(connection))[:_MOST]


def _of_sqlite(connection: Connection) -> list[str]:
    lines = connection.scalars(sa.text(f"PRAGMA integrity_check({_MOST})")).all()
    found = [f"integrity: {line}" for line in lines if line != "ok"]
    for row in connection.execute(sa.text("PRAGMA foreign_key_check")):
        found.append(f"integrity: a row of {row[0]} names a row of {row[2]} that is not there")
    return found[:_MOST]


def _unsearchable(connection: Connection) -> list[str]:
    key = "rowid" if connection.dialect.name == "sqlite" else "story"
    indexed = sa.text(f"SELECT {key} FROM story_search").columns(sa.column(key))  # noqa: S608
    stories = tables.stories
    count = connection.scalar(
        sa.select(sa.func.count()).where(
            stories.c.disposition != "off_topic", stories.c.number.not_in(indexed)
        )
    )
    return [f"search: {count} stories cannot be found"] if count else []


def _lost_deliveries(connection: Connection) -> list[str]:
    deliveries, alerts = tables.deliveries, tables.alerts
    count = connection.scalar(
        sa.select(sa.func.count()).where(deliveries.c.alert.not_in(sa.select(alerts.c.id)))
    )
    return [f"outbox: {count} deliveries without an alert"] if count else []
