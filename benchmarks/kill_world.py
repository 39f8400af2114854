"""A world and its daemon for kill loops: start it, kill -9 its process group, start it again.

    python -m benchmarks.kill_world --dir DIR --sink URL --smtp-port PORT [--tokens 120]

Publishes N stories over about forty seconds of running time, each with a token of its own (TKN-7-Z)
in headline and text and each an alert of its own: odd tokens by the webhook at URL, even ones by
mail. How far it has come is kept in DIR, so that the world goes on where it was killed. Prints
nothing.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from benchmarks.meter import MARSAD, variables
from demo.desk import sources_of
from demo.script import Outlet, Piece, Script
from demo.world import Clock, World

SPREAD_SECONDS = 40.0
FIRST_SECONDS = 1.0
SAVE_SECONDS = 0.1
OUTLETS = 6
STOP_SECONDS = 12.0
WEBHOOK_VARIABLE = "KILL_WORLD_WEBHOOK"
# The keyword of a story decides who is told: odd tokens Slack, even ones mail.
CARGO = {1: "saffron cargo", 0: "copper cargo"}
TERMS = {1: "kill-saffron", 0: "kill-copper"}
# Every fourth story is an attack, each on a town of its own.
TOWNS = {
    1: ("Tal Afar", "Hawija", "Baqubah", "Kut", "Diwaniyah", "Rutba", "Zakho", "Amarah"),
    0: ("Sinjar", "Samarra", "Khanaqin", "Hilla", "Nasiriyah", "Haditha", "Koya", "Umm Qasr"),
}
TOWN_IDS = {
    1: ("tal-afar", "hawija", "baqubah", "kut", "diwaniyah", "rutba", "zakho", "amarah"),
    0: ("sinjar", "samarra", "khanaqin", "hilla", "nasiriyah", "haditha", "koya", "umm-qasr"),
}
SYLLABLES = ("ba", "do", "fi", "gur", "hel", "ka", "lom", "mi", "nor", "pe", "ras", "tu", "vel")


@dataclass(kw_only=True)
class Progress:
    """What survives a kill: when the world began, how far it is, where its outlets live."""

    start: str
    seconds: float
    ports: dict[str, int]

    def save(self, path: Path) -> None:
        """Write it so that a kill leaves the old or the new one."""
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self)), encoding="utf-8")
        beside.replace(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--sink", required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--tokens", type=int, default=120)
    options = parser.parse_args()
    path = options.dir / "kill-world.json"
    if path.exists():
        progress = Progress(**json.loads(path.read_text(encoding="utf-8")))
    else:
        progress = Progress(start=datetime.now(UTC).isoformat(), seconds=0.0, ports={})
    return asyncio.run(_run(options, progress, path))


async def _run(options: argparse.Namespace, progress: Progress, path: Path) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    began, before = time.monotonic(), progress.seconds

    def elapsed() -> float:
        return before + time.monotonic() - began

    clock = Clock(start=datetime.fromisoformat(progress.start), elapsed=elapsed)
    async with World(script(options.tokens), clock=clock, ports=progress.ports) as world:
        progress.ports = {name: int(home.rpartition(":")[2]) for name, home in world.homes.items()}
        _write_config(options, world)
        progress.save(path)
        # No session of its own: it must die with our process group.
        with (options.dir / "daemon.log").open("ab") as log:
            daemon = await asyncio.create_subprocess_exec(
                *(*MARSAD, "--config", str(options.dir / "config"), "run"),
                cwd=options.dir,
                env=variables(**{WEBHOOK_VARIABLE: options.sink}),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        while not stop.is_set() and daemon.returncode is None:
            await asyncio.sleep(SAVE_SECONDS)
            progress.seconds = elapsed()
            progress.save(path)
        if daemon.returncode is None:
            daemon.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            return await daemon.wait()


def script(tokens: int) -> Script:
    """N stories with a token each, spread over the outlets and the time."""
    outlets = tuple(
        Outlet(
            id=f"harbour-{number}",
            name=f"Harbour Gazette {number}",
            kind="rss" if number % 2 else "atom",
            language="en",
            zone="Asia/Baghdad",
        )
        for number in range(OUTLETS)
    )
    pieces = tuple(_pieces(tokens, outlets))
    return Script(outlets=outlets, pieces=pieces, moments={"attack": -1500})


def _pieces(tokens: int, outlets: tuple[Outlet, ...]) -> Iterator[Piece]:
    towns = {odd: list(names) for odd, names in TOWNS.items()}
    for number in range(1, tokens + 1):
        left = towns[number % 2]
        attack = number % 4 in (1, 2) and number > 8 and bool(left)
        title, text = _attack(number, left.pop()) if attack else _cargo(number)
        yield Piece(
            id=f"token-{number}",
            outlet=outlets[number % OUTLETS].id,
            at=FIRST_SECONDS + SPREAD_SECONDS * number / tokens,
            title=title,
            text=text,
        )


def _cargo(number: int) -> tuple[str, str]:
    rng = random.Random(number)
    cargo, port = CARGO[number % 2], _word(rng).title()
    title = f"{cargo.capitalize()} TKN-{number}-Z reaches the port of {port}"
    text = (
        f"The {cargo} listed as TKN-{number}-Z reached the port of {port} in good order, "
        f"a harbour clerk said.\n\n{_prose(rng)}\n\n{_prose(rng)}"
    )
    return title, text


def _attack(number: int, town: str) -> tuple[str, str]:
    rng = random.Random(number)
    title = f"Three rockets hit {town}, case TKN-{number}-Z"
    text = (
        f"Three rockets hit {town} {{attack_en}} in what is filed as case TKN-{number}-Z, "
        "a security source said. There were no casualties.\n\n"
        f"{_prose(rng)}\n\n{_prose(rng)}"
    )
    return title, text


def _prose(rng: random.Random) -> str:
    """Sentences of made-up words: no two stories may look alike."""
    sentences = (" ".join(_word(rng) for _ in range(12)).capitalize() + "." for _ in range(4))
    return " ".join(sentences)


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3)))


def _write_config(options: argparse.Namespace, world: World) -> None:
    config = options.dir / "config"
    for folder in ("sources", "watchlists"):
        (config / folder).mkdir(parents=True, exist_ok=True)
    main_file = {
        "archive": f"sqlite:///{options.dir / 'marsad.db'}",
        "web": {"listen": "127.0.0.1:0"},
        "fetch": {"allow_networks": ["127.0.0.0/8"]},
        "limits": "off",
        "heartbeat": "off",
        "sources": {"shipped": False},
    }
    terms = [{"id": TERMS[odd], "names": {"en": [CARGO[odd]]}} for odd in TERMS]
    _put(config / "marsad.yaml", main_file)
    _put(config / "alerts.yaml", _alerts(options.smtp_port))
    _put(config / "sources" / "harbour.yaml", sources_of(world))
    _put(config / "watchlists" / "cargo.yaml", {"terms": terms})


def _alerts(smtp_port: int) -> dict[str, object]:
    mail = {
        "kind": "email",
        "host": "127.0.0.1",
        "port": smtp_port,
        "from": "marsad@example.org",
        "to": ["desk@example.org"],
    }
    desks = {1: "slack-desk", 0: "mail-desk"}
    rules: list[dict[str, object]] = []
    for odd, desk in desks.items():
        rules.append({"tell": desk, "about": ["story"], "terms": [TERMS[odd]]})
        rules.append({"tell": desk, "about": ["attack"], "places": list(TOWN_IDS[odd])})
    return {
        "channels": {
            "slack": {"kind": "slack", "webhook": f"env:{WEBHOOK_VARIABLE}"},
            "mail": mail,
        },
        "recipients": {desks[1]: {"channels": ["slack"]}, desks[0]: {"channels": ["mail"]}},
        "rules": rules,
    }


def _put(path: Path, content: object) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    beside.replace(path)


if __name__ == "__main__":
    sys.exit(main())
