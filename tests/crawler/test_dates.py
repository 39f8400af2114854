from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import parse_date

BAGHDAD = ZoneInfo("Asia/Baghdad")
MORNING = datetime(2021, 3, 4, 10, 5, tzinfo=UTC)
DAY = datetime(2021, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-04T10:05:00Z", MORNING),
        ("2021-03-04T13:05:00+03:00", MORNING),
        ("2021-03-04T13:05:00+0300", MORNING),
        ("2021-03-04 13:05:00 +0300", MORNING),
        ("2021-03-04T10:05", MORNING),
        ("2021-03-04T10:05:00.1234567Z", MORNING.replace(microsecond=123456)),
        ("2021-03-04", DAY),
        ("20210304T100500Z", MORNING),
        ("2021/03/04 10:05", MORNING),
        ("Thu, 04 Mar 2021 10:05:00 GMT", MORNING),
        ("Thu, 04 Mar 2021 13:05:00 +0300", MORNING),
        ("Thu, 4 Mar 2021 10:05 GMT", MORNING),
        ("04 Mar 2021 05:05:00 EST", MORNING),
        ("Thur, 4th March 2021 10:05:00 UTC", MORNING),
        ("March 4, 2021 at 10:05 AM UTC", MORNING),
        ("Mar 4, 2021 1:05 PM GMT+3", MORNING),
        ("4 March 2021", DAY),
        ("Thu Mar  4 10:05:00 2021", MORNING),
        ("04-Mar-21 10:05", MORNING),
        ("04.03.2021 10:05", MORNING),
        ("03/14/2021", datetime(2021, 3, 14, tzinfo=UTC)),
        ("14/03/2021", datetime(2021, 3, 14, tzinfo=UTC)),
        pytest.param("Thu, 04/03/2021", DAY, id="the weekday tells the order"),
        ("Thu, 04 Mar 2021 13:05:00 Asia/Baghdad", MORNING),
        ("1614852300", MORNING),
        ("1614852300000", MORNING),
        ("jeudi 4 mars 2021 10:05", MORNING),
        ("Do, 4. März 2021 - 10:05", MORNING),
        ("4 Mart 2021 Perşembe 10:05", MORNING),
        ("4 de marzo de 2021", DAY),
        ("4 марта 2021, 10:05", MORNING),
        pytest.param("الخميس 4 مارس 2021", DAY, id="Egyptian month"),
        pytest.param("٤ آذار ٢٠٢١ - ١٠:٠٥", MORNING, id="Levantine month, Arabic digits"),
        pytest.param("الخميس، 4 آذار/مارس 2021 10:05 ص", MORNING, id="both months"),
        pytest.param("4 آذار 2021 1:05 م", MORNING.replace(hour=13), id="afternoon"),
        pytest.param("20 تشرين الثاني 2026", datetime(2026, 11, 20, tzinfo=UTC), id="two words"),
        pytest.param("1 كانون الثاني 2021", datetime(2021, 1, 1, tzinfo=UTC), id="January"),
        pytest.param("31 كانون الأول 2021", datetime(2021, 12, 31, tzinfo=UTC), id="December"),
        pytest.param("۱۴ اسفند ۱۳۹۹ - ۱۰:۰۵", MORNING, id="Jalali month"),
        pytest.param("پنج\u200cشنبه ۱۴ اسفند ۱۳۹۹", DAY, id="Jalali with a weekday"),
        pytest.param("1399/12/14 10:05", MORNING, id="Jalali numbers"),
        pytest.param("۴ مارس ۲۰۲۱", DAY, id="Persian, Gregorian month"),
    ],
)
def test_dates_that_are_understood(text, moment):
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "soon 5",
        "04/05/2021",
        "9999999999999999999",
        "Fri, 99 Foo 99999 99:99:99 +9999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "0000-00-00T00:00:00Z",
        "2021-03-04T10:05:00+25:61",
        "2021-02-30",
        "30 February 2021",
        "31 مهر 1400",
        "2021",
        "2021-03",
        "4 March",
        "March 2021",
        "10:05",
        "-",
        "x" * 1000,
        "1" * 300,
    ],
)
def test_dates_that_cannot_be_known(text):
    assert parse_date(text) is None


def test_the_offset_is_kept():
    assert parse_date("Thu, 04 Mar 2021 13:05:00 +0300").utcoffset() == timedelta(hours=3)
    assert parse_date("2021-03-04T13:05:00-05:00").utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize("text", ["2021-03-04T13:05:00", "4 March 2021 13:05", "04.03.2021 13:05"])
def test_a_date_without_a_zone_is_in_the_given_one(text):
    assert parse_date(text, BAGHDAD) == MORNING


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ("1 فروردین 1400", date(2021, 3, 21)),
        ("30 اسفند 1399", date(2021, 3, 20)),
        ("1 فروردین 1403", date(2024, 3, 20)),
        ("30 اسفند 1403", date(2025, 3, 20)),
        ("1 مهر 1402", date(2023, 9, 23)),
        ("22 بهمن 1357", date(1979, 2, 11)),
        ("29 اسفند 1404", date(2026, 3, 20)),
    ],
)
def test_the_iranian_calendar(jalali, gregorian):
    assert parse_date(jalali).date() == gregorian


@given(st.integers(200_000_000, 4_000_000_000), st.integers(-12, 14))
def test_what_is_written_in_usual_forms_is_read_back(seconds, hours):
    aware = datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours)))
    for text in (
        aware.isoformat(),
        aware.strftime("%a, %d %b %Y %H:%M:%S %z"),
        aware.strftime("%A, %d %B %Y %H:%M:%S %z"),
        aware.strftime("%B %d, %Y %I:%M:%S %p %z"),
    ):
        assert parse_date(text) == aware


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    parse_date(text)
