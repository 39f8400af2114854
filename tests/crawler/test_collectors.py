import pickle
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import get_args

import pytest

from crawler.collectors import COLLECTORS, Tools, parse_document, retry_after
from crawler.documents import Document
from crawler.spiders.pages import PageFetcher
from marsad.door import Door
from marsad.errors import ConfigError, UnreadableFeed
from marsad.model import Selectors, SourceKind, SourceState
from tests.builders import a_source
from tests.crawler.documents import ITEM, rss
from tests.crawler.outlets import LOOPBACK, answer, outlet

ETAG = 'W/"a b,c"'
THEN = "Thu,  04 Mar 2021 10:05:00 GMT"  # two spaces: it goes back as it came


@asynccontextmanager
async def tools(allow=LOOPBACK):
    async with Door(allow_networks=allow) as door:
        pages = PageFetcher(door, delay_seconds=0.0)
        try:
            yield Tools(door, pages)
        finally:
            await pages.close()


async def polled(reply, state=None, kind="rss", **source):
    """The result of one poll, and what the server was asked."""
    async with outlet(reply) as server, tools() as kit:
        feed = a_source(kind=kind, url=server.url("/feed"), **source)
        result = await COLLECTORS[kind].fetch(feed, state or SourceState(source=feed.id), kit)
    return result, server.asked


def a_state(**known):
    return SourceState(source=a_source().id, **known)


async def test_a_first_poll_brings_the_document():
    result, asked = await polled(
        lambda request: answer(rss(ITEM), Content_Type="text/xml", ETag=ETAG, Last_Modified=THEN)
    )
    assert result.outcome == "changed"
    assert result.document.body == rss(ITEM)
    assert result.document.content_type == "text/xml"
    assert (result.etag, result.last_modified) == (ETAG, THEN)
    assert {"if-none-match", "if-modified-since"}.isdisjoint(asked[0].headers)


async def test_validators_go_back_byte_for_byte():
    state = a_state(etag=ETAG, last_modified=THEN, body_hash="h")
    result, asked = await polled(lambda request: answer(status="304 Not Modified"), state)
    assert asked[0].headers["if-none-match"] == ETAG
    assert asked[0].headers["if-modified-since"] == THEN
    assert (result.outcome, result.document) == ("unchanged", None)
    assert (result.etag, result.last_modified, result.body_hash) == (ETAG, THEN, "h")


async def test_a_body_seen_before_is_unchanged():
    first, _ = await polled(lambda request: answer(rss(ITEM)))
    again, _ = await polled(lambda request: answer(rss(ITEM)), a_state(body_hash=first.body_hash))
    assert (again.outcome, again.document) == ("unchanged", None)
    other, _ = await polled(lambda request: answer(rss()), a_state(body_hash=first.body_hash))
    assert other.outcome == "changed"


async def test_headers_of_the_source_are_sent():
    _, asked = await polled(lambda request: answer(rss()), headers={"X-Key": "k"})
    assert asked[0].headers["x-key"] == "k"
    assert "application/rss+xml" in asked[0].headers["accept"]


@pytest.mark.parametrize(
    ("reply", "why", "asked_seconds"),
    [
        (answer(status="304 Not Modified"), "304", None),
        (answer(), "empty", None),
        (answer(b" \n "), "empty", None),
        (answer(status="404 Not Found"), "HTTP 404", None),
        (answer(status="410 Gone"), "HTTP 410", None),
        (answer(b"<script>", status="500 <b>Broken"), "HTTP 500", None),
        (answer(status="429 Slow", Retry_After="3600"), "HTTP 429", 3600.0),
        (answer(b"x" * 100, length=500), "broken off", None),
        (answer(status="302 Found", Location="http://10.0.0.1/"), "private address", None),
        (b"rubbish\r\n\r\n", "HTTP", None),
    ],
)
async def test_what_a_server_does_wrong_is_a_failed_poll(reply, why, asked_seconds):
    result, _ = await polled(lambda request: reply, a_state(body_hash="h"))
    assert result.outcome == "failed"
    assert why in result.error
    assert "\n" not in result.error
    assert "<" not in result.error
    assert result.retry_after == asked_seconds
    assert result.body_hash == "h"


