"""When something happened: the days, spans of days, months and years that a line names."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from marsad.model import DatePrecision
from marsad.reading.events.calendars import day_of, month_of, solar_day, solar_year_of
from marsad.reading.events.date_words import (
    AHEAD,
    When,
    skip_back,
    small_number,
    when_of,
    year_after,
)
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.moments import SANE_YEARS
from marsad.reading.events.relative_dates import relative_dates
from marsad.reading.events.tags import Tag

_NUMERIC = re.compile(r"\d[-/.]\d")  # in every date that is all figures
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")

_SLASHED = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


def dates(line: Line, anchor: datetime | None) -> tuple[When, ...]:
    """The days a line names; `anchor` is the time of publication in the zone of the source."""
    if anchor is not None and anchor.year not in SANE_YEARS:
        anchor = None
    found = [*_iso(line), *_slashed(line)] if _NUMERIC.search(line.sentence.folded) else []
    for tags, finder in _FINDERS:
        if not line.by_tag.keys().isdisjoint(tags):
            found.extend(finder(line, anchor))
    if not found:
        return ()
    found.sort(key=lambda when: (when.first, when.first - when.last))
    kept: list[When] = []
    for when in found:
        if not any(when.first < other.last and other.first < when.last for other in kept):
            kept.append(when)
    return tuple(_joined(line, [when for when in kept if not _is_start(line, when)]))


def has_clock(line: Line) -> bool:
    """Whether a line tells the time of day: "at 9:00 pm", "الساعة 10"."""
    return any(
        line.word(place)[:1].isdigit()
        for hit in line.valued(Tag.WHEN, "clock")
        for place in (hit.first - 1, hit.last)
    )


def _joined(line: Line, found: list[When]) -> Iterator[When]:
    """The days, two that a word like "between" joins as one span."""
    place = 0
    while place < len(found):
        one = found[place]
        other = found[place + 1] if place + 1 < len(found) else None
        between = any(hit.last == one.first for hit in line.valued(Tag.WHEN, "between"))
        if between and other is not None and other.first - one.last <= 1:
            days = sorted((one.earliest, other.latest))
            yield When(days[0], days[1], "days", one.first, other.last)
            place += 2
            continue
        yield one
        place += 1


def _is_start(line: Line, when: When) -> bool:
    """Whether the expression only begins or ends a span: "since October"."""
    return any(hit.last == when.first for hit in line.valued(Tag.WHEN, "since"))


def _iso(line: Line) -> Iterator[When]:
    for match in _ISO.finditer(line.sentence.folded):
        day = day_of(int(match[1]), int(match[2]), int(match[3]))
        inside = [i for i, t in enumerate(line.tokens) if match.start() <= t.low < match.end()]
        if day and inside:
            yield when_of(line, (day, day), "day", inside[0], inside[-1] + 1)


def _slashed(line: Line) -> Iterator[When]:
    for place, token in enumerate(line.tokens):
        if len(token.word) < 8 or not token.word[0].isdigit():
            continue
        match = _SLASHED.match(token.word)
        if match is None:
            continue
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        day = day_of(year, two, one) or day_of(year, one, two)
        if day:
            yield when_of(line, (day, day), "day", place, place + 1)


def _months(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.of(Tag.MONTH):
        month = int(hit.value)
        before = skip_back(line, hit.first)
        day, first = small_number(line, before), before
        last = hit.last + (line.word(hit.last) == ".")
        if day is None:
            first = hit.first
            after = small_number(line, last)
            if after is not None and line.word(last).isdigit():
                day, last = after, last + 1
                last += line.word(last) in ("th", "st", "nd", "rd")
        year, last = year_after(line, last, short=day is not None)
        found = _dated(year, month, day, anchor, sure=_month_is_meant(line, hit))
        if found:
            days, precision = found
            yield when_of(line, days, precision, first, last)


def _month_is_meant(line: Line, hit: Hit) -> bool:
    """Whether a month without a day or year is one: "in March", not "may" or "march"."""
    if hit.last - hit.first > 1:
        return True
    if line.sentence.language != "en":
        return len(line.word(hit.first)) > 2  # "مه" and "آب" are other words too
    if len(line.word(hit.first)) <= 3 and line.capital(hit.last):
        return False  # "Mar Taqla"
    return line.capital(hit.first) and line.word(hit.first - 1) in (
        *("in", "last", "since", "during", "of", "this", "late", "early", "mid", "throughout"),
        *("until", "and", "through"),
    )


def _dated(
    year: int | None, month: int, day: int | None, anchor: datetime | None, *, sure: bool
) -> tuple[tuple[date, date], DatePrecision] | None:
    if year is None:
        if anchor is None or (day is None and not sure):
            return None
        year = _latest_year(month, day or 1, anchor)
    if year < 1583:
        return None
    if day is None:
        return month_of(year, month), "month"
    exact = day_of(year, month, day)
    return ((exact, exact), "day") if exact else None


def _latest_year(month: int, day: int, anchor: datetime) -> int:
    """The year of the most recent such day."""
    this_year = day_of(anchor.year, month, min(day, 28))
    late = this_year is not None and this_year > anchor.date() + AHEAD
    return anchor.year - 1 if late else anchor.year


def _solar(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.of(Tag.SOLAR):
        before = skip_back(line, hit.first)
        day = small_number(line, before)
        year, last = year_after(line, hit.last)
        if year is None and anchor is not None:
            year = solar_year_of(anchor.date())
            exact = solar_day(year, int(hit.value), day or 1)
            if exact is not None and exact > anchor.date() + AHEAD:
                year -= 1
        if year is None or year > 1500 or (day is None and last == hit.last):
            continue
        start = solar_day(year, int(hit.value), day or 1)
        if start is None:
            continue
        end = start if day else start + timedelta(days=29)
        yield when_of(
            line, (start, end), "day" if day else "month", before if day else hit.first, last
        )


def _years(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.valued(Tag.WHEN, "year"):
        word = line.word(hit.last)
        if not (word.isdigit() and len(word) == 4):
            continue
        year = int(word)
        if 1300 <= year < 1500:
            start = solar_day(year, 1, 1)
            if start is not None:
                yield when_of(
                    line, (start, start + timedelta(days=364)), "year", hit.first, hit.last + 1
                )
        elif 1900 <= year <= 2100:
            days = (date(year, 1, 1), date(year, 12, 31))
            yield when_of(line, days, "year", hit.first, hit.last + 1)


# Who looks for which words; most lines have none of them.
_FINDERS: tuple[tuple[frozenset[Tag], Callable[[Line, datetime | None], Iterator[When]]], ...] = (
    (frozenset({Tag.MONTH}), _months),
    (frozenset({Tag.SOLAR}), _solar),
    (frozenset({Tag.WEEKDAY, Tag.DAY, Tag.WHEN, Tag.SPAN}), relative_dates),
    (frozenset({Tag.WHEN}), _years),
)
