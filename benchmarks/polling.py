"""`marsad run --once` over local feeds, cold and unchanged, beside a plain loop in the same run.

    python -m benchmarks.polling [--feeds 500] [--rounds 1] [--corpus FOLDER]

The plain loop (requests, feedparser, sqlite3, twenty threads) is measured without its start. marsad
is measured twice: as a whole program with its workers, and as `run --once --json` tells it.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.corpus import CorpusFeed, corpus_feeds, write_corpus
from benchmarks.meter import MARSAD, measured, table
from benchmarks.serving import hosts, served

PASSES = ("cold", "unchanged")
PLAIN = "plain loop"
WHOLE = "marsad, whole program"
TOLD = "marsad, as it tells"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One pass of one contestant over all feeds."""

    name: str  # cold | unchanged
    contestant: str
    wall_s: float
    cpu_s: float
    told: Mapping[str, object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a ready corpus (feeds.txt lists its feeds)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        corpus = options.corpus
        if corpus is None:
            corpus = folder / "corpus"
            # The web server may run as somebody else.
            folder.chmod(0o755)
            write_corpus(corpus, options.feeds)
        feeds = corpus_feeds(corpus, options.feeds)
        passes: list[Pass] = []
        with served(corpus) as port:
            addresses = _addresses(feeds, port)
            for number in range(options.rounds):
                passes += _plain(folder / f"plain-{number}", addresses)
                passes += _marsad(folder / f"marsad-{number}", feeds, addresses)
    print(_report(len(feeds), passes))
    return 0


def _addresses(feeds: Sequence[CorpusFeed], port: int) -> list[str]:
    names = hosts()
    return [
        f"http://{names[number % len(names)]}:{port}/{feed.path}"
        for number, feed in enumerate(feeds)
    ]


def _plain(folder: Path, addresses: Sequence[str]) -> list[Pass]:
    folder.mkdir()
    (folder / "addresses").write_text("\n".join(addresses), encoding="utf-8")
    out = folder / "out"
    command = [sys.executable, "-m", "benchmarks.plain_loop"]
    measured([*command, str(folder / "addresses"), str(folder / "db")], out=out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return [
        Pass(
            name=row["pass"],
            contestant=PLAIN,
            wall_s=row["wall_s"],
            cpu_s=row["cpu_s"],
            told={"new": row["new"]},
        )
        for row in rows
    ]


def _marsad(folder: Path, feeds: Sequence[CorpusFeed], addresses: Sequence[str]) -> list[Pass]:
    config = folder / "config"
    (config / "sources").mkdir(parents=True)
    main_file = {
        "archive": f"sqlite:///{folder / 'marsad.db'}",
        "fetch": {"allow_networks": ["127.0.0.0/8"]},
        "heartbeat": "off",
        "sources": {"shipped": False},
    }
    sources = [
        {
            "id": f"paper-{number}",
            "outlet": f"Paper {number}",
            "kind": feed.kind,
            "url": address,
            "language": feed.language,
            "zone": "Asia/Baghdad",
        }
        for number, (feed, address) in enumerate(zip(feeds, addresses, strict=True))
    ]
    (config / "marsad.yaml").write_text(yaml.safe_dump(main_file), encoding="utf-8")
    (config / "sources" / "papers.yaml").write_text(yaml.safe_dump(sources), encoding="utf-8")
    return [row for name in PASSES for row in _marsad_pass(name, config, folder / f"{name}.json")]


def _marsad_pass(name: str, config: Path, out: Path) -> list[Pass]:
    command = [*MARSAD, "--config", str(config), "run", "--once", "--json"]
    cost = measured(command, out=out, cwd=config.parent)
    told = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    print(json.dumps({"pass": name, **told}), file=sys.stderr)
    stories = told["stories"]
    return [
        Pass(name=name, contestant=WHOLE, wall_s=cost.wall_s, cpu_s=cost.cpu_s, told=stories),
        Pass(name=name, contestant=TOLD, wall_s=told["wall_s"], cpu_s=told["cpu_s"], told=stories),
    ]


def _report(feeds: int, passes: Sequence[Pass]) -> str:
    rows = [("pass", "contestant", "wall s", "cpu s", "feeds/s", "feeds/cpu s", "ratio", "stories")]
    for name in PASSES:
        plain = _median_cpu(passes, name, PLAIN)
        for contestant in (PLAIN, WHOLE, TOLD):
            mine = [one for one in passes if (one.name, one.contestant) == (name, contestant)]
            wall = statistics.median(one.wall_s for one in mine)
            cpu = _median_cpu(passes, name, contestant)
            told = json.dumps(mine[-1].told)
            rows.append(
                (
                    name,
                    contestant,
                    f"{wall:.2f}",
                    f"{cpu:.2f}",
                    f"{feeds / wall:.0f}",
                    f"{feeds / cpu:.0f}",
                    f"{plain / cpu:.2f}",
                    told,
                )
            )
    title = f"{feeds} feeds; ratio: feeds per processor second against the plain loop"
    return table(title, rows)


def _median_cpu(passes: Sequence[Pass], name: str, contestant: str) -> float:
    mine = [one.cpu_s for one in passes if (one.name, one.contestant) == (name, contestant)]
    return statistics.median(mine)


if __name__ == "__main__":
    raise SystemExit(main())
