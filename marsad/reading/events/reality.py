"""In which way a clause tells its event: happened, threatened, denied, rehearsed, old."""

from dataclasses import dataclass

from marsad.model import Reality
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import Trigger
from marsad.reading.events.vocabulary import EventVocabulary
from marsad.settings.event_words import Cue

_EFFECTS = {
    "unreal": Reality.HYPOTHETICAL,
    "threat": Reality.THREATENED,
    "drill": Reality.EXERCISE,
    "accident": Reality.ACCIDENT,
    "deny": Reality.DENIED,
}
_HUMAN = frozenset({"small-arms", "suicide-vest", "sniper"})  # weapon words that name people
_ORDER = ("deny", "drill", "accident", "threat", "unreal")


@dataclass(frozen=True, slots=True)
class Sense:
    """How a trigger is meant. `past`: called old; `asserted`: told as news."""

    reality: Reality
    past: bool
    asserted: bool
    reference: bool  # "the attack": one that was told before
    doubtful: bool
    another: bool  # told to be a different one
    unrest: bool  # among protesters and police


def sense(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> Sense:
    """How the words around a trigger mean it."""
    effects = {cue.effect for cue in _cues(line, trigger, vocabulary)}
    reference = _definite(line, trigger.hit) if not trigger.verb else _known_weapon(line, trigger)
    if reference:
        effects -= {"unreal", "threat"}  # "if the attack ...": it is one that happened
    reality = next((_EFFECTS[e] for e in _ORDER if e in effects), Reality.HAPPENED)
    if reality is Reality.HAPPENED and not reference:
        reality = _mood(line, trigger)
    mentioned = is_mention(line, trigger)
    return Sense(
        reality=reality,
        past="past" in effects,
        asserted=not reference and not mentioned and not is_judged(line, trigger, vocabulary),
        reference=reference,
        doubtful="doubt" in effects,
        another="fresh" in effects,
        unrest="unrest" in effects,
    )


def story_effects(lines: tuple[Line, ...], vocabulary: EventVocabulary) -> frozenset[str]:
    """Effects of cues in the headline and first sentence that hold for the whole story."""
    found: set[str] = set()
    for line in lines:
        for hit in line.of(Tag.CUE):
            cue = vocabulary.cues.get((line.sentence.language, hit.value))
            if cue is not None and cue.scope == "story":
                found.add(cue.effect)
    if any(line.of(Tag.BREAKING) for line in lines):
        found.add("breaking")
    return frozenset(found)


def is_judged(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> bool:
    """Whether the clause is about a trial, an anniversary: whatever it tells is mentioned only."""
    return any(cue.effect == "past" for cue in _cues(line, trigger, vocabulary))


def denial(lines: list[Line], vocabulary: EventVocabulary) -> frozenset[str]:
    """Whether the headline says that what the story is about did not happen."""
    for line in lines[:1]:
        for hit in line.of(Tag.CUE):
            cue = vocabulary.cues.get((line.sentence.language, hit.value))
            if line.sentence.field != "title" or cue is None or cue.effect != "deny":
                continue
            if not _denies_role(line, hit):
                return frozenset({"deny"})
    return frozenset()


def _cues(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> list[Cue]:
    found = []
    for hit in line.of(Tag.CUE):
        cue = vocabulary.cues.get((line.sentence.language, hit.value))
        if cue is None or cue.scope == "story" or not _reaches(line, cue, hit, trigger):
            continue
        if any(line.valued(Tag.CUE, f"not {cue.id}")):
            continue
        if cue.effect == "deny" and _denies_role(line, hit):
            continue
        found.append(cue)
    return found


def _reaches(line: Line, cue: Cue, hit: Hit, trigger: Trigger) -> bool:
    one, other = line.clause[hit.first], line.clause[trigger.hit.first]
    if cue.scope == "sentence":
        return True
    if cue.scope == "clause":
        return one == other or (one == other - 1 and hit.last == trigger.hit.first)
    return hit.first < trigger.hit.last and trigger.hit.first < hit.last


def _denies_role(line: Line, cue: Hit) -> bool:
    """Whether "denied" denies who did it, which leaves the event standing."""
    return any(
        hit.first < cue.last and cue.first < hit.last for hit in line.valued(Tag.CLAIM, "deny")
    )


def _mood(line: Line, trigger: Trigger) -> Reality:
    """What the helping words before a trigger make of it."""
    place = trigger.hit.first
    clause = line.clause[place]
    for before in range(place - 1, max(place - (4 if trigger.verb else 6), -1), -1):
        if line.clause[before] != clause and line.word(before) not in ('"',):
            break
        if line.has(Tag.GRAMMAR, "modals", before) and not _past_modal(line, before):
            return Reality.HYPOTHETICAL
        near = place - before <= (2 if trigger.verb else 1)
        if near and line.has(Tag.GRAMMAR, "intentions", before):
            return Reality.HAPPENED if _by_means(line, before) else Reality.HYPOTHETICAL
        if trigger.verb and place - before <= 2 and line.has(Tag.GRAMMAR, "negations", before):
            return Reality.DENIED
    return Reality.HAPPENED


def _by_means(line: Line, place: int) -> bool:
    """Whether the intention was carried out: "used drones to attack"."""
    clause = line.clause[place]
    return any(
        clause - line.clause[hit.first] <= 1 and hit.first < place
        for hit in line.valued(Tag.GRAMMAR, "means")
    )


def _past_modal(line: Line, place: int) -> bool:
    """Names of months look like modals: "May"."""
    return (
        line.sentence.language == "en"
        and line.word(place) == "may"
        and line.capital(place)
        and place > 0
    )


def _known_weapon(line: Line, trigger: Trigger) -> bool:
    """Whether the subject is a weapon told of before: "the rockets were launched ..."."""
    return any(
        weapon.last <= trigger.hit.first
        and line.clause[weapon.first] == line.clause[trigger.hit.first]
        and line.has(Tag.GRAMMAR, "definite", weapon.first - 1) is not None
        and line.word(weapon.first - 1) != "'s"
        and weapon.value not in _HUMAN
        for weapon in line.of(Tag.WEAPON)
    )


def _definite(line: Line, hit: Hit) -> bool:
    """Whether a noun is one the reader already knows: "the attack", "Wednesday's attack"."""
    clause = line.clause[hit.first]
    for before in range(hit.first - 1, max(hit.first - 4, -1), -1):
        if line.clause[before] != clause:
            break
        if line.has(Tag.GRAMMAR, "definite", before):
            return True
        if line.has(Tag.GRAMMAR, "stops", before):
            break
    return any(ref.first <= hit.first < ref.last for ref in line.valued(Tag.GRAMMAR, "references"))


def is_mention(line: Line, trigger: Trigger) -> bool:
    """Whether the event is only mentioned: behind "following", "condemned", "who"."""
    clause = line.clause[trigger.hit.first]
    start = line.clause.index(clause)
    if trigger.verb and _told_by_toll(line, start):
        return False
    opener = {"after", "relative"}
    for hit in line.of(Tag.GRAMMAR):
        if hit.value in opener and start <= hit.first <= trigger.hit.first:
            if hit.value == "relative" and trigger.hit.first - hit.last > 4:
                continue
            if hit.value == "relative" and not trigger.verb and hit.first != start:
                continue
            return True
        if (
            hit.value == "reactions"
            and not trigger.verb
            and line.clause[hit.first] == clause
            and (hit.first < trigger.hit.first or line.sentence.language == "fa")
        ):
            return True
    return False


def _told_by_toll(line: Line, start: int) -> bool:
    """Whether the news is who was hit, and "after" tells by what: "Two killed after ..."."""
    return any(hit.last <= start for hit in line.of(Tag.KILLED, Tag.WOUNDED)) and not any(
        hit.last <= start for hit in line.of(Tag.NOUN, Tag.VERB)
    )
