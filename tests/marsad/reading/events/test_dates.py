"""When something happened, out of the words."""

from datetime import date, datetime

import pytest

from marsad.reading.analysis import Analyst
from marsad.reading.events import EventVocabulary
from marsad.reading.events.calendars import solar_day, solar_year_of
from marsad.reading.events.dates import dates
from marsad.reading.events.lines import line_of
from tests.builders import a_story

ANCHOR = datetime.fromisoformat("2026-05-14T12:00:00+03:00")  # a Thursday


@pytest.mark.parametrize(
    ("language", "words", "first", "last", "precision"),
    [
        ("en", "on 3 March 2021", "2021-03-03", "2021-03-03", "day"),
        ("en", "on March 3, 2021", "2021-03-03", "2021-03-03", "day"),
        ("en", "on Feb. 25", "2026-02-25", "2026-02-25", "day"),
        ("en", "on 24 December", "2025-12-24", "2025-12-24", "day"),
        ("en", "in March 2021", "2021-03-01", "2021-03-31", "month"),
        ("en", "in 2020", "2020-01-01", "2020-12-31", "year"),
        ("en", "2021-03-03", "2021-03-03", "2021-03-03", "day"),
        ("en", "on Wednesday", "2026-05-13", "2026-05-13", "day"),
        ("en", "on Thursday", "2026-05-14", "2026-05-14", "day"),
        ("en", "last Thursday", "2026-05-07", "2026-05-07", "day"),
        ("en", "yesterday", "2026-05-13", "2026-05-13", "day"),
        ("en", "last night", "2026-05-13", "2026-05-13", "day"),
        ("en", "three days ago", "2026-05-11", "2026-05-11", "day"),
        ("en", "three weeks ago", "2026-04-20", "2026-04-26", "days"),
        ("en", "two months ago", "2026-03-01", "2026-03-31", "month"),
        ("en", "five years ago", "2021-01-01", "2021-12-31", "year"),
        ("en", "last month", "2026-04-01", "2026-04-30", "month"),
        ("en", "last year", "2025-01-01", "2025-12-31", "year"),
        ("ar", "مساء الأربعاء", "2026-05-13", "2026-05-13", "day"),
        ("ar", "أمس", "2026-05-13", "2026-05-13", "day"),
        ("ar", "في 3 آذار 2021", "2021-03-03", "2021-03-03", "day"),
        ("ar", "في 3 مارس 2021", "2021-03-03", "2021-03-03", "day"),
        ("ar", "في كانون الثاني 2020", "2020-01-01", "2020-01-31", "month"),
        ("ar", "في تموز الماضي", "2025-07-01", "2025-07-31", "month"),
        ("ar", "قبل ثلاثة أيام", "2026-05-11", "2026-05-11", "day"),
        ("ar", "قبل عامين", "2024-01-01", "2024-12-31", "year"),
        ("ar", "الشهر الماضي", "2026-04-01", "2026-04-30", "month"),
        ("ar", "الخميس الماضي", "2026-05-07", "2026-05-07", "day"),
        ("ar", "في الثالث عشر من الشهر الجاري", "2026-05-13", "2026-05-13", "day"),
        ("fa", "شامگاه چهارشنبه", "2026-05-13", "2026-05-13", "day"),
        ("fa", "سه‌شنبه", "2026-05-12", "2026-05-12", "day"),
        ("fa", "دیروز", "2026-05-13", "2026-05-13", "day"),
        ("fa", "۱۸ دی ۱۳۹۸", "2020-01-08", "2020-01-08", "day"),
        ("fa", "۲۰ اردیبهشت", "2026-05-10", "2026-05-10", "day"),
        ("fa", "۱۳ مارس ۲۰۲۲", "2022-03-13", "2022-03-13", "day"),
        ("fa", "ماه گذشته", "2026-04-01", "2026-04-30", "month"),
        ("fa", "دو هفته پیش", "2026-04-27", "2026-05-03", "days"),
    ],
)
def test_days(
    analyst: Analyst,
    vocabulary: EventVocabulary,
    language: str,
    words: str,
    first: str,
    last: str,
    precision: str,
) -> None:
    found = days(words, language, analyst, vocabulary, ANCHOR)

    assert [(w.earliest, w.latest, w.precision) for w in found] == [
        (date.fromisoformat(first), date.fromisoformat(last), precision)
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "since October"),
        ("en", "next Monday"),
        ("en", "it may march on"),
        ("en", "until 3 March 2021"),
        ("en", "on 31 February 2021"),
        ("ar", "منذ تموز"),
        ("ar", "الاثنين المقبل"),
        ("fa", "تیر به دیوار خورد"),
    ],
)
def test_no_day(analyst: Analyst, vocabulary: EventVocabulary, language: str, words: str) -> None:
    assert not days(words, language, analyst, vocabulary, ANCHOR)


def test_relative_words_mean_nothing_without_a_day_to_count_from(
    analyst: Analyst, vocabulary: EventVocabulary
) -> None:
    assert not days("on Wednesday", "en", analyst, vocabulary, None)
    assert days("on 3 March 2021", "en", analyst, vocabulary, None)


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1398, 10, 18), "2020-01-08"),
        ((1403, 12, 30), "2025-03-20"),
        ((1404, 1, 1), "2025-03-21"),
        ((1405, 1, 1), "2026-03-21"),
    ],
)
def test_solar_days(solar: tuple[int, int, int], gregorian: str) -> None:
    day = date.fromisoformat(gregorian)

    assert solar_day(*solar) == day
    assert solar_year_of(day) == solar[0]


def days(words, language, analyst, vocabulary, anchor):
    text = f"{words}."
    sentence = analyst.analyse(a_story(title="", text=text, language=language)).sentences[0]
    line = line_of(sentence, vocabulary.lexicons[language])
    return dates(line, anchor)
