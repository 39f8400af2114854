"""The scripted morning means the same at every hour of the day, and past midnight."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from demo.script import Script, load_script
from demo.wording import SCENE
from demo.world import Clock, World
from marsad.app.readers import make_reader
from marsad.model import Event, Story, StoryId
from marsad.reading.reader import Reader
from marsad.settings.load import load

TELLING = ("asad-first", "asad-arabic", "asad-persian", "asad-meridian", "asad-toll", "claim")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return make_reader(load(None))


async def _stories(script: Script, start: datetime) -> list[Story]:
    async with World(script, clock=Clock(start=start, elapsed=lambda: 60.0)) as world:
        return [
            Story(
                id=StoryId(shown.slug),
                url=shown.url,
                source=None,
                title=shown.title,
                text=shown.text,
                language=outlet.language,
                published=shown.published,
                zone=outlet.zone,
            )
            for outlet in script.outlets
            for shown in world.stories(outlet)
        ]


def _attack(reader: Reader, story: Story) -> Event:
    events = [event for event in reader.read(story).events if event.attack and event.new]
    return max(events, key=lambda event: event.confidence)


@pytest.mark.parametrize(
    ("hour", "minute"),
    [
        pytest.param(23, 40, id="before midnight"),
        pytest.param(0, 2, id="just past midnight"),
        pytest.param(0, 20, id="the second attack past midnight too"),
        pytest.param(0, 50, id="all past midnight"),
        pytest.param(4, 59, id="before dawn"),
        pytest.param(12, 20, id="noon"),
        pytest.param(18, 5, id="evening"),
    ],
)
async def test_every_outlet_tells_the_same_day(reader: Reader, hour: int, minute: int) -> None:
    script = load_script()
    start = datetime(2026, 11, 21, hour, minute, tzinfo=ZoneInfo("Asia/Baghdad"))
    told = {story.id: story for story in await _stories(script, start)}
    happened = datetime.fromtimestamp(start.timestamp() + script.moments["asad"], SCENE).date()
    for name in TELLING:
        days = _attack(reader, told[StoryId(name)]).happened
        assert days is not None, name
        assert (days.earliest, days.latest) == (happened, happened), name
