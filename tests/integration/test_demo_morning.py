"""The scripted morning of the demo over real HTTP, SMTP and webhook, message by message."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.meter import MARSAD, variables
from demo.desk import WEBHOOK_VARIABLE
from demo.expected import Comparison, load_expected
from demo.hostile import ARABIC_TEXT, ARABIC_TITLE
from demo.morning import Play, staged, watch
from demo.script import load_script
from demo.sinks import Arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What is left of a morning once the daemon has stopped."""

    comparison: Comparison
    arrived: dict[str, list[Arrived]]
    logged: tuple[str, ...]
    code: int
    why: dict[str, dict[str, object]]  # what `marsad why` tells of each story of the script
    found: list[dict[str, object]]  # by `marsad search` with words of the windows-1256 story


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    return asyncio.run(_play(tmp_path_factory.mktemp("morning")))


async def _play(folder: Path) -> Morning:
    script = load_script()
    async with staged(folder, script) as play:
        async with play.daemon:
            comparison = await watch(play, load_expected())
            code = await play.daemon.stop()
        why = {}
        for outlet in script.outlets:
            for story in play.world.stories(outlet):
                (why[story.slug],) = await _told(play, "why", story.url, "--json")
        return Morning(
            comparison=comparison,
            arrived=play.arrived(),
            logged=tuple(play.daemon.logged),
            code=code,
            why=why,
            found=await _told(play, "search", "الموانئ الجنوبية", "--format", "jsonl"),
        )


async def _told(play: Play, *command: str) -> list[dict[str, object]]:
    """The JSON lines of a command over the morning's archive."""
    process = await asyncio.create_subprocess_exec(
        *(*MARSAD, "--config", str(play.daemon.config), *command),
        stdout=asyncio.subprocess.PIPE,
        env=variables(**{WEBHOOK_VARIABLE: play.slack.url}),
    )
    out, _ = await process.communicate()
    return [json.loads(line) for line in out.decode().splitlines()]


def test_exactly_the_expected_messages_arrive_once_each_in_their_threads(morning: Morning) -> None:
    assert morning.comparison.report() == ""


def test_the_daemon_stops_in_order(morning: Morning) -> None:
    assert morning.code == 0


@pytest.mark.parametrize(
    ("story", "fates"),
    [
        pytest.param("old-attack", {"stale"}, id="there before anybody looked"),
        pytest.param("old-harvest", {"kept", "off_topic"}, id="dull and old"),
        pytest.param("asad-first", {"alerted", "revision"}, id="first report, later edited"),
        pytest.param("asad-arabic", {"kept", "updated"}, id="second outlet, nothing new"),
        pytest.param("asad-copy", {"near_duplicate"}, id="syndicated copy"),
        pytest.param("asad-persian", {"kept", "updated"}, id="third outlet, nothing new"),
        pytest.param("asad-meridian", {"kept", "updated"}, id="fourth outlet, nothing new"),
        pytest.param("football", {"off_topic"}, id="football in words of war"),
        pytest.param("asad-toll", {"updated"}, id="toll"),
        pytest.param("anniversary", {"kept", "stale"}, id="anniversary"),
        pytest.param("opinion", {"kept", "off_topic"}, id="op-ed"),
        pytest.param("drill", {"kept", "off_topic"}, id="drill"),
        pytest.param("claim", {"updated"}, id="claim"),
        pytest.param("harir-first", {"alerted"}, id="second attack elsewhere"),
        pytest.param("harir-arabic", {"kept", "updated"}, id="second attack by another outlet"),
        pytest.param("condemnation", {"statement", "updated"}, id="condemnation"),
        pytest.param("denial", {"statement", "updated"}, id="denial"),
        pytest.param("oil-export", {"kept"}, id="keyword"),
    ],
)
def test_every_story_has_its_fate(morning: Morning, story: str, fates: set[str]) -> None:
    assert morning.why[story].get("disposition") in fates, morning.why[story]


@pytest.mark.parametrize(
    ("site", "words"),
    [
        pytest.param("not-a-feed", ("feed",), id="no XML"),
        pytest.param("empty-feed", ("empty",), id="empty"),
        pytest.param("to-private", ("10.0.0.1",), id="redirect to a private address"),
        pytest.param("to-metadata", ("169.254.169.254",), id="redirect to link-local"),
        pytest.param("big-page", ("large",), id="page of 50 MB"),
    ],
)
def test_a_bad_source_costs_a_clear_line(
    morning: Morning, site: str, words: tuple[str, ...]
) -> None:
    lines = [line for line in morning.logged if f"source={site} " in line and "WARNING" in line]
    assert len(lines) == 1, lines
    assert all(word in lines[0] for word in words), lines


def test_a_broken_date_is_no_date(morning: Morning) -> None:
    lines = [line for line in morning.logged if "settled: source=broken-date " in line]
    assert len(lines) == 1
    assert "without a date" in lines[0]


def test_nothing_ends_in_a_traceback(morning: Morning) -> None:
    assert not [line for line in morning.logged if line.startswith("Traceback")]


def test_arabic_in_windows_1256_is_read_as_written(morning: Morning) -> None:
    (story,) = morning.found
    assert (story["title"], story["text"]) == (ARABIC_TITLE, ARABIC_TEXT)
