"""Stories a second that `marsad read` reads on one core.

    python -m benchmarks.read_speed [--stories 1500]

Two runs of different length, so that start-up is told apart from reading.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.meter import MARSAD, Cost, measured, table
from benchmarks.stories import made_stories


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=1500)
    options = parser.parse_args()
    few = max(1, options.stories // 5)
    with tempfile.TemporaryDirectory() as folder:
        short, size = _run(Path(folder), few)
        full, size = _run(Path(folder), options.stories)
    more = options.stories - few
    wall = more / max(full.wall_s - short.wall_s, 1e-9)
    cpu = more / max(full.cpu_s - short.cpu_s, 1e-9)
    rows = [
        ("run", "stories", "wall s", "cpu s", "stories/s", "stories/cpu s", "peak MB"),
        _row("short", few, short),
        _row("full", options.stories, full),
    ]
    print(table(f"marsad read on one core, stories of {size / 1000:.1f} kB", rows))
    print(f"without start-up: {wall:.0f} stories/s, {cpu:.0f} a processor second; goal 200")
    return 0


def _run(folder: Path, count: int) -> tuple[Cost, float]:
    file = folder / f"{count}.jsonl"
    sizes = []
    with file.open("w", encoding="utf-8") as out:
        for story in made_stories(count):
            sizes.append(len(story.text.encode()))
            document = {
                "id": story.id,
                "title": story.title,
                "text": story.text,
                "language": story.language,
                "published": story.published.isoformat(),
            }
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    allowed = os.sched_getaffinity(0) if sys.platform == "linux" else set()
    one_core = frozenset(sorted(allowed)[:1])
    printed = folder / "readings.jsonl"
    cost = measured([*MARSAD, "read", str(file)], out=printed, cores=one_core)
    readings = [json.loads(line) for line in printed.read_text(encoding="utf-8").splitlines()]
    told = sum(bool(reading["events"]) for reading in readings)
    if len(readings) != count or told < count / 2:
        raise SystemExit(f"{count} stories in, {len(readings)} readings out, {told} with events")
    return cost, sum(sizes) / len(sizes)


def _row(name: str, count: int, cost: Cost) -> tuple[str, ...]:
    return (
        name,
        str(count),
        f"{cost.wall_s:.2f}",
        f"{cost.cpu_s:.2f}",
        f"{count / cost.wall_s:.0f}",
        f"{count / cost.cpu_s:.0f}",
        f"{cost.peak_rss_mb:.0f}",
    )


if __name__ == "__main__":
    raise SystemExit(main())
