"""The long-lived process: one event loop that schedules, collects, reads, alerts and serves."""

import asyncio
import contextlib
import logging
import math
import random
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from marsad.app import metrics
from marsad.app.engine import Engine, utc_now
from marsad.app.heartbeat import heartbeat
from marsad.app.status import Server, Status
from marsad.app.store import AGAIN_SECONDS, Store
from marsad.archive import Archive
from marsad.errors import CannotDo, ConfigError
from marsad.model import Source, SourceState
from marsad.settings.load import Settings, check_secrets, load
from marsad.settings.main import WebSettings

log = logging.getLogger(__name__)

STOP_SECONDS = 4.0  # for the stories in hand; spider and page take two each of the ten of a stop
SPREAD_SECONDS = 10.0  # first polls after a start are spread over this time
LONGEST_WAIT = timedelta(days=2)
OUTBOX_SECONDS = 5.0  # the longest an item or delivery that fell due waits to be seen

MakeServer = Callable[[WebSettings, Store, Status], Server]


class Daemon:
    """Runs one configuration until it is stopped; SIGHUP puts a new one in its place."""

    def __init__(
        self, settings: Settings, folder: Path | None, archive: Archive, make_server: MakeServer
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._store = Store(archive, patience=math.inf)
        self._stop = asyncio.Event()
        self._reload = asyncio.Event()
        self._blind = False  # every source fails
        self._status = Status(started=utc_now())
        self._server = make_server(settings.web, self._store, self._status)

    async def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload.set)
        await self._server.start()
        try:
            while not self._stop.is_set():
                await self._with_settings(self._settings)
        finally:
            await self._server.stop()
            self._store.close()

    async def _with_settings(self, settings: Settings) -> None:
        """Works until a stop, or until a good new configuration is there."""
        async with Engine(settings, self._store) as engine:
            scheduler = AsyncIOScheduler(
                timezone=UTC,
                job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            )
            self._schedule(scheduler, engine)
            scheduler.start()
            self._status.engine = engine
            pumps = [
                asyncio.create_task(self._pump_items(engine)),
                asyncio.create_task(self._pump_outbox(engine)),
            ]
            log.info("running: sources=%s", sum(source.enabled for source in settings.sources))
            try:
                await self._until_changed(pumps)
            finally:
                self._status.engine = None
                scheduler.shutdown(wait=False)
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
                await engine.finish_reading(STOP_SECONDS)

    async def _until_changed(self, pumps: list[asyncio.Task[None]]) -> None:
        while True:
            self._reload.clear()
            waits = [
                asyncio.create_task(self._stop.wait()),
                asyncio.create_task(self._reload.wait()),
            ]
            done, _ = await asyncio.wait([*waits, *pumps], return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            for pump in pumps:
                if pump in done:
                    pump.result()  # a pump ends only by a defect: raise it
            if self._stop.is_set():
                return
            if self._reloaded():
                return

    def _reloaded(self) -> bool:
        """Whether the configuration on disk is good; a broken one is told and left alone."""
        try:
            settings = load(self._folder)
            check_secrets(settings)
        except ConfigError as error:
            for line in str(error).splitlines():
                log.error("reload refused, the old config stays: %s", line)
            return False
        if settings.archive != self._settings.archive or settings.web != self._settings.web:
            log.warning("reload: archive and web keep their old values until a restart")
        self._settings = settings
        log.info("reloaded")
        return True

    # ---- what is scheduled

    def _schedule(self, scheduler: AsyncIOScheduler, engine: Engine) -> None:
        now = utc_now()
        for source in engine.settings.sources:
            if source.enabled:
                self._schedule_poll(
                    scheduler, engine, source, first_poll(engine.state(source), source, now)
                )
        beat = engine.settings.heartbeat
        if beat.at:
            hour, minute = beat.at.split(":")
            scheduler.add_job(
                _through_outages(partial(heartbeat, engine, self._store)),
                "cron",
                hour=int(hour),
                minute=int(minute),
                timezone=beat.zone,
                id="heartbeat",
            )
        ping = beat.ping_address()
        if ping:
            scheduler.add_job(
                engine.ping, "interval", minutes=5, args=[ping], id="ping", next_run_time=now
            )
        scheduler.add_job(_through_outages(engine.end_waves), "interval", seconds=30, id="waves")
        measure = _through_outages(partial(self._measure, engine))
        scheduler.add_job(measure, "interval", seconds=15, id="measure")

    def _schedule_poll(
        self, scheduler: AsyncIOScheduler, engine: Engine, source: Source, at: datetime
    ) -> None:
        async def poll() -> None:
            try:
                kept = await engine.poll(source)
            except asyncio.CancelledError:
                return  # the scheduler, which cancels on a stop, would log it as an error
            due = kept.state.next_poll if kept else None
            again = due or utc_now() + timedelta(seconds=max(source.poll_seconds, 60.0))
            if scheduler.running:
                self._schedule_poll(scheduler, engine, source, again)

        scheduler.add_job(poll, "date", run_date=at, id=f"poll:{source.id}", replace_existing=True)

    async def _measure(self, engine: Engine) -> None:
        waiting = await self._store.look(
            lambda work: (work.items.pending_count(), work.outbox.counts().waiting)
        )
        metrics.WAITING_ITEMS.set(waiting[0])
        metrics.WAITING_DELIVERIES.set(waiting[1])
        failing = sum(state.failures > 0 for state in engine.states.values())
        metrics.FAILING_SOURCES.set(failing)
        blind = bool(engine.states) and failing == len(engine.states)
        if blind and not self._blind:
            log.error("every source fails (%s of them): is the network up?", failing)
        elif self._blind and not blind:
            log.info("sources answer again: failing=%s", failing)
        self._blind = blind

    # ---- what runs on

    async def _pump_items(self, engine: Engine) -> None:
        while True:
            engine.items_waiting.clear()
            try:
                found = await engine.read_waiting()
            except CannotDo:  # the archive is away, as the log tells
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            if not found:
                await _woken(engine.items_waiting, OUTBOX_SECONDS)

    async def _pump_outbox(self, engine: Engine) -> None:
        while True:
            engine.alerts_waiting.clear()
            try:
                await engine.deliver()
                due = await self._store.look(lambda work: work.outbox.next_due())
            except CannotDo:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            wait = OUTBOX_SECONDS
            if due is not None:
                wait = min(wait, max(0.05, (due - utc_now()).total_seconds()))
            await _woken(engine.alerts_waiting, wait)


def first_poll(state: SourceState, source: Source, now: datetime) -> datetime:
    """When a source is asked after a start: as was planned, or soon."""
    due = state.next_poll
    # Later than any server may ask for, it comes from a clock that was wrong.
    if due is not None and now < due <= now + LONGEST_WAIT:
        return due
    return now + timedelta(seconds=random.uniform(0, min(SPREAD_SECONDS, source.poll_seconds)))


def _through_outages(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A job that leaves out a turn while the archive is away; the log tells of that once."""

    async def turn() -> None:
        with contextlib.suppress(CannotDo):
            await job()

    return turn


async def _woken(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def run_daemon(
    settings: Settings, folder: Path | None, archive: Archive, make_server: MakeServer
) -> None:
    """Runs until stopped."""

    async def go() -> None:
        await Daemon(settings, folder, archive, make_server).run()

    asyncio.run(go())
