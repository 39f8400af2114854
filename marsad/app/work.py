"""What worker processes do: bytes become entries, a page becomes a story and its reading."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.errors import UnreadablePage
from marsad.model import (
    Article,
    Entry,
    Reading,
    Route,
    Source,
    SourceKind,
    Story,
    StoryId,
)

if TYPE_CHECKING:
    from crawler.documents import Document
    from marsad.reading.reader import Reader
    from marsad.settings.event_words import EventWords
    from marsad.settings.freshness import Freshness
    from marsad.settings.kinds import EventKind
    from marsad.settings.load import Settings
    from marsad.settings.statement_words import StatementWords
    from marsad.settings.watchlists import Watchlists


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings:
    """What a reader is made of: no secrets, since the worker that has it reads strangers' pages."""

    watchlists: "Watchlists"
    kinds: "tuple[EventKind, ...]"
    event_words: "Mapping[str, EventWords]"
    statement_words: "Mapping[str, StatementWords]"
    freshness: "Freshness"


_settings: Path | None = None
_reader: "Reader | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A story to be made of an entry and, where the outlet let us have it, its page."""

    entry: Entry
    story: StoryId
    source: Source
    seen: datetime
    page: "Document | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStory:
    """A story and what it says; `trouble` tells why the page itself was not used."""

    story: Story
    reading: Reading
    trouble: str | None = None


def reader_settings(settings: "Settings") -> ReaderSettings:
    """The part of the settings that workers get."""
    return ReaderSettings(
        watchlists=settings.watchlists,
        kinds=settings.kinds,
        event_words=settings.event_words,
        statement_words=settings.statement_words,
        freshness=settings.freshness,
    )


def configure(settings: Path) -> None:
    """Tells this process where its settings lie; they are read for the first story."""
    global _settings, _reader
    _settings, _reader = settings, None


def reader() -> "Reader":
    """This process's reader."""
    global _reader
    if _reader is None:
        from marsad.app.readers import make_reader

        if _settings is None:
            raise RuntimeError("configure() comes first")
        settings: ReaderSettings = pickle.loads(_settings.read_bytes())  # noqa: S301 - our own
        _reader = make_reader(settings)
    return _reader


def parse(kind: SourceKind, document: "Document", source: Source) -> tuple[Entry, ...]:
    """The entries of a fetched feed or listing.

    Raises:
        UnreadableFeed: the bytes are no feed.
    """
    from crawler.collectors import parse_document

    return parse_document(kind, document, source)


def read_page(task: PageTask) -> ReadStory:
    """The story behind an entry, read; the entry's own text stands in for an unusable page.

    Raises:
        UnreadablePage: neither the page nor the entry holds a word.
    """
    article, trouble = _article(task)
    story = story_of(task, article)
    if not story.title and not story.text:
        raise UnreadablePage(trouble or "neither page nor feed holds a title or text")
    return ReadStory(story=story, reading=reader().read(story), trouble=trouble)


def _article(task: PageTask) -> tuple[Article | None, str | None]:
    if task.page is None:
        return None, None
    from zoneinfo import ZoneInfo

    from crawler.articles import extract

    try:
        return extract(task.page, task.source.select, zone=ZoneInfo(task.source.zone)), None
    except UnreadablePage as error:
        return None, str(error)


def story_of(task: PageTask, article: Article | None) -> Story:
    """An entry and its article as one story; the longer of two texts wins."""
    entry, source = task.entry, task.source
    feed_text = entry.content or entry.summary or ""
    page_text = (article.text or "") if article else ""
    from_page = len(page_text) >= len(feed_text) and bool(page_text)
    published = (article.published if article else None) or entry.published or entry.updated
    if entry.published and published:
        # A page's "modified on" must not make an old story young.
        published = min(published, entry.published)
    if published and published > task.seen:
        # Nobody publishes after we have seen it: a wrong clock, or a wrong zone.
        published = task.seen
    return Story(
        id=task.story,
        url=entry.url,
        source=source.id,
        title=entry.title or (article.title if article else None) or "",
        text=page_text if from_page else feed_text,
        language=source.language or entry.language,
        published=_utc(published),
        seen=task.seen,
        zone=source.zone,
        authors=(article.authors if article and article.authors else entry.authors),
        outlet=source.outlet,
        grade=source.grade,
        route=Route.PAGE if from_page else Route.FEED,
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
