"""Sites of the demo world that do everything wrong: each may cost one clear line, and no more."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
BIG_PAGE_BYTES = 50_000_000

# Its feed declares UTF-8 and is windows-1256.
ARABIC_TITLE = "ارتفاع تصدير النفط من موانئ البصرة"
ARABIC_TEXT = (
    "أعلنت شركة في البصرة أن تصدير النفط من الموانئ الجنوبية ارتفع خلال الشهر الماضي "
    "بعد انتهاء أعمال الصيانة. "
    "وتوقع تجار أن تستمر الزيادة حتى نهاية العام مع تحسن الطقس في الخليج."
)
BIG_TITLE = "Traders see higher oil export from southern terminals"
BIG_TEXT = (
    "Traders expect a higher oil export from the southern terminals this winter. "
    "Two more tankers are to load each week, they said, once the new mooring has been tested."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadSite:
    """A site that misbehaves; `answers` by path, the feed at /feed.xml."""

    id: str
    language: str
    answers: Mapping[str, Answer]


def bad_sites() -> tuple[BadSite, ...]:
    """All of them."""
    return (
        _site("not-a-feed", _always(b"Sorry, we are busy. Come back later.", "text/plain")),
        _site("empty-feed", _always(b"", "application/rss+xml")),
        _site("wrong-charset", _wrong_charset, language="ar"),
        BadSite(
            id="big-page",
            language="en",
            answers={"/feed.xml": _feed_of(BIG_TITLE, BIG_TEXT), "/story/one": _fifty_megabytes},
        ),
        _site("to-private", _redirect("http://10.0.0.1/feed.xml")),
        _site("to-metadata", _redirect("http://169.254.169.254/latest/meta-data/")),
        _site("broken-date", _broken_date),
        _site("hangs", _never),
    )


def _site(name: str, feed: Answer, *, language: str = "en") -> BadSite:
    return BadSite(id=name, language=language, answers={"/feed.xml": feed})


def _always(body: bytes, content_type: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return answer


def _redirect(target: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(target)

    return answer


def _feed_of(title: str, text: str) -> Answer:
    published = format_datetime(datetime.now(UTC) - timedelta(minutes=20))

    async def answer(request: web.Request) -> web.StreamResponse:
        body = _rss(request, title, text, published)
        return web.Response(body=body.encode(), content_type="application/rss+xml")

    return answer


async def _wrong_charset(request: web.Request) -> web.StreamResponse:
    """Arabic in windows-1256, declared as UTF-8 in header and document; its page refuses."""
    published = format_datetime(datetime.now(UTC).replace(minute=0, second=0) - timedelta(hours=1))
    body = _rss(request, ARABIC_TITLE, ARABIC_TEXT, published)
    return web.Response(
        body=body.encode("windows-1256"),
        headers={"Content-Type": "application/rss+xml; charset=utf-8"},
    )


async def _broken_date(request: web.Request) -> web.StreamResponse:
    body = _rss(
        request,
        "Village school gets a new roof",
        "The village school has a new roof. Pupils moved back into their rooms after the holidays.",
        "Fri, 99 Foobar 20xx 25:61:00 +9900",
    )
    return web.Response(body=body.encode(), content_type="application/rss+xml")


async def _fifty_megabytes(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    await response.write(
        f"<!doctype html><title>{BIG_TITLE}</title><article><p>{BIG_TEXT}</p>".encode()
    )
    chunk = b"<p>" + b"and so on, " * 9_000 + b"</p>\n"
    sent = 0
    # Whoever has had enough hangs up.
    with contextlib.suppress(ConnectionResetError):
        while sent < BIG_PAGE_BYTES:
            await response.write(chunk)
            sent += len(chunk)
    return response


async def _never(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets that event")


def _rss(request: web.Request, title: str, text: str, published: str) -> str:
    home = f"http://{request.host}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{request.host}</title><link>{home}</link><description>news</description>"
        f"<item><title>{title}</title><link>{home}/story/one</link><guid>{home}/story/one</guid>"
        f"<pubDate>{published}</pubDate><description>{text}</description></item></channel></rss>"
    )
