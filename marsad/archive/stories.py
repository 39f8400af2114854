"""The stories: each with its reading, its one disposition, its words and its revisions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.archive import copies as copies_of
from marsad.archive import search, tables
from marsad.archive.columns import storable
from marsad.archive.engines import insert_new
from marsad.archive.query import Page, Query
from marsad.archive.story_rows import StoredRevision, StoredStory, row_of, stored_of
from marsad.model import (
    Disposition,
    EarlierRevision,
    Fingerprint,
    KnownCopy,
    Story,
    StoryId,
)
from marsad.urls import story_id

_table = tables.stories
_WHOLE = tuple(_table.c)
_get = sa.select(*_WHOLE).where(_table.c.id == sa.bindparam("story_id"))
_earlier = sa.select(
    _table.c.number,
    _table.c.revision,
    _table.c.seen,
    _table.c.url,
    _table.c.title,
    _table.c.text,
).where(_table.c.id == sa.bindparam("story_id"))
_numbers = sa.select(_table.c.id, _table.c.number).where(
    _table.c.id.in_(sa.bindparam("ids", expanding=True))
)
_finished = (
    tables.items.update()
    .where(
        tables.items.c.story.in_(sa.bindparam("ids", expanding=True)),
        tables.items.c.pending == sa.true(),
    )
    .values(pending=False, leased_until=None, became=tables.items.c.story, entry=None)
)


class Stories:
    """Every story that was seen, and the questions about them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, stored: StoredStory) -> None:
        """Keep a story with its fate. A later revision replaces the one before, whose words stay.

        The same revision again (a reading done anew) replaces it too; an earlier one is ignored.
        """
        row = row_of(stored)
        insert = insert_new(self._connection, _table, _table.c.number)
        number: int | None = self._connection.scalar(insert, row)
        if number is None:
            number = self._replace(stored.story, row)
        if number is not None:
            self._index(number, stored)

    def add_stale(self, stories: Sequence[tuple[Story, str]]) -> None:
        """Archive stories unread, from the feed's own text, each with the reason; no known ones."""
        if not stories:
            return
        stored = [
            StoredStory(story=story, disposition=Disposition.STALE, reason=reason)
            for story, reason in stories
        ]
        ids = [each.story.id for each in stored]
        known = {row.id for row in self._connection.execute(_numbers, {"ids": ids})}
        new = {storable(each.story.id): each for each in stored}
        new = {id: each for id, each in new.items() if id not in known}
        if new:
            rows = [row_of(each) for each in new.values()]
            self._connection.execute(insert_new(self._connection, _table), rows)
            numbers = self._connection.execute(_numbers, {"ids": list(new)})
            search.index(
                self._connection,
                [(number, new[id].story.title, new[id].story.text) for id, number in numbers],
            )
        self._finish_items(ids)

    def get(self, id: StoryId) -> StoredStory | None:
        """The story in its latest revision."""
        row = self._connection.execute(_get, {"story_id": id}).one_or_none()
        return None if row is None else stored_of(row)

    def by_url(self, url: str) -> StoredStory | None:
        """The story of an address in any spelling, or of a story id."""
        return (
            self.get(StoryId(url)) or self.get(story_id(url)) or self._at(url) or self._moved(url)
        )

    def count_seen(self, since: datetime, until: datetime) -> int:
        """How many stories came in from `since` until before `until`."""
        met = sa.select(sa.func.count()).where(_table.c.met >= since, _table.c.met < until)
        return self._connection.scalar(met) or 0

    def search(self, query: Query) -> tuple[StoredStory, ...]:
        """The stories that match; see `page`."""
        return self.page(query).found

    def page(self, query: Query) -> Page[StoredStory]:
        """The stories that match, newest or most relevant first, and the cursor of the next page.

        Raises:
            CannotDo: the cursor is not one of ours.
        """
        return search.found(self._connection, query, stored_of)

    def earlier(self, id: StoryId) -> EarlierRevision | None:
        """What is stored under the id of a story that has come again."""
        stored = self.get(id)
        if stored is None:
            return None
        return EarlierRevision(
            story=stored.story,
            reading=stored.reading,
            near_duplicate_of=stored.near_duplicate_of,
            incidents=stored.incidents,
        )

    def revisions(self, id: StoryId) -> tuple[StoredRevision, ...]:
        """The words of every revision, oldest first, the present one last."""
        number = sa.select(_table.c.number).where(_table.c.id == id).scalar_subquery()
        old = tables.revisions
        rows = self._connection.execute(
            sa.select(old).where(old.c.story == number).order_by(old.c.revision)
        ).all()
        present = self._connection.execute(_earlier, {"story_id": id}).all()
        return tuple(
            StoredRevision(
                story=id,
                revision=row.revision,
                seen=row.seen,
                url=row.url,
                title=row.title,
                text=row.text,
            )
            for row in (*rows, *present)
        )

    def copies(self, fingerprint: Fingerprint, since: datetime) -> tuple[KnownCopy, ...]:
        """Stories since then that may hold the same text, at most 50, most alike first."""
        return copies_of.copies(self._connection, fingerprint, since)

    def counts(self, since: datetime | None = None) -> dict[Disposition, int]:
        """How many stories met each fate."""
        counted = sa.select(_table.c.disposition, sa.func.count()).group_by(_table.c.disposition)
        if since is not None:
            counted = counted.where(_table.c.met >= since)
        return {Disposition(name): count for name, count in self._connection.execute(counted)}

    def _at(self, url: str) -> StoredStory | None:
        rows = self._connection.execute(sa.select(*_WHOLE).where(_table.c.url == url).limit(1))
        return next(map(stored_of, rows), None)

    def _moved(self, url: str) -> StoredStory | None:
        """The story of an entry whose page named another address."""
        items = tables.items
        became: StoryId | None = self._connection.scalar(
            sa.select(items.c.became).where(items.c.story == story_id(url))
        )
        return None if became is None else self.get(became)

    def _replace(self, story: Story, row: dict[str, Any]) -> int | None:
        present = self._connection.execute(_earlier, {"story_id": story.id}).one()
        if present.revision > story.revision:
            return None
        if present.revision < story.revision:
            self._connection.execute(
                tables.revisions.insert().values(
                    story=present.number,
                    revision=present.revision,
                    seen=present.seen,
                    url=present.url,
                    title=present.title,
                    text=present.text,
                )
            )
        for table in (tables.story_tags, tables.story_incidents, tables.sketches):
            self._connection.execute(table.delete().where(table.c.story == present.number))
        search.forget(self._connection, present.number)
        self._connection.execute(
            _table.update().where(_table.c.number == present.number).values(row)
        )
        number: int = present.number
        return number

    def _index(self, number: int, stored: StoredStory) -> None:
        if stored.incidents:
            self._insert(
                tables.story_incidents,
                [{"story": number, "incident": id} for id in dict.fromkeys(stored.incidents)],
            )
        if stored.disposition is Disposition.OFF_TOPIC:
            return
        search.index(self._connection, [(number, stored.story.title, stored.story.text)])
        if stored.reading is None:
            return
        tags = {(match.kind.value, match.id) for match in stored.reading.matches}
        tags |= {("event", event.kind) for event in stored.reading.events}
        self._insert(
            tables.story_tags,
            [{"kind": kind, "id": id, "story": number} for kind, id in sorted(tags)],
        )
        sketch = stored.reading.fingerprint.sketch
        self._insert(tables.sketches, [{"hash": hash, "story": number} for hash in set(sketch)])

    def _insert(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _finish_items(self, ids: Iterable[StoryId]) -> None:
        self._connection.execute(_finished, {"ids": list(ids)})
