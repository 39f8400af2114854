"""One telling of an event in one clause, with every fact that stands near it."""

from dataclasses import dataclass
from datetime import datetime

from marsad.model import Intercepted, MatchKind, Perpetrator, Range, Span
from marsad.reading.events.amounts import Amount, amounts
from marsad.reading.events.claims import Blame, claims
from marsad.reading.events.culprits import doers, launchers
from marsad.reading.events.date_words import When
from marsad.reading.events.dates import dates
from marsad.reading.events.kinds import kind_of
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.munitions import count, intercepted, weapons
from marsad.reading.events.places import Candidate, Located, candidates, locate, with_launches
from marsad.reading.events.reality import Sense, is_mention, sense
from marsad.reading.events.tags import Tag
from marsad.reading.events.targets import target_ids, targets
from marsad.reading.events.tolls import Toll, toll
from marsad.reading.events.triggers import Trigger, triggers
from marsad.reading.events.vocabulary import EventVocabulary


@dataclass(frozen=True, slots=True)
class Mention:
    """What one clause tells of one event."""

    line: Line
    trigger: Trigger
    kind: str
    sense: Sense
    when: When | None
    located: Located
    weapons: tuple[str, ...]
    munitions: Range | None
    stopped: Intercepted | None
    perpetrators: tuple[Perpetrator, ...]
    targets: tuple[str, ...]
    target_ids: tuple[str, ...]
    damage: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """One line read: the events it tells and the facts that belong to no trigger."""

    line: Line
    mentions: tuple[Mention, ...]
    toll: Toll
    blame: Blame
    dates: tuple[When, ...]
    candidates: tuple[Candidate, ...]
    stopped: Intercepted | None
    damage: str | None


def told(line: Line, anchor: datetime | None, vocabulary: EventVocabulary) -> Told:
    """Read one line."""
    days = dates(line, anchor)
    telling = triggers(line, vocabulary)
    if not telling:
        return _aside(line, days, vocabulary)
    taken = frozenset(i for when in days for i in range(when.first, when.last))
    numbers = amounts(line, taken)
    found = candidates(line, vocabulary)
    stopped = intercepted(line)
    damage = _damage(line)
    found = with_launches(found, line, [trigger.hit.first for trigger in telling])
    facts = (days, numbers, found, stopped, damage)
    mentions = tuple(_mention(line, trigger, facts, telling, vocabulary) for trigger in telling)
    tolls = toll(line, numbers)
    if _is_answered(line, tolls, telling):
        tolls = Toll()
    mentions = tuple(m for m in mentions if is_identified(m, tolls))
    return Told(line, mentions, tolls, claims(line, vocabulary), days, found, stopped, damage)


def _aside(line: Line, days: tuple[When, ...], vocabulary: EventVocabulary) -> Told:
    """A line that tells no event of its own: it may add to the one told before."""
    tolls = Toll()
    if line.of(Tag.KILLED, Tag.WOUNDED, Tag.NOBODY, Tag.INDIRECT):
        taken = frozenset(i for when in days for i in range(when.first, when.last))
        tolls = toll(line, amounts(line, taken))
    placed = any(name.kind is MatchKind.PLACE for name in line.names)
    return Told(
        line,
        (),
        tolls,
        claims(line, vocabulary),
        days,
        candidates(line, vocabulary) if placed else (),
        intercepted(line),
        _damage(line),
    )


def _is_answered(line: Line, tolls: Toll, telling: tuple[Trigger, ...]) -> bool:
    """Whether the casualties are what the event answers: "strikes after troops were wounded"."""
    if tolls.silent or not telling:
        return False
    clause = line.clause[tolls.at]
    opens = any(
        line.clause[hit.first] == clause and hit.first < tolls.at
        for hit in line.valued(Tag.GRAMMAR, "after")
    )
    return opens and all(line.clause[t.hit.first] < clause for t in telling)


_UNREST = frozenset({"armed_attack", "property_attack", "assassination", "rocket_attack"})


def is_identified(mention: Mention, tolls: Toll) -> bool:
    """Whether the words tell one event: not attacks in general, not policing."""
    sense, line, hit = mention.sense, mention.line, mention.trigger.hit
    if sense.unrest and mention.kind in _UNREST and not _is_heavy(mention):
        return False
    general = not mention.trigger.kind and not mention.weapons and tolls.silent
    if sense.asserted and mention.trigger.verb:
        return True
    if sense.asserted and line.sentence.field == "title":
        return not (general and line.word(hit.last - 1) in _PLURALS)
    if _has_victim(line, hit):
        return True
    english = line.sentence.language == "en"
    plural = line.word(hit.last - 1).endswith("s") if english else not mention.trigger.verb
    if sense.asserted and (not plural or _is_carried_out(line, hit)):
        return True
    known = mention.located.place is not None and mention.located.size >= _EXACT
    return (
        mention.when is not None
        or known
        or mention.munitions is not None
        or (sense.asserted and not tolls.silent)
    )


