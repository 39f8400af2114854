"""People counted in a line: "two soldiers and a guard", "14 people, including a child"."""

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.model import MatchKind, Range
from marsad.reading.events.amounts import Amount
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_ONE = Range(low=1, high=1)
_SOME = Range(low=2, high=None)
_NOUN = 6  # tokens from an article or number to its noun
_JOIN = 7  # tokens between two groups that "and" joins
_HUMAN = frozenset({"suicide-vest", "small-arms", "sniper"})  # weapon words that name people


@dataclass(frozen=True, slots=True)
class Group:
    """People counted by one number, article or noun; `attackers` when they are the doers."""

    range: Range
    first: int
    last: int
    attackers: bool = False
    counted: bool = True  # a number or an article stands with them


def groups(line: Line, numbers: tuple[Amount, ...]) -> tuple[Group, ...]:
    """Every group of people, without those that are a part of one before ("including")."""
    found = [_numbered(line, a) for a in numbers if not _counts_things(line, a)]
    taken = {i for g in found for i in range(g.first, g.last)}
    for hit in line.of(Tag.ONE):
        noun = _noun_after(line, hit.last)
        if hit.first not in taken and noun is not None:
            found.append(Group(_ONE, hit.first, noun + 1, _attacks(line, hit.first, noun + 1)))
            taken.update(range(hit.first, noun + 1))
    for first, last, count in _bare(line):
        if first not in taken:
            attackers = _attacks(line, first, last)
            found.append(Group(count, first, last, attackers, counted=False))
            taken.update(range(first, last))
    parts = _parts(line)
    return tuple(g for g in sorted(found, key=lambda g: g.first) if g.first not in parts)


def _numbered(line: Line, amount: Amount) -> Group:
    noun = _noun_after(line, amount.last)
    last = amount.last if noun is None else noun + 1
    return Group(amount.range, amount.first, last, _attacks(line, amount.first, amount.last + 3))


def _attacks(line: Line, first: int, last: int) -> bool:
    """Whether the people are the attackers: "three of the bombers"."""
    return any(first <= hit.first < last for hit in line.of(Tag.ASIDE))


def _noun_after(line: Line, place: int) -> int | None:
    """The noun for a person that an article or number belongs to."""
    for other in range(place, min(place + _NOUN, len(line.tokens))):
        if any(h.first == other for h in line.of(Tag.PEOPLE)):
            return other
        if _stops(line, other):
            return None
    return None


def _stops(line: Line, place: int) -> bool:
    return not line.word(place)[0].isalnum() or bool(
        line.has(Tag.AND, "", place) or line.has(Tag.GRAMMAR, "stops", place)
    )


def _bare(line: Line) -> Iterable[tuple[int, int, Range]]:
    """Nouns and names without a number: "Turkish soldier killed", "killed Abu Ali", "civilians"."""
    for hit in line.of(Tag.PEOPLE):
        yield hit.first, hit.last, _SOME if hit.value == "crowd" else _ONE
    for name in line.names:
        if name.kind is MatchKind.OFFICIAL and name.last - name.first > 1:
            yield name.first, name.last, _ONE


def _counts_things(line: Line, amount: Amount) -> bool:
    """Whether a number counts weapons, not people."""
    if any(hit.first == amount.last for hit in line.of(Tag.PEOPLE)):
        return False
    return any(
        amount.last <= hit.first <= amount.last + 1 and hit.value not in _HUMAN
        for hit in line.of(Tag.WEAPON)
    ) or any(amount.first <= hit.first < amount.last for hit in line.of(Tag.DUAL))


def _parts(line: Line) -> frozenset[int]:
    """Tokens of asides like "including two children", up to the next comma or verb."""
    covered: set[int] = set()
    for hit in line.of(Tag.PART):
        place = hit.last
        while place < len(line.tokens) and line.word(place) not in (",", ".", ";", ")"):
            if any(w.first == place for w in line.of(Tag.KILLED, Tag.WOUNDED)):
                break
            covered.add(place)
            place += 1
    return frozenset(covered)


def joined(line: Line, one: Group, other: Group) -> bool:
    """Whether "and" or a comma joins two groups into one count."""
    between = range(one.last, other.first)
    if len(between) > _JOIN:
        return False
    verbs = (Tag.KILLED, Tag.WOUNDED, Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB)
    if any(h.first in between for h in line.of(*verbs)):
        return False
    glued = line.sentence.language == "ar" and line.word(other.first).startswith("و")
    listed = one.counted and other.counted and any(line.word(i) == "," for i in between)
    return glued or listed or any(line.has(Tag.AND, "", place) for place in between)


def total(found: Iterable[Group]) -> Range | None:
    """All of them together."""
    victims = list(found)
    if not victims:
        return None
    low = sum(g.range.low or 0 for g in victims)
    open_end = any(g.range.high is None for g in victims)
    high = None if open_end else sum(g.range.high or 0 for g in victims)
    if all(g.range.low is None for g in victims):
        return Range(low=None, high=high)
    return Range(low=low, high=high)
