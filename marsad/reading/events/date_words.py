"""A time expression, and the small words that days and years are written with."""

from dataclasses import dataclass
from datetime import date, timedelta

from marsad.model import DatePrecision
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

AHEAD = timedelta(days=2)  # a day without a year may lie this far after publication, not more


@dataclass(frozen=True, slots=True)
class When:
    """A time expression at tokens `first` up to `last`; `spoken` beside a word of saying."""

    earliest: date
    latest: date
    precision: DatePrecision
    first: int
    last: int
    spoken: bool = False


def _spoken(line: Line, first: int) -> bool:
    """Whether the day belongs to the saying: "said on Wednesday"."""
    return any(first - 2 <= hit.last <= first for hit in line.valued(Tag.GRAMMAR, "say"))


def when_of(
    line: Line, days: tuple[date, date], precision: DatePrecision, first: int, last: int
) -> When:
    """The expression at these tokens, with whether it belongs to the saying."""
    return When(*days, precision, first, last, _spoken(line, first))


def small_number(line: Line, place: int) -> int | None:
    """A day of the month at a token, in digits or as an ordinal."""
    word = line.word(place)
    if word.isdigit() and 1 <= int(word) <= 31:
        return int(word)
    for tag in (Tag.ORDINAL, Tag.NUMBER):
        for hit in line.of(tag):
            if hit.last == place + 1 and 1 <= int(hit.value) <= 31:
                return int(hit.value)
    return None


def skip_back(line: Line, place: int) -> int:
    """The token before, past words like "of"."""
    place -= 1
    while line.word(place) in ("th", "st", "nd", "rd") or line.has(Tag.WHEN, "of", place):
        place -= 1
    return place


def year_after(line: Line, place: int, short: bool = False) -> tuple[int | None, int]:
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
