"""How many were killed and wounded."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import MatchKind, Range
from marsad.reading.events.amounts import Amount
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_NOBODY = Range(low=0, high=0)
_ONE = Range(low=1, high=1)
_WINDOW = 9  # tokens between a number and its word


@dataclass(frozen=True, slots=True)
class Toll:
    """What a line says of the dead and wounded; None where it is silent. `at`: the token it stands at."""

    killed: Range | None = None
    wounded: Range | None = None
    indirect: Range | None = None
    at: int = 0

    @property
    def silent(self) -> bool:
        """Whether nothing is said."""
        return self.killed is None and self.wounded is None and self.indirect is None


def toll(line: Line, numbers: tuple[Amount, ...]) -> Toll:
    """The casualties a line tells."""
    indirect = _ONE if line.of(Tag.INDIRECT) and line.of(Tag.KILLED) else None
    hits = sorted((*line.of(Tag.KILLED), *line.of(Tag.WOUNDED)), key=lambda h: (h.first, h.last))
    used: set[int] = set()
    counts: dict[Tag, list[Range]] = {Tag.KILLED: [], Tag.WOUNDED: []}
    for tag, group in _words(hits):
        for count in _count(line, group, numbers, used, hits):
            counts[tag].append(count)
    killed = counts[Tag.KILLED][0] if counts[Tag.KILLED] else None
    wounded = counts[Tag.WOUNDED][0] if counts[Tag.WOUNDED] else None
    if indirect is not None and (killed is None or killed == _ONE):
        killed = None
    for hit in line.of(Tag.NOBODY):
        if hit.value in ("both", "killed") and killed is None:
            killed = _NOBODY if indirect is None or hit.value == "both" else killed
        if hit.value in ("both", "wounded") and wounded is None:
            wounded = _NOBODY
    at = hits[0].first if hits else line.of(Tag.NOBODY)[0].first if line.of(Tag.NOBODY) else 0
    return Toll(killed, wounded, indirect, at)


def _words(hits: list[Hit]) -> Iterator[tuple[Tag, list[Hit]]]:
    """Casualty words, those at one place together with the sides on which their number may stand."""
    done: set[int] = set()
    for hit in hits:
        if hit.first in done:
            continue
        group = [h for h in hits if h.tag is hit.tag and h.first < hit.last and hit.first < h.last]
        for other in group:
            done.update(range(other.first, other.last))
        longest = max(h.last - h.first for h in group)
        yield hit.tag, [h for h in group if h.last - h.first == longest]


def _count(
    line: Line,
    group: list[Hit],
    numbers: tuple[Amount, ...],
    used: set[int],
    hits: list[Hit],
) -> Iterator[Range]:
    sides = {h.value for h in group}
    first, last = min(h.first for h in group), max(h.last for h in group)
    passive = any(line.has(Tag.GRAMMAR, "passive", i) for i in range(max(first - 3, 0), last))
    order = ["before", "after"] if passive or "before" in sides else ["after", "before"]
    if sides == {"before"}:
        order = ["before"]
    elif sides == {"after"}:
        order = ["after"]
    elif _counted_before(line, first, numbers):
        order = ["before", "after"]
    own = next((a for a in numbers if a.first >= first and a.last <= last), None)
    if own is not None and own.first not in used:  # one word for two dead: "قتيلان"
        used.add(own.first)
        yield own.range
        return
    for side in order:
        found = (
            _before(line, first, numbers, used, hits)
            if side == "before"
            else _after(line, last, numbers, used)
        )
        if found is not None:
            yield found
            return


def _counted_before(line: Line, first: int, numbers: tuple[Amount, ...]) -> bool:
    """Whether people or a number stand right before the word: "one person killed"."""
    return (
        any(a.last == first for a in numbers)
        or any(h.last == first for h in line.of(Tag.PEOPLE))
        or any(a.last == first - 1 for a in numbers)
    )


def _after(line: Line, last: int, numbers: tuple[Amount, ...], used: set[int]) -> Range | None:
    """The people behind the word: "killing two soldiers and a guard"."""
    total = _group_after(line, last, numbers, used)
    return total


def _group_after(
    line: Line, start: int, numbers: tuple[Amount, ...], used: set[int]
) -> Range | None:
    place = start
    stop = min(start + 4, len(line.tokens))
    while place < stop:
        amount = next((a for a in numbers if a.first == place), None)
        if amount is not None:
            if _is_weapon_next(line, amount.last) or amount.first in used:
                return None
            used.add(amount.first)
            return amount.range
        one = next((h for h in line.of(Tag.ONE) if h.first == place), None)
        if one is not None and _person_within(line, one.last, 6):
            return _singles(line, one.first)
        if _ends(line, place):
            return None
        if _person_at(line, place):
            return _singles(line, place)
        if _is_name(line, place):
            return _ONE
        place += 1
    return None


def _is_name(line: Line, place: int) -> bool:
    """Whether somebody is named: two capitalised words, or an office-holder's name."""
    if any(n.first == place and n.kind is MatchKind.OFFICIAL for n in line.names):
        return True
    return (
        line.capital(place)
        and line.capital(place + 1)
        and place > 0
        and line.sentence.field == "text"
        and line.word(place - 1)
        in ("killed", "kills", "killing", "assassinated", "murdered", "wounded")
    )


