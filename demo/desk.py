"""The desk of the demo: its config folder, and its `marsad run` as a program of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

import yaml

from demo.world import World, feed_path

WEBHOOK_VARIABLE = "DEMO_SLACK_WEBHOOK"
STOP_SECONDS = 12.0  # the daemon promises 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk is connected to."""

    folder: Path
    smtp_port: int
    web_port: int
    webhook: str
    limits: str | Mapping[str, object] = "off"

    def write(self, world: World) -> None:
        """Write the config for the sources of a world."""
        main = {
            "archive": f"sqlite:///{self.folder / 'marsad.db'}",
            "web": {"listen": f"127.0.0.1:{self.web_port}"},
            "fetch": {"allow_networks": ["127.0.0.0/8"], "contact": "demo@example.org"},
            "limits": self.limits,
            "heartbeat": "off",
            "sources": {"shipped": False},
        }
        self._put("marsad.yaml", main)
        self._put("alerts.yaml", self._alerts())
        self._put("sources/demo.yaml", sources_of(world))
        terms = [
            {
                "id": "demo-oil-export",
                "names": {"en": ["oil export"], "ar": ["تصدير النفط"], "fa": ["صادرات نفت"]},
            }
        ]
        self._put("watchlists/demo.yaml", {"terms": terms})

    def keep(self, name: str, lines: Sequence[str]) -> None:
        """Write lines beside the config, for people who look afterwards."""
        (self.folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")

    def _alerts(self) -> dict[str, object]:
        mail = {
            "kind": "email",
            "host": "127.0.0.1",
            "port": self.smtp_port,
            "tls": "none",
            "from": "marsad@example.org",
            "to": ["desk@example.org"],
        }
        slack = {"kind": "slack", "webhook": f"env:{WEBHOOK_VARIABLE}"}
        return {
            "channels": {"mail": mail, "slack": slack},
            "recipients": {
                "desk": {"channels": ["console", "mail", "slack"], "zone": "Asia/Baghdad"}
            },
            "rules": [
                {"tell": "desk", "about": ["attack", "statement"], "severity": "low"},
                {"tell": "desk", "about": ["story"], "terms": ["demo-oil-export"]},
            ],
        }

    def _put(self, name: str, content: object) -> None:
        path = self.folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )


def sources_of(world: World, *, poll: str = "1s") -> list[dict[str, object]]:
    """The sources of a world as `config/sources` has them."""
    rows: list[dict[str, object]] = []
    for outlet in world.script.outlets:
        row: dict[str, object] = {
            "id": outlet.id,
            "outlet": outlet.name,
            "kind": outlet.kind,
            "url": world.homes[outlet.id] + feed_path(outlet),
            "language": outlet.language,
            "zone": outlet.zone,
            "poll": poll,
            "grade": "B",
        }
        if outlet.kind == "listing":
            row["select"] = {"entry": "article.teaser h2 a", "text": "div.story-body"}
        rows.append(row)
    rows.extend(
        {
            "id": site.id,
            "outlet": site.id,
            "kind": "rss",
            "url": world.homes[site.id] + "/feed.xml",
            "language": site.language,
            "zone": "Asia/Baghdad",
            "poll": poll,
        }
        for site in world.bad
    )
    return rows


class Daemon:
    """`marsad run` as a program: what it prints is kept, and can be watched while it runs."""

    def __init__(
        self,
        config: Path,
        *,
        variables: Mapping[str, str],
        command: Sequence[str] = ("run",),
        show: TextIO | None = None,
    ) -> None:
        self.config = config
        self.printed: list[str] = []  # standard output, line by line
        self.logged: list[str] = []  # standard error
        self._variables = variables
        self._command = command
        self._show = show
        self._process: asyncio.subprocess.Process | None = None
        self._readers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Daemon":
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.running:
            await self.kill()

    async def start(self) -> None:
        """Start it (again)."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "marsad.cli.main", "--config", str(self.config)),
            *self._command,
            cwd=self.config.parent,
            env={**os.environ, **self._variables, "PYTHONPATH": _checkout()},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            limit=1 << 22,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = [
            asyncio.create_task(_lines(self._process.stdout, self.printed, self._show)),
            asyncio.create_task(_lines(self._process.stderr, self.logged, None)),
        ]

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    async def over(self) -> None:
        """Wait until it has ended."""
        assert self._process is not None
        await self._process.wait()

    async def ended(self, seconds: float) -> int:
        """Its exit code.

        Raises:
            TimeoutError: it has not ended in time.
        """
        assert self._process is not None
        async with asyncio.timeout(seconds):
            code = await self._process.wait()
            await asyncio.gather(*self._readers)
        return code

    async def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.send(signal.SIGTERM)
        return await self.ended(STOP_SECONDS)

    async def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        os.killpg(self.pid, signal.SIGKILL)
        await self.ended(STOP_SECONDS)


async def until(met: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it did not come about in time; says what.
    """
    try:
        async with asyncio.timeout(seconds):
            # What we wait for happens in other programs: there is no event to wait on.
            while not met():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise TimeoutError(f"not within {seconds:.0f} s: {what}") from None


async def _lines(stream: asyncio.StreamReader, into: list[str], show: TextIO | None) -> None:
    async for line in stream:
        text = line.decode("utf-8", "replace").rstrip("\n")
        into.append(text)
        if show is not None:
            print(text, file=show, flush=True)


def _checkout() -> str:
    """The folder that holds marsad, so that the daemon is the one of this checkout."""
    return str(Path(__file__).parent.parent)
