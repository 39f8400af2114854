"""How long a command took, in wall and processor time, and how much memory its processes held."""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]

ROOT = Path(__file__).parent.parent
MARSAD = (sys.executable, "-m", "marsad.cli.main")
SAMPLE_SECONDS = 0.05
MB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command cost, its child processes included."""

    wall_s: float
    cpu_s: float
    peak_rss_mb: float


def measured(
    command: Sequence[str], *, out: Path, cwd: Path = ROOT, cores: frozenset[int] | None = None
) -> Cost:
    """Run a command to its end, its output into `out`, its log beside it; `cores` pins it.

    Raises:
        SystemExit: it failed; with the end of its log.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    # Without taskset (macOS) nothing is pinned.
    pinned = cores and shutil.which("taskset")
    pin = ("taskset", "-c", ",".join(map(str, sorted(cores)))) if pinned and cores else ()
    with out.open("wb") as file, out.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(
            [*pin, *command],
            cwd=cwd,
            env=variables(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=log,
        )
        with Peak(process.pid) as peak:
            code = process.wait()
    wall = time.perf_counter() - began
    if code != 0:
        tail = out.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
        raise SystemExit(f"{' '.join(command)}: exit code {code}\n{tail[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall_s=wall, cpu_s=cpu, peak_rss_mb=peak.mb)


def variables(**more: str) -> Mapping[str, str]:
    """The environment of a program of this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def tree(pid: int) -> list[psutil.Process]:
    """A process and everything it started; empty when it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def rss_mb(process: psutil.Process) -> float:
    """Memory that a process holds now, 0 when it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return float(process.memory_info().rss) / MB
    return 0.0


class Peak:
    """The most memory that a process and its children held together, sampled."""

    def __init__(self, pid: int) -> None:
        self.mb = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.mb = max(self.mb, sum(rss_mb(process) for process in tree(self._pid)))


def table(title: str, rows: Sequence[Sequence[str]]) -> str:
    """Rows as a table for people; the first row names the columns."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([title, lines[0], "-" * len(lines[0]), *lines[1:]])
