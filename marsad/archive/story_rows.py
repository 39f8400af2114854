"""A story and its fate as a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marsad.archive import copies as copies_of
from marsad.archive.bodies import names_body, names_of, reading_body, reading_of
from marsad.archive.columns import UNDATED, AnyRow
from marsad.model import (
    AlertId,
    Disposition,
    IncidentId,
    Reading,
    Route,
    SourceId,
    Story,
    StoryId,
    Withheld,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """A story and what became of it."""

    story: Story
    disposition: Disposition
    reason: str
    reading: Reading | None = None
    near_duplicate_of: StoryId | None = None
    incidents: tuple[IncidentId, ...] = ()
    alerts: tuple[AlertId, ...] = ()
    withheld: Withheld | None = None
    page_error: str | None = None  # why its page could not be had


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRevision:
    """The words of a story as one revision had them."""

    story: StoryId
    revision: int
    seen: datetime | None
    url: str | None
    title: str
    text: str


def row_of(stored: StoredStory) -> dict[str, Any]:
    """The columns of `stories`, without its number."""
    story, reading = stored.story, stored.reading
    # What nobody wanted keeps its key, times, title and hash; its words would fill the disk.
    kept = stored.disposition is not Disposition.OFF_TOPIC
    print_ = None if reading is None else reading.fingerprint
    return {
        "id": story.id,
        "source": story.source,
        "outlet": story.outlet,
        "language": story.language if reading is None else reading.language or story.language,
        "said_language": story.language,
        "published": story.published,
        "seen": story.seen,
        "dated": _dated(story),
        "met": story.seen or story.published,
        "zone": story.zone,
        "grade": story.grade,
        "route": story.route.value,
        "revision": story.revision,
        "disposition": stored.disposition.value,
        "near_duplicate_of": stored.near_duplicate_of,
        "withheld": stored.withheld,
        "text_hash": None if print_ is None else print_.text_hash or None,
        "title_hash": copies_of.title_hash(print_) if print_ is not None and kept else None,
        "reason": stored.reason,
        "page_error": stored.page_error,
        "url": story.url,
        "authors": names_body(story.authors),
        "incidents": names_body(stored.incidents),
        "alerts": names_body(stored.alerts),
        "title": story.title,
        "text": story.text if kept else "",
        "reading": reading_body(reading) if reading is not None and kept else None,
    }


def _dated(story: Story) -> datetime:
    """Where the story stands in lists; a date in the future must not keep it on top for ever."""
    if story.published is None or story.seen is None:
        return story.published or story.seen or UNDATED
    return min(story.published, story.seen)


def stored_of(row: AnyRow) -> StoredStory:
    """The story in a row of `stories`."""
    story = Story(
        id=StoryId(row.id),
        url=row.url,
        source=None if row.source is None else SourceId(row.source),
        title=row.title,
        text=row.text,
        language=row.said_language,
        published=row.published,
        seen=row.seen,
        zone=row.zone,
        authors=names_of(row.authors),
        outlet=row.outlet,
        grade=row.grade,
        route=Route(row.route),
        revision=row.revision,
    )
    return StoredStory(
        story=story,
        disposition=Disposition(row.disposition),
        reason=row.reason,
        reading=None if row.reading is None else reading_of(row.reading),
        near_duplicate_of=row.near_duplicate_of,
        incidents=tuple(map(IncidentId, names_of(row.incidents))),
        alerts=tuple(map(AlertId, names_of(row.alerts))),
        withheld=row.withheld,
        page_error=row.page_error,
    )
