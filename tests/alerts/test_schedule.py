"""When people are told."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alerts.schedule import due, next_clock, next_hour, quiet_until
from marsad.model import Severity
from marsad.settings.alerting import At, QuietHours
from tests.alerts.builders import a_recipient

NIGHT = QuietHours.model_validate({"from": "23:00", "to": "06:00", "except": "critical"})
NOON = QuietHours.model_validate({"from": "12:00", "to": "14:00", "except": "high"})
BAGHDAD = ZoneInfo("Asia/Baghdad")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "severity", "now", "end"),
    [
        pytest.param(NIGHT, Severity.HIGH, utc(3, 19, 59), None, id="a minute before"),
        pytest.param(NIGHT, Severity.HIGH, utc(3, 20), utc(4, 3), id="on the minute"),
        pytest.param(NIGHT, Severity.HIGH, utc(4, 2, 59), utc(4, 3), id="last minute"),
        pytest.param(NIGHT, Severity.HIGH, utc(4, 3), None, id="over"),
        pytest.param(NIGHT, Severity.CRITICAL, utc(3, 22), None, id="as bad as excepted"),
        pytest.param(NOON, Severity.MEDIUM, utc(3, 10), utc(3, 11), id="within a day"),
        pytest.param(NOON, Severity.HIGH, utc(3, 10), None, id="high is excepted"),
        pytest.param(None, Severity.LOW, utc(3, 22), None, id="no quiet hours"),
    ],
)
def test_quiet_hours(quiet, severity, now, end):
    assert quiet_until(quiet, BAGHDAD, severity, now) == end


def test_quiet_hours_of_no_length_are_none():
    quiet = QuietHours.model_validate({"from": "06:00", "to": "06:00"})
    assert quiet_until(quiet, BAGHDAD, Severity.LOW, utc(3, 3)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(utc(3, 4, 59), utc(3, 5), id="today"),
        pytest.param(utc(3, 5), utc(4, 5), id="just now: tomorrow"),
        pytest.param(utc(3, 22), utc(4, 5), id="tomorrow already, there"),
    ],
)
def test_the_next_time_a_clock_shows_eight(now, expected):
    assert next_clock(time(8), BAGHDAD, now) == expected


def test_a_clock_that_is_put_forward_keeps_its_hour():
    before = utc(27, 12)
    assert next_clock(time(8), BERLIN, before) == utc(28, 6)
    # 02:30 does not exist that night; an hour later does.
    assert next_clock(time(2, 30), BERLIN, before) == utc(28, 1, 30)


def test_a_digest_in_quiet_hours_comes_at_their_end():
    recipient = a_recipient(quiet={"from": "23:00", "to": "09:00"})
    when = due(At(digest=time(8)), recipient, Severity.LOW, utc(3, 12))
    assert (when.at, when.held) == (utc(4, 6), "digest")


def test_the_full_hour_is_never_now():
    assert next_hour(utc(3, 12)) == utc(3, 13)
    assert next_hour(utc(3, 23, 59)) == utc(4, 0)
