"""From nothing to the present schema, and no further."""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from marsad.archive import Archive
from marsad.archive.tables import metadata
from marsad.archive.upgrade import HEAD, schema_of
from marsad.errors import CannotDo


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "marsad.archive:migrations")
    return ScriptDirectory.from_config(config)


def upgrade(url: str) -> None:
    archive = Archive.open(url)
    archive.upgrade()
    archive.close()


def test_the_last_migration_is_the_one_we_name() -> None:
    assert scripts().get_current_head() == HEAD


def test_an_empty_database_becomes_an_archive(empty_url: str) -> None:
    archive = Archive.open(empty_url)
    [complaint] = archive.check()
    assert "marsad db upgrade" in complaint
    archive.upgrade()
    archive.upgrade()
    assert archive.check() == ()
    archive.close()


def test_the_migrations_lead_to_the_tables_we_use(empty_url: str) -> None:
    upgrade(empty_url)
    engine = sa.create_engine(empty_url)
    with engine.connect() as connection:
        assert schema_of(connection) == HEAD
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and str(name).startswith("story_search"))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_archive_of_a_later_version_is_refused(empty_url: str) -> None:
    upgrade(empty_url)
    engine = sa.create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    archive = Archive.open(empty_url)
    with pytest.raises(CannotDo, match=r"9999.*later version"):
        archive.upgrade()
    [complaint] = archive.check()
    assert "later version" in complaint
    archive.close()


def test_two_who_upgrade_at_once_do_not_harm_each_other(empty_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade, args=(empty_url,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    archive = Archive.open(empty_url)
    assert archive.check() == ()
    archive.close()


def test_a_migration_that_breaks_leaves_nothing_behind(empty_url: str) -> None:
    engine = sa.create_engine(empty_url)
    with engine.begin() as connection:  # the last tables of the migration stumble over this one
        connection.execute(sa.text("CREATE TABLE story_search (other INTEGER)"))
    archive = Archive.open(empty_url)
    with pytest.raises(CannotDo, match="already exists"):
        archive.upgrade()
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["story_search"]
    engine.dispose()
    archive.close()


def test_sqlite_tables_are_written_as_we_declare_them(tmp_path: Path) -> None:
    """What the comparison above cannot see: partial indexes, tables without row ids."""
    declared = sa.create_engine("sqlite://")
    metadata.create_all(declared)
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    upgrade(url)
    migrated = sa.create_engine(url)
    listing = sa.text(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'story_search%' AND name <> 'alembic_version'"
    )
    with declared.connect() as left, migrated.connect() as right:
        assert _lines(left.execute(listing).all()) == _lines(right.execute(listing).all())
    declared.dispose()
    migrated.dispose()


def _lines(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> dict[str, list[str]]:
    """The lines of each definition, in any order."""
    return {name: sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in rows}
