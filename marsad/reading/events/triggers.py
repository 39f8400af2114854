"""Where a line tells an event: the words that name or report it."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import MatchKind
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import UNARMED, EventVocabulary

_REACH = 12  # tokens between a weapon and the verb it belongs to


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell an event; `kind` is empty when weapon, target and actor must tell."""

    hit: Hit
    kind: str
    verb: bool
    stopped: bool = False  # says that a weapon was shot down


def triggers(line: Line, vocabulary: EventVocabulary) -> tuple[Trigger, ...]:
    """The words of a line that tell events, one for every clause that has some."""
    found = [
        trigger for trigger in _candidates(line, vocabulary) if not _is_shot_down(line, trigger)
    ]
    return tuple(_strongest(line, found, vocabulary))


def _is_shot_down(line: Line, trigger: Trigger) -> bool:
    """Whether "shot" is part of "shot down"."""
    return not trigger.stopped and any(
        hit.first <= trigger.hit.last - 1 < hit.last and hit.last > trigger.hit.last
        for hit in line.valued(Tag.STOPPED, "all")
    )


def _candidates(line: Line, vocabulary: EventVocabulary) -> Iterator[Trigger]:
    for hit in line.of(Tag.NOUN):
        if hit.value or not _in_weapon(line, hit):
            yield Trigger(hit, hit.value, verb=False)
    for hit in line.of(Tag.VERB):
        if hit.value or not _is_talk(line, hit, vocabulary):
            yield Trigger(hit, hit.value, verb=True)
    for hit in line.of(Tag.STRIKE_VERB):
        noun = any(w.first <= hit.first < w.last for w in line.of(Tag.WEAPON))  # "a bomb"
        if _armed(line, hit, vocabulary) if not noun else _has_doer(line, hit):
            yield Trigger(hit, "", verb=True)
    for hit in line.of(Tag.WEAPON_VERB):
        if weapon_near(line, hit, vocabulary) is not None:
            yield Trigger(hit, "", verb=True)
    for hit in line.of(Tag.FOUND):
        if weapon_near(line, hit, vocabulary) is not None:
            yield Trigger(hit, "attack_foiled", verb=True)
    for hit in line.valued(Tag.STOPPED, "all"):
        if weapon_near(line, hit, vocabulary) or _near(line, hit, Tag.AIRCRAFT):
            yield Trigger(hit, "", verb=True, stopped=True)


def weapon_near(line: Line, hit: Hit, vocabulary: EventVocabulary) -> Hit | None:
    """The nearest weapon in the clause of a trigger, or beside it."""
    best: Hit | None = None
    for weapon in line.of(Tag.WEAPON, Tag.DUAL):
        entry = vocabulary.watchlists.weapons.get(weapon.value)
        if entry is None or entry.family in UNARMED:
            continue
        far = distance(hit, weapon)
        same = line.clause[weapon.first] == line.clause[hit.first]
        if far > (_REACH if same else 4):
            continue
        if best is None or far < distance(hit, best):
            best = weapon
    return best


def distance(one: Hit, other: Hit) -> int:
    """Tokens between two phrases."""
    return max(one.first - other.last, other.first - one.last, 0)


def _near(line: Line, hit: Hit, tag: Tag) -> bool:
    return any(
        line.clause[other.first] == line.clause[hit.first] and distance(hit, other) <= _REACH
        for other in line.of(tag)
    )


def _in_weapon(line: Line, hit: Hit) -> bool:
    """Whether a noun is part of a weapon's name: "attack drones", not "missile attack"."""
    return line.sentence.language == "en" and any(
        weapon.first <= hit.first and hit.last < weapon.last for weapon in line.of(Tag.WEAPON)
    )


def _armed(line: Line, hit: Hit, vocabulary: EventVocabulary) -> bool:
    """Whether a weapon does it, or somebody armed stands right before the verb."""
    if weapon_near(line, hit, vocabulary) is not None:
        return True
    return _has_doer(line, hit)


def _has_doer(line: Line, hit: Hit) -> bool:
    return any(_does(line, hit, first, last) for first, last in _armed_people(line))


