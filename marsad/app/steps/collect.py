"""Poll sources, and store what they list as items to be read."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from crawler.collectors import COLLECTORS, PollResult, Tools
from crawler.polling import next_state
from marsad.app import work
from marsad.app.cold import cold_mark
from marsad.app.stories import made_id
from marsad.app.workers import Workers
from marsad.archive import NewItem, Work
from marsad.errors import TookTooLong, UnreadableFeed
from marsad.model import Entry, Route, Source, SourceState, Story, StoryId

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll of a source brought."""

    source: Source
    state: SourceState  # before the poll
    result: PollResult
    entries: tuple[Entry, ...] = ()
    instead: str | None = None  # the source's own trouble, when a fallback answered for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What storing a poll did; `state` is the source's new one."""

    polled: Polled
    state: SourceState
    new: int
    known: int
    stale: int


async def poll(source: Source, state: SourceState, tools: Tools, workers: Workers) -> Polled:
    """Asks a source once, and its fallbacks in order when it fails."""
    first = await _ask(source, source, state, tools, workers)
    if first.result.outcome != "failed":
        return first
    for other in source.fallback:
        way = replace(source, kind=other.kind, url=other.url)
        answer = await _ask(source, way, SourceState(source=source.id), tools, workers)
        if answer.result.outcome != "failed":
            # Validators of the fallback say nothing about the source itself.
            result = replace(answer.result, etag=state.etag, last_modified=state.last_modified)
            return replace(answer, state=state, result=result, instead=first.result.error)
    return first


async def _ask(
    source: Source, way: Source, state: SourceState, tools: Tools, workers: Workers
) -> Polled:
    result = await COLLECTORS[way.kind].fetch(way, state, tools)
    if result.outcome != "changed" or result.document is None:
        return Polled(source=source, state=state, result=result)
    try:
        entries = await workers.run(work.parse, way.kind, result.document, way)
    except (UnreadableFeed, TookTooLong) as error:
        return Polled(source=source, state=state, result=_unreadable(state, str(error)))
    slim = replace(result, document=None)
    return Polled(source=source, state=state, result=slim, entries=entries)


def _unreadable(state: SourceState, error: str) -> PollResult:
    """What came is not what was asked for: it is fetched again, with the old validators."""
    return PollResult(
        outcome="failed",
        document=None,
        etag=state.etag,
        last_modified=state.last_modified,
        body_hash=state.body_hash,
        error=error,
        retry_after=None,
    )


def keep(
    stored: Work, polls: Sequence[Polled], window: timedelta, now: datetime, jitter: Sequence[float]
) -> list[Kept]:
    """Stores polls: their items and the sources' new states, in the caller's transaction."""
    kept = [
        _keep(stored, polled, window, now, share)
        for polled, share in zip(polls, jitter, strict=True)
    ]
    stored.sources.save([one.state for one in kept])
    return kept


def _keep(stored: Work, polled: Polled, window: timedelta, now: datetime, jitter: float) -> Kept:
    source, state = polled.source, polled.state
    newest = max((p for p in map(_published, polled.entries) if p and p <= now), default=None)
    after = next_state(source, state, polled.result, newest=newest, now=now, jitter=jitter)
    if polled.instead:
        after = replace(after, error=f"{polled.instead} (a fallback answered)")
    if not polled.entries:
        return Kept(polled=polled, state=after, new=0, known=0, stale=0)
    listed = [_listed(entry) for entry in polled.entries]
    old = {story for story, entry in listed if _is_old(entry, window, now)}
    items = [NewItem(entry=entry, story=story, stale=story in old) for story, entry in listed]
    added = stored.items.add(source.id, items, now)
    fresh = set(added.fresh)
    stale = [
        (_stale_story(source, entry, story, now), STALE)
        for story, entry in dict(listed).items()
        if story in fresh and story in old
    ]
    stored.stories.add_stale(stale)
    if state.last_success is None or now - state.last_success > window:
        stored.marks.set(cold_mark(source.id), now.isoformat())
    return Kept(polled=polled, state=after, new=added.new, known=added.known, stale=len(stale))


STALE = "stale: older than the freshness window when it was first listed"


def _listed(entry: Entry) -> tuple[StoryId, Entry]:
    words = entry.guid or entry.content or entry.summary or ""
    return made_id(entry.url, entry.title or "", words), entry


def _is_old(entry: Entry, window: timedelta, now: datetime) -> bool:
    published = _published(entry)
    return published is not None and now - published > window


def _published(entry: Entry) -> datetime | None:
    return entry.published or entry.updated


def _stale_story(source: Source, entry: Entry, story: StoryId, now: datetime) -> Story:
    """An old entry as it is archived: with the feed's own text, since nobody is alerted by it."""
    published = _published(entry)
    return Story(
        id=story,
        url=entry.url,
        source=source.id,
        title=entry.title or "",
        text=entry.content or entry.summary or "",
        language=source.language or entry.language,
        published=published and published.astimezone(UTC),
        seen=now,
        zone=source.zone,
        authors=entry.authors,
        outlet=source.outlet,
        grade=source.grade,
        route=Route.FEED,
    )
