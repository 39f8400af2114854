"""Opening the database, and what differs between SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from marsad.errors import CannotDo

BUSY_SECONDS = 30
WRITES = "marsad_writes"  # execution option: this transaction will write
_WRITERS = 7_226_724  # any number that means the same to all who write

Upsert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[sa.Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def opened(url: str) -> Engine:
    """A working engine for an archive address.

    Raises:
        CannotDo: the address is wrong, or nothing answers there.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _check_folder(address)
        engine = _sqlite(address)
    else:
        engine = _postgresql(address)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except DBAPIError as error:
        engine.dispose()
        raise CannotDo(f"archive {masked(address)} cannot be opened: {cause(error)}") from error
    return engine


def in_memory(engine: Engine) -> bool:
    """Whether the archive dies with this process; all its users share one connection."""
    return isinstance(engine.pool, StaticPool)


def file_of(engine: Engine) -> Path | None:
    """The file that holds the archive; None in memory and on a server."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or in_memory(engine):
        return None
    return None if database.startswith("file:") else Path(database)


# Making a statement costs as much as running it, so each is made once.


def insert_new(connection: Connection, table: sa.Table, *back: sa.Column[Any]) -> sa.Insert:
    """An INSERT that leaves rows that are there already alone; `back` are columns of new ones."""
    return _insert_new(connection.dialect.name, table, back)


def insert_or_replace(connection: Connection, table: sa.Table) -> sa.Insert:
    """An INSERT of whole rows that takes the place of rows with the same primary key."""
    return _insert_or_replace(connection.dialect.name, table)


@cache
def _insert_new(dialect: str, table: sa.Table, back: tuple[sa.Column[Any], ...]) -> sa.Insert:
    statement: sa.Insert = _INSERTS[dialect](table).on_conflict_do_nothing()
    return statement.returning(*back) if back else statement


@cache
def _insert_or_replace(dialect: str, table: sa.Table) -> sa.Insert:
    insert = _INSERTS[dialect](table)
    keys = [column.name for column in table.primary_key]
    rest = {each.name: insert.excluded[each.name] for each in table.c if each.name not in keys}
    statement: sa.Insert = insert.on_conflict_do_update(index_elements=keys, set_=rest)
    return statement


def cause(error: DBAPIError) -> str:
    """What the driver says, on one line."""
    return " ".join(str(error.orig).split())


def masked(address: URL) -> str:
    """The address without its password."""
    return address.render_as_string(hide_password=True)


def _address(url: str) -> URL:
    try:
        address = sa.make_url(url)
        backend = address.get_backend_name()
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        scheme = url.partition(":")[0][:40]
        raise CannotDo(
            f"archive address ({scheme}:…) is not understood: expected sqlite:///FILE or"
            " postgresql+psycopg://USER@HOST/DATABASE"
        ) from error
    if backend not in _INSERTS:
        raise CannotDo(f"archive {masked(address)}: {backend} is neither sqlite nor postgresql")
    if backend == "postgresql" and address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return address


def _check_folder(address: URL) -> None:
    if _is_memory(address) or address.database is None or address.database.startswith("file:"):
        return
    folder = Path(address.database).parent
    if not folder.is_dir():
        raise CannotDo(f"archive {masked(address)} cannot be opened: no folder {folder}")


def _is_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:")


def _postgresql(address: URL) -> Engine:
    # In UTC, since Python has no year 0, which the first of January 1 becomes in America.
    options = {"options": f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s"}
    engine = sa.create_engine(
        address, pool_pre_ping=True, pool_size=5, max_overflow=20, connect_args=options
    )
    sa.event.listen(engine, "begin", _queue_up)
    return engine


def _sqlite(address: URL) -> Engine:
    common: dict[str, Any] = {"connect_args": {"check_same_thread": False, "timeout": BUSY_SECONDS}}
    if _is_memory(address):
        engine = sa.create_engine(address, poolclass=StaticPool, **common)
    else:
        engine = sa.create_engine(address, pool_size=5, max_overflow=20, **common)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see `_begin`
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-16000",
        "journal_size_limit=67108864",
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _queue_up(connection: Connection) -> None:
    # Who looks something up and then writes relies on nobody writing in between, as in SQLite.
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once under a busy writer.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
