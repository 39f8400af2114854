"""The names in a line that can be those of doers."""

from collections.abc import Iterator

from marsad.model import MatchKind, Perpetrator
from marsad.reading.events.lines import Line, Named
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import EventVocabulary


def actors(line: Line, vocabulary: EventVocabulary) -> Iterator[tuple[int, int, str]]:
    """Where actors of the watchlists are named, as groups or as states, with their ids."""
    spans = [(name, vocabulary.group_of(name.id)) for name in line.names if _acts(name)]
    for name, actor in spans:
        if actor is not None and not line.has(Tag.GRAMMAR, "sponsored", name.last):
            yield name.first, name.last, actor
    for hit in line.of(Tag.STATE):
        if line.has(Tag.GRAMMAR, "sponsored", hit.last):
            continue
        if hit.value in vocabulary.watchlists.actors and not any(
            n.first <= hit.first < n.last for n in line.names if _acts(n)
        ):
            yield hit.first, hit.last, hit.value


def _acts(name: Named) -> bool:
    return name.kind in (MatchKind.ACTOR, MatchKind.OFFICIAL)


def names_doer(line: Line, first: int, last: int) -> bool:
    """Whether a phrase can name a doer: an attacker's word or a proper name."""
    if any(first <= h.first < last for h in line.valued(Tag.GRAMMAR, "say", "reactions")):
        return False
    if any(first <= h.first < last for h in line.valued(Tag.CLAIM, "deny", "claim")):
        return False
    if any(first <= h.first < last for h in line.of(Tag.ATTACKER)):
        return not line.word(first).endswith("ing")
    if any(first <= h.first < last for h in line.of(Tag.WEAPON, Tag.NOUN, Tag.VERB)):
        return False
    if any(line.word(place).endswith("ing") for place in range(first, last)):
        return False
    capitals = [i for i in range(first, last) if line.capital(i)]
    if capitals == [0]:  # the first word of a sentence is always written so
        return line.text(0, 1).isupper() and len(line.word(0)) > 1
    return bool(capitals)


def unique(found: list[Perpetrator]) -> tuple[Perpetrator, ...]:
    """The perpetrators without repeats, in the order found."""
    return tuple(dict.fromkeys(found))
