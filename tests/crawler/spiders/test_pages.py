import asyncio
import subprocess
import sys
from contextlib import asynccontextmanager
from time import monotonic

import pytest

from crawler.spiders.pages import PageFetcher
from marsad.door import Door
from marsad.errors import FetchError, FetchRefused, FetchTooLarge
from tests.crawler.outlets import LOOPBACK, answer, outlet

PAGE = b"<html><body><p>A page.</p></body></html>"
ROBOTS = b"User-agent: *\nDisallow: /private\n"


@asynccontextmanager
async def a_fetcher(allow=LOOPBACK, **options):
    async with Door(allow_networks=allow) as door:
        pages = PageFetcher(door, **({"delay_seconds": 0.0} | options))
        try:
            yield pages
        finally:
            await pages.close()


def site(request):
    if request.path == "/robots.txt":
        return answer(ROBOTS, Content_Type="text/plain")
    if request.path.startswith("/big"):
        return answer(b"x" * 50_000_000, Content_Type="text/html")
    if request.path.startswith("/missing"):
        return answer(status="404 Not Found")
    if request.path.startswith("/busy"):
        return answer(status="429 Too Many Requests", Retry_After="120")
    if request.path.startswith("/moved"):
        return answer(status="302 Found", Location="/page")
    if request.path.startswith("/inside"):
        return answer(status="302 Found", Location="http://10.0.0.1/")
    if request.path.startswith("/refresh"):
        meta = b'<meta http-equiv="refresh" content="0;url=/private">'
        return answer(meta, Content_Type="text/html")
    return answer(PAGE, Content_Type="text/html; charset=utf-8", Set_Cookie="seen=1")


async def test_a_page_comes_with_its_type():
    async with outlet(site) as server, a_fetcher() as pages:
        page = await pages.fetch(server.url("/page"))
    assert (page.url, page.body) == (server.url("/page"), PAGE)
    assert page.content_type == "text/html; charset=utf-8"


async def test_many_pages_at_once():
    async with outlet(site) as server, a_fetcher() as pages:
        got = await asyncio.gather(*(pages.fetch(server.url(f"/{n}")) for n in range(60)))
    assert [page.url for page in got] == [server.url(f"/{n}") for n in range(60)]
    assert server.paths.count("/robots.txt") == 1


async def test_the_same_page_twice_is_fetched_twice():
    async with outlet(site) as server, a_fetcher() as pages:
        await pages.fetch(server.url("/page"))
        await pages.fetch(server.url("/page"))
    assert server.paths.count("/page") == 2


async def test_few_at_a_time_from_one_host():
    busy = most = 0

    async def slowly(request):
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        return answer(PAGE)

    async with outlet(slowly) as server, a_fetcher(per_host=2) as pages:
        await asyncio.gather(
            *(pages.fetch(server.url(f"/{n}"), robots="ignore") for n in range(20))
        )
    assert most == 2


async def test_a_pause_between_pages_of_a_host():
    async with outlet(site) as server, a_fetcher(per_host=1, delay_seconds=0.1) as pages:
        await pages.fetch(server.url("/0"))
        started = monotonic()
        await asyncio.gather(*(pages.fetch(server.url(f"/{n}")) for n in range(4)))
    assert monotonic() - started > 0.15


@pytest.mark.parametrize(
    ("path", "error", "text"),
    [
        pytest.param("/private/1", FetchRefused, "robots.txt", id="robots"),
        pytest.param("/big", FetchTooLarge, "larger than", id="50 MB"),
        pytest.param("/inside", FetchRefused, "private address", id="redirect inside"),
        pytest.param("/missing", FetchError, "HTTP 404", id="missing"),
        pytest.param("/busy", FetchError, "HTTP 429", id="busy"),
    ],
)
async def test_pages_that_do_not_come(path, error, text):
    async with outlet(site) as server, a_fetcher() as pages:
        with pytest.raises(error, match=text):
            await pages.fetch(server.url(path))


async def test_a_busy_host_tells_when_to_come_back():
    async with outlet(site) as server, a_fetcher() as pages:
        with pytest.raises(FetchError) as caught:
            await pages.fetch(server.url("/busy"))
    assert (caught.value.status, caught.value.retry_after) == (429, 120.0)


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://x/", "data:text/html,x", "/etc/hosts"])
async def test_only_the_web_is_fetched(url):
    async with a_fetcher() as pages:
        with pytest.raises(FetchRefused):
            await pages.fetch(url)


