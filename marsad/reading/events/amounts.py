"""Numbers as told: digits, number words, bounds."""

from dataclasses import dataclass

from marsad.model import Range
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_MOST = 1_000_000
_VAGUE = {"several": 2, "dozens": 24}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at tokens `first` up to `last`; `vague` when no number is written ("several")."""

    range: Range
    first: int
    last: int
    vague: bool = False


def amounts(line: Line, taken: frozenset[int] = frozenset()) -> tuple[Amount, ...]:
    """The numbers of a line that can count weapons or people; `taken` tokens belong to dates."""
    words = {hit.first: hit for hit in line.of(Tag.NUMBER)}
    bounds = {hit.first: hit for hit in line.of(Tag.BOUND)}
    digits = {i for i, token in enumerate(line.tokens) if token.word[0].isdigit()}
    found: list[Amount] = []
    done = 0
    for place in sorted(words.keys() | bounds.keys() | digits):
        if place < done or place in taken:
            continue
        amount = _number(line, place, words, bounds) or _vague(place, bounds)
        if amount is None:
            continue
        done = amount.last
        if not _is_measure(line, amount):
            found.append(amount)
    return tuple(found)


def _vague(place: int, bounds: dict[int, Hit]) -> Amount | None:
    hit = bounds.get(place)
    if hit is None or hit.value not in _VAGUE:
        return None
    return Amount(Range(low=_VAGUE[hit.value], high=None), place, hit.last, vague=True)


def _number(line: Line, place: int, words: dict[int, Hit], bounds: dict[int, Hit]) -> Amount | None:
    value, end = _value(line, place, words)
    if value is None:
        return None
    bound = _bound_before(line, place) or _bound_after(bounds, end)
    return Amount(_range(value, bound), place, end)


def _range(value: int, bound: str | None) -> Range:
    if bound == "at_least":
        return Range(low=value, high=None)
    if bound == "more_than":
        return Range(low=value + 1, high=None)
    if bound == "at_most":
        return Range(low=None, high=value)
    return Range(low=value, high=value)


def _bound_before(line: Line, place: int) -> str | None:
    for hit in line.of(Tag.BOUND):
        if place - 1 <= hit.last <= place and hit.last > place - 2 and hit.first < place:
            return hit.value
    return None


def _bound_after(bounds: dict[int, Hit], end: int) -> str | None:
    for place in range(end, end + 3):
        value = getattr(bounds.get(place), "value", None)
        if value == "at_least":
            return "at_least"
    return None


def _value(line: Line, place: int, words: dict[int, Hit]) -> tuple[int | None, int]:
    """The number that begins at a token, and where it ends."""
    digits = _digits(line, place)
    if digits is not None:
        scale = words.get(place + 1)
        factor = int(getattr(scale, "value", 0))
        if factor >= 100:
            return min(digits * factor, _MOST), getattr(scale, "last", place + 2)
        return digits, place + 1
    total, current, end = 0, 0, place
    seen = False
    while True:
        hit = words.get(end)
        if hit is None:
            after_and = words.get(end + 1) if seen and line.has(Tag.AND, "", end) else None
            if after_and is None or int(getattr(after_and, "value", 0)) >= max(current, 1):
                break
            hit, end = after_and, end + 1
        number, last = int(getattr(hit, "value", 0)), getattr(hit, "last", end + 1)
        if number >= 1000 or (number == 12 and seen):
            total, current = total + max(current, 1) * number, 0
        elif number == 100:
            current = max(current, 1) * 100
        elif seen and current and (current < 20 or number >= 20 or current % 10):
            if current % 100:
                break
            current += number
        else:
            current += number
        seen, end = True, last
    return (min(total + current, _MOST), end) if seen else (None, place)


def _digits(line: Line, place: int) -> int | None:
    """A whole number in digits that is no year, model or part of another number."""
    token = line.tokens[place]
    plain = token.word.replace(",", "")
    if not plain.isdigit() or len(plain) > 7:
        return None
    if "," in token.word and any(len(part) != 3 for part in token.word.split(",")[1:]):
        return None
    if len(plain) == 4 and "," not in token.word and 1900 <= int(plain) <= 2100:
        return None
    folded = line.sentence.folded
    before = folded[token.low - 1] if token.low else " "
    if before.isalpha() or (before == "-" and token.low > 1 and folded[token.low - 2].isalnum()):
        return None
    return int(plain)


def _is_measure(line: Line, amount: Amount) -> bool:
    """Whether the number measures a distance, a time, a calibre."""
    unit = next((h for h in line.of(Tag.UNIT) if h.first == amount.last), None)
    return unit is not None or line.word(amount.last) in ("%", "th", "st", "nd", "rd")
