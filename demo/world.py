"""The demo world: outlets on loopback that publish a script, and sites that misbehave.

    async with World(load_script()) as world:
        world.begin()

What a site shows depends only on the script and the clock, so there is nothing to push: a story is
on its feed, its front page and its own page from its second on.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from aiohttp import web

from demo.hostile import BadSite
from demo.pages import Published, article_page, atom, front_page, rss
from demo.script import Outlet, Piece, Script
from demo.wording import moment_of, time_words

FEED_LENGTH = 120  # stories on a feed or front page
FIRST_HOST = 11  # outlets live on 127.0.0.11, 127.0.0.12 ...
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "listing": "text/html"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that a site of the world got."""

    site: str
    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Tells how long the morning has been going on; None before it begins."""

    start: datetime
    elapsed: Callable[[], float | None]


class World:
    """The outlets and bad sites of a script, each on its own loopback address."""

    def __init__(
        self,
        script: Script,
        *,
        bad: Sequence[BadSite] = (),
        clock: Clock | None = None,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self.script = script
        self.bad = tuple(bad)
        self.requests: list[Request] = []
        self.homes: dict[str, str] = {}  # base address by outlet or bad site
        self._began: float | None = None
        self._clock = clock or Clock(start=datetime.now(ZoneInfo("UTC")), elapsed=self._since_begin)
        self._opened = self._clock.start
        self._ports = ports or {}
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> "World":
        sites = [(outlet.id, self._outlet_app(outlet)) for outlet in self.script.outlets]
        sites += [(site.id, self._bad_app(site)) for site in self.bad]
        for number, (name, app) in enumerate(sites):
            self.homes[name] = await self._serve(name, app, f"127.0.0.{FIRST_HOST + number}")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*(runner.cleanup() for runner in self._runners))

    def begin(self) -> None:
        """Let the morning begin."""
        if self._began is None:
            self._clock = replace(self._clock, start=datetime.now(ZoneInfo("UTC")))
            self._began = time.monotonic()

    def asked(self, path: str = "/") -> frozenset[str]:
        """The sites that have been asked for something under `path`."""
        return frozenset(asked.site for asked in self.requests if asked.path.startswith(path))

    @property
    def over(self) -> bool:
        """Whether everything has been published."""
        elapsed = self._clock.elapsed()
        return elapsed is not None and elapsed > self.script.length

    def stories(self, outlet: Outlet) -> list[Published]:
        """What an outlet shows now, newest first."""
        elapsed = self._clock.elapsed()
        horizon = 0.0 if elapsed is None else elapsed
        out: dict[str, Published] = {}
        for piece in self.script.pieces:
            shown = piece.at <= horizon if elapsed is not None else piece.at < 0
            if piece.outlet == outlet.id and shown:
                slug = piece.edits or piece.id
                out[slug] = self._published(outlet, piece, first=out.get(slug))
        return sorted(out.values(), key=lambda story: story.published, reverse=True)

    def _published(self, outlet: Outlet, piece: Piece, *, first: Published | None) -> Published:
        zone = ZoneInfo(outlet.zone)
        start = self._clock.start
        # What was there before the morning must not move when the morning begins.
        at = moment_of(self._opened if piece.at < 0 else start, piece.at).astimezone(zone)
        published = at if first is None else first.published
        moments = {name: moment_of(start, value) for name, value in self.script.moments.items()}
        words = time_words(moments, published, outlet.zone)
        slug = piece.edits or piece.id
        return Published(
            slug=slug,
            url=f"{self.homes[outlet.id]}/story/{slug}",
            title=piece.title.format_map(words),
            text=piece.text.format_map(words),
            published=published,
            modified=at,
            credit=piece.credit,
        )

    def _since_begin(self) -> float | None:
        return None if self._began is None else time.monotonic() - self._began

    # ---- serving ----

    def _outlet_app(self, outlet: Outlet) -> web.Application:
        async def feed(request: web.Request) -> web.StreamResponse:
            stories = self.stories(outlet)[:FEED_LENGTH]
            if outlet.kind == "listing":
                body = front_page(outlet, stories)
            else:
                draw = rss if outlet.kind == "rss" else atom
                body = draw(outlet, self.homes[outlet.id], stories)
            return conditional(request, body, TYPES[outlet.kind])

        async def page(request: web.Request) -> web.StreamResponse:
            for story in self.stories(outlet):
                if story.slug == request.match_info["slug"]:
                    return conditional(request, article_page(outlet, story), "text/html")
            raise web.HTTPNotFound

        app = self._app(outlet.id)
        app.router.add_get(feed_path(outlet), feed)
        app.router.add_get("/story/{slug}", page)
        return app

    def _bad_app(self, site: BadSite) -> web.Application:
        app = self._app(site.id)
        for path, answer in site.answers.items():
            app.router.add_get(path, answer)
        return app

    def _app(self, site: str) -> web.Application:
        @web.middleware
        async def remember(request: web.Request, handler: Answer) -> web.StreamResponse:
            at = len(self.requests)
            self.requests.append(Request(site=site, path=request.path, status=0))
            response = await handler(request)
            self.requests[at] = Request(site=site, path=request.path, status=response.status)
            return response

        async def robots(request: web.Request) -> web.StreamResponse:
            return web.Response(text="User-agent: *\nDisallow: /archive/\n")

        app = web.Application(middlewares=[remember])
        app.router.add_get("/robots.txt", robots)
        return app

    async def _serve(self, name: str, app: web.Application, host: str) -> str:
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )
        await runner.setup()
        self._runners.append(runner)
        port = self._ports.get(name, 0)
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            # Not every system has all of 127.0.0.0/8; another port is another site too.
            await web.TCPSite(runner, "127.0.0.1", port).start()
        address = runner.addresses[0]
        return f"http://{address[0]}:{address[1]}"


def feed_path(outlet: Outlet) -> str:
    """Where an outlet lists its stories."""
    return "/latest" if outlet.kind == "listing" else "/feed.xml"


def conditional(request: web.Request, body: str, content_type: str) -> web.StreamResponse:
    """The body, or 304 to somebody who has it."""
    data = body.encode()
    etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(
        body=data, content_type=content_type, charset="utf-8", headers={"ETag": etag}
    )
