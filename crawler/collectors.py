"""Kinds of source and how each is polled: fetched on the event loop, parsed in a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo

from crawler.documents import Document
from marsad.errors import ConfigError, FetchError
from marsad.model import Entry, Source, SourceKind, SourceState

if TYPE_CHECKING:  # workers only parse: they do not pay for the clients
    from crawler.spiders.pages import PageFetcher
    from marsad.door import Answer, Door

_FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_LONGEST_VALIDATOR = 1000


@dataclass(frozen=True, slots=True)
class Tools:
    """What collectors fetch with."""

    door: "Door"
    pages: "PageFetcher"


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What one poll of a source brought."""

    outcome: Literal["changed", "unchanged", "failed"]
    document: Document | None = None  # when changed
    etag: str | None = None  # byte for byte, for the next poll
    last_modified: str | None = None
    body_hash: str | None = None
    error: str | None = None  # when failed: one line
    retry_after: float | None = None  # seconds, as the server asked
    seconds: float = field(default=0.0, compare=False)


class Collector(Protocol):
    """A kind of source."""

    async def fetch(self, source: Source, state: SourceState, tools: Tools) -> PollResult:
        """Ask the source once. Never raises for what a server does: that is a `failed` result."""

    def parse(self, document: Document, source: Source) -> tuple[Entry, ...]:
        """Read what was fetched; called in a worker process.

        Raises:
            UnreadableFeed: it is not what the source's kind says.
        """


class FeedCollector:
    """RSS, Atom, JSON feeds and news sitemaps: one conditional request through the door."""

    async def fetch(self, source: Source, state: SourceState, tools: Tools) -> PollResult:
        """Ask with the validators of the last good poll."""
        headers = {"Accept": _FEED_TYPES, **source.headers}
        if state.etag:
            headers["If-None-Match"] = state.etag
        if state.last_modified:
            headers["If-Modified-Since"] = state.last_modified
        try:
            answer = await tools.door.get(source.url, headers)
        except FetchError as error:
            return _failed(state, str(error), error.retry_after)
        return judged(answer, state)

    def parse(self, document: Document, source: Source) -> tuple[Entry, ...]:
        """The entries of whatever kind of feed it is: outlets change kinds without notice."""
        from crawler.feeds import read_any

        return read_any(document.body, document.content_type, document.url, zone=_zone(source))


class ListingCollector:
    """Pages without a feed, fetched by the spider."""

    async def fetch(self, source: Source, state: SourceState, tools: Tools) -> PollResult:
        """Fetch the page; a body seen before is unchanged."""
        try:
            document = await tools.pages.fetch(
                source.url, headers=source.headers, robots=source.robots
            )
        except FetchError as error:
            return _failed(state, str(error), error.retry_after)
        return _by_hash(document, state, None, None)

    def parse(self, document: Document, source: Source) -> tuple[Entry, ...]:
        """The links that the source's selector finds."""
        from crawler.listings import read_listing

        return read_listing(document.body, document.content_type, document.url, source.select)


class Uncollected:
    """A kind of source that may be written in config but is not polled in this version."""

    def __init__(self, kind: SourceKind) -> None:
        self._kind = kind

    async def fetch(self, source: Source, state: SourceState, tools: Tools) -> PollResult:
        """Says so."""
        return _failed(state, f"{source.id}: sources of kind {self._kind!r} are not collected yet")

    def parse(self, document: Document, source: Source) -> tuple[Entry, ...]:
        """Says so."""
        raise ConfigError(f"{source.id}: sources of kind {self._kind!r} are not collected yet")


_feed = FeedCollector()
COLLECTORS: Mapping[SourceKind, Collector] = {
    "rss": _feed,
    "atom": _feed,
    "json-feed": _feed,
    "sitemap": _feed,
    "listing": ListingCollector(),
    "json": Uncollected("json"),
    "telegram": Uncollected("telegram"),
}


def parse_document(kind: SourceKind, document: Document, source: Source) -> tuple[Entry, ...]:
    """The entries of a fetched document; what a worker runs. Raises as `Collector.parse`."""
    return COLLECTORS[kind].parse(document, source)


def judged(answer: "Answer", state: SourceState) -> PollResult:
    """What an answer to a conditional request means."""
    conditional = state.etag is not None or state.last_modified is not None
    if answer.status == 304 and conditional:
        return PollResult(
            outcome="unchanged",
            etag=state.etag,
            last_modified=state.last_modified,
            body_hash=state.body_hash,
            seconds=answer.fetched_seconds,
        )
    if answer.status == 304:
        return _failed(state, "says 304 (not modified) although nothing was asked for")
    if answer.status != 200:
        wait = retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
        return _failed(state, f"HTTP {answer.status}", wait)
    document = Document(answer.url, answer.body, answer.headers.get("Content-Type"))
    return _by_hash(
        document,
        state,
        _validator(answer.headers.get("ETag")),
        _validator(answer.headers.get("Last-Modified")),
        answer.fetched_seconds,
    )


def retry_after(value: str | None, now: str | None = None) -> float | None:
    """Seconds that a Retry-After asks for; a date is read against the server's own Date."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        asked = parsedate_to_datetime(value)
        said = parsedate_to_datetime(now) if now else None
        return max(0.0, (asked - said).total_seconds()) if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _by_hash(
    document: Document,
    state: SourceState,
    etag: str | None,
    last_modified: str | None,
    seconds: float = 0.0,
) -> PollResult:
    if not document.body.strip():
        return _failed(state, "empty answer")
    digest = blake2b(document.body, digest_size=16).hexdigest()
    same = digest == state.body_hash
    return PollResult(
        outcome="unchanged" if same else "changed",
        document=None if same else document,
        etag=etag,
        last_modified=last_modified,
        body_hash=digest,
        seconds=seconds,
    )


def _failed(state: SourceState, error: str, wait: float | None = None) -> PollResult:
    """A failed poll keeps what the last good one learned: the next one goes on from there."""
    return PollResult(
        outcome="failed",
        etag=state.etag,
        last_modified=state.last_modified,
        body_hash=state.body_hash,
        error=error,
        retry_after=wait,
    )


def _validator(value: str | None) -> str | None:
    """A header as it came, if it can be stored and sent back."""
    if not value or len(value) > _LONGEST_VALIDATOR or not value.isprintable():
        return None
    return value


def _zone(source: Source) -> tzinfo:
    return UTC if source.zone == "UTC" else ZoneInfo(source.zone)
