from datetime import UTC, datetime

import aiohttp
import feedparser
import pytest

from demo.hostile import ARABIC_TITLE, bad_sites
from demo.script import Script, load_script
from demo.world import Clock, World, feed_path

START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def _at(seconds: float | None) -> Clock:
    return Clock(start=START, elapsed=lambda: seconds)


@pytest.fixture
def script() -> Script:
    return load_script()


async def _titles(world: World, outlet: str) -> list[str]:
    chosen = next(one for one in world.script.outlets if one.id == outlet)
    url = world.homes[outlet] + feed_path(chosen)
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return [entry.title for entry in feedparser.parse(await answer.text()).entries]


async def test_before_the_morning_only_old_stories_are_there(script: Script) -> None:
    async with World(script, clock=_at(None)) as world:
        assert await _titles(world, "two-rivers") == ["Rockets fall near Balad air base"]


async def test_a_story_is_there_from_its_second_on(script: Script) -> None:
    async with World(script, clock=_at(4.0)) as world:
        titles = await _titles(world, "two-rivers")
    assert titles[0] == "Rockets hit Ain al-Asad air base in western Iraq"


async def test_an_edit_replaces_the_headline_under_the_same_address(script: Script) -> None:
    async with World(script, clock=_at(30.0)) as world:
        outlet = script.outlets[0]
        (edited,) = [story for story in world.stories(outlet) if story.slug == "asad-first"]
    assert edited.title == "Ten rockets hit Ain al-Asad air base in western Iraq"
    assert edited.published < edited.modified


async def test_a_copy_names_whose_text_it_is(script: Script) -> None:
    async with World(script, clock=_at(30.0)) as world:
        url = f"{world.homes['cedar']}/story/asad-copy"
        async with aiohttp.ClientSession() as client, client.get(url) as answer:
            page = await answer.text()
    assert "first published by Two Rivers News" in page


async def test_whoever_has_the_feed_is_told_so(script: Script) -> None:
    async with World(script, clock=_at(4.0)) as world, aiohttp.ClientSession() as client:
        url = world.homes["two-rivers"] + "/feed.xml"
        async with client.get(url) as first:
            has = {"If-None-Match": first.headers["ETag"]}
        async with client.get(url, headers=has) as second:
            assert second.status == 304


async def test_every_placeholder_of_the_script_is_filled(script: Script) -> None:
    async with World(script, clock=_at(60.0)) as world:
        shown = [story for outlet in script.outlets for story in world.stories(outlet)]
    assert not [story.slug for story in shown if "{" in story.title + story.text]


async def test_the_wrong_charset_is_really_wrong(script: Script) -> None:
    async with (
        World(script, bad=bad_sites()) as world,
        aiohttp.ClientSession() as client,
        client.get(world.homes["wrong-charset"] + "/feed.xml") as answer,
    ):
        body = await answer.read()
    assert ARABIC_TITLE in body.decode("windows-1256")
    assert ARABIC_TITLE not in body.decode("utf-8", "replace")
