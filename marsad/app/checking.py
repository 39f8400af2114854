"""`check --online`: every enabled source fetched once, nothing stored."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.collectors import COLLECTORS, Tools, parse_document
from crawler.spiders.pages import PageFetcher
from marsad.door import Door
from marsad.errors import MarsadError
from marsad.model import Entry, Source, SourceState
from marsad.settings.load import Settings
from marsad.settings.sources import revealed

AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one source answered."""

    source: Source
    entries: int
    newest: datetime | None
    seconds: float
    error: str | None

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "source": self.source.id,
            "entries": self.entries,
            "newest": self.newest and self.newest.isoformat(),
            "seconds": round(self.seconds, 2),
            "error": self.error,
        }

    def line(self) -> str:
        """For people."""
        newest = (
            self.newest.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if self.newest else "no date"
        )
        told = self.error or f"{self.entries} entries, newest {newest}, {self.seconds:.1f} s"
        return f"{'FAILED' if self.error else 'ok':7} {self.source.id}: {told}"


async def checked(settings: Settings) -> list[Checked]:
    """The answers of all enabled sources, in the order of the config."""
    door = Door(allow_networks=settings.fetch.allow_networks, contact=settings.fetch.contact)
    room = asyncio.Semaphore(AT_ONCE)

    async def one(source: Source) -> Checked:
        async with room:
            return await _check(revealed(source), tools)

    async with door:
        pages = PageFetcher(door)
        tools = Tools(door=door, pages=pages)
        try:
            enabled = [source for source in settings.sources if source.enabled]
            return list(await asyncio.gather(*(one(source) for source in enabled)))
        finally:
            await pages.close()


async def _check(source: Source, tools: Tools) -> Checked:
    started = time.monotonic()
    result = await COLLECTORS[source.kind].fetch(source, SourceState(source=source.id), tools)
    seconds = time.monotonic() - started
    error = result.error
    entries: tuple[Entry, ...] = ()
    if result.document is not None and error is None:
        try:
            entries = parse_document(source.kind, result.document, source)
        except MarsadError as trouble:
            error = str(trouble)
    dates = [entry.published for entry in entries if entry.published]
    return Checked(
        source=source,
        entries=len(entries),
        newest=max(dates, default=None),
        seconds=seconds,
        error=error or (None if entries else "no entries"),
    )
