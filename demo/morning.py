"""The whole play: world, sinks and daemon together, from the first poll to the last message."""

import asyncio
import contextlib
import re
import socket
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from demo.desk import WEBHOOK_VARIABLE, Daemon, Desk, until
from demo.expected import Comparison, Expectation, compare
from demo.hostile import bad_sites
from demo.script import Script
from demo.sinks import Arrived, MailSink, SlackSink
from demo.world import World

ASKED_SECONDS = 120.0  # for the first poll of every outlet
AFTER_SECONDS = 90.0  # from the last story to the last message
QUIET_SECONDS = 3.0  # without a new message, once everything is there
# An alert on the console begins with its subject: "[NEW ATTACK · high · reported] …".
SUBJECT = re.compile(r"\[(?:NEW|UNCONFIRMED|UPDATE|STATEMENT|STORY|WAVE|DIGEST)[^\]]*\] .*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Everything that runs while the morning goes on."""

    world: World
    mail: MailSink
    slack: SlackSink
    daemon: Daemon
    desk: Desk

    def arrived(self) -> dict[str, list[Arrived]]:
        """What has arrived so far, by channel."""
        return {
            "console": console_alerts(self.daemon.printed),
            "mail": list(self.mail.arrived),
            "slack": list(self.slack.arrived),
        }

    def compared(self, expected: Sequence[Expectation]) -> Comparison:
        """What has arrived so far against what should."""
        return compare(expected, self.arrived())


@contextlib.asynccontextmanager
async def staged(
    folder: Path, script: Script, *, bad: bool = True, show: TextIO | None = None
) -> AsyncIterator[Play]:
    """World and sinks running, config written; the daemon is not started yet."""
    async with (
        World(script, bad=bad_sites() if bad else ()) as world,
        MailSink(folder / "mail") as mail,
        SlackSink(folder / "slack") as slack,
    ):
        desk = Desk(folder=folder, smtp_port=mail.port, web_port=free_port(), webhook=slack.url)
        desk.write(world)
        daemon = Daemon(folder / "config", variables={WEBHOOK_VARIABLE: slack.url}, show=show)
        try:
            yield Play(world=world, mail=mail, slack=slack, daemon=daemon, desk=desk)
        finally:
            if daemon.running:
                await daemon.kill()


async def watch(play: Play, expected: Sequence[Expectation]) -> Comparison:
    """Let the morning pass; what arrived, once it is complete and quiet or time is up."""
    outlets = {outlet.id for outlet in play.world.script.outlets}
    await until(
        lambda: outlets <= play.world.asked() or not play.daemon.running,
        seconds=ASKED_SECONDS,
        what=f"every outlet polled, only {sorted(play.world.asked())}",
    )
    play.world.begin()
    deadline = time.monotonic() + play.world.script.length + AFTER_SECONDS
    while time.monotonic() < deadline and play.daemon.running:
        await asyncio.sleep(0.1)
        if play.world.over and play.compared(expected).complete and _quiet(play):
            break
    return play.compared(expected)


def _quiet(play: Play) -> bool:
    newest = max(message.at for sink in (play.mail, play.slack) for message in sink.arrived)
    return time.monotonic() - newest > QUIET_SECONDS


def console_alerts(printed: Sequence[str]) -> list[Arrived]:
    """The alerts among the lines that the daemon printed."""
    return [
        Arrived(way="console", at=0.0, subject=found[0], body="")
        for line in printed
        if (found := SUBJECT.match(line))
    ]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