async def test_loopback_is_refused_unless_listed():
    async with outlet(site) as server, a_fetcher(allow=()) as pages:
        for robots in ("obey", "ignore"):
            with pytest.raises(FetchRefused, match="private address"):
                await pages.fetch(server.url("/page"), robots=robots)
    assert server.asked == []


async def test_concurrent_first_pages_obey_robots():
    async with outlet(site) as server, a_fetcher() as pages:
        got = await asyncio.gather(
            *(pages.fetch(server.url(f"/private/{n}")) for n in range(8)),
            pages.fetch(server.url("/page")),
            return_exceptions=True,
        )
    assert [type(one) for one in got[:8]] == [FetchRefused] * 8
    assert got[8].body == PAGE
    assert sorted(server.paths) == ["/page", "/robots.txt"]


async def test_robots_may_be_ignored_by_choice():
    async with outlet(site) as server, a_fetcher() as pages:
        page = await pages.fetch(server.url("/private/1"), robots="ignore")
    assert page.body == PAGE
    assert server.paths == ["/private/1"]


async def test_redirects_are_followed_by_the_door_but_meta_refresh_is_not():
    async with outlet(site) as server, a_fetcher() as pages:
        moved = await pages.fetch(server.url("/moved"))
        await pages.fetch(server.url("/refresh"))
    assert moved.url == server.url("/page")
    assert "/private" not in server.paths


async def test_neither_cookies_nor_referers_are_sent():
    async with outlet(site) as server, a_fetcher() as pages:
        await pages.fetch(server.url("/1"))
        await pages.fetch(server.url("/2"), headers={"X-Key": "k"})
    last = server.asked[-1].headers
    assert {"cookie", "referer"}.isdisjoint(last)
    assert last["x-key"] == "k"
    assert last["user-agent"].startswith("marsad/")


async def hang(request, reader, writer):
    await asyncio.Event().wait()


async def test_a_hanging_site_holds_nobody_up():
    async with outlet(writes=hang) as slow, outlet(site) as quick, a_fetcher() as pages:
        waiting = [
            asyncio.ensure_future(pages.fetch(slow.url(f"/{n}", host="localhost"), robots="ignore"))
            for n in range(50)
        ]
        started = monotonic()
        got = await asyncio.gather(*(pages.fetch(quick.url(f"/{n}")) for n in range(20)))
        assert len(got) == 20
        assert monotonic() - started < 5
        assert not any(one.done() for one in waiting)
        await pages.close()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(one) for one in ended} == {FetchError}


async def test_who_stops_waiting_frees_the_host():
    release = asyncio.Event()

    async def first_hangs(request):
        if request.path == "/slow":
            await release.wait()
        return answer(PAGE)

    async with outlet(first_hangs) as server, a_fetcher(per_host=1) as pages:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await pages.fetch(server.url("/slow"), robots="ignore")
        async with asyncio.timeout(5):
            await pages.fetch(server.url("/quick"), robots="ignore")


async def test_closing_is_quick_and_final():
    async with outlet(writes=hang) as slow, a_fetcher() as pages:
        waiting = [
            asyncio.ensure_future(pages.fetch(slow.url(f"/{n}"), robots="ignore"))
            for n in range(10)
        ]
        await asyncio.sleep(0.3)
        started = monotonic()
        await pages.close()
        assert monotonic() - started < 2
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(one, FetchError) for one in ended)
        with pytest.raises(FetchError, match="stopping"):
            await pages.fetch(slow.url("/again"), robots="ignore")


async def test_a_fetcher_that_was_never_used_closes():
    async with a_fetcher():
        pass


async def test_two_fetchers_one_after_the_other():
    async with outlet(site) as server:
        for _ in range(2):
            async with a_fetcher() as pages:
                assert (await pages.fetch(server.url("/page"))).body == PAGE


def test_scrapy_is_not_imported_before_the_first_page():
    code = "import sys, crawler.spiders.pages, crawler.collectors; print('scrapy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
