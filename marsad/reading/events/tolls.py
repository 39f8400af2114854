"""How many were killed and wounded."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Range
from marsad.reading.events.amounts import Amount
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.people import Group, groups, joined, total
from marsad.reading.events.tags import Tag

_NOBODY = Range(low=0, high=0)
_ONE = Range(low=1, high=1)
_BEFORE = 12  # tokens between a number and the word behind it
_AFTER = 4  # tokens between the word and a number behind it
_VERB = 5  # tokens between a group and a casualty word that is its own


@dataclass(frozen=True, slots=True)
class Toll:
    """What a line says of the dead and wounded; None: silent. `at`: the token it stands at."""

    killed: Range | None = None
    wounded: Range | None = None
    indirect: Range | None = None
    attackers: Range | None = None  # their own dead
    at: int = 0

    @property
    def silent(self) -> bool:
        """Whether nothing is said."""
        told = (self.killed, self.wounded, self.indirect, self.attackers)
        return all(count is None for count in told)


def toll(line: Line, numbers: tuple[Amount, ...]) -> Toll:
    """The casualties a line tells."""
    hits = sorted((*line.of(Tag.KILLED), *line.of(Tag.WOUNDED)), key=lambda h: (h.first, h.last))
    nobody = line.of(Tag.NOBODY)
    if not hits and not nobody and not line.of(Tag.INDIRECT):
        return Toll()
    indirect = _ONE if line.of(Tag.INDIRECT) and line.of(Tag.KILLED) else None
    hits = [h for h in hits if not any(n.first < h.last and h.first < n.last for n in nobody)]
    counts = _counts(line, hits, groups(line, numbers)) if hits else {}
    killed, wounded = counts.get(Tag.KILLED), counts.get(Tag.WOUNDED)
    if indirect is not None and (killed is None or killed == _ONE):
        killed = None
    for hit in nobody:
        if hit.value in ("both", "killed") and killed is None and indirect is None:
            killed = _NOBODY
        if hit.value in ("both", "wounded") and wounded is None:
            wounded = _NOBODY
    at = hits[0].first if hits else nobody[0].first if nobody else 0
    return Toll(killed, wounded, indirect, counts.get(Tag.ASIDE), at)


def _counts(line: Line, hits: list[Hit], people: tuple[Group, ...]) -> dict[Tag, Range]:
    """The first count of each: dead, wounded. A group counts once."""
    found: dict[Tag, Range] = {}
    used: set[int] = set()
    for tag, first, last, sides in _words(hits):
        if _is_unreal(line, first):
            continue
        if "one" in sides:
            found.setdefault(tag, _ONE)
            continue
        for side in _order(line, first, last, sides, people):
            own = [g for g in people if g.first not in used]
            chosen = (
                _behind(line, last, own, [h for h in hits if h.tag is not tag or h.first < last])
                if side == "after"
                else _ahead(line, first, own, hits)
            )
            used.update(g.first for g in chosen)
            count = total(g for g in chosen if not g.attackers)
            if count is not None:
                found.setdefault(tag, count)
            elif chosen and tag is Tag.KILLED:
                found.setdefault(Tag.ASIDE, total(chosen) or _ONE)
            if chosen:
                break
    return found


def _words(hits: list[Hit]) -> Iterator[tuple[Tag, int, int, frozenset[str]]]:
    """Casualty words with the sides on which their number may stand; the longest at a place."""
    done = -1
    for hit in hits:
        if hit.first < done:
            continue
        group = [h for h in hits if h.tag is hit.tag and h.first < hit.last and hit.first < h.last]
        longest = max(h.last - h.first for h in group)
        group = [h for h in group if h.last - h.first == longest]
        done = max(h.last for h in group)
        yield hit.tag, group[0].first, done, frozenset(h.value for h in group)


def _is_unreal(line: Line, first: int) -> bool:
    """Whether nobody is said to be hit: "could have been killed"."""
    return any(
        line.has(Tag.GRAMMAR, "modals", place) is not None
        for place in range(max(first - 3, 0), first)
    )


def _order(
    line: Line, first: int, last: int, sides: frozenset[str], people: tuple[Group, ...]
) -> tuple[str, ...]:
    """On which side to look first."""
    if sides == {"before"}:
        return ("before",)
    if sides == {"after"}:
        return ("after",)
    passive = any(
        line.has(Tag.GRAMMAR, "passive", place) for place in range(max(first - 4, 0), last)
    )
    if passive or any(first - 1 <= g.last <= first for g in people):
        return ("before", "after")
    return ("after", "before")


def _ahead(line: Line, first: int, people: list[Group], hits: list[Hit]) -> list[Group]:
    """The people before the word, with those that "and" joins to them."""
    edge = max((h.last for h in hits if h.last <= first and h.first < first), default=0)
    stops = (place for place in range(edge, first) if line.word(place) in (".", ";", ":", "!"))
    edge = max((edge, *(place + 1 for place in stops)))
    ahead = [g for g in people if edge <= g.first < first and not _is_shut_off(line, g, first)]
    if own := [g for g in people if g.first <= first < g.last]:
        return own  # one word for two dead: "قتيلان"
    if not ahead or first - ahead[-1].last > _BEFORE:
        return []
    return _chain(line, ahead[::-1])


def _is_shut_off(line: Line, group: Group, first: int) -> bool:
    """Whether a single comma parts the people from the word; two enclose an aside."""
    between = range(group.last, first)
    commas = sum(line.word(place) == "," for place in between)
    return (
        commas == 1
        and line.sentence.language == "en"
        and not any(line.has(Tag.AND, "", place) for place in between)
    )


def _behind(line: Line, last: int, people: list[Group], hits: list[Hit]) -> list[Group]:
    """The people behind the word, with those that "and" joins to them."""
    end = min((h.first for h in hits if h.first >= last), default=len(line.tokens))
    behind = [
        g for g in people if last <= g.first < end or (g.first >= last and g.first < last + 1)
    ]
    if not behind or behind[0].first - last >= _AFTER or _is_cut(line, last, behind[0].first):
        return []
    chosen = _chain(line, behind)
    while len(chosen) > 1 and _has_own_word(chosen[-1], hits):
        chosen.pop()
    return chosen


def _is_cut(line: Line, last: int, first: int) -> bool:
    return any(
        line.word(place) in (",", ".", ";", ":", "(")
        or line.has(Tag.AND, "", place)
        or any(h.first == place for h in line.of(Tag.WEAPON))
        for place in range(last, first)
    )


def _has_own_word(group: Group, hits: list[Hit]) -> bool:
    """Whether the people joined by "and" are the subject of the next word: "and five were hurt"."""
    return any(0 <= hit.first - group.last <= _VERB and hit.value != "after" for hit in hits)


def _chain(line: Line, people: list[Group]) -> list[Group]:
    """The first group and those joined to it one after the other."""
    chosen = people[:1]
    for group in people[1:]:
        one, other = sorted((chosen[-1], group), key=lambda g: g.first)
        if not joined(line, one, other):
            break
        chosen.append(group)
    return chosen
