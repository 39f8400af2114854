"""`run --once`: every enabled source polled once, everything carried through to delivery."""

import asyncio
import resource
import sys
import time
from dataclasses import dataclass
from typing import Any

from marsad.app.engine import Counts, Engine
from marsad.app.steps.collect import Kept
from marsad.app.store import Store
from marsad.archive import Archive
from marsad.settings.load import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one pass over all sources did, and what it cost, its workers included."""

    counts: Counts
    waiting: int  # deliveries that are stored and not yet sent
    wall_s: float
    cpu_s: float
    peak_rss_mb: float

    def document(self) -> dict[str, object]:
        """As the contract prints it."""
        counts = self.counts
        return {
            "sources": {
                "polled": counts.polled,
                "unchanged": counts.unchanged,
                "failed": counts.failed,
            },
            "stories": {"new": counts.new, "known": counts.known, "failed": counts.unread},
            "dispositions": dict(sorted(counts.dispositions.items())),
            "incidents": {"opened": counts.opened, "updated": counts.updated},
            "deliveries": {
                "sent": counts.sent,
                "failed": counts.undelivered,
                "waiting": self.waiting,
            },
            "wall_s": round(self.wall_s, 3),
            "cpu_s": round(self.cpu_s, 3),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
        }


async def one_pass(settings: Settings, archive: Archive) -> Pass:
    """Polls, reads and delivers once."""
    started, cpu = time.monotonic(), _cpu_seconds()
    store = Store(archive)
    try:
        async with Engine(settings, store) as engine:
            enabled = [source for source in settings.sources if source.enabled]
            polling = asyncio.gather(*(engine.poll(source) for source in enabled))
            await _read_along(engine, polling)
            await engine.read_all()
            await engine.deliver()
            waiting = await store.look(lambda work: work.outbox.counts().waiting)
    finally:
        store.close()
    return Pass(
        counts=engine.counts,
        waiting=waiting,
        wall_s=time.monotonic() - started,
        cpu_s=_cpu_seconds() - cpu,
        peak_rss_mb=_peak_rss_mb(),
    )


async def _read_along(engine: Engine, polling: asyncio.Future[list[Kept | None]]) -> None:
    """Reads while sources are still being polled."""
    while not polling.done():
        engine.items_waiting.clear()
        if not await engine.read_waiting():
            woken = asyncio.create_task(engine.items_waiting.wait())
            either: list[asyncio.Future[Any]] = [woken, polling]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()
    await polling


def _cpu_seconds() -> float:
    own, workers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def _peak_rss_mb() -> float:
    """This process at its largest, and its largest worker (kilobytes, on macOS bytes)."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    own, workers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own.ru_maxrss + workers.ru_maxrss) / unit
