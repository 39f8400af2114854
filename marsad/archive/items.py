"""The frontier: every entry that was seen, and which of them still wait for their story.

An entry is known by its story id (made from its address) or by its guid within its source, so
that an outlet may move or rename a story. A guid that several entries of one feed carry tells
nothing and is not used. A known entry whose words changed becomes pending again, as a revision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import tables
from marsad.archive.bodies import entry_of
from marsad.archive.columns import AnyRow
from marsad.archive.engines import insert_new
from marsad.archive.entries import (
    NewItem,
    change_of,
    guid_hash,
    may_change,
    row_of,
    shared_guids,
    telling_guid,
)
from marsad.model import Entry, SourceId, StoryId

LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry whose story is to be archived."""

    id: int
    source: SourceId
    story: StoryId  # as the entry's address names it
    entry: Entry
    seen: datetime
    attempts: int  # tries that failed
    revision_of: StoryId | None  # the archived story that this entry changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the entries of a poll; `fresh` are the new ones, in the order given."""

    new: int
    known: int
    changed: int
    fresh: tuple[StoryId, ...]


_table = tables.items
_KNOWN = (
    _table.c.id,
    _table.c.source,
    _table.c.story,
    _table.c.became,
    _table.c.guid_hash,
    _table.c.guid_shared,
    _table.c.content_hash,
    _table.c.pending,
    _table.c.revision_of,
    _table.c.seen,
    _table.c.changed,
)
_by_story = sa.select(*_KNOWN).where(_table.c.story.in_(sa.bindparam("stories", expanding=True)))
_by_guid = sa.select(*_KNOWN).where(
    _table.c.source == sa.bindparam("source"),
    _table.c.guid_hash.in_(sa.bindparam("guids", expanding=True)),
)
_archived = sa.select(tables.stories.c.id).where(
    tables.stories.c.id.in_(sa.bindparam("stories", expanding=True))
)
_changes = (
    _table.update()
    .where(_table.c.id == sa.bindparam("item"))
    .values(
        pending=True,
        changed=sa.bindparam("now"),
        due=sa.bindparam("now"),
        leased_until=None,
        attempts=0,
        error=None,
        content_hash=sa.bindparam("content"),
        entry=sa.bindparam("body"),
        revision_of=sa.bindparam("revised"),
    )
)
_claimable = (
    sa.select(
        _table.c.id,
        _table.c.source,
        _table.c.story,
        _table.c.entry,
        _table.c.seen,
        _table.c.attempts,
        _table.c.revision_of,
    )
    .where(
        _table.c.pending == sa.true(),
        _table.c.due <= sa.bindparam("now"),
        sa.or_(_table.c.leased_until.is_(None), _table.c.leased_until <= sa.bindparam("now")),
    )
    .order_by(_table.c.dated, _table.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_leases = (
    _table.update()
    .where(_table.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(leased_until=sa.bindparam("lease_end"))
)
_finishes = (
    _table.update()
    .where(_table.c.id == sa.bindparam("item"))
    .values(
        pending=False, leased_until=None, became=sa.bindparam("story_id"), entry=None, error=None
    )
)


class Items:
    """The entries and the work they still make."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, source: SourceId, entries: Sequence[NewItem], now: datetime) -> Added:
        """Take the entries of a poll; the caller archives the stale among the fresh right away."""
        if not entries:
            return Added(new=0, known=0, changed=0, fresh=())
        shared = shared_guids(entries)
        known = self._known(source, entries, shared)
        fresh: dict[StoryId, NewItem] = {}
        changes: dict[int, dict[str, Any]] = {}
        for entry in entries:
            row = known.get(entry.story, telling_guid(entry, shared))
            if row is None:
                fresh.setdefault(entry.story, entry)
            elif row.source == source and may_change(row, entry, now):
                change = change_of(row, entry, now)
                if change is not None:
                    changes.setdefault(row.id, change)
        self._drop_archived(fresh)
        self._insert(source, fresh.values(), shared, now)
        if changes:
            self._connection.execute(_changes, list(changes.values()))
        return Added(
            new=len(fresh),
            known=len(entries) - len(fresh) - len(changes),
            changed=len(changes),
            fresh=tuple(fresh),
        )

    def claim(self, now: datetime, limit: int) -> tuple[Item, ...]:
        """Lease the oldest entries that are due; what is not finished in time is free again."""
        rows = self._connection.execute(_claimable, {"now": now, "most": limit}).all()
        if not rows:
            return ()
        self._connection.execute(
            _leases, {"ids": [row.id for row in rows], "lease_end": now + LEASE}
        )
        return tuple(
            Item(
                id=row.id,
                source=row.source,
                story=row.story,
                entry=entry_of(row.entry),
                seen=row.seen,
                attempts=row.attempts,
                revision_of=row.revision_of,
            )
            for row in rows
        )

    def release_all(self) -> int:
        """End every lease, when nobody can be at work: at the start of the only daemon."""
        return self._connection.execute(
            _table.update().where(_table.c.leased_until.is_not(None)).values(leased_until=None)
        ).rowcount

    def release(self, item: int) -> None:
        """End the lease of an entry that nobody's fault kept from being finished."""
        self._connection.execute(
            _table.update().where(_table.c.id == item).values(leased_until=None)
        )

    def finish(self, item: int, story: StoryId) -> None:
        """The entry's story has a disposition; `story` is what it became."""
        self._connection.execute(_finishes, {"item": item, "story_id": story})

    def retry(self, item: int, error: str, due: datetime) -> None:
        """The entry's page could not be had; try again when due."""
        self._connection.execute(
            _table.update()
            .where(_table.c.id == item)
            .values(attempts=_table.c.attempts + 1, error=error, due=due, leased_until=None)
        )

    def pending_count(self) -> int:
        """How many entries wait for their story."""
        waiting = sa.select(sa.func.count()).where(_table.c.pending == sa.true())
        return self._connection.scalar(waiting) or 0

    def _known(self, source: SourceId, entries: Sequence[NewItem], shared: set[int]) -> "_Known":
        stories = [entry.story for entry in entries]
        rows = self._connection.execute(_by_story, {"stories": stories}).all()
        by_story: dict[StoryId, AnyRow] = {row.story: row for row in rows}
        open_guids = {guid_hash(entry.entry) for entry in entries if entry.story not in by_story}
        guids = [guid for guid in (open_guids | shared) if guid is not None]
        by_guid: dict[int, AnyRow] = {}
        if guids:
            found = self._connection.execute(_by_guid, {"source": source, "guids": guids}).all()
            told = {row.guid_hash for row in found if row.guid_shared}
            by_guid = {row.guid_hash: row for row in found if row.guid_hash not in told}
            self._mark_shared(source, shared & by_guid.keys())
        return _Known(by_story, by_guid)

    def _mark_shared(self, source: SourceId, guids: Iterable[int]) -> None:
        """Rows that were taken in before their guid turned out to name several entries."""
        marked = list(guids)
        if marked:
            self._connection.execute(
                _table.update()
                .where(_table.c.source == source, _table.c.guid_hash.in_(marked))
                .values(guid_shared=True)
            )

    def _drop_archived(self, fresh: dict[StoryId, NewItem]) -> None:
        """A page's own address, or an import, can have brought a story before its entry came."""
        if fresh:
            for story in self._connection.scalars(_archived, {"stories": list(fresh)}).all():
                del fresh[story]

    def _insert(
        self, source: SourceId, entries: Iterable[NewItem], shared: set[int], now: datetime
    ) -> None:
        rows = [row_of(source, entry, shared, now) for entry in entries]
        if rows:
            self._connection.execute(insert_new(self._connection, _table), rows)


@dataclass(frozen=True, slots=True)
class _Known:
    by_story: dict[StoryId, AnyRow]
    by_guid: dict[int, AnyRow]

    def get(self, story: StoryId, guid: int | None) -> AnyRow | None:
        row = self.by_story.get(story)
        return self.by_guid.get(guid) if row is None and guid is not None else row
