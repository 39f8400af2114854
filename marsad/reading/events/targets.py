"""What or who was attacked."""

from collections.abc import Iterator

from marsad.model import MatchKind
from marsad.reading.events.lines import Line
from marsad.reading.events.phrases import phrase_after, phrase_before
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import Trigger, is_bare_participle
from marsad.reading.events.vocabulary import EventVocabulary

_MOST = 4
_SITES = frozenset(["in", "inside", "outside", "on", "at", "near"])
_AIMS = frozenset(["on", "against", "at", "targeting", "of"])


def targets(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> tuple[str, ...]:
    """The targets as written; only where word order tells (English)."""
    if line.sentence.language != "en":
        return ()
    found = [line.text(*span) for span in _spans(line, trigger) if _is_thing(line, *span)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _spans(line: Line, trigger: Trigger) -> Iterator[tuple[int, int]]:
    hit = trigger.hit
    passive = is_bare_participle(line, hit) or any(
        line.has(Tag.GRAMMAR, "passive", i) for i in range(max(hit.first - 2, 0), hit.first)
    )
    if trigger.verb and passive:
        span = _sufferer(line, hit.first)
    elif trigger.verb:
        start = hit.last + (line.word(hit.last) in _AIMS)
        span = phrase_after(line, start)
    else:
        span = phrase_after(line, hit.last + 1) if line.word(hit.last) in _AIMS else None
    if span:
        yield span
    if (
        trigger.verb
        and line.word(hit.last) in _SITES
        and (site := phrase_after(line, hit.last + 1))
    ):
        yield site  # "a bomb was placed in the bank"
    for place in range(len(line.tokens)):
        if (
            line.word(place) == "targeting"
            and abs(line.clause[place] - line.clause[hit.first]) <= 1
        ):
            aimed = phrase_after(line, place + 1)
            if aimed:
                yield aimed


def _sufferer(line: Line, place: int) -> tuple[int, int] | None:
    """Who suffers a passive verb: the phrase before it, or before its "who"."""
    for before in range(place - 1, max(place - 4, -1), -1):
        if line.word(before) in ("who", "which"):
            return phrase_before(line, before)
    return phrase_before(line, place)


def _is_thing(line: Line, first: int, last: int) -> bool:
    """Whether the phrase is a target and not the weapon, a number or a day."""
    if any(first <= h.first < last for h in line.of(Tag.MONTH, Tag.WEEKDAY, Tag.DAY)):
        return False
    if any(first <= h.first < last and h.last >= last for h in line.of(Tag.WEAPON)):
        return False
    return any(line.word(i).isalpha() and len(line.word(i)) > 2 for i in range(first, last))


def target_ids(line: Line, trigger: Trigger, struck: str | None) -> tuple[str, ...]:
    """Watched places and actors among the targets: the place, and groups behind "against"."""
    found = [struck] if struck else []
    clause = line.clause[trigger.hit.first]
    for name in line.names:
        if name.kind is not MatchKind.ACTOR or line.clause[name.first] != clause:
            continue
        if any(
            name.first - 2 <= h.last <= name.first for h in line.valued(Tag.WHERE, "at", "towards")
        ):
            found.append(name.id)
    return tuple(dict.fromkeys(found))
