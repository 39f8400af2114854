"""When something happened: the days, spans of days, months and years that a line names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from marsad.model import DatePrecision
from marsad.reading.events.calendars import day_of, month_of, solar_day, solar_year_of
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SLASHED = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_EAST = timezone(
    timedelta(hours=3)
)  # where most of what is told happens: a day ahead in the evening
_AHEAD = timedelta(days=2)  # a day without a year may lie this far after publication, not more


@dataclass(frozen=True, slots=True)
class When:
    """A time expression at tokens `first` up to `last`; `spoken` beside a word of saying."""

    earliest: date
    latest: date
    precision: DatePrecision
    first: int
    last: int
    spoken: bool = False


def dates(line: Line, anchor: datetime | None) -> tuple[When, ...]:
    """The days a line names; `anchor` is the time of publication in the zone of the source."""
    found = [
        when
        for finder in (_iso, _slashed, _months, _solar, _weekdays, _days, _ago, _units, _years)
        for when in finder(line, anchor)
    ]
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


def _spoken(line: Line, first: int) -> bool:
    """Whether the day belongs to the saying: "said on Wednesday"."""
    return any(first - 2 <= hit.last <= first for hit in line.valued(Tag.GRAMMAR, "say"))


def _when(
    line: Line, days: tuple[date, date], precision: DatePrecision, first: int, last: int
) -> When:
    return When(*days, precision, first, last, _spoken(line, first))


def _iso(line: Line, anchor: datetime | None) -> Iterator[When]:
    for match in _ISO.finditer(line.sentence.folded):
        day = day_of(int(match[1]), int(match[2]), int(match[3]))
        inside = [i for i, t in enumerate(line.tokens) if match.start() <= t.low < match.end()]
        if day and inside:
            yield _when(line, (day, day), "day", inside[0], inside[-1] + 1)


def _slashed(line: Line, anchor: datetime | None) -> Iterator[When]:
    for place, token in enumerate(line.tokens):
        if len(token.word) < 8 or not token.word[0].isdigit():
            continue
        match = _SLASHED.match(token.word)
        if match is None:
            continue
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        day = day_of(year, two, one) or day_of(year, one, two)
        if day:
            yield _when(line, (day, day), "day", place, place + 1)


def _small_number(line: Line, place: int) -> int | None:
    """A day of the month at a token, in digits or as an ordinal."""
    word = line.word(place)
    if word.isdigit() and 1 <= int(word) <= 31:
        return int(word)
    for tag in (Tag.ORDINAL, Tag.NUMBER):
        for hit in line.of(tag):
            if hit.last == place + 1 and 1 <= int(hit.value) <= 31:
                return int(hit.value)
    return None


def _skip_back(line: Line, place: int) -> int:
    """The token before, past words like "of"."""
    place -= 1
    while line.word(place) in ("th", "st", "nd", "rd") or line.has(Tag.WHEN, "of", place):
        place -= 1
    return place


def _year_after(line: Line, place: int, short: bool = False) -> tuple[int | None, int]:
    """A year at a token or just behind a comma or a word for "year"; and where it ends."""
    start = place
    for _ in range(2):
        if line.word(place) == "," or line.has(Tag.WHEN, "year", place):
            place += 1
    word = line.word(place)
    if word.isdigit() and len(word) == 4 and 1300 <= int(word) <= 2100:
        return int(word), place + 1
    if short and place == start and word.isdigit() and len(word) == 2 and int(word) >= 32:
        return 1900 + int(word), place + 1
    return None, start


def _months(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.of(Tag.MONTH):
        month = int(hit.value)
        before = _skip_back(line, hit.first)
        day, first = _small_number(line, before), before
        last = hit.last + (line.word(hit.last) == ".")
        if day is None:
            first = hit.first
            after = _small_number(line, last)
            if after is not None and line.word(last).isdigit():
                day, last = after, last + 1
                last += line.word(last) in ("th", "st", "nd", "rd")
        year, last = _year_after(line, last, short=day is not None)
        found = _dated(year, month, day, anchor, sure=_month_is_meant(line, hit))
        if found:
            days, precision = found
            yield _when(line, days, precision, first, last)


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
    late = this_year is not None and this_year > anchor.date() + _AHEAD
    return anchor.year - 1 if late else anchor.year


def _solar(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.of(Tag.SOLAR):
        before = _skip_back(line, hit.first)
        day = _small_number(line, before)
        year, last = _year_after(line, hit.last)
        if year is None and anchor is not None:
            year = solar_year_of(anchor.date())
            exact = solar_day(year, int(hit.value), day or 1)
            if exact is not None and exact > anchor.date() + _AHEAD:
                year -= 1
        if year is None or year > 1500 or (day is None and last == hit.last):
            continue
        start = solar_day(year, int(hit.value), day or 1)
        if start is None:
            continue
        end = start if day else start + timedelta(days=29)
        yield _when(
            line, (start, end), "day" if day else "month", before if day else hit.first, last
        )


def _weekdays(line: Line, anchor: datetime | None) -> Iterator[When]:
    if anchor is None:
        return
    today = anchor.date()
    for hit in line.of(Tag.WEEKDAY):
        if _beside(line, hit, "coming") or _year_after(line, hit.last)[0]:
            continue
        back = (today.weekday() - int(hit.value)) % 7
        if back == 0 and _beside(line, hit, "last"):
            back = 7
        if back == 6 and anchor.astimezone(_EAST).weekday() == int(hit.value):
            back = -1
        day = today - timedelta(days=back)
        yield _when(line, (day, day), "day", hit.first, hit.last)


def _beside(line: Line, hit: Hit, value: str) -> bool:
    return any(
        other.last == hit.first or other.first == hit.last for other in line.valued(Tag.WHEN, value)
    )


def _days(line: Line, anchor: datetime | None) -> Iterator[When]:
    if anchor is None:
        return
    for hit in line.of(Tag.DAY):
        day = anchor.date() + timedelta(days=int(hit.value))
        yield _when(line, (day, day), "day", hit.first, hit.last)


def _ago(line: Line, anchor: datetime | None) -> Iterator[When]:
    """ "three weeks ago", "قبل ثلاثة أسابيع": a number and a unit beside a word for "ago"."""
    if anchor is None:
        return
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


def _units(line: Line, anchor: datetime | None) -> Iterator[When]:
    """ "last week", "this month", "الشهر الماضي"."""
    if anchor is None:
        return
    today = anchor.date()
    for unit in line.of(Tag.SPAN):
        if unit.value.endswith(" 2"):
            continue
        first, last = unit.first, unit.last
        for hit in line.valued(Tag.WHEN, "last"):
            if hit.last == unit.first or (hit.first == unit.last and not _is_unit(line, hit.last)):
                days, precision = _last(today, unit.value)
                yield _when(line, days, precision, min(first, hit.first), max(last, hit.last))
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
    before = _skip_back(line, first)
    number = (
        _small_number(line, before)
        if (unit == "month" and before < first - 1) or unit == "month"
        else None
    )
    if (
        number is not None
        and (day := day_of(today.year, today.month, number))
        and day <= today + _AHEAD
    ):
        yield _when(line, (day, day), "day", before, last)
        return
    starts = {
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": date(today.year, 1, 1),
    }
    end = max(starts[unit], today - timedelta(days=2))
    precisions: dict[str, DatePrecision] = {"week": "days", "month": "month", "year": "year"}
    yield _when(line, (starts[unit], end), precisions[unit], first, last)


def _years(line: Line, anchor: datetime | None) -> Iterator[When]:
    for hit in line.valued(Tag.WHEN, "year"):
        word = line.word(hit.last)
        if not (word.isdigit() and len(word) == 4):
            continue
        year = int(word)
        if 1300 <= year < 1500:
            start = solar_day(year, 1, 1)
            if start is not None:
                yield _when(
                    line, (start, start + timedelta(days=364)), "year", hit.first, hit.last + 1
                )
        elif 1900 <= year <= 2100:
            days = (date(year, 1, 1), date(year, 12, 31))
            yield _when(line, days, "year", hit.first, hit.last + 1)
