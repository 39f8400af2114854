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
        if line.word(end) in _ENDS or _stops(line, end) or _verb(line, end):
            break
        end += 1
    while end > place and line.has(Tag.AND, "", end - 1):
        end -= 1
    return (place, end) if end > place else None


def phrase_before(line: Line, place: int) -> tuple[int, int] | None:
    """The noun phrase that ends before a verb, helping words skipped."""
    end = place
    while end > 0 and _helps(line, end - 1):
        end -= 1
    start = end
    while start > 0 and end - start < _MOST:
        before = start - 1
        if line.word(before) in _ENDS or _verb(line, before):
            break
        if _stops(line, before) and line.word(before) not in ("of", "'s"):
            break
        start = before
    while start < end and line.word(start) in _DETERMINERS:
        start += 1
    return (start, end) if end > start else None


def _helps(line: Line, place: int) -> bool:
    return bool(line.has(Tag.GRAMMAR, "auxiliaries", place)) or line.word(place).endswith("ly")


def _stops(line: Line, place: int) -> bool:
    return line.has(Tag.GRAMMAR, "stops", place) is not None


def _verb(line: Line, place: int) -> bool:
    word = line.word(place)
    return any(
        hit.first == place and hit.last - hit.first == 1 and word.endswith("ed")
        for hit in line.of(Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB, Tag.KILLED, Tag.WOUNDED)
    )
