"""Whole stories: what their later paragraphs recall is no news."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.model import Reality, Story, StoryId
from marsad.reading.reader import Reader

STORIES = yaml.safe_load(
    (Path(__file__).parents[2] / "data/readings/background.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("told", STORIES, ids=[told["title"] for told in STORIES])
def test_only_what_is_news_is_new(told: dict[str, Any], reader: Reader) -> None:
    story = Story(
        id=StoryId("one"),
        url=None,
        source=None,
        title=told["title"],
        text=told["text"],
        published=datetime(2026, 11, 20, 7, tzinfo=UTC),
        zone="Asia/Baghdad",
    )
    new = [
        event
        for event in reader.read(story).events
        if event.attack and event.new and event.reality in (Reality.HAPPENED, Reality.CLAIMED)
    ]
    assert len(new) == told["new"]
