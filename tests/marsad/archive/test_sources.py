"""States of sources, and marks."""

from datetime import datetime

import pytest
from sqlalchemy.exc import StatementError

from marsad.archive import Archive
from marsad.model import SourceId, SourceState
from tests.builders import PUBLISHED
from tests.marsad.archive.values import NOW, later

FULL = SourceState(
    source=SourceId("first-en"),
    etag='W/"a b"',
    last_modified="Wed, 03 Mar 2021 12:00:00 GMT",
    body_hash="abc",
    next_poll=later(5),
    last_poll=NOW,
    last_success=NOW,
    newest_entry=PUBLISHED,
    failures=3,
    error="503 Service Unavailable",
)


def test_states_come_back_as_they_were(archive: Archive) -> None:
    new = SourceState(source=SourceId("second-ar"))
    with archive.writing() as work:
        assert work.sources.states() == {}
        work.sources.save([FULL, new])
        work.sources.save([])
        assert work.sources.states() == {FULL.source: FULL, new.source: new}


def test_the_last_state_counts(archive: Archive) -> None:
    empty = SourceState(source=FULL.source)
    with archive.writing() as work:
        work.sources.save(iter([FULL]))
        work.sources.save([empty])
        assert work.sources.states() == {FULL.source: empty}


def test_a_time_without_a_zone_is_a_mistake(archive: Archive) -> None:
    naive = SourceState(source=FULL.source, last_poll=datetime(2021, 3, 3))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"), archive.writing() as work:
        work.sources.save([naive])


def test_marks_are_remembered(archive: Archive) -> None:
    with archive.writing() as work:
        assert work.marks.get("heartbeat") is None
        work.marks.set("heartbeat", "one")
        work.marks.set("heartbeat", "two")
        assert work.marks.get("heartbeat") == "two"


def test_marks_are_found_by_how_they_begin(archive: Archive) -> None:
    with archive.writing() as work:
        for name in ("wave:b", "wave:a", "wave%", "heartbeat"):
            work.marks.set(name, name.upper())
        assert list(work.marks.beginning("wave:").items()) == [
            ("wave:a", "WAVE:A"),
            ("wave:b", "WAVE:B"),
        ]
        assert work.marks.beginning("wave%") == {"wave%": "WAVE%"}
        work.marks.forget("wave:a")
        work.marks.forget("never set")
        assert list(work.marks.beginning("wave:")) == ["wave:b"]
