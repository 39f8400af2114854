"""`alerts test CHANNEL`: a real message through one channel."""

import asyncio
from datetime import UTC, datetime

from marsad.app.wiring import make_channels
from marsad.door import Door
from marsad.errors import CannotDo, ConfigError, MarsadError
from marsad.model import Message, Severity
from marsad.settings.load import Settings


def try_channel(settings: Settings, name: str) -> str:
    """Sends a test message and says what the receiver answered.

    Raises:
        CannotDo: there is no such channel, or the message was not accepted.
        ConfigError: a secret of the channel is missing.
    """
    known = settings.alerts.channels
    if name not in known:
        raise CannotDo(
            f"{name}: no such channel; alerts.yaml has {', '.join(sorted(known)) or 'none'}"
        )

    async def send() -> str | None:
        door = Door(allow_networks=settings.fetch.allow_networks, contact=settings.fetch.contact)
        async with door:
            return await make_channels(settings, door)[name].send(_message(datetime.now(UTC)))

    try:
        receipt = asyncio.run(send())
    except ConfigError:
        raise
    except MarsadError as error:
        raise CannotDo(f"{name}: not delivered: {error}") from error
    return f"{name}: delivered{f' ({receipt})' if receipt else ''}"


def _message(now: datetime) -> Message:
    return Message(
        key=f"test.{now:%Y%m%dT%H%M%S%f}",
        thread=None,
        first_in_thread=True,
        subject="[TEST] Marsad reaches you here",
        lines=(
            "This is a test of an alert channel. Nothing has happened.",
            f"Sent {now:%d %b %Y %H:%M} UTC.",
        ),
        links=(),
        severity=Severity.LOW,
        alert={"about": "test", "title": "Marsad reaches you here", "at": now.isoformat()},
    )
