import asyncio
from time import process_time

import pytest

from crawler.robots import Robots
from marsad.door import Door
from marsad.errors import FetchRefused
from tests.crawler.outlets import LOOPBACK, answer, outlet


async def checked(rules, path="/news/1", **reply):
    """The delay that a host asks for, if it lets us."""
    async with (
        outlet(lambda request: answer(rules, **reply)) as server,
        Door(allow_networks=LOOPBACK) as door,
    ):
        return await Robots(door).check(server.url(path))


@pytest.mark.parametrize(
    "rules",
    [
        b"",
        b"User-agent: *\nDisallow:",
        b"User-agent: *\nDisallow: /private",
        b"User-agent: other\nDisallow: /",
        b"User-agent: *\nDisallow: /\nUser-agent: marsad\nAllow: /",
        b"User-agent: *\nDisallow: /news\nAllow: /news/1",
        b"<html><body>404</body></html>",
        b"\xff\xfe\x00rubbish",
    ],
)
async def test_allowed(rules):
    assert await checked(rules) == 0.0


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /",
        b"User-agent: *\nDisallow: /news",
        b"User-agent: *\nDisallow: /*/1$",
        b"User-agent: Marsad\nDisallow: /",
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /news\r\n",
    ],
)
async def test_disallowed(rules):
    with pytest.raises(FetchRefused, match=r"disallowed by robots\.txt"):
        await checked(rules)


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "429 Slow"])
async def test_a_host_without_rules_allows_everything(status):
    assert await checked(b"User-agent: *\nDisallow: /", status=status) == 0.0


@pytest.mark.parametrize("status", ["500 Broken", "503 Busy"])
async def test_a_host_that_cannot_say_allows_nothing(status):
    with pytest.raises(FetchRefused, match=status[:3]):
        await checked(b"", status=status)


async def test_a_host_that_cannot_be_reached_allows_nothing():
    async with Door(allow_networks=LOOPBACK) as door:
        with pytest.raises(FetchRefused, match="cannot be reached"):
            await Robots(door).check("http://127.0.0.1:9/news")


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        (b"User-agent: *\nCrawl-delay: 5", 5.0),
        (b"User-agent: *\nCrawl-delay: 0.5", 0.5),
        (b"User-agent: *\nCrawl-delay: 1000000", 30.0),
        (b"User-agent: *\nCrawl-delay: -1", 0.0),
        (b"User-agent: *\nCrawl-delay: soon", 0.0),
    ],
)
async def test_the_pause_that_a_host_wants(rules, seconds):
    assert await checked(rules) == seconds


async def test_a_host_is_asked_once():
    async with (
        outlet(lambda request: answer(b"User-agent: *\nDisallow: /x")) as server,
        Door(allow_networks=LOOPBACK) as door,
    ):
        robots = Robots(door)
        await asyncio.gather(*(robots.check(server.url(f"/{n}")) for n in range(20)))
        with pytest.raises(FetchRefused):
            await robots.check(server.url("/x/1"))
    assert server.paths == ["/robots.txt"]


async def test_hosts_and_ports_have_their_own_rules():
    async with (
        outlet(lambda request: answer(b"User-agent: *\nDisallow: /")) as closed,
        outlet(lambda request: answer(b"")) as open_,
        Door(allow_networks=LOOPBACK) as door,
    ):
        robots = Robots(door)
        with pytest.raises(FetchRefused):
            await robots.check(closed.url("/news"))
        assert await robots.check(open_.url("/news")) == 0.0


async def test_hostile_rules_cost_little():
    stars = b"Disallow: /" + b"*a" * 400 + b"$\n"
    before = process_time()
    assert await checked(b"User-agent: *\n" + stars * 500, path="/" + "a" * 4000) == 0.0
    assert await checked(b"x" * 5_000_000) == 0.0
    assert process_time() - before < 5