_EXACT = 3.0
_PLURALS = frozenset({"attacks", "strikes", "raids", "assaults", "هجمات", "الهجمات", "حملات"})


def _has_victim(line: Line, hit: Hit) -> bool:
    """Whether the victim makes it one event: "the murder of Judge ...", "of six priests"."""
    if line.word(hit.last) != "of" or line.sentence.language != "en":
        return False
    numbers = {n.first for n in line.of(Tag.NUMBER)}
    return any(
        line.capital(place) or place in numbers for place in range(hit.last + 1, hit.last + 4)
    )


def _is_carried_out(line: Line, hit: Hit) -> bool:
    """Whether a verb right before says that it was done: "launches airstrikes"."""
    return any(0 <= hit.first - verb.last <= 2 for verb in line.of(Tag.WEAPON_VERB))


def _is_heavy(mention: Mention) -> bool:
    """Whether rockets, drones or bombs were used, whoever stood by."""
    return bool(mention.weapons) and mention.trigger.kind not in ("", "armed_attack")


def _foreign(line: Line, trigger: Trigger, telling: tuple[Trigger, ...]) -> frozenset[int]:
    """The clauses that mention another event: "after Monday's strike"."""
    own = line.clause[trigger.hit.first]
    if trigger.stopped or len(telling) == 1:
        return frozenset()
    mentioned = is_mention(line, trigger)
    others = {
        line.clause[other.hit.first]
        for other in telling
        if is_mention(line, other) is not mentioned
    }
    return frozenset(others - {own})


_Facts = tuple[
    tuple[When, ...], tuple[Amount, ...], tuple[Candidate, ...], Intercepted | None, str | None
]


def _mention(
    line: Line,
    trigger: Trigger,
    facts: _Facts,
    telling: tuple[Trigger, ...],
    vocabulary: EventVocabulary,
) -> Mention:
    days, numbers, found, stopped, damage = facts
    foreign = _foreign(line, trigger, telling)
    others = {line.clause[t.hit.first] for t in telling} - {line.clause[trigger.hit.first]}
    meant = sense(line, trigger, vocabulary)
    used = weapons(
        line, trigger.hit, vocabulary, foreign, at_aircraft=trigger.kind == "shootdown_attempt"
    )
    did = doers(line, trigger, vocabulary)
    kind = kind_of(line, trigger, used, did, vocabulary)
    if kind == "interception":  # who shoots down is not who attacks
        did = launchers(line, vocabulary)
    located = locate(found, line, trigger.hit.first, foreign)
    struck = located.place.id if located.place else None
    return Mention(
        line=line,
        trigger=trigger,
        kind=kind,
        sense=meant,
        when=_when(line, trigger, meant, _own_days(line, days, others)),
        located=located,
        weapons=tuple(dict.fromkeys(hit.value for hit in used)),
        munitions=count(line, used, numbers, vocabulary),
        stopped=stopped,
        perpetrators=did,
        targets=targets(line, trigger, vocabulary),
        target_ids=target_ids(line, trigger, struck),
        damage=damage,
        span=line.sentence.whole(),
    )


def _own_days(line: Line, days: tuple[When, ...], others: set[int]) -> tuple[When, ...]:
    """The days outside the clauses that tell of something else."""
    return tuple(when for when in days if line.clause[when.first] not in others)


def _when(line: Line, trigger: Trigger, meant: Sense, days: tuple[When, ...]) -> When | None:
    """The day of this event: the nearest one; a mere mention only takes its own."""
    place = trigger.hit.first
    clause = line.clause[place]
    if not meant.asserted and not trigger.verb:
        own = [w for w in days if _belongs(line, w, trigger)]
        return min(own, key=lambda w: _away(w, place), default=None)
    opening = next((w for w in days if w.first <= 2 and not w.spoken), None)
    if opening is not None and opening.precision == "day":
        return opening  # "On 3 September 2023, in ..."
    usable = [w for w in days if not w.spoken] or list(days)
    return min(
        usable, key=lambda w: (abs(line.clause[w.first] - clause), _away(w, place)), default=None
    )


def _belongs(line: Line, when: When, trigger: Trigger) -> bool:
    hit = trigger.hit
    if when.first >= hit.last:
        return line.clause[when.first] == line.clause[hit.first] and when.first - hit.last <= 14
    if hit.first - when.last > 3 or line.clause[when.first] != line.clause[hit.first]:
        return False
    between = [i for i in range(when.last, hit.first) if line.word(i) != "'s"]
    return not any(
        h.first in between and h.value in ("reactions", "say", "auxiliaries")
        for h in line.of(Tag.GRAMMAR)
    )


def _away(when: When, place: int) -> int:
    return min(abs(when.first - place), abs(when.last - place))


def _damage(line: Line) -> str | None:
    """The words that tell of damage, as published."""
    hit = next(iter(line.of(Tag.DAMAGE)), None)
    if hit is None:
        return None
    clause = line.clause[hit.first]
    inside = [i for i, c in enumerate(line.clause) if c == clause]
    return line.text(inside[0], inside[-1] + 1).strip(" ,;:()") or None
