"""`make demo`: marsad on a small world of its own.

    python -m demo [--stay] [--keep FOLDER]

A morning of about half a minute; the alerts appear below and in the sinks' folders. Ends with a
table of what should have arrived and what did; exit code 0 when that is exactly the same.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from demo.expected import Comparison, Expectation, load_expected
from demo.morning import Play, staged, watch
from demo.script import load_script

WAYS = ("console", "mail", "slack")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description="marsad on a small world.")
    parser.add_argument("--stay", action="store_true", help="keep everything running until Ctrl-C")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="config, archive and messages")
    options = parser.parse_args()
    try:
        if options.keep is not None:
            options.keep.mkdir(parents=True, exist_ok=True)
            return asyncio.run(_play(options.keep.resolve(), stay=options.stay))
        with tempfile.TemporaryDirectory(prefix="marsad-demo-") as folder:
            return asyncio.run(_play(Path(folder), stay=options.stay))
    except KeyboardInterrupt:
        return 130


async def _play(folder: Path, *, stay: bool) -> int:
    script, expected = load_script(), load_expected()
    async with staged(folder, script, show=sys.stdout) as play:
        print(f"{len(script.outlets)} outlets and {len(play.world.bad)} broken sites are up.")
        print(f"The page: http://127.0.0.1:{play.desk.web_port}  Messages: {folder}\n", flush=True)
        await play.daemon.start()
        comparison = await watch(play, expected)
        print("\n" + _table(comparison, expected), flush=True)
        if stay and play.daemon.running:
            print(f"\nStill running; Ctrl-C ends it. Config and archive: {folder}", flush=True)
            await _until_stopped(play)
        code = await play.daemon.stop() if play.daemon.running else await play.daemon.ended(5)
        play.desk.keep("marsad.log", play.daemon.logged)
        if code != 0:
            print(f"marsad run ended with exit code {code}:")
            print("\n".join(play.daemon.logged[-20:]))
    if not comparison.right:
        print("\n" + comparison.report())
    return 0 if comparison.right and code == 0 else 1


async def _until_stopped(play: Play) -> None:
    """Until Ctrl-C, or until the daemon ends by itself."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(play.daemon.over())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _table(comparison: Comparison, expected: tuple[Expectation, ...]) -> str:
    """Expected and arrived, a line for each message."""
    count = {(row.expectation.id, row.way): row.count for row in comparison.rows}
    lines = [f"{'expected once':16}{'thread':16}" + "".join(f"{way:>9}" for way in WAYS)]
    for one in expected:
        cells = "".join(f"{count.get((one.id, way), 0):>9}" for way in WAYS)
        lines.append(f"{one.id:16}{one.thread:16}{cells}")
    extra = len(comparison.unexpected)
    verdict = "Exactly what should arrive has arrived." if comparison.right else "NOT as expected."
    return "\n".join([*lines, f"{extra} unexpected. {verdict}"])


if __name__ == "__main__":
    raise SystemExit(main())
