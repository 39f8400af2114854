"""`make bench`: reading, polling and footprint, one after the other (about five minutes).

    python -m benchmarks [--smoke]

`--smoke` runs each on a handful of inputs: it shows that they work, its figures mean nothing.
"""

import argparse
import subprocess
import sys

from benchmarks.meter import ROOT, variables

FULL = (("read_speed",), ("polling", "--rounds", "3"), ("footprint",))
SMOKE = (
    ("read_speed", "--stories", "30"),
    ("polling", "--feeds", "8"),
    ("footprint", "--idle", "6", "--feeds", "1"),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--smoke", action="store_true", help="a tiny run of each")
    options = parser.parse_args()
    worst = 0
    for module, *arguments in SMOKE if options.smoke else FULL:
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
        worst = max(
            worst, subprocess.run(command, cwd=ROOT, env=variables(), check=False).returncode
        )
        print(flush=True)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
