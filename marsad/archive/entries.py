"""Which entries are the same, and which have changed: what the frontier compares."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marsad.archive.bodies import entry_body
from marsad.archive.columns import AnyRow
from marsad.archive.hashes import number_of
from marsad.model import Entry, SourceId, StoryId

BETWEEN_CHANGES = timedelta(minutes=10)
CHANGES_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An entry as a poll brought it; what is `stale` the caller archives at once, unfetched."""

    entry: Entry
    story: StoryId
    stale: bool = False


def shared_guids(entries: Sequence[NewItem]) -> set[int]:
    """Guids that several entries of one poll carry; such a guid names none of them."""
    stories: dict[int, set[StoryId]] = defaultdict(set)
    for entry in entries:
        guid = guid_hash(entry.entry)
        if guid is not None:
            stories[guid].add(entry.story)
    return {guid for guid, named in stories.items() if len(named) > 1}


def guid_hash(entry: Entry) -> int | None:
    """What stands for the guid in the index."""
    return number_of(entry.guid) if entry.guid else None


def telling_guid(entry: NewItem, shared: set[int]) -> int | None:
    """The guid's hash, None when it tells nothing."""
    guid = guid_hash(entry.entry)
    return None if guid in shared else guid


def _content(entry: Entry) -> int:
    return number_of(entry.title, entry.summary, entry.content)


def may_change(row: AnyRow, entry: NewItem, now: datetime) -> bool:
    """Whether a known entry is young enough, and its last change old enough, for another."""
    if entry.stale or now - row.seen > CHANGES_WITHIN:
        return False
    return row.changed is None or now - row.changed >= BETWEEN_CHANGES


def change_of(row: AnyRow, entry: NewItem, now: datetime) -> dict[str, Any] | None:
    """What makes a known entry wait again, None when its words are the same."""
    content = _content(entry.entry)
    if content == row.content_hash:
        return None
    # An entry that still waits has no archived story that it could be a revision of.
    revised = row.revision_of if row.pending else (row.became or row.story)
    return {
        "item": row.id,
        "now": now,
        "content": content,
        "body": entry_body(entry.entry),
        "revised": revised,
    }


def row_of(source: SourceId, new: NewItem, shared: set[int], now: datetime) -> dict[str, Any]:
    """The columns of a new entry."""
    guid = guid_hash(new.entry)
    return {
        "source": source,
        "story": new.story,
        "became": new.story if new.stale else None,
        "guid_hash": guid,
        "guid_shared": guid in shared,
        "content_hash": _content(new.entry),
        "pending": not new.stale,
        "seen": now,
        "dated": min(new.entry.published or now, now),
        "due": now,
        "attempts": 0,
        "entry": None if new.stale else entry_body(new.entry),
    }
