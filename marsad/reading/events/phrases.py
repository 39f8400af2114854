"""Short noun phrases of English sentences: who stands before a verb, what stands behind it."""

from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_MOST = 12
_ENDS = frozenset(',.;:!?()[]"|—–-')
_DETERMINERS = frozenset(["a", "an", "the", "some", "several", "other"])


def phrase_after(line: Line, place: int) -> tuple[int, int] | None:
    """The noun phrase that begins at a token, up to the first word at which one ends."""
    while line.word(place) in _DETERMINERS:
        place += 1
    end = place
    while end < len(line.tokens) and end - place < _MOST:
        if _inside_name(line, end):
            end += 1
            continue
        if line.word(end) in _ENDS or _stops(line, end) or _verb(line, end):
            break
        end += 1
    while end > place and line.has(Tag.AND, "", end - 1):
        end -= 1
    return (place, end) if end > place else None


def phrase_before(line: Line, place: int) -> tuple[int, int] | None:
    """The noun phrase that ends before a verb, helping words skipped."""
    end = place
    while end > 0 and (_helps(line, end - 1) or line.word(end - 1) == ","):
        end -= 1
    end = _before_acronym(line, end)
    start = end
    while start > 0 and end - start < _MOST:
        before = start - 1
        if _inside_name(line, before):
            start = before
            continue
        if line.word(before) in _ENDS or _verb(line, before):
            break
        if _stops(line, before) and line.word(before) not in ("of", "'s"):
            break
        start = before
    while start < end and line.word(start) in _DETERMINERS:
        start += 1
    return (start, end) if end > start else None


def _before_acronym(line: Line, end: int) -> int:
    """Past a short name in brackets: "Tehrik-i-Taliban Pakistan (TTP)"."""
    if line.word(end - 1) != ")":
        return end
    return next((i for i in range(end - 2, max(end - 8, -1), -1) if line.word(i) == "("), end)


def _inside_name(line: Line, place: int) -> bool:
    """Whether a small word stands inside a proper name: "Islamic Resistance in Iraq"."""
    if line.word(place) not in ("in", "of", "the", "and") or not place:
        return False
    before = place - 1 - (line.word(place - 1) in ("in", "of", "and"))
    after = place + 1 + (line.word(place + 1) == "the")
    return line.capital(before) and line.capital(after) and not _is_year(line, after)


def _is_year(line: Line, place: int) -> bool:
    return any(h.first == place for h in line.of(Tag.MONTH, Tag.WEEKDAY))


def _helps(line: Line, place: int) -> bool:
    if any(h.first <= place < h.last for h in line.of(Tag.DAY, Tag.WEEKDAY)):
        return True
    return bool(line.has(Tag.GRAMMAR, "auxiliaries", place)) or line.word(place).endswith("ly")


def _stops(line: Line, place: int) -> bool:
    return line.has(Tag.GRAMMAR, "stops", place) is not None


def _verb(line: Line, place: int) -> bool:
    if not line.word(place).endswith("ed"):
        return False
    return any(
        hit.first == place and hit.last - hit.first == 1
        for hit in line.of(Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB, Tag.KILLED, Tag.WOUNDED)
    )
