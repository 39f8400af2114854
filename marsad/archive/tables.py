"""The tables of the archive. A change here needs a migration; a test compares the two."""

import sqlalchemy as sa

from marsad.archive.columns import Moment, Number, Words

# Text that is ours or was made storable before: JSON, enumerations, hashes.
Plain = sa.Text()

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("source", Words, primary_key=True),
    sa.Column("etag", Words),
    sa.Column("last_modified", Words),
    sa.Column("body_hash", Words),
    sa.Column("next_poll", Moment),
    sa.Column("last_poll", Moment),
    sa.Column("last_success", Moment),
    sa.Column("newest_entry", Moment),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("error", Words),
)

# The frontier: every entry that was ever seen, `pending` until its story has a disposition.
items = sa.Table(
    "items",
    metadata,
    sa.Column("id", Number, primary_key=True, autoincrement=True),
    sa.Column("source", Words, nullable=False),
    sa.Column("story", Words, nullable=False, unique=True),  # as the entry's address names it
    sa.Column("became", Words),  # the story that came of it, when its page names another address
    sa.Column("guid_hash", sa.BigInteger),
    sa.Column(
        "guid_shared", sa.Boolean, nullable=False
    ),  # a guid that several entries carry names none
    sa.Column("content_hash", sa.BigInteger, nullable=False),
    sa.Column("pending", sa.Boolean, nullable=False),
    sa.Column("revision_of", Words),
    sa.Column("seen", Moment, nullable=False),
    sa.Column("changed", Moment),
    sa.Column("dated", Moment, nullable=False),  # published, at the latest now: order of the work
    sa.Column("due", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("error", Words),
    sa.Column("entry", Plain),  # JSON while pending
    sa.Index("items_guid", "source", "guid_hash"),
    sa.Index(
        "items_pending",
        "dated",
        "id",
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    ),
)

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("number", Number, primary_key=True, autoincrement=True),
    sa.Column("id", Words, nullable=False, unique=True),
    sa.Column("source", Words),
    sa.Column("outlet", Plain),
    sa.Column("language", Words),  # as read, else as the source says
    sa.Column("said_language", Words),
    sa.Column("published", Moment),
    sa.Column("seen", Moment),
    sa.Column("dated", Moment, nullable=False),  # what people sort and filter by
    sa.Column("met", Moment),  # seen, else published: when it reached us
    sa.Column("zone", Plain, nullable=False),
    sa.Column("grade", Plain, nullable=False),
    sa.Column("route", Plain, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("disposition", Plain, nullable=False),
    sa.Column("near_duplicate_of", Words),
    sa.Column("withheld", Plain),
    sa.Column("text_hash", Plain),
    sa.Column("title_hash", sa.BigInteger),  # of titles long enough to tell stories apart
    sa.Column("reason", Words, nullable=False),
    sa.Column("page_error", Words),
    sa.Column("url", Words),
    sa.Column("authors", Plain, nullable=False),  # JSON list
    sa.Column("incidents", Plain, nullable=False),  # JSON list
    sa.Column("alerts", Plain, nullable=False),  # JSON list
    sa.Column("title", Words, nullable=False),
    # Long columns stand last: SQLite walks over what stands before the column it wants.
    sa.Column("text", Words, nullable=False),
    sa.Column("reading", Plain),  # JSON
    sa.Index("stories_dated", "dated", "number"),
    sa.Index("stories_met", "met"),
    sa.Index("stories_source", "source", "dated"),
    sa.Index("stories_disposition", "disposition", "dated"),
    sa.Index("stories_text_hash", "text_hash"),
    sa.Index("stories_title_hash", "title_hash"),
    # PostgreSQL's trees refuse keys over 2.7 kB; addresses of strangers can be longer.
    sa.Index("stories_url", "url", postgresql_using="hash"),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("story", Number, sa.ForeignKey("stories.number"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("seen", Moment),
    sa.Column("url", Words),
    sa.Column("title", Words, nullable=False),
    sa.Column("text", Words, nullable=False),
)

# What a story can be filtered by: its matches, and the kinds of its events (kind "event").
story_tags = sa.Table(
    "story_tags",
    metadata,
    sa.Column("kind", Words, primary_key=True),
    sa.Column("id", Words, primary_key=True),
    sa.Column("story", Number, sa.ForeignKey("stories.number"), primary_key=True),
    sa.Index("story_tags_story", "story"),
    sqlite_with_rowid=False,
)

story_incidents = sa.Table(
    "story_incidents",
    metadata,
    sa.Column("incident", Words, primary_key=True),
    sa.Column("story", Number, sa.ForeignKey("stories.number"), primary_key=True),
    sa.Index("story_incidents_story", "story"),
    sqlite_with_rowid=False,
)

# The near-duplicate index: which stories hold a hash in their sketch.
sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("story", Number, sa.ForeignKey("stories.number"), primary_key=True),
    sa.Index("sketches_story", "story"),
    sqlite_with_rowid=False,
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("status", Words, nullable=False),
    sa.Column("severity", Words, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("opened", Moment, nullable=False),
    sa.Column("updated", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("place", Words),
    sa.Column("country", Words),
    sa.Column("admin1", Words),
    sa.Column("merged_into", Words),
    sa.Column("words", Words, nullable=False),  # the searchable form of the title
    sa.Column("body", Plain, nullable=False),  # JSON
    sa.Index("incidents_opened", "opened"),
    sa.Index("incidents_updated", "updated"),
    sa.Index("incidents_last_day", "last_day", "first_day"),
)

incident_versions = sa.Table(
    "incident_versions",
    metadata,
    sa.Column("incident", Words, sa.ForeignKey("incidents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("story", Words),
    sa.Column("reasons", Plain, nullable=False),  # JSON list
    sa.Column("opened", sa.Boolean, nullable=False),
    sa.Column("evidence", Words, nullable=False),
    sa.Column("body", Plain, nullable=False),  # JSON
)

incident_actors = sa.Table(
    "incident_actors",
    metadata,
    sa.Column("actor", Words, primary_key=True),
    sa.Column("incident", Words, sa.ForeignKey("incidents.id"), primary_key=True),
    sa.Index("incident_actors_incident", "incident"),
    sqlite_with_rowid=False,
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("story", Words, nullable=False),
    sa.Column("incident", Words),
    sa.Column("speaker_hash", sa.BigInteger, nullable=False),  # of the speaker key
    sa.Column("speaker", Words),  # office or organisation id
    sa.Column("organisation", Words),
    sa.Column("official", sa.Boolean, nullable=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("said", Moment, nullable=False),
    sa.Column("words", Words, nullable=False),  # the searchable form of speaker and text
    sa.Column("body", Plain, nullable=False),  # JSON
    sa.Index("statements_said", "said"),
    sa.Index("statements_speaker", "speaker_hash", "said"),
    sa.Index("statements_incident", "incident"),
    sa.Index("statements_story", "story"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("key", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("about", Words, nullable=False),
    sa.Column("incident", Words),
    sa.Column("statement", Words),
    sa.Column("reason", Words, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("words", Words, nullable=False),  # the searchable form of the title
    sa.Column("body", Plain, nullable=False),  # JSON
    sa.Index("alerts_at", "at"),
    sa.Index("alerts_incident", "incident", "at"),
)

# The outbox. The unique key makes a second message about the same thing impossible.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Number, primary_key=True, autoincrement=True),
    sa.Column("alert", Words, sa.ForeignKey("alerts.id"), nullable=False),
    sa.Column("key", Words, nullable=False),
    sa.Column("recipient", Words, nullable=False),
    sa.Column("channel", Words, nullable=False),
    sa.Column("state", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),  # of the alert
    sa.Column("due", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("uncertain", sa.Boolean, nullable=False),
    sa.Column("thread", Words),
    sa.Column("receipt", Words),
    sa.Column("sent", Moment),
    sa.Column("error", Words),
    sa.UniqueConstraint("recipient", "channel", "key", name="deliveries_once"),
    sa.Index("deliveries_alert", "alert"),
    sa.Index("deliveries_thread", "channel", "thread", "id"),
    sa.Index("deliveries_state", "state", "due"),
    sa.Index("deliveries_recipient", "recipient", "at"),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", Words, primary_key=True),
    sa.Column("value", Words, nullable=False),
)
