from datetime import UTC, datetime

import pytest

from demo.wording import time_words


def _words(
    happened: datetime, published: datetime, zone: str = "Asia/Baghdad"
) -> dict[str, object]:
    return dict(time_words({"event": happened}, published, zone))


@pytest.mark.parametrize(
    ("hour", "minute", "english", "persian"),
    [
        pytest.param(21, 5, "before dawn on Friday", "بامداد جمعه", id="just past midnight there"),
        pytest.param(3, 0, "on Friday morning", "صبح جمعه", id="morning"),
        pytest.param(10, 0, "on Friday afternoon", "عصر جمعه", id="afternoon"),
        pytest.param(20, 59, "on Friday evening", "شامگاه جمعه", id="just before midnight there"),
    ],
)
def test_the_day_is_named_as_it_was_in_iraq(
    hour: int, minute: int, english: str, persian: str
) -> None:
    day = 19 if hour == 21 else 20
    happened = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    words = _words(happened, happened)
    assert words["event_en"] == english
    assert words["event_fa"] == persian


def test_past_midnight_today_becomes_yesterday() -> None:
    happened = datetime(2026, 11, 20, 20, 50, tzinfo=UTC)
    before = _words(happened, datetime(2026, 11, 20, 20, 59, tzinfo=UTC))
    after = _words(happened, datetime(2026, 11, 20, 21, 1, tzinfo=UTC))
    assert before["event_ar_today"] == "مساء اليوم"
    assert after["event_ar_today"] == "مساء أمس"


def test_the_day_of_publication_is_the_outlets() -> None:
    published = datetime(2026, 11, 20, 20, 45, tzinfo=UTC)
    assert _words(published, published)["day_en"] == "Friday"
    assert _words(published, published, "Asia/Tehran")["day_en"] == "Saturday"