def _is_talk(line: Line, hit: Hit, vocabulary: EventVocabulary) -> bool:
    """Whether somebody in office attacks with words: no weapon, a minister before the verb."""
    if weapon_near(line, hit, vocabulary) is not None or line.of(Tag.ATTACKER):
        return False
    clause = line.clause[hit.first]
    return any(
        line.clause[p.first] == clause and p.last <= hit.first and hit.first - p.last <= _REACH
        for p in line.of(Tag.PERSON)
    )


def _does(line: Line, hit: Hit, first: int, last: int) -> bool:
    """Whether somebody stands before the verb ("Israel says it has struck") or behind its "by"."""
    if any(
        hit.last <= by.first <= hit.last + 1 and by.last <= first <= by.last + 2
        for by in line.valued(Tag.CLAIM, "by")
    ):
        return True
    gap = range(last, hit.first)
    if is_bare_participle(line, hit):
        return False
    if last > hit.first or len(gap) > _REACH // 2:
        return False
    if len(gap) <= 2 and line.clause[last - 1] == line.clause[hit.first]:
        return True
    return all(_links(line, place) for place in gap)


def is_bare_participle(line: Line, hit: Hit) -> bool:
    """Whether a past form has no object and is meant passively: "soldier killed in ..."."""
    if line.sentence.language != "en" or not (
        line.word(hit.last - 1).endswith("ed") or line.word(hit.last - 1) in ("shot", "dead")
    ):
        return False
    struck = (*line.of(Tag.PEOPLE, Tag.SHIP, Tag.AIRCRAFT), *line.valued(Tag.WHERE, "sites"))
    people = any(hit.first - 2 <= p.last <= hit.first for p in struck)
    people = people or line.word(hit.first - 1) == ","  # "Senator Jorge, kidnapped on ..."
    word = line.word(hit.last)
    return people and (
        not word or not word[0].isalnum() or line.has(Tag.GRAMMAR, "stops", hit.last) is not None
    )


def _links(line: Line, place: int) -> bool:
    """Whether a word only carries the subject on to its verb."""
    return line.word(place) in _PRONOUNS or any(
        line.has(Tag.GRAMMAR, value, place) is not None for value in ("say", "auxiliaries")
    )


_PRONOUNS = frozenset(["that", "it", "they", "its", "forces", "troops", "fire", "military"])


def _armed_people(line: Line) -> Iterator[tuple[int, int]]:
    for hit in line.of(Tag.STATE, Tag.ATTACKER):
        yield hit.first, hit.last
    for name in line.names:
        if name.kind is MatchKind.ACTOR:
            yield name.first, name.last


def _strongest(line: Line, found: list[Trigger], vocabulary: EventVocabulary) -> Iterator[Trigger]:
    """One trigger a clause: the one that names its kind, verbs before nouns."""
    by_clause: dict[int, list[Trigger]] = {}
    for trigger in found:
        by_clause.setdefault(line.clause[trigger.hit.first], []).append(trigger)
    for _, group in sorted(by_clause.items()):
        shot_down = [t for t in group if t.stopped]
        if shot_down:
            yield shot_down[0]
            continue
        foiled = [t for t in group if t.kind == "attack_foiled"]
        if foiled and min(t.hit.first for t in group) >= min(t.hit.first for t in foiled):
            yield foiled[0]
            continue
        yield max(group, key=lambda t: _weight(t, vocabulary))


def _weight(trigger: Trigger, vocabulary: EventVocabulary) -> tuple[int, int, int]:
    kind = vocabulary.kinds.get(trigger.kind)
    attack = 2 if kind is not None and kind.attack else 0 if kind is not None else 1
    weak = trigger.kind in ("", "explosion_unattributed", "property_attack")
    return (
        1 if attack or trigger.kind == "explosion_unattributed" else 0,
        2 if not weak else 1 if trigger.stopped or not trigger.kind else 0,
        int(trigger.verb) * 2 + (trigger.hit.last - trigger.hit.first),
    )
