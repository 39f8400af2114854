"""Stories handed in as JSON lines."""

import json
from datetime import UTC, datetime

import pytest

from marsad.app.stories import stories_of
from marsad.model import SourceId
from tests.builders import a_source

SOURCES = {SourceId("baghdad"): a_source("baghdad", zone="Asia/Baghdad", grade="A")}


def the_story(**given):
    line = json.dumps({"title": "Rockets", "text": "Two rockets hit."} | given)
    (only,) = stories_of([line], SOURCES)
    assert only.fault is None
    return only.story


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param("{", "not JSON", id="broken"),
        pytest.param("[" * 100_000, "nested too deeply", id="a nesting bomb"),
        pytest.param("[]", "expected a JSON object", id="a list"),
        pytest.param("{}", "expected a title or a text", id="nothing in it"),
        pytest.param('{"title": ""}', "expected a title or a text", id="an empty title"),
        pytest.param('{"title": 7}', "title: expected a string", id="a number as title"),
        pytest.param('{"title": "x", "published": "today"}', "published: expected", id="no date"),
        pytest.param(
            '{"title": "x", "seen": "2021-03-03T10:00:00"}', "seen: expected", id="no zone"
        ),
        pytest.param(
            '{"title": "x", "seen": "0001-01-01T00:00:00+14:00"}',
            "seen: expected",
            id="before time",
        ),
    ],
)
def test_a_bad_line_says_what_is_wrong(line, fault):
    (only,) = stories_of([line], SOURCES)
    assert only.story is None
    assert fault in only.fault


def test_a_bad_line_costs_only_itself_and_keeps_its_number():
    lines = ["", '{"title": "one"}', "nonsense", '{"title": "two"}']
    found = list(stories_of(lines, SOURCES))
    assert [(line.number, line.story and line.story.title) for line in found] == [
        (2, "one"),
        (3, None),
        (4, "two"),
    ]


def test_times_are_kept_as_utc():
    story = the_story(published="2021-03-03T10:00:00+03:00")
    assert story.published == datetime(2021, 3, 3, 7, tzinfo=UTC)
    assert story.published.tzinfo is UTC


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        pytest.param({"source": "baghdad"}, "Asia/Baghdad", id="a source we know"),
        pytest.param({"published": "2021-03-03T10:00:00+03:00"}, "Etc/GMT-3", id="its offset"),
        pytest.param({"published": "2021-03-03T10:00:00-05:00"}, "Etc/GMT+5", id="west of UTC"),
        pytest.param(
            {"published": "2021-03-03T10:00:00+03:30"}, "Asia/Tehran", id="Tehran's offset"
        ),
        pytest.param(
            {"published": "2021-03-03T10:00:00+00:00", "language": "ar"},
            "Asia/Baghdad",
            id="Arabic",
        ),
        pytest.param({"language": "en"}, "UTC", id="nothing known"),
    ],
)
def test_the_zone_is_that_of_the_source_else_of_the_offset_else_of_the_language(given, zone):
    assert the_story(**given).zone == zone


def test_an_id_is_made_from_the_address_and_else_from_the_words():
    at_one_address = {the_story(url="https://a.example/1", title=t).id for t in ("one", "two")}
    without_address = {the_story(title=t).id for t in ("one", "two", "two")}
    assert len(at_one_address) == 1
    assert len(without_address) == 2


def test_a_lone_surrogate_does_not_survive():
    story = the_story(title="bad \ud800 letter")
    story.title.encode("utf-8")
