"""What tests of every room can ask for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from marsad.archive import Archive
from marsad.archive.tables import metadata
from tests import postgres

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running PostgreSQL; skips by name where it is not installed."""
    binaries = postgres.programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    with _database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_archive(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL archive that tests use one after the other."""
    with _database(postgres_server) as url:
        _upgrade(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds an archive without rows."""
    path = tmp_path_factory.mktemp("archive") / "template.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an archive without rows, once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "archive.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    url: str = request.getfixturevalue("postgres_archive")
    yield url
    _disconnect_others(url)
    _empty(url)


@pytest.fixture(scope="session")
def open_archives() -> Iterator[dict[str, Archive]]:
    """Archives that tests use one after the other, by engine; opening one costs most of a test."""
    archives: dict[str, Archive] = {}
    yield archives
    for each in archives.values():
        each.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(
    request: pytest.FixtureRequest,
    open_archives: dict[str, Archive],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Archive]:
    """An archive without rows that is ready to use, once on each engine."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_archive")
    else:
        url = f"sqlite:///{tmp_path_factory.getbasetemp() / 'shared.db'}"
    if request.param not in open_archives:
        opened = Archive.open(url)
        opened.upgrade()
        open_archives[request.param] = opened
    yield open_archives[request.param]
    _empty(url)


@pytest.fixture
def memory_archive() -> Iterator[Archive]:
    """An archive in memory that is ready to use."""
    opened = Archive.open("sqlite://")
    opened.upgrade()
    yield opened
    opened.close()


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        yield str(sa.make_url(server).set(database=name))
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def _upgrade(url: str) -> None:
    archive = Archive.open(url)
    archive.upgrade()
    archive.close()


def _empty(url: str) -> None:
    """Delete all rows."""
    names = [table.name for table in reversed(metadata.sorted_tables)]
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            every = ", ".join(["story_search", *names])
            connection.execute(sa.text(f"TRUNCATE {every} RESTART IDENTITY"))
        else:
            for name in ("story_search", *names):
                connection.execute(sa.text(f"DELETE FROM {name}"))
    engine.dispose()


def _disconnect_others(url: str) -> None:
    """End whoever a test has left connected to a PostgreSQL archive."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
