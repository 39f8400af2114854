"""The near-duplicate index: which stored stories may hold the same text."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.bodies import names_of, reading_of
from marsad.archive.columns import AnyRow
from marsad.archive.hashes import number_of
from marsad.model import Fingerprint, IncidentId, KnownCopy, StoryId

MOST = 50
_TELLING_WORDS = 5  # shorter titles ("Breaking news") tell nothing

_stories, _sketches = tables.stories, tables.sketches
_recent = sa.or_(_stories.c.met >= sa.bindparam("since"), _stories.c.met.is_(None))
_by_hash = (
    sa.select(_sketches.c.story, sa.func.count().label("shared"))
    .join(_stories, _stories.c.number == _sketches.c.story)
    .where(_sketches.c.hash.in_(sa.bindparam("hashes", expanding=True)), _recent)
    .group_by(_sketches.c.story)
    .having(sa.func.count() >= sa.bindparam("least"))
    .order_by(sa.desc("shared"), _sketches.c.story)
    .limit(MOST)
)
_by_text_or_title = sa.union_all(
    sa.select(_stories.c.number).where(_stories.c.text_hash == sa.bindparam("text_hash"), _recent),
    sa.select(_stories.c.number).where(
        _stories.c.title_hash == sa.bindparam("title_hash"), _recent
    ),
).limit(2 * MOST)
_details = sa.select(
    _stories.c.number,
    _stories.c.id,
    _stories.c.outlet,
    _stories.c.source,
    _stories.c.published,
    _stories.c.seen,
    _stories.c.near_duplicate_of,
    _stories.c.incidents,
    _stories.c.reading,
).where(
    _stories.c.number.in_(sa.bindparam("numbers", expanding=True)),
    _stories.c.reading.is_not(None),
)


def title_hash(fingerprint: Fingerprint) -> int | None:
    """The hash of a title that is long enough to know a story by."""
    key = fingerprint.title_key
    return number_of(key) if len(key.split()) >= _TELLING_WORDS else None


def copies(
    connection: Connection, fingerprint: Fingerprint, since: datetime, but: StoryId | None = None
) -> tuple[KnownCopy, ...]:
    """Stories since then that share a quarter of the sketch, the text or the title; likest first.

    `but` is the story that asks, which is no copy of itself.
    """
    shared = _shared(connection, fingerprint, since)
    if not shared:
        return ()
    # The one who asks can be among the found, and takes nobody's place.
    numbers = sorted(shared, key=lambda number: (-shared[number], number))[: MOST + 1]
    rows = connection.execute(_details, {"numbers": numbers}).all()
    found = [_copy(row, fingerprint) for row in rows if row.id != but]
    found.sort(key=lambda copy: (-copy.shared, copy.story))
    return tuple(found[:MOST])


def _shared(connection: Connection, fingerprint: Fingerprint, since: datetime) -> dict[int, int]:
    shared: dict[int, int] = {}
    if fingerprint.sketch:
        asked = {
            "hashes": fingerprint.sketch,
            "since": since,
            "least": -(-len(fingerprint.sketch) // 4),
        }
        for row in connection.execute(_by_hash, asked):
            shared[row.story] = row.shared
    text, title = fingerprint.text_hash or None, title_hash(fingerprint)
    if text is not None or title is not None:
        alike = {"text_hash": text, "title_hash": title, "since": since}
        for number in connection.scalars(_by_text_or_title, alike):
            shared.setdefault(number, 0)
    return shared


def _copy(row: AnyRow, asked: Fingerprint) -> KnownCopy:
    reading = reading_of(row.reading)
    return KnownCopy(
        story=row.id,
        fingerprint=reading.fingerprint,
        shared=len(set(asked.sketch).intersection(reading.fingerprint.sketch)),
        reading=reading,
        outlet=row.outlet,
        source=row.source,
        published=row.published,
        seen=row.seen,
        near_duplicate_of=row.near_duplicate_of,
        incidents=tuple(map(IncidentId, names_of(row.incidents))),
    )
