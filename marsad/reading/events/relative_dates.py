"""Days told from the day of publication: weekdays, "yesterday", "three weeks ago"."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from marsad.model import DatePrecision
from marsad.reading.events.calendars import day_of, month_of
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
from marsad.reading.events.tags import Tag

# Where most of what is told happens: a day ahead in the evening.
_EAST = timezone(timedelta(hours=3))


def relative_dates(line: Line, anchor: datetime | None) -> Iterator[When]:
    """The days a line tells by their distance from publication, none where that is unknown."""
    if anchor is not None:
        for finder in (_weekdays, _days, _ago, _units):
            yield from finder(line, anchor)


def _weekdays(line: Line, anchor: datetime) -> Iterator[When]:
    today = anchor.date()
    for hit in line.of(Tag.WEEKDAY):
        if _beside(line, hit, "coming") or year_after(line, hit.last)[0]:
            continue
        back = (today.weekday() - int(hit.value)) % 7
        if back == 0 and _beside(line, hit, "last"):
            back = 7
        if back == 6 and anchor.astimezone(_EAST).weekday() == int(hit.value):
            back = -1
        day = today - timedelta(days=back)
        yield when_of(line, (day, day), "day", hit.first, hit.last)


def _beside(line: Line, hit: Hit, value: str) -> bool:
    return any(
        other.last == hit.first or other.first == hit.last for other in line.valued(Tag.WHEN, value)
    )


def _days(line: Line, anchor: datetime) -> Iterator[When]:
    for hit in line.of(Tag.DAY):
        day = anchor.date() + timedelta(days=int(hit.value))
        yield when_of(line, (day, day), "day", hit.first, hit.last)


def _ago(line: Line, anchor: datetime) -> Iterator[When]:
    """ "three weeks ago", "قبل ثلاثة أسابيع": a number and a unit beside a word for "ago"."""
    for hit in line.valued(Tag.WHEN, "ago"):
        for unit in line.of(Tag.SPAN):
            if not (0 <= hit.first - unit.last <= 1 or 0 <= unit.first - hit.last <= 3):
                continue
            name, _, two = unit.value.partition(" ")
            number = 2 if two else _count_before(line, unit)
            days, precision = _back(anchor, name, number)
            first, last = min(hit.first, unit.first), max(hit.last, unit.last)
            if number is not None and not two and unit.first - 1 < first:
                first = unit.first - 1
            yield When(*days, precision, first, last)
            break


def _count_before(line: Line, unit: Hit) -> int | None:
    word = line.word(unit.first - 1)
    if word.isdigit() and len(word) < 5:
        return int(word)
    for hit in line.of(Tag.NUMBER):
        if hit.last == unit.first:
            return int(hit.value)
    return 1 if any(h.last == unit.first for h in line.of(Tag.ONE)) else None


def _back(
    anchor: datetime, unit: str, number: int | None
) -> tuple[tuple[date, date], DatePrecision]:
    """That many units before publication; several where no number is written."""
    today = anchor.date()
    if unit == "hour":
        day = (anchor - timedelta(hours=min(number or 2, 1000))).date()
        return (day, day), "day"
    if unit == "day":
        if number is None:
            return (today - timedelta(days=7), today - timedelta(days=2)), "days"
        day = today - timedelta(days=min(number, 20_000))
        return (day, day), "day"
    if unit == "week":
        middle = today - timedelta(weeks=min(number or 3, 2000))
        return (middle - timedelta(days=3), middle + timedelta(days=3)), "days"
    if unit == "month":
        months = today.year * 12 + today.month - 1 - min(number or 3, 240)
        return month_of(months // 12, months % 12 + 1), "month"
    year = max(today.year - (number or 3), 1)
    return (date(year, 1, 1), date(year, 12, 31)), "year"


def _units(line: Line, anchor: datetime) -> Iterator[When]:
    """ "last week", "this month", "الشهر الماضي"."""
    today = anchor.date()
    for unit in line.of(Tag.SPAN):
        if unit.value.endswith(" 2"):
            continue
        first, last = unit.first, unit.last
        for hit in line.valued(Tag.WHEN, "last"):
            if hit.last == unit.first or (hit.first == unit.last and not _is_unit(line, hit.last)):
                days, precision = _last(today, unit.value)
                yield when_of(line, days, precision, min(first, hit.first), max(last, hit.last))
                break
        else:
            for hit in line.valued(Tag.WHEN, "this"):
                if hit.last != unit.first and hit.first != unit.last:
                    continue
                if unit.value in ("week", "month", "year"):
                    start = min(first, hit.first)
                    yield from _this(line, today, unit.value, start, max(last, hit.last))
                    break


def _is_unit(line: Line, place: int) -> bool:
    return any(hit.first == place for hit in line.of(Tag.SPAN))


def _last(today: date, unit: str) -> tuple[tuple[date, date], DatePrecision]:
    if unit in ("hour", "day"):
        day = today - timedelta(days=1 if unit == "day" else 0)
        return (day, day), "day"
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return (monday, monday + timedelta(days=6)), "days"
    if unit == "month":
        last_day = today.replace(day=1) - timedelta(days=1)
        return (last_day.replace(day=1), last_day), "month"
    return (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)), "year"


def _this(line: Line, today: date, unit: str, first: int, last: int) -> Iterator[When]:
    """ "this month": a day of the running month, with the day when one is named before."""
    before = skip_back(line, first)
    number = small_number(line, before) if unit == "month" else None
    if (
        number is not None
        and (day := day_of(today.year, today.month, number))
        and day <= today + AHEAD
    ):
        yield when_of(line, (day, day), "day", before, last)
        return
    starts = {
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": date(today.year, 1, 1),
    }
    end = max(starts[unit], today - timedelta(days=2))
    precisions: dict[str, DatePrecision] = {"week": "days", "month": "month", "year": "year"}
    yield when_of(line, (starts[unit], end), precisions[unit], first, last)
