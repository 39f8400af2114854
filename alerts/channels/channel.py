"""What a way to reach people can do, and what it is given to do it."""

from dataclasses import dataclass
from typing import Protocol, TextIO

from marsad.door import Door
from marsad.model import Message


class Channel(Protocol):
    """A way to reach people."""

    async def send(self, message: Message) -> str | None:
        """Try once; the receipt carries the provider's id, so that an update finds its thread.

        Raises:
            DeliveryRefused: it will never work.
            DeliveryDelayed: it may work later.
            DeliveryUncertain: it may have arrived.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTools:
    """What channels share; `out` is where the console writes, None: standard output."""

    door: Door
    out: TextIO | None = None
