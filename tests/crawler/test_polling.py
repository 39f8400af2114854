from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.collectors import PollResult
from crawler.polling import next_state
from marsad.model import SourceState
from tests.builders import a_source

NOW = datetime(2021, 3, 4, 10, 5, tzinfo=UTC)
SOURCE = a_source(poll_seconds=300.0)
STATE = SourceState(
    source=SOURCE.id, etag='"a"', last_modified="then", body_hash="h", last_success=NOW
)


def after(result, state=STATE, source=SOURCE, newest=None, jitter=0.0):
    return next_state(source, state, result, newest=newest, now=NOW, jitter=jitter)


def a_result(outcome="changed", **changes):
    return PollResult(**({"outcome": outcome, "etag": '"b"', "body_hash": "i"} | changes))


def wait(state):
    return (state.next_poll - NOW).total_seconds()


def test_a_good_poll_is_remembered():
    before = SourceState(source=SOURCE.id, failures=3, error="HTTP 500")
    state = after(a_result(), before)
    assert (state.etag, state.body_hash) == ('"b"', "i")
    assert (state.last_poll, state.last_success) == (NOW, NOW)
    assert (state.failures, state.error) == (0, None)
    assert wait(state) == 300


def test_a_failed_poll_keeps_what_was_learned():
    failed = PollResult(outcome="failed", etag='"a"', body_hash="h", error="HTTP 500")
    earlier = NOW - timedelta(hours=1)
    state = after(failed, SourceState(source=SOURCE.id, last_success=earlier))
    assert (state.etag, state.body_hash) == ('"a"', "h")
    assert (state.last_poll, state.last_success) == (NOW, earlier)
    assert (state.failures, state.error) == (1, "HTTP 500")


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 300), (1, 600), (2, 1200), (3, 2400), (4, 3600), (10, 3600), (100_000, 3600)],
)
def test_failures_are_waited_for_longer_up_to_an_hour(failures, seconds):
    state = after(a_result("failed"), SourceState(source=SOURCE.id, failures=failures))
    assert wait(state) == seconds


def test_a_slow_source_is_not_polled_more_often_for_failing():
    slow = a_source(poll_seconds=6 * 3600.0)
    assert wait(after(a_result("failed"), source=slow)) == 6 * 3600


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(None, 300), (0.0, 300), (10.0, 300), (7200.0, 7200), (1e12, 24 * 3600)],
)
def test_what_the_server_asks_for_is_kept_to_up_to_a_day(asked, seconds):
    assert wait(after(a_result("failed", retry_after=asked))) == seconds


def test_jitter_never_brings_a_poll_before_the_time_asked_for():
    state = after(a_result("failed", retry_after=3600.0), jitter=-1.0)
    assert wait(state) == 3600


@given(st.floats(-1, 1))
def test_jitter_is_a_tenth(jitter):
    assert 269.999 <= wait(after(a_result(), jitter=jitter)) <= 330.001


@pytest.mark.parametrize(
    ("known", "newest", "expected"),
    [
        (None, None, None),
        (None, NOW, NOW),
        (NOW, None, NOW),
        (NOW, NOW - timedelta(days=1), NOW),
        (NOW - timedelta(days=1), NOW, NOW),
    ],
)
def test_the_newest_entry_only_grows(known, newest, expected):
    state = after(a_result(), SourceState(source=SOURCE.id, newest_entry=known), newest=newest)
    assert state.newest_entry == expected
