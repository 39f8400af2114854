"""Bringing an archive to the schema that this version knows."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from marsad.archive.engines import WRITES, cause, masked
from marsad.errors import CannotDo

HEAD = "0001"  # the last migration; a test compares it with the files


def schema_of(connection: Connection) -> str | None:
    """The schema an archive has; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, all of them or none.

    Raises:
        CannotDo: a later version of marsad made the archive, or the database refuses.
    """
    try:
        with engine.connect() as connection:
            if schema_of(connection) == HEAD:
                return
        with engine.connect() as connection:
            writer = connection.execution_options(**{WRITES: True})
            with writer.begin():
                _upgrade(writer)
    except DBAPIError as error:
        raise CannotDo(
            f"archive {masked(engine.url)} cannot be upgraded: {cause(error)}"
        ) from error


def check_schema(connection: Connection) -> None:
    """Refuse an archive that is older or newer than we know."""
    schema = schema_of(connection)
    if schema is None or schema < HEAD:
        raise CannotDo("the archive's schema is out of date: run marsad db upgrade")
    if schema > HEAD:
        raise _newer(schema)


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to import and seldom needed: an archive is nearly always up to date.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "marsad.archive:migrations")
    config.attributes["connection"] = connection
    schema = schema_of(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if schema is not None and schema not in known:
        raise _newer(schema)
    command.upgrade(config, "head")


def _newer(schema: str) -> CannotDo:
    return CannotDo(
        f"the archive has schema {schema}, which a later version of marsad made;"
        f" this one knows {HEAD}"
    )