def _singles(line: Line, start: int) -> Range:
    """Single persons joined by "and": "a woman and a child" are two."""
    count, place, end = 1, start, min(start + 14, len(line.tokens))
    seen = False
    while place < end:
        if _person_at(line, place):
            seen = True
        if seen and place > start and _person_at(line, place) and _glued_and(line, place):
            count += 1
            place += 1
            continue
        joint = line.has(Tag.AND, "", place)
        if joint and seen and _joined_person(line, place):
            count += 1
            break
        if (
            line.word(place) in (".", ";", ",")
            or line.of(Tag.KILLED)
            and any(h.first == place for h in line.of(Tag.KILLED, Tag.WOUNDED))
        ):
            break
        place += 1
    return Range(low=count, high=count)


def _glued_and(line: Line, place: int) -> bool:
    """Whether "and" is written as part of the word: "وطفل"."""
    return line.sentence.language == "ar" and line.word(place).startswith("و")


def _joined_person(line: Line, joint: int) -> bool:
    return _person_within(line, joint + (0 if _person_at(line, joint) else 1), 4)


def _person_within(line: Line, start: int, reach: int) -> bool:
    for place in range(start, min(start + reach, len(line.tokens))):
        if _person_at(line, place):
            return True
        if place > start and _ends(line, place):
            return False
    return False


def _person_at(line: Line, place: int) -> bool:
    return any(h.first == place for h in line.of(Tag.PEOPLE))


def _ends(line: Line, place: int) -> bool:
    if line.has(Tag.AND, "", place):
        return True
    return line.word(place) in (",", ".", ";", ":", "(", ")") or any(
        h.first == place for h in line.of(Tag.VERB, Tag.WEAPON)
    )


def _is_weapon_next(line: Line, place: int) -> bool:
    return any(place <= h.first <= place + 1 for h in line.of(Tag.WEAPON))


def _before(
    line: Line, first: int, numbers: tuple[Amount, ...], used: set[int], hits: list[Hit]
) -> Range | None:
    """The people before the word: "two soldiers were killed", "4 dead"."""
    low = max(first - _WINDOW, 0)
    total: list[Range] = []
    place = first - 1
    while place >= low:
        if any(h.last == place + 1 for h in hits) or line.word(place) in (".", ";", ":", "("):
            break
        amount = next((a for a in numbers if a.last == place + 1), None)
        if amount is not None:
            if amount.first not in used and not _is_weapon_next(line, amount.last):
                used.add(amount.first)
                total.append(amount.range)
                if not _joined_before(line, amount.first):
                    break
                place = amount.first - 1
                continue
            break
        place -= 1
    if total:
        return _sum(total)
    return _single_before(line, low, first, hits)


def _joined_before(line: Line, place: int) -> bool:
    """Whether another number of people stands before, joined by "and" or a comma."""
    return bool(line.has(Tag.AND, "", place - 1)) or bool(line.has(Tag.AND, "", place))


def _sum(ranges: list[Range]) -> Range:
    low = sum(r.low or 0 for r in ranges)
    high = None if any(r.high is None for r in ranges) else sum(r.high or 0 for r in ranges)
    return Range(low=low, high=high)


def _single_before(line: Line, low: int, first: int, hits: list[Hit]) -> Range | None:
    people = [h for h in line.of(Tag.PEOPLE) if low <= h.first < first]
    if not people:
        return None
    edge = max((i for i in range(low, first) if line.word(i) in (".", ";", ":", ",")), default=-1)
    people = [h for h in people if h.first > edge]
    between = any(
        people
        and people[0].first < h.last <= first
        and h.first > people[0].first
        and h.last < first
        for h in hits
    )
    if not people or between:
        return None
    count = 1
    if len(people) > 1 and any(
        people[0].last <= h.first < people[-1].last for h in line.of(Tag.AND)
    ):
        count = 2
    return Range(low=count, high=count)
