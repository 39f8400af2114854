"""robots.txt: what a host allows us, asked through the door and remembered.

Scrapy's own middleware lets concurrent first requests to a host through unchecked (2.17 to 2.19);
here the first asker holds the host's lock until the answer is there.
"""

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from marsad.door import Door
from marsad.errors import FetchError, FetchRefused, FetchTooLarge
from marsad.urls import masked

if TYPE_CHECKING:
    from protego import Protego

_KEPT_SECONDS = 24 * 3600.0
_FAILED_SECONDS = 600.0
_LARGEST = 512 * 1024  # RFC 9309 asks for at least 500 KiB
_LONGEST_DELAY = 30.0
_MOST_HOSTS = 5000


@dataclass(slots=True)
class _Host:
    """What one host said; `rules` None: everything is allowed."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: float = 0.0
    rules: "Protego | None" = None
    refused: str | None = None  # why nothing is allowed


class Robots:
    """The robots.txt of every host that pages are fetched from."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._name = door.user_agent.partition("/")[0]
        self._hosts: dict[str, _Host] = {}

    async def check(self, url: str) -> float:
        """Return the seconds that the host wants between requests (0 when it does not say).

        Raises:
            FetchRefused: the host disallows the address, or cannot say, which disallows all.
        """
        parts = urlsplit(url)
        host = await self._host(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
        if host.refused:
            raise FetchRefused(f"{masked(url)}: {host.refused}")
        if host.rules is None:
            return 0.0
        if not host.rules.can_fetch(url, self._name):
            raise FetchRefused(f"{masked(url)}: disallowed by robots.txt")
        return min(float(host.rules.crawl_delay(self._name) or 0.0), _LONGEST_DELAY)

    async def _host(self, origin: str) -> _Host:
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts = {k: v for k, v in self._hosts.items() if v.lock.locked()}
        host = self._hosts.setdefault(origin, _Host())
        async with host.lock:
            if monotonic() >= host.until:
                await self._ask(origin, host)
        return host

    async def _ask(self, origin: str, host: _Host) -> None:
        host.rules, host.refused = None, None
        host.until = monotonic() + _KEPT_SECONDS
        try:
            answer = await self._door.get(f"{origin}/robots.txt", cap=_LARGEST, deadline=15.0)
        except FetchTooLarge:
            return  # nobody writes half a megabyte of rules; it is some page
        except FetchRefused:
            host.until = 0.0
            raise
        except FetchError:
            host.refused = "its robots.txt cannot be reached"
            host.until = monotonic() + _FAILED_SECONDS
            return
        if answer.status >= 500:
            host.refused = f"its robots.txt answers HTTP {answer.status}"
            host.until = monotonic() + _FAILED_SECONDS
        elif answer.status == 200:
            host.rules = _parsed(answer.body)


def _parsed(body: bytes) -> "Protego":
    from protego import Protego  # part of Scrapy, wanted only when pages are fetched

    lines = body.decode("utf-8-sig", "replace").splitlines()[:20_000]
    # Each "*" becomes a wildcard of a regular expression; many in one rule are an attack.
    return Protego.parse("\n".join(line[:1000] for line in lines if line.count("*") <= 6))
