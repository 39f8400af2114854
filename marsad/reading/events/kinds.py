"""Which kind of event a trigger tells: its own word, else weapon, target and doer."""

from marsad.model import Basis, MatchKind, Perpetrator
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import Trigger, distance
from marsad.reading.events.vocabulary import EventVocabulary

_NEAR = 8
_BESIDE = 3
_AT_SEA = frozenset(
    {"drone_attack", "missile_strike", "rocket_attack", "armed_attack", "ied_attack", "airstrike"}
)


def kind_of(
    line: Line,
    trigger: Trigger,
    weapons: tuple[Hit, ...],
    doers: tuple[Perpetrator, ...],
    vocabulary: EventVocabulary,
) -> str:
    """The id of the kind."""
    kind = trigger.kind or _suggested(weapons, vocabulary)
    if kind == "armed_attack" and trigger.verb:
        kind = _suggested(weapons, vocabulary) or kind  # "rockets were fired at"
    if trigger.stopped:
        return "shootdown_attempt" if _at_aircraft(line, trigger) else "interception"
    if not kind:
        kind = _unarmed(line, trigger, doers, vocabulary)
    if kind == "explosion_unattributed" and weapons:
        kind = _suggested(weapons, vocabulary) or kind
    if kind in ("airstrike", "armed_attack") and _on_insurgents(line, doers, vocabulary):
        return "counter_terror_op"
    if kind == "armed_attack" and _on_person(line, trigger):
        kind = "assassination"
    if kind in _AT_SEA and _at_ship(line, trigger):
        return "maritime_attack"
    return by_state(kind, doers, vocabulary)


def by_state(kind: str, doers: tuple[Perpetrator, ...], vocabulary: EventVocabulary) -> str:
    """The kind when a state did it: its drones make an air strike, its rockets a missile strike."""
    blamed = (Basis.CLAIMED, Basis.NAMED, Basis.BLAMED)
    states = [
        p.id for p in doers if p.id and p.basis in blamed and vocabulary.strikes_as_state(p.id)
    ]
    if not states:
        return kind
    if kind == "rocket_attack":
        return "missile_strike"
    from_iran = all(vocabulary.watchlists.actors[actor].side == "iran" for actor in states)
    return "airstrike" if kind == "drone_attack" and not from_iran else kind


def _suggested(weapons: tuple[Hit, ...], vocabulary: EventVocabulary) -> str:
    """What the nearest weapon suggests; a strong word wins over a weak one."""
    entries = [vocabulary.watchlists.weapons[hit.value] for hit in weapons]
    for strength in ("strong", "weak"):
        for entry in entries:
            if entry.suggests and (entry.strength == strength):
                return entry.suggests
    return ""


def _on_insurgents(line: Line, doers: tuple[Perpetrator, ...], vocabulary: EventVocabulary) -> bool:
    """Whether the country's own forces strike insurgents."""
    sides = {
        vocabulary.watchlists.actors[name.id].side
        for name in line.names
        if name.id in vocabulary.watchlists.actors
    }
    own = "iraq_state" in sides or any(hit.value == "IQ" for hit in line.of(Tag.DEMONYM))
    by_them = any(p.id == "isis" for p in doers)
    return own and "isis" in sides and not by_them and bool(line.of(Tag.AIR, Tag.KILLED))


def _on_person(line: Line, trigger: Trigger) -> bool:
    """Whether one person of note was shot: "gunned down a judge"."""
    last = line.word(trigger.hit.last - 1)
    return last in ("dead", "down", "murdered", "executed") and any(
        distance(hit, trigger.hit) <= _BESIDE for hit in line.of(Tag.PERSON)
    )


def _unarmed(
    line: Line, trigger: Trigger, doers: tuple[Perpetrator, ...], vocabulary: EventVocabulary
) -> str:
    """The kind where no weapon is named: states strike from the air, Iran with missiles."""
    states = [p.id for p in doers if p.id and vocabulary.strikes_as_state(p.id)]
    if states:
        from_iran = all(vocabulary.watchlists.actors[actor].side == "iran" for actor in states)
        return "missile_strike" if from_iran else "airstrike"
    return "airstrike" if _by_force(line, trigger) or _on_group(line, trigger) else "armed_attack"


def _on_group(line: Line, trigger: Trigger) -> bool:
    """Whether a strike hits somebody whom mostly states strike: "strike on the group's office"."""
    clause = line.clause[trigger.hit.first]
    strikes = any(hit.first == trigger.hit.first for hit in line.of(Tag.AIR))
    return strikes and any(
        name.kind is MatchKind.ACTOR
        and line.clause[name.first] == clause
        and name.first > trigger.hit.first
        for name in line.names
    )


def _by_force(line: Line, trigger: Trigger) -> bool:
    """Whether a state's force stands right before a word like "strike"."""
    word = line.word(trigger.hit.first)
    return word.startswith(("strike", "struck", "bomb")) and any(
        0 <= trigger.hit.first - hit.last <= 2 for hit in line.of(Tag.STATE)
    )


def _at_ship(line: Line, trigger: Trigger) -> bool:
    return any(
        distance(hit, trigger.hit) <= _NEAR and not _is_shooter(line, hit, trigger)
        for hit in line.of(Tag.SHIP)
    )


def _is_shooter(line: Line, ship: Hit, trigger: Trigger) -> bool:
    return any(hit.last == ship.first for hit in line.valued(Tag.CLAIM, "by"))


def _at_aircraft(line: Line, trigger: Trigger) -> bool:
    return any(distance(hit, trigger.hit) <= _NEAR for hit in line.of(Tag.AIRCRAFT))
