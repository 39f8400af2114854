"""Runs the migrations on the connection that `marsad.archive.upgrade` hands over."""

from alembic import context

from marsad.archive.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # a killed upgrade leaves the archive as it was, on SQLite too
)
context.run_migrations()
