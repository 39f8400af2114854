"""One process polls and sends: a second one would send again what the first has in hand."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from marsad.archive.engines import in_memory, masked
from marsad.errors import CannotDo

_DAEMON = 7_226_725  # any number that means the same to all daemons
_LINGER_SECONDS = 5.0  # PostgreSQL needs a moment to notice that a killed daemon is gone
_AGAIN_SECONDS = 0.2


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Holds an archive until left; a kill lets it go.

    Raises:
        CannotDo: somebody else holds it.
    """
    if in_memory(engine):
        yield
    elif engine.dialect.name == "sqlite":
        with _locked_file(engine):
            yield
    else:
        with _locked_session(engine):
            yield


@contextmanager
def _locked_file(engine: Engine) -> Iterator[None]:
    # Beside the database, whose own locks belong to SQLite. It stays: to delete it would race.
    path = f"{engine.url.database}.lock"
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CannotDo(f"archive {masked(engine.url)}: {path}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise _taken(engine) from error
    try:
        yield
    finally:
        os.close(file)


@contextmanager
def _locked_session(engine: Engine) -> Iterator[None]:
    session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        # A machine that went down says no goodbye.
        for setting in ("idle=15", "interval=10", "count=3"):
            session.execute(sa.text(f"SET tcp_keepalives_{setting}"))
        until = time.monotonic() + _LINGER_SECONDS
        while not _lock(session):
            if time.monotonic() > until:
                raise _taken(engine)
            time.sleep(_AGAIN_SECONDS)
        yield
    finally:
        # Not given back to be used by others: closing it is what ends the lock.
        session.invalidate()
        session.close()


def _lock(session: Connection) -> bool:
    return bool(session.scalar(sa.text("SELECT pg_try_advisory_lock(:it)"), {"it": _DAEMON}))


def _taken(engine: Engine) -> CannotDo:
    return CannotDo(f"archive {masked(engine.url)}: another marsad run is at work on it")
