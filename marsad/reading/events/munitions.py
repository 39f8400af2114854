"""Which weapons were used, how many of them, and how many were stopped."""

from marsad.model import Intercepted, Range
from marsad.reading.events.amounts import Amount
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import distance
from marsad.reading.events.vocabulary import UNARMED, EventVocabulary

_TWO = Range(low=2, high=2)
_ONE = Range(low=1, high=1)
_BETWEEN = 4  # words between a number and its weapon: "ten 107 mm Katyusha rockets"


def weapons(
    line: Line,
    trigger: Hit,
    vocabulary: EventVocabulary,
    foreign: frozenset[int],
    *,
    at_aircraft: bool = False,
) -> tuple[Hit, ...]:
    """The weapons of a trigger, the nearest first; the most exact where words overlap."""
    hits = [
        h
        for h in line.of(Tag.WEAPON, Tag.DUAL)
        if (_attacks(h, vocabulary) or at_aircraft) and line.clause[h.first] not in foreign
    ]
    hits = [h for h in hits if not any(_covers(o, h) for o in hits)]
    hits = list({(h.first, h.last): h for h in reversed(hits)}.values())
    return tuple(sorted(hits, key=lambda h: (_apart(line, h, trigger), distance(h, trigger))))


def _attacks(hit: Hit, vocabulary: EventVocabulary) -> bool:
    entry = vocabulary.watchlists.weapons.get(hit.value)
    return entry is not None and entry.family not in UNARMED


def _covers(other: Hit, hit: Hit) -> bool:
    return (
        other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
    )


def _apart(line: Line, hit: Hit, trigger: Hit) -> int:
    return abs(line.clause[hit.first] - line.clause[trigger.first])


def count(
    line: Line,
    used: tuple[Hit, ...],
    numbers: tuple[Amount, ...],
    vocabulary: EventVocabulary,
) -> Range | None:
    """How many weapons: the first number that stands with one of them."""
    vague: Range | None = None
    for hit in used:
        if hit.tag is Tag.DUAL:
            return _TWO
        if vocabulary.watchlists.weapons[hit.value].family == "air":
            continue  # "16 killed by air strikes"
        amount = next((a for a in numbers if _counts(line, a, hit)), None)
        if amount is not None and not amount.vague:
            return amount.range
        if amount is not None and vague is None:
            vague = amount.range
    if vague is not None:
        return vague
    return _ONE if any(_is_single(line, hit) for hit in used) else None


def _counts(line: Line, amount: Amount, hit: Hit) -> bool:
    if not amount.last <= hit.first <= amount.last + _BETWEEN:
        return amount.first <= hit.first < amount.last
    between = range(amount.last, hit.first)
    blocked = (Tag.PEOPLE, Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB, Tag.KILLED, Tag.WOUNDED)
    if any(line.word(i) in (",", ".", ";", "(", "and") for i in between):
        return False
    return not any(h.first in between for h in line.of(*blocked))


def _is_single(line: Line, hit: Hit) -> bool:
    """Whether the words name one weapon and are not part of "rocket attack"."""
    single = any(h.first <= hit.first and h.last == hit.last for h in line.of(Tag.SINGLE))
    inside = line.sentence.language == "en" and any(
        n.first <= hit.first < n.last and n.last - n.first > 1 for n in line.of(Tag.NOUN)
    )
    return single and not inside


def intercepted(line: Line) -> Intercepted | None:
    """What was stopped on its way."""
    values = {hit.value for hit in line.of(Tag.STOPPED)}
    if "partly" in values:
        return "partly"
    if "all" in values:
        return "all"
    return "partly" if "active" in values else None
