from datetime import timedelta

import pytest

from marsad.settings.durations import duration


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30s", timedelta(seconds=30)),
        ("2m", timedelta(minutes=2)),
        ("36h", timedelta(hours=36)),
        ("1d", timedelta(days=1)),
        ("1.5h", timedelta(minutes=90)),
        (" 2 m ", timedelta(minutes=2)),
        (timedelta(seconds=5), timedelta(seconds=5)),
    ],
)
def test_durations_are_read(written, expected):
    assert duration(written) == expected


@pytest.mark.parametrize(
    "written", ["", "5", "2 minuts", "-1m", "1e3s", "m", "٣m٣", "9" * 400 + "s", "5000d"]
)
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(ValueError, match="expected a duration"):
        duration(written)
