"""Host names to addresses that may be connected to."""

import asyncio
import socket
from collections.abc import Callable
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from marsad.errors import FetchRefused

_SECONDS = 10.0


class Names(AbstractResolver):
    """Looks names up and keeps only the addresses that `may_connect` allows.

    A thread for each look-up, not a pool: a name server that hangs must not hold up others or the
    exit.
    """

    def __init__(self, may_connect: Callable[[str], bool]) -> None:
        self._may_connect = may_connect

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The allowed addresses of a host.

        Raises:
            FetchRefused: it has none that is allowed.
            OSError: it is not known, or nobody answers.
        """
        async with asyncio.timeout(_SECONDS):
            found = await _looked_up(host, port, family)
        results = [
            ResolveResult(
                hostname=host,
                host=address[0],
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
            if self._may_connect(str(address[0]))
        ]
        if not results:
            private = found[0][4][0] if found else "unknown"
            raise FetchRefused(f"{host}: private address {private} (see fetch.allow_networks)")
        return results

    async def close(self) -> None:
        """Nothing to close."""


async def _looked_up(host: str, port: int, family: int) -> list[Any]:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def tell(found: list[Any] | None) -> None:
        if answer.done():
            return
        if found is None:
            answer.set_exception(OSError(f"name not found: {host}"))
        else:
            answer.set_result(found)

    def look() -> None:
        try:
            found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = None
        try:
            loop.call_soon_threadsafe(tell, found)
        except RuntimeError:
            return  # the loop has ended meanwhile: nobody waits

    Thread(target=look, daemon=True, name=f"name {host}").start()
    return await answer
