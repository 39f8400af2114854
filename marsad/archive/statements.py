"""The statements that were told, each once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.bodies import statement_body, statement_of
from marsad.archive.columns import AnyRow
from marsad.archive.engines import insert_or_replace
from marsad.archive.hashes import number_of
from marsad.archive.paging import holds, newest
from marsad.archive.query import Page, Query
from marsad.archive.words import searchable
from marsad.model import StatementId, StatementRecord, StoryId, speaker_key

_table = tables.statements
_by_speaker = (
    sa.select(_table.c.body)
    .where(
        _table.c.speaker_hash.in_(sa.bindparam("speakers", expanding=True)),
        _table.c.said >= sa.bindparam("since"),
    )
    .order_by(_table.c.said, _table.c.id)
)


class Statements:
    """What speakers said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: StatementRecord) -> None:
        """Keep a statement; one with this id takes the place of the earlier."""
        replace = insert_or_replace(self._connection, _table)
        self._connection.execute(replace, _row(record))

    def get(self, id: StatementId) -> StatementRecord | None:
        """The statement of an id."""
        body = self._connection.scalar(sa.select(_table.c.body).where(_table.c.id == id))
        return None if body is None else statement_of(body)

    def by_speaker(self, speakers: Sequence[str], since: datetime) -> tuple[StatementRecord, ...]:
        """What these speakers (keys as `speaker_key` makes them) said since then, oldest first."""
        if not speakers:
            return ()
        asked = set(speakers)
        hashes = [number_of(key) for key in asked]
        bodies = self._connection.scalars(_by_speaker, {"speakers": hashes, "since": since})
        found = map(statement_of, bodies)
        return tuple(record for record in found if speaker_key(record.statement) in asked)

    def of_story(self, story: StoryId) -> tuple[StatementRecord, ...]:
        """The statements a story brought."""
        found = sa.select(_table.c.body).where(_table.c.story == story).order_by(_table.c.id)
        return tuple(map(statement_of, self._connection.scalars(found)))

    def find(self, query: Query) -> tuple[StatementRecord, ...]:
        """The statements that match, newest first; see `page`."""
        return self.page(query).found

    def page(self, query: Query) -> Page[StatementRecord]:
        """The statements that match, last said first, and the cursor of the next page."""
        statement = sa.select(_table).where(*_filters(query))
        return newest(self._connection, statement, (_table.c.said, _table.c.id), query, _record)


def _filters(query: Query) -> Iterable[sa.ColumnElement[bool]]:
    if query.since is not None:
        yield _table.c.said >= query.since
    if query.until is not None:
        yield _table.c.said < query.until
    if query.actor is not None:
        yield sa.or_(_table.c.speaker == query.actor, _table.c.organisation == query.actor)
    if query.kind is not None:
        yield _table.c.kind == query.kind
    if query.severity is not None:
        yield _table.c.rank >= query.severity.rank
    if query.places:
        incidents = tables.incidents
        there = sa.or_(incidents.c.place.in_(query.places), incidents.c.country.in_(query.places))
        yield _table.c.incident.in_(sa.select(incidents.c.id).where(there))
    if query.source is not None or query.language is not None:
        yield _table.c.story.in_(_told_by(query))
    if query.text:
        yield holds(_table.c.words, query.text)


def _told_by(query: Query) -> sa.Select[Any]:
    stories = tables.stories
    told = sa.select(stories.c.id)
    if query.source is not None:
        told = told.where(stories.c.source == query.source)
    if query.language is not None:
        told = told.where(stories.c.language == query.language)
    return told


def _record(row: AnyRow) -> StatementRecord:
    return statement_of(row.body)


def _row(record: StatementRecord) -> dict[str, Any]:
    statement = record.statement
    said_by = " ".join(part for part in (statement.speaker, statement.role) if part)
    return {
        "id": record.id,
        "story": record.story,
        "incident": record.incident,
        "speaker_hash": number_of(speaker_key(statement)),
        "speaker": statement.speaker_id,
        "organisation": statement.organisation_id,
        "official": statement.official,
        "kind": statement.kind.value,
        "rank": record.severity.rank,
        "said": record.said,
        "words": searchable(f"{said_by} {statement.organisation or ''} {statement.text}"),
        "body": statement_body(record),
    }
