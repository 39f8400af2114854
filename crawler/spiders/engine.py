"""The Scrapy side of page fetching: settings, spider, download handler.

It is imported when the first page is wanted.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.collectors import retry_after
from crawler.documents import Document
from marsad.door import MEBIBYTE, Door
from marsad.errors import FetchError, FetchRefused
from marsad.urls import masked

_PAGE_CAP = 5 * MEBIBYTE
_PAGE_SECONDS = 30.0


@dataclass(eq=False, slots=True)
class Order:
    """A page that somebody waits for."""

    url: str
    headers: Mapping[str, str]
    page: asyncio.Future[Document] = field(repr=False)


@dataclass(slots=True)
class Desk:
    """What the crawl shares with its spider, which Scrapy makes."""

    door: Door
    orders: asyncio.Queue[Order] = field(default_factory=asyncio.Queue)


class PageSpider(Spider):
    """Takes orders for pages as long as it lives."""

    name = "pages"

    def __init__(self, desk: Desk, **settings: Any) -> None:
        super().__init__(**settings)
        self.desk = desk

    async def start(self) -> AsyncIterator[Request]:
        """Turn orders into requests, one by one, for ever."""
        while True:
            order = await self.desk.orders.get()
            yield Request(
                order.url,
                callback=self.came,
                errback=self.failed,
                headers=dict(order.headers),
                meta={"order": order},
                dont_filter=True,
            )

    async def came(self, response: Response) -> None:
        """Hand a page to whoever waits for it."""
        order: Order = response.meta["order"]
        if order.page.done():
            return
        if response.status == 200:
            kind = response.headers.get("Content-Type")
            content_type = kind.decode("latin-1") if kind else None
            order.page.set_result(Document(response.url, response.body, content_type))
            return
        asked = response.headers.get("Retry-After")
        said = response.headers.get("Date")
        order.page.set_exception(
            FetchError(
                f"{masked(order.url)}: HTTP {response.status}",
                status=response.status,
                retry_after=retry_after(
                    asked.decode("latin-1") if asked else None,
                    said.decode("latin-1") if said else None,
                ),
            )
        )

    async def failed(self, failure: Failure) -> None:
        """Tell whoever waits that there will be no page."""
        order: Order = failure.request.meta["order"]  # type: ignore[attr-defined]
        if order.page.done():
            return
        error = failure.value
        if not isinstance(error, FetchError):
            error = FetchError(f"{masked(order.url)}: {type(error).__name__}")
        order.page.set_exception(error)


class DoorHandler(BaseDownloadHandler):
    """Downloads for Scrapy through the door, which follows and checks redirects."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._desk = cast("PageSpider", crawler.spider).desk
        # Without a delay Scrapy 2.19 starts all waiting requests of a host at once, since it counts
        # them in tasks that run later; so they are counted here.
        per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(
            partial(asyncio.Semaphore, per_host)
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch one page."""
        async with self._turns[urlsplit(request.url).hostname or ""]:
            return await self._take_turn(request, request.meta["order"])

    async def _take_turn(self, request: Request, order: Order) -> Response:
        if order.page.done():
            raise _abandoned(request)
        task = asyncio.ensure_future(self._download(request, order))
        # Who stops waiting ends the download too: it would keep others of that host waiting.
        order.page.add_done_callback(lambda _: task.cancel())
        try:
            return await task
        except asyncio.CancelledError:
            if not order.page.done():
                raise
            raise _abandoned(request) from None
        except FetchError as error:
            # Only a request that never left is worth a second try at once.
            request.meta["dont_retry"] = error.sent or isinstance(error, FetchRefused)
            raise

    async def _download(self, request: Request, order: Order) -> Response:
        answer = await self._desk.door.get(
            order.url, order.headers, cap=_PAGE_CAP, deadline=_PAGE_SECONDS
        )
        return Response(
            answer.url,
            status=answer.status,
            headers=list(answer.headers.items()),
            body=answer.body,
            request=request,
        )


def _abandoned(request: Request) -> FetchError:
    request.meta["dont_retry"] = True
    return FetchRefused("nobody waits for this page any more")


class Crawl:
    """One running spider and the way to give it orders."""

    def __init__(self, door: Door, *, per_host: int, delay_seconds: float) -> None:
        # Scrapy tells every request and response; we tell what came of them ourselves.
        logging.getLogger("scrapy").setLevel(logging.WARNING)
        self._desk = Desk(door)
        self._delays: dict[str, float] = {}
        self._runner = AsyncCrawlerRunner(scrapy_settings(per_host, delay_seconds))
        self._crawler = self._runner.create_crawler(PageSpider)
        self._running = self._runner.crawl(self._crawler, desk=self._desk)
        self._waiting: set[asyncio.Future[Document]] = set()

    async def fetch(self, url: str, headers: Mapping[str, str], delay_seconds: float) -> Document:
        """Order a page and wait for it; raises FetchError."""
        if self._running.done():
            raise FetchError(f"{masked(url)}: the spider has stopped")
        self._slow_down(urlsplit(url).hostname or "", delay_seconds)
        page: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
        self._waiting.add(page)
        self._desk.orders.put_nowait(Order(url, headers, page))
        try:
            return await page
        finally:
            self._waiting.discard(page)

    async def close(self, seconds: float) -> None:
        """Stop the spider; what does not end in time is cut off."""
        for page in self._waiting:
            if not page.done():
                page.set_exception(FetchError("not fetched, marsad is stopping"))
        if self._crawler.engine is not None:
            for slot in self._crawler.engine.downloader.slots.values():
                slot.delay = 0.0
        stopping = asyncio.ensure_future(self._runner.stop())
        await asyncio.wait({stopping, self._running}, timeout=seconds)
        for left in (stopping, self._running):
            left.cancel()
        await asyncio.gather(stopping, self._running, return_exceptions=True)

    def _slow_down(self, host: str, delay_seconds: float) -> None:
        """Keep to the pause that a host's robots.txt asks for."""
        if not delay_seconds or self._delays.get(host) == delay_seconds:
            return
        self._delays[host] = delay_seconds
        if self._crawler.engine is not None:
            downloader = self._crawler.engine.downloader
            downloader.per_slot_settings[host] = {"delay": delay_seconds, "concurrency": 1}
            if host in downloader.slots:
                downloader.slots[host].delay = delay_seconds


def scrapy_settings(per_host: int, delay_seconds: float) -> dict[str, Any]:
    """Scrapy with nothing on that we did not ask for."""
    return {
        "TWISTED_REACTOR_ENABLED": False,
        "DOWNLOAD_HANDLERS": {
            "http": DoorHandler,
            "https": DoorHandler,
            "file": None,
            "ftp": None,
            "s3": None,
            "data": None,
        },
        # Without the base lists: no cookies, redirects, meta refresh, referers, remote control.
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "ROBOTSTXT_OBEY": False,  # ours is asked before
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524],
        "RETRY_EXCEPTIONS": [FetchError],
        # Requests waiting for a slow host count here too: a low limit would hold up the others.
        "CONCURRENT_REQUESTS": 10_000,
        "CONCURRENT_REQUESTS_PER_DOMAIN": per_host,
        "DOWNLOAD_DELAY": delay_seconds,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "DOWNLOAD_TIMEOUT": _PAGE_SECONDS,
        "DOWNLOAD_MAXSIZE": _PAGE_CAP,
        "LOG_ENABLED": False,
    }
