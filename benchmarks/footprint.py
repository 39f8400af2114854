"""Memory of the idle daemon and its workers, and how fast a small command is done.

    python -m benchmarks.footprint [--idle 75] [--feeds 7]

The daemon runs with the shipped sources; where there is no network they fail, which is part of its
day. A few stories come over local feeds, so that workers start; how many are left at the end is
counted.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from benchmarks.corpus import write_corpus
from benchmarks.meter import MARSAD, measured, rss_mb, table, tree
from demo.desk import Daemon, sources_of
from demo.morning import free_port
from demo.script import load_script
from demo.world import Clock, World

SAMPLE_SECONDS = 0.25
GOALS = {"idle": 200.0, "worker": 180.0, "feed": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a daemon's processes over its life."""

    main_mb: float  # at the end, idle
    main_peak_mb: float
    worker_peak_mb: float  # of the largest
    workers_peak: int
    workers_left: int


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--idle", type=float, default=75.0, help="seconds that the daemon runs")
    parser.add_argument("--feeds", type=int, default=7, help="runs of `marsad feed`")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        seen = asyncio.run(_daemon(folder, options.idle))
        feed = _feed_seconds(folder, options.feeds)
    rows = [
        ("what", "measured", "goal"),
        ("idle daemon, MB", f"{seen.main_mb:.0f}", f"<= {GOALS['idle']:.0f}"),
        ("daemon at its largest, MB", f"{seen.main_peak_mb:.0f}", ""),
        ("largest worker, MB", f"{seen.worker_peak_mb:.0f}", f"<= {GOALS['worker']:.0f}"),
        ("workers at once", str(seen.workers_peak), ""),
        ("workers left when idle", str(seen.workers_left), "0"),
        ("marsad feed FILE, s", f"{feed:.2f}", f"<= {GOALS['feed']:.1f}"),
    ]
    print(table("footprint", rows))
    return 0


async def _daemon(folder: Path, seconds: float) -> Seen:
    over = Clock(start=datetime.now(UTC) - timedelta(minutes=5), elapsed=lambda: 300.0)
    async with World(load_script(), clock=over) as world:
        _write_config(folder, world)
        async with Daemon(folder / "config", variables={}) as daemon:
            seen = await _watched(daemon, seconds)
            await daemon.stop()
    return seen


async def _watched(daemon: Daemon, seconds: float) -> Seen:
    end = time.monotonic() + seconds
    main_peak = worker_peak = main_now = 0.0
    most = left = 0
    while time.monotonic() < end:
        await asyncio.sleep(SAMPLE_SECONDS)
        if not daemon.running:
            raise SystemExit("the daemon ended:\n" + "\n".join(daemon.logged[-20:]))
        root, *children = tree(daemon.pid)
        # The resource tracker of multiprocessing is no worker and holds next to nothing.
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        main_now, left = rss_mb(root), len(workers)
        main_peak, most = max(main_peak, main_now), max(most, left)
        worker_peak = max([worker_peak, *map(rss_mb, workers)])
    return Seen(
        main_mb=main_now,
        main_peak_mb=main_peak,
        worker_peak_mb=worker_peak,
        workers_peak=most,
        workers_left=left,
    )


def _write_config(folder: Path, world: World) -> None:
    main_file = {
        "archive": f"sqlite:///{folder / 'marsad.db'}",
        "web": {"listen": f"127.0.0.1:{free_port()}"},
        "fetch": {"allow_networks": ["127.0.0.0/8"]},
    }
    config = folder / "config"
    (config / "sources").mkdir(parents=True)
    (config / "marsad.yaml").write_text(yaml.safe_dump(main_file), encoding="utf-8")
    sources = yaml.safe_dump(sources_of(world, poll="10m"), allow_unicode=True)
    (config / "sources" / "local.yaml").write_text(sources, encoding="utf-8")


def _feed_seconds(folder: Path, runs: int) -> float:
    """Median seconds of `marsad feed` from start to end."""
    write_corpus(folder / "corpus", 1)
    command = [*MARSAD, "feed", str(folder / "corpus" / "f" / "0.xml")]
    costs = [measured(command, out=folder / "entries.jsonl") for _ in range(runs + 1)]
    # The first run warms the disk.
    return statistics.median(cost.wall_s for cost in costs[1:])


if __name__ == "__main__":
    sys.exit(main())
