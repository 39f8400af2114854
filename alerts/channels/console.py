"""Alerts on standard output, one readable block each."""

import os
import sys
from typing import TextIO

from alerts.channels.channel import ChannelTools
from marsad.errors import DeliveryDelayed
from marsad.model import Message, Severity
from marsad.settings.alerting import ConsoleChannel
from marsad.text import clean, one_line

_COLOURS = {
    Severity.CRITICAL: "\x1b[1;37;41m",
    Severity.HIGH: "\x1b[1;31m",
    Severity.MEDIUM: "\x1b[1;33m",
    Severity.LOW: "\x1b[1m",
}
_PLAIN = "\x1b[0m"
_LONGEST_LINE = 2000


class Console:
    """Writes to standard output, with colours when that is a terminal."""

    def __init__(self, settings: ConsoleChannel, tools: ChannelTools) -> None:
        self._out = tools.out

    async def send(self, message: Message) -> str | None:
        """Write the block; there is no receipt."""
        out = self._out or sys.stdout
        try:
            _write(out, block(message, colours=_takes_colours(out)))
        except (OSError, ValueError) as error:
            # A closed pipe or file: somebody may open a new one, and other channels go on.
            raise DeliveryDelayed(f"standard output cannot be written: {error}") from error
        return None


def block(message: Message, *, colours: bool) -> str:
    """The message as text: a first line, the body indented, links, an empty line."""
    subject = one_line(message.subject, _LONGEST_LINE)
    first = f"{_COLOURS[message.severity]}{subject}{_PLAIN}" if colours else subject
    body = [f"  {one_line(line, _LONGEST_LINE)}" for line in message.lines]
    links = [f"  {one_line(label, 200)}: {clean(url)}" for label, url in message.links]
    return "\n".join([first, *body, *links]) + "\n\n"


def _takes_colours(out: TextIO) -> bool:
    return out.isatty() and "NO_COLOR" not in os.environ


def _write(out: TextIO, text: str) -> None:
    encoding = out.encoding or "utf-8"
    # A terminal of another age shows what it cannot write as escapes.
    out.write(text.encode(encoding, "backslashreplace").decode(encoding))
    out.flush()
