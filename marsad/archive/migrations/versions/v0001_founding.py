"""The founding schema."""

from alembic import op

from marsad.archive.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table and the search index."""
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE story_search USING fts5(title, text,"
            " tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            "CREATE TABLE story_search (story BIGINT PRIMARY KEY REFERENCES stories (number),"
            " document TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX story_search_document ON story_search USING gin (document)")
