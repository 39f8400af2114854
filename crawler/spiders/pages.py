"""Fetches listing and article pages with one long-lived Scrapy spider in the running loop.

Scrapy gives politeness per host: few requests at a time, a pause between them. Its bytes come
through the door. It is imported at the first page, since that takes memory and half a second.
"""

import asyncio
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from crawler.documents import Document
from crawler.robots import Robots
from marsad.door import Door
from marsad.errors import FetchError, FetchRefused
from marsad.urls import masked

if TYPE_CHECKING:
    from crawler.spiders.engine import Crawl

_CLOSING_SECONDS = 1.5


class PageFetcher:
    """Fetches pages politely, many at once; `delay_seconds` lie between two from one host."""

    def __init__(self, door: Door, *, per_host: int = 2, delay_seconds: float = 0.25) -> None:
        self._door = door
        self._robots = Robots(door)
        self._per_host = per_host
        self._delay_seconds = delay_seconds
        self._crawl: Crawl | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        robots: Literal["obey", "ignore"] = "obey",
    ) -> Document:
        """Fetch one page.

        Raises:
            FetchRefused: robots.txt or the door does not let us.
            FetchError: it did not come, or not with status 200.
        """
        if not url.startswith(("http://", "https://")):
            raise FetchRefused(f"{masked(url)}: only http and https are fetched")
        wanted = await self._robots.check(url) if robots == "obey" else 0.0
        if self._closed:
            raise FetchError(f"{masked(url)}: not fetched, marsad is stopping")
        crawl = await self._running()
        return await crawl.fetch(url, headers or {}, wanted)

    async def _running(self) -> "Crawl":
        async with self._starting:
            if self._crawl is None:
                # In a thread, since the import takes half a second in which the loop goes on.
                engine = await asyncio.to_thread(import_module, "crawler.spiders.engine")
                if self._closed:
                    raise FetchError("not fetched, marsad is stopping")
                self._crawl = engine.Crawl(
                    self._door, per_host=self._per_host, delay_seconds=self._delay_seconds
                )
            return self._crawl

    async def close(self) -> None:
        """Stop within two seconds; pages still awaited fail."""
        self._closed = True
        crawl, self._crawl = self._crawl, None
        if crawl is not None:
            await crawl.close(_CLOSING_SECONDS)
        # Let connections that were cut notice it.
        await asyncio.sleep(0)
