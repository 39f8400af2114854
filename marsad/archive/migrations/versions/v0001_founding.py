"""The founding schema."""

import sqlalchemy as sa
from alembic import op

from marsad.archive.columns import Moment, Number, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table and the search index."""
    _collecting()
    _stories()
    _incidents()
    _alerts()
    _search()


def _collecting() -> None:
    op.create_table(
        "sources",
        sa.Column("source", Words(), nullable=False),
        sa.Column("etag", Words(), nullable=True),
        sa.Column("last_modified", Words(), nullable=True),
        sa.Column("body_hash", Words(), nullable=True),
        sa.Column("next_poll", Moment(), nullable=True),
        sa.Column("last_poll", Moment(), nullable=True),
        sa.Column("last_success", Moment(), nullable=True),
        sa.Column("newest_entry", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", Words(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("sources_pkey")),
    )
    op.create_table(
        "items",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("story", Words(), nullable=False),
        sa.Column("became", Words(), nullable=True),
        sa.Column("guid_hash", sa.BigInteger(), nullable=True),
        sa.Column("guid_shared", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("revision_of", Words(), nullable=True),
        sa.Column("seen", Moment(), nullable=False),
        sa.Column("changed", Moment(), nullable=True),
        sa.Column("dated", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", Words(), nullable=True),
        sa.Column("entry", Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("items_pkey")),
        sa.UniqueConstraint("story", name=op.f("items_story_key")),
    )
    op.create_index("items_guid", "items", ["source", "guid_hash"], unique=False)
    op.create_index(
        "items_pending",
        "items",
        ["dated", "id"],
        unique=False,
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    )
    op.create_table(
        "marks",
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("marks_pkey")),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("source", Words(), nullable=True),
        sa.Column("outlet", Words(), nullable=True),
        sa.Column("language", Words(), nullable=True),
        sa.Column("said_language", Words(), nullable=True),
        sa.Column("published", Moment(), nullable=True),
        sa.Column("seen", Moment(), nullable=True),
        sa.Column("dated", Moment(), nullable=False),
        sa.Column("met", Moment(), nullable=True),
        sa.Column("zone", Words(), nullable=False),
        sa.Column("grade", Words(), nullable=False),
        sa.Column("route", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("disposition", Words(), nullable=False),
        sa.Column("near_duplicate_of", Words(), nullable=True),
        sa.Column("withheld", Words(), nullable=True),
        sa.Column("text_hash", Words(), nullable=True),
        sa.Column("title_hash", sa.BigInteger(), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("page_error", Words(), nullable=True),
        sa.Column("url", Words(), nullable=True),
        sa.Column("authors", Words(), nullable=False),
        sa.Column("incidents", Words(), nullable=False),
        sa.Column("alerts", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("reading", Words(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("stories_pkey")),
        sa.UniqueConstraint("id", name=op.f("stories_id_key")),
    )
    op.create_index("stories_dated", "stories", ["dated", "number"], unique=False)
    op.create_index("stories_disposition", "stories", ["disposition", "dated"], unique=False)
    op.create_index("stories_met", "stories", ["met"], unique=False)
    op.create_index("stories_source", "stories", ["source", "dated"], unique=False)
    op.create_index("stories_text_hash", "stories", ["text_hash"], unique=False)
    op.create_index("stories_title_hash", "stories", ["title_hash"], unique=False)
    op.create_index("stories_url", "stories", ["url"], unique=False, postgresql_using="hash")
    op.create_table(
        "revisions",
        sa.Column("story", Number, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen", Moment(), nullable=True),
        sa.Column("url", Words(), nullable=True),
        sa.Column("title", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("revisions_story_fkey")),
        sa.PrimaryKeyConstraint("story", "revision", name=op.f("revisions_pkey")),
    )
    op.create_table(
        "story_tags",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("story_tags_story_fkey")),
        sa.PrimaryKeyConstraint("kind", "id", "story", name=op.f("story_tags_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("story_tags_story", "story_tags", ["story"], unique=False)
    op.create_table(
        "story_incidents",
        sa.Column("incident", Words(), nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.number"], name=op.f("story_incidents_story_fkey")
        ),
        sa.PrimaryKeyConstraint("incident", "story", name=op.f("story_incidents_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("story_incidents_story", "story_incidents", ["story"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("sketches_story_fkey")),
        sa.PrimaryKeyConstraint("hash", "story", name=op.f("sketches_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("sketches_story", "sketches", ["story"], unique=False)


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.Column("severity", Words(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("place", Words(), nullable=True),
        sa.Column("country", Words(), nullable=True),
        sa.Column("admin1", Words(), nullable=True),
        sa.Column("merged_into", Words(), nullable=True),
        sa.Column("words", Words(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("incidents_pkey")),
    )
    op.create_index("incidents_last_day", "incidents", ["last_day", "first_day"], unique=False)
    op.create_index("incidents_opened", "incidents", ["opened"], unique=False)
    op.create_index("incidents_updated", "incidents", ["updated"], unique=False)
    op.create_table(
        "incident_versions",
        sa.Column("incident", Words(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("story", Words(), nullable=True),
        sa.Column("reasons", Words(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("evidence", Words(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incidents.id"], name=op.f("incident_versions_incident_fkey")
        ),
        sa.PrimaryKeyConstraint("incident", "version", name=op.f("incident_versions_pkey")),
    )
    op.create_table(
        "incident_actors",
        sa.Column("actor", Words(), nullable=False),
        sa.Column("incident", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incidents.id"], name=op.f("incident_actors_incident_fkey")
        ),
        sa.PrimaryKeyConstraint("actor", "incident", name=op.f("incident_actors_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("incident_actors_incident", "incident_actors", ["incident"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", Words(), nullable=False),
        sa.Column("story", Words(), nullable=False),
        sa.Column("incident", Words(), nullable=True),
        sa.Column("speaker_hash", sa.BigInteger(), nullable=False),
        sa.Column("speaker", Words(), nullable=True),
        sa.Column("organisation", Words(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("said", Moment(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("statements_pkey")),
    )
    op.create_index("statements_incident", "statements", ["incident"], unique=False)
    op.create_index("statements_said", "statements", ["said"], unique=False)
    op.create_index("statements_speaker", "statements", ["speaker_hash", "said"], unique=False)
    op.create_index("statements_story", "statements", ["story"], unique=False)


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", Words(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("about", Words(), nullable=False),
        sa.Column("incident", Words(), nullable=True),
        sa.Column("statement", Words(), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("alerts_pkey")),
    )
    op.create_index("alerts_at", "alerts", ["at"], unique=False)
    op.create_index("alerts_incident", "alerts", ["incident", "at"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("alert", Words(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("recipient", Words(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("thread", Words(), nullable=True),
        sa.Column("receipt", Words(), nullable=True),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("error", Words(), nullable=True),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name=op.f("deliveries_alert_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("deliveries_pkey")),
        sa.UniqueConstraint("recipient", "channel", "key", name="deliveries_once"),
    )
    op.create_index("deliveries_alert", "deliveries", ["alert"], unique=False)
    op.create_index("deliveries_recipient", "deliveries", ["recipient", "at"], unique=False)
    op.create_index("deliveries_state", "deliveries", ["state", "due"], unique=False)
    op.create_index("deliveries_thread", "deliveries", ["channel", "thread", "id"], unique=False)


def _search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The words are folded before they come here; FTS5 has nothing left to fold.
        op.execute(
            "CREATE VIRTUAL TABLE story_search USING fts5(title, text,"
            " tokenize = 'unicode61 remove_diacritics 0')"
        )
        return
    op.execute(
        "CREATE TABLE story_search (story BIGINT PRIMARY KEY REFERENCES stories (number),"
        " document TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX story_search_document ON story_search USING gin (document)")
