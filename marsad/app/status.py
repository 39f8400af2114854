"""Whether the daemon works, for the health checks and the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marsad.app.engine import Engine


@dataclass(slots=True)
class Status:
    """The engine at work; None while starting or stopping."""

    started: datetime
    engine: Engine | None = None


class Server(Protocol):
    """Serves page and API beside the daemon."""

    async def start(self) -> None:
        """Listens, or raises CannotDo."""

    async def stop(self) -> None:
        """Finishes open requests and ends."""
