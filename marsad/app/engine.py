"""One configuration at work: polls sources, reads what they list, settles stories, alerts."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from alerts.channels import Channel
from crawler.collectors import Tools
from crawler.documents import Document
from crawler.spiders.pages import PageFetcher
from marsad.app import metrics, work
from marsad.app.desk import Desk
from marsad.app.raising import end_waves
from marsad.app.relay import Relay, Sent
from marsad.app.steps.collect import Kept, Polled, keep, poll
from marsad.app.steps.settle import Settled, settle, unreadable
from marsad.app.store import Store
from marsad.app.wiring import make_channels, make_world
from marsad.app.work import PageTask, ReadStory
from marsad.app.workers import Workers
from marsad.archive import Item, Work
from marsad.door import Door
from marsad.errors import CannotDo, FetchError, MarsadError, TookTooLong, UnreadablePage
from marsad.model import Source, SourceId, SourceState
from marsad.settings.load import Settings
from marsad.settings.sources import revealed
from marsad.urls import same_site

log = logging.getLogger(__name__)

POLLS_AT_ONCE = 40
ITEMS_AT_ONCE = 24
PAGE_SECONDS = (
    25.0  # an alert is due within a minute of the first report: then the feed's own text must do
)
TRIES = 3  # of a story that fails unexpectedly
BATCH = 200  # polls stored in one transaction


@dataclass(slots=True)
class Counts:
    """What has gone through since the engine started."""

    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    known: int = 0
    unread: int = 0
    opened: int = 0
    updated: int = 0
    dispositions: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    undelivered: int = 0


def utc_now() -> datetime:
    """The clock of the daemon."""
    return datetime.now(UTC)


class Engine:
    """The rooms wired for one configuration. Use as an async context manager."""

    def __init__(
        self, settings: Settings, store: Store, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.settings = settings
        self.store = store
        self.counts = Counts()
        self.sources = {source.id: revealed(source) for source in settings.sources}
        self.states: dict[SourceId, SourceState] = {}
        self.items_waiting = asyncio.Event()
        self.alerts_waiting = asyncio.Event()
        self._clock = clock
        self._desk = Desk(
            world=make_world(settings), alerts=settings.alerts, limits=settings.limits
        )
        self._window = max(settings.freshness.attack, settings.freshness.statement)
        self._door = Door(
            allow_networks=settings.fetch.allow_networks, contact=settings.fetch.contact
        )
        self._tools = Tools(door=self._door, pages=PageFetcher(self._door))
        self._workers = Workers(work.reader_settings(settings))
        self._polls = asyncio.Semaphore(POLLS_AT_ONCE)
        self._polled: asyncio.Queue[tuple[Polled, asyncio.Future[Kept]]] = asyncio.Queue()
        self._keeper: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[None]] = set()
        channels: dict[str, Channel] = make_channels(settings, self._door)
        self.relay = Relay(
            store,
            settings.alerts,
            channels,
            public_url=settings.web.public_url,
            clock=clock,
        )

    async def __aenter__(self) -> "Engine":
        await self._door.__aenter__()
        now = self._clock()

        def recover(stored: Work) -> dict[SourceId, SourceState]:
            stored.items.release_all()
            stored.outbox.release_sending(now)
            return stored.sources.states()

        self.states = await self.store.write(recover)
        self._keeper = asyncio.create_task(self._keep_polls())
        self.items_waiting.set()
        self.alerts_waiting.set()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)
        if self._keeper:
            self._keeper.cancel()
        self._workers.close()
        await self._tools.pages.close()
        await self._door.__aexit__(None, None, None)

    # ---- collect

    def state(self, source: Source) -> SourceState:
        """What is remembered of a source."""
        return self.states.get(source.id) or SourceState(source=source.id)

    async def poll(self, source: Source) -> Kept | None:
        """Polls a source once and stores what it lists; None when that failed unexpectedly."""
        async with self._polls:
            try:
                polled = await poll(source, self.state(source), self._tools, self._workers)
                stored: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
                self._polled.put_nowait((polled, stored))
                kept = await stored
            except CannotDo:  # the archive is away, as the log tells: polled again later
                self.counts.polled += 1
                self.counts.failed += 1
                return None
            except Exception:  # one broken source must not stop the others
                log.exception("collect failed: source=%s", source.id)
                self.counts.polled += 1
                self.counts.failed += 1
                return None
        before, self.states[source.id] = self.state(source), kept.state
        self._count(kept)
        _log_poll(kept, before)
        if kept.new:
            self.items_waiting.set()
        return kept

    def _count(self, kept: Kept) -> None:
        counts, outcome = self.counts, kept.polled.result.outcome
        counts.polled += 1
        counts.unchanged += outcome == "unchanged"
        counts.failed += outcome == "failed"
        counts.new += kept.new
        counts.known += kept.known
        counts.dispositions["stale"] += kept.stale
        if not kept.stale:
            del counts.dispositions["stale"]
        metrics.POLLS.labels(outcome).inc()

    async def _keep_polls(self) -> None:
        """Stores polls as they come in, many in one transaction when many wait."""
        while True:
            batch = [await self._polled.get()]
            while len(batch) < BATCH and not self._polled.empty():
                batch.append(self._polled.get_nowait())
            if not await self._keep(batch):
                # What one of them holds cannot be stored: the others must not suffer.
                for alone in batch:
                    await self._keep([alone], last=True)

    async def _keep(
        self, batch: "list[tuple[Polled, asyncio.Future[Kept]]]", *, last: bool = False
    ) -> bool:
        """Stores polls in one transaction; False when that failed and each may be tried alone."""
        polls, now = [polled for polled, _ in batch], self._clock()
        jitter = [random.uniform(-1, 1) for _ in polls]
        try:
            kept = await self.store.write(
                partial(keep, polls=polls, window=self._window, now=now, jitter=jitter)
            )
        except Exception as error:  # noqa: BLE001 - told to each of those that wait
            if not last and not isinstance(error, CannotDo) and len(batch) > 1:
                return False
            for _, waiting in batch:
                if not waiting.done():
                    waiting.set_exception(error)
            return True
        for one, (_, waiting) in zip(kept, batch, strict=True):
            if not waiting.done():
                waiting.set_result(one)
        return True

    # ---- read and settle

    async def read_waiting(self) -> bool:
        """Takes up waiting items as far as there is room; False when none was waiting."""
        room = ITEMS_AT_ONCE - len(self._reading)
        if room <= 0:
            await asyncio.wait(self._reading, return_when=asyncio.FIRST_COMPLETED)
            return True
        now = self._clock()
        items = await self.store.write(lambda stored: stored.items.claim(now, room))
        for item in items:
            task = asyncio.create_task(self._carry(item))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        return bool(items)

    async def read_all(self) -> None:
        """Reads until nothing waits."""
        while await self.read_waiting() or self._reading:
            if self._reading:
                await asyncio.wait(self._reading, return_when=asyncio.FIRST_COMPLETED)

    async def finish_reading(self, seconds: float) -> None:
        """Gives the stories in hand a moment; what is not done is done after the next start."""
        if self._reading:
            await asyncio.wait(self._reading, timeout=seconds)

    async def _carry(self, item: Item) -> None:
        try:
            settled = await self._settled_or_put_off(item)
        except CannotDo:  # the archive is away, and the story as good as before
            with suppress(CannotDo):
                await self.store.write_at_last(lambda stored: stored.items.release(item.id))
            return
        if settled:
            self._note(item, settled)

    async def _settled_or_put_off(self, item: Item) -> Settled | None:
        try:
            return await self._settled(item)
        except CannotDo:
            raise
        except Exception as error:  # one story must not stop the others
            log.exception("read failed: source=%s url=%s", item.source, item.entry.url)
            return await self._put_off(item, f"{type(error).__name__}: {error}")

    async def _settled(self, item: Item) -> Settled:
        source = self.sources.get(item.source) or Source(
            id=item.source, outlet=item.source, kind="rss", url=""
        )
        page, trouble = await self._page(item, source)
        task = PageTask(
            entry=item.entry, story=item.story, source=source, seen=item.seen, page=page
        )
        try:
            read = await self._read(task, trouble)
        except UnreadablePage as error:
            fault, now = str(error), self._clock()
            return await self._write(lambda stored: unreadable(stored, task, item, fault, now))
        now = self._clock()
        return await self._write(lambda stored: settle(stored, read, self._desk, now, item))

    async def _write(self, change: Callable[[Work], Settled]) -> Settled:
        return await self.store.write(change)

    async def _page(self, item: Item, source: Source) -> tuple[Document | None, str | None]:
        if not item.entry.url:
            return None, "no address"
        try:
            async with asyncio.timeout(PAGE_SECONDS):
                # What a user tells one outlet may be a secret: no other site hears it.
                headers = source.headers if same_site(item.entry.url, source.url) else {}
                page = await self._tools.pages.fetch(
                    item.entry.url, headers=headers, robots=source.robots
                )
        except FetchError as error:
            return None, str(error)
        except TimeoutError:
            return None, f"no page within {PAGE_SECONDS:.0f} s"
        return page, None

    async def _read(self, task: PageTask, trouble: str | None) -> ReadStory:
        try:
            read = await self._workers.run(work.read_page, task)
        except TookTooLong as error:
            trouble = str(error)
            bare = PageTask(
                entry=task.entry, story=task.story, source=task.source, seen=task.seen, page=None
            )
            read = await self._workers.run(work.read_page, bare)
        trouble = trouble or read.trouble
        if trouble:
            where = "" if task.entry.url and task.entry.url in trouble else f"{task.entry.url}: "
            log.warning("page not used: source=%s %s%s", task.source.id, where, trouble)
        return ReadStory(story=read.story, reading=read.reading, trouble=trouble)

    async def _put_off(self, item: Item, error: str) -> Settled | None:
        """Tries a story again later; after so many tries it counts as unreadable."""
        now = self._clock()
        if item.attempts + 1 < TRIES:
            due = now + timedelta(seconds=30 * (item.attempts + 1))
            await self.store.write(lambda stored: stored.items.retry(item.id, error, due))
            return None
        source = self.sources.get(item.source) or Source(
            id=item.source, outlet=item.source, kind="rss", url=""
        )
        task = PageTask(
            entry=item.entry, story=item.story, source=source, seen=item.seen, page=None
        )
        return await self._write(lambda stored: unreadable(stored, task, item, error, now))

    def _note(self, item: Item, settled: Settled) -> None:
        stored, counts = settled.stored, self.counts
        counts.dispositions[stored.disposition.value] += 1
        counts.unread += stored.disposition.value == "unreadable"
        changes = settled.grouping.changes if settled.grouping else ()
        counts.opened += sum(change.opened for change in changes)
        counts.updated += sum(not change.opened for change in changes)
        metrics.STORIES.labels(stored.disposition.value).inc()
        for alert in settled.alerts:
            metrics.ALERTS.labels(alert.reason.value).inc()
        if settled.alerts:
            self.alerts_waiting.set()
        log.info(
            "settled: source=%s story=%s disposition=%s %s",
            item.source,
            stored.story.id,
            stored.disposition.value,
            stored.reason,
        )

    # ---- deliver

    async def end_waves(self) -> None:
        """Tells what waves held back, when their time is over."""
        now = self._clock()
        alerts = await self.store.write(lambda stored: end_waves(stored, self._desk, now))
        for alert in alerts:
            metrics.ALERTS.labels(alert.reason.value).inc()
            self.alerts_waiting.set()

    async def deliver(self) -> Sent:
        """Sends what is due."""
        sent = await self.relay.drain()
        self.counts.sent += sent.sent
        self.counts.undelivered += sent.failed
        return sent

    async def ping(self, url: str) -> None:
        """Tells an outside watchdog that we live."""
        try:
            await self._door.get(url, deadline=15.0)
        except MarsadError as error:
            log.warning("ping failed: %s", error)


def _log_poll(kept: Kept, before: SourceState) -> None:
    """A line when a source begins to fail, fails otherwise, works again, or brings something."""
    source, error = kept.state.source, kept.state.error
    if error and error != before.error:
        log.warning("collect: source=%s outcome=%s %s", source, kept.polled.result.outcome, error)
    elif error:
        log.debug("collect: source=%s failures=%s %s", source, kept.state.failures, error)
    elif before.error:
        log.info("collect: source=%s works again", source)
    if not error and kept.polled.result.outcome == "changed":
        log.info(
            "collect: source=%s new=%s known=%s stale=%s",
            source,
            kept.new,
            kept.known,
            kept.stale,
        )