async def test_a_broken_answer_does_not_spoil_the_validators():
    state = a_state(etag=ETAG, body_hash="h")
    result, _ = await polled(lambda request: answer(b"x", length=9, ETag='"new"'), state)
    assert (result.etag, result.body_hash) == (ETAG, "h")


async def test_validators_that_cannot_be_kept_are_left():
    result, _ = await polled(lambda request: answer(rss(), ETag="x" * 5000, Last_Modified="\xff"))
    assert (result.etag, result.last_modified) in ((None, None), (None, "ÿ"))


async def test_a_private_source_is_refused_unless_listed():
    async with outlet(lambda request: answer(rss())) as server, tools(allow=()) as kit:
        source = a_source(url=server.url())
        result = await COLLECTORS["rss"].fetch(source, a_state(), kit)
    assert result.outcome == "failed"
    assert "allow_networks" in result.error
    assert server.asked == []


async def test_a_listing_is_fetched_by_the_spider():
    html = b"<article><h2><a href='/1'>One story</a></h2></article>"

    def site(request):
        if request.path == "/robots.txt":
            return answer(status="404 Not Found")
        return answer(html, Content_Type="text/html")

    result, asked = await polled(site, kind="listing", select=Selectors(entry="h2 a"))
    assert result.outcome == "changed"
    assert [one.path for one in asked] == ["/robots.txt", "/feed"]
    again, _ = await polled(site, a_state(body_hash=result.body_hash), kind="listing")
    assert again.outcome == "unchanged"


async def test_a_listing_that_robots_forbid_is_a_failed_poll():
    def site(request):
        return answer(b"User-agent: marsad\nDisallow: /")

    result, _ = await polled(site, kind="listing")
    assert result.outcome == "failed"
    assert "robots.txt" in result.error


# ---- parsing


def test_parsing_can_be_sent_to_a_worker():
    source = a_source()
    job = pickle.loads(pickle.dumps((parse_document, ("rss", Document("u", rss(ITEM)), source))))
    entries = job[0](*job[1])
    assert [entry.title for entry in pickle.loads(pickle.dumps(entries))] == ["Rockets hit a base"]


def test_dates_without_a_zone_are_in_the_source_s():
    item = "<item><title>t</title><pubDate>4 March 2021 13:05</pubDate></item>"
    source = a_source(zone="Asia/Baghdad")
    [entry] = parse_document("rss", Document("u", rss(item)), source)
    assert entry.published == datetime(2021, 3, 4, 10, 5, tzinfo=UTC)


def test_an_html_page_is_not_a_feed():
    with pytest.raises(UnreadableFeed, match="HTML page"):
        parse_document("rss", Document("u", b"<html><body>x</body></html>"), a_source())


def test_a_listing_is_parsed_with_its_selector():
    page = Document("https://outlet.example/", b"<b><a href='/1'>One</a></b><a href='/2'>Two</a>")
    [entry] = parse_document("listing", page, a_source(select=Selectors(entry="b a")))
    assert entry.url == "https://outlet.example/1"


def test_every_kind_has_its_collector():
    assert set(COLLECTORS) == set(get_args(SourceKind))


@pytest.mark.parametrize("kind", ["json", "telegram"])
async def test_kinds_that_are_not_collected_yet_say_so(kind):
    result, asked = await polled(lambda request: answer(), kind=kind)
    assert result.outcome == "failed"
    assert "not collected yet" in result.error
    assert asked == []
    with pytest.raises(ConfigError, match="not collected yet"):
        parse_document(kind, Document("u", b""), a_source())


@pytest.mark.parametrize(
    ("value", "now", "seconds"),
    [
        ("120", None, 120.0),
        (" 120 ", None, 120.0),
        ("0", None, 0.0),
        ("1000000000000", None, 1e11),
        ("9" * 400, None, 1e12 - 1),
        ("-5", None, None),
        ("soon", None, None),
        (None, None, None),
        ("Thu, 04 Mar 2021 10:06:00 GMT", "Thu, 04 Mar 2021 10:05:00 GMT", 60.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Thu, 04 Mar 2021 10:05:00 GMT", 0.0),
        ("Thu, 04 Mar 2021 10:06:00 GMT", None, None),
    ],
)
def test_retry_after(value, now, seconds):
    assert retry_after(value, now) == seconds
