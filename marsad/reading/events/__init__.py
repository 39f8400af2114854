"""Reading events: what a story says happened, where, when, to whom, and in which way it is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marsad.model import DateRange, Event, Intercepted, Perpetrator, Place, Range, Reality
from marsad.reading.events.kinds import by_state
from marsad.reading.events.lines import Line, line_of
from marsad.reading.events.mentions import Mention, Told, told
from marsad.reading.events.merging import Account, accounts, merged_perpetrators, merged_toll
from marsad.reading.events.reality import denial, story_effects
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import EventVocabulary, vocabulary
from marsad.reading.sentences import Sentence

__all__ = ["EventVocabulary", "Moment", "events_of", "vocabulary"]

_LEAD = 4  # body sentences that count as the lead of a story
_MOST_EVENTS = 20
_MOST_TOKENS = 400  # of one sentence; the rest of a longer one is not read


@dataclass(frozen=True, slots=True)
class Moment:
    """When a story was published and seen, in whose zone its days are meant, and how long an event is new."""

    published: datetime | None
    seen: datetime | None
    zone: ZoneInfo
    window: timedelta

    @property
    def anchor(self) -> datetime | None:
        """The instant that relative dates are counted from, in the zone of the source."""
        instant = self.published or self.seen
        if instant is None:
            return None
        unknown = self.zone.key == "UTC" and instant.utcoffset()  # the story itself knows better
        return instant if unknown else instant.astimezone(self.zone)


def events_of(
    sentences: Sequence[Sentence], moment: Moment, vocabulary: EventVocabulary
) -> tuple[Event, ...]:
    """Every event that the sentences of one story tell, the main one first."""
    lines = [
        line_of(sentence, vocabulary.lexicons[sentence.language])
        for sentence in sentences
        if not sentence.boilerplate and sentence.language in vocabulary.lexicons
    ]
    effects = story_effects(tuple(lines[:3]), vocabulary) | denial(lines, vocabulary)
    if "nothing" in effects:
        return ()
    anchor = moment.anchor
    story = [told(line, anchor, vocabulary) for line in lines if _worth_reading(line)]
    found = [
        _event(account, story, effects, moment, vocabulary)
        for account in accounts(story, vocabulary)[:_MOST_EVENTS]
    ]
    return tuple(sorted(found, key=_rank, reverse=True))


_REPORTED = (Reality.HAPPENED, Reality.CLAIMED)


def _rank(event: Event) -> tuple[bool, bool, float]:
    return event.attack and event.reality in _REPORTED, event.new, event.confidence


_TELLING = (
    Tag.NOUN,
    Tag.VERB,
    Tag.WEAPON_VERB,
    Tag.STRIKE_VERB,
    Tag.FOUND,
    Tag.STOPPED,
    Tag.KILLED,
    Tag.WOUNDED,
    Tag.NOBODY,
    Tag.CLAIM,
    Tag.INDIRECT,
    Tag.DAY,
    Tag.MONTH,
    Tag.WEEKDAY,
)


def _worth_reading(line: Line) -> bool:
    return len(line.tokens) <= _MOST_TOKENS and any(tag in line.by_tag for tag in _TELLING)


def _event(
    account: Account,
    story: list[Told],
    effects: frozenset[str],
    moment: Moment,
    vocabulary: EventVocabulary,
) -> Event:
    main = account.main
    perpetrators, claimed = merged_perpetrators(account)
    kind = _kind(account, perpetrators, vocabulary)
    reality = _reality(account, effects)
    happened, precision, estimated = _happened(account, reality, effects, moment)
    new = _is_new(happened, reality, moment)
    casualties = merged_toll(account)
    place = _place(account)
    attack = vocabulary.kinds[kind].attack
    event = Event(
        kind=kind,
        attack=attack,
        reality=reality,
        new=new,
        evidence=tuple(dict.fromkeys(m.span for m in account.mentions))[:6],
        confidence=0.5,
        happened=happened,
        date_precision=precision,  # type: ignore[arg-type]
        estimated=estimated,
        place=place,
        launch_place=next((m.located.launch for m in account.mentions if m.located.launch), None),
        perpetrators=perpetrators,
        claimed_by=claimed,
        targets=tuple(dict.fromkeys(t for m in account.mentions for t in m.targets)),
        target_ids=tuple(dict.fromkeys(t for m in account.mentions for t in m.target_ids)),
        weapons=tuple(dict.fromkeys(w for m in account.mentions for w in m.weapons)),
        munitions=_munitions(account),
        intercepted=_stopped(account, kind),
        damage=next((t.damage for t in account.added if t.damage), None),
        killed=casualties.killed,
        wounded=casualties.wounded,
        died_indirect=casualties.indirect,
    )
    return replace(event, confidence=_confidence(event, account, main))


def _kind(
    account: Account, perpetrators: tuple[Perpetrator, ...], vocabulary: EventVocabulary
) -> str:
    """The kind told most exactly; by a state from the air it is a strike, stopped in full an interception."""
    vague = ("armed_attack", "explosion_unattributed")
    kinds = [m.kind for m in account.mentions if m.kind in vocabulary.kinds]
    exact = [k for k in kinds if k not in vague]
    if "interception" in exact and not any(_is_impact(m) for m in account.mentions):
        return "interception"
    exact = [k for k in exact if k != "interception"] or exact
    kind = (exact or [k for k in kinds if k == "armed_attack"] or kinds)[0]
    if kind == "missile_strike" and "rocket_attack" in exact:
        kind = "rocket_attack"
    return by_state(kind, perpetrators, vocabulary)


def _is_impact(mention: Mention) -> bool:
    """Whether the words say that something struck: more than fired, aimed or shot down."""
    trigger, line = mention.trigger, mention.line
    launch = any(hit.first == trigger.hit.first for hit in line.of(Tag.LAUNCH))
    return trigger.verb and not trigger.stopped and not launch


def _reality(account: Account, effects: frozenset[str]) -> Reality:
    main = account.main
    reality = main.sense.reality
    if reality is Reality.HAPPENED and "unreal" in effects:
        return Reality.HYPOTHETICAL
    if reality is Reality.HAPPENED and "deny" in effects and account.when is None:
        return Reality.DENIED
    if reality is Reality.HAPPENED and any(t.blame.announced for t in account.added):
        return Reality.CLAIMED
    return reality


def _happened(
    account: Account, reality: Reality, effects: frozenset[str], moment: Moment
) -> tuple[DateRange | None, str | None, bool]:
    if reality in (Reality.HYPOTHETICAL, Reality.THREATENED):
        return None, None, False
    when = account.when
    if when is not None:
        return DateRange(earliest=when.earliest, latest=when.latest), when.precision, False
    anchor = moment.anchor
    if anchor is None or reality not in (Reality.HAPPENED, Reality.CLAIMED) or "past" in effects:
        return None, None, False
    if any(_is_news(mention) for mention in account.mentions):
        return DateRange(earliest=anchor.date(), latest=anchor.date()), "day", True
    return None, None, False


def _is_news(mention: Mention) -> bool:
    """Whether the mention reports in the form of news of now: asserted in the headline or the lead."""
    sentence = mention.line.sentence
    return (
        mention.sense.asserted
        and not mention.sense.past
        and (sentence.field == "title" or sentence.index <= _LEAD)
    )


def _is_new(happened: DateRange | None, reality: Reality, moment: Moment) -> bool:
    anchor = moment.anchor
    if anchor is None or happened is None or happened.latest is None:
        return False
    if happened.earliest is not None and happened.earliest > anchor.date() + timedelta(days=1):
        return False
    end = datetime.combine(happened.latest, time.max, tzinfo=anchor.tzinfo)
    return end.astimezone(UTC) >= anchor.astimezone(UTC) - moment.window


def _place(account: Account) -> Place | None:
    best = max(
        (m.located for m in account.mentions), key=lambda located: located.size, default=None
    )
    if best is not None and best.place is not None and best.size >= 2:
        return best.place
    others = [
        c
        for t in account.added
        for c in t.candidates
        if c.role in ("at", "near", "towards") and c.size >= 1
    ]
    if others:
        return max(others, key=lambda c: c.size).place
    return best.place if best is not None else None


def _munitions(account: Account) -> Range | None:
    told_counts = [
        m.munitions
        for m in sorted(account.mentions, key=lambda m: m.line.sentence.field == "title")
        if m.munitions
    ]
    exact = [r for r in told_counts if r.high is not None]
    return (exact or told_counts or [None])[0]


def _stopped(account: Account, kind: str) -> Intercepted | None:
    found = [m.stopped for m in account.mentions if m.stopped]
    found += [t.stopped for t in account.added if t.stopped]
    if not found:
        return None
    if "partly" in found or (kind != "interception" and "all" in found):
        return "partly"
    return found[0]


def _confidence(event: Event, account: Account, main: Mention) -> float:
    """How sure we are, and how much the story is about it."""
    first = min(m.line.sentence.index for m in account.mentions)
    score = 0.35
    score += 0.2 if main.sense.asserted else 0.0
    score += 0.12 if first <= 1 else 0.06 if first <= _LEAD else 0.0
    score += 0.08 if event.happened is not None and not event.estimated else 0.0
    score += 0.1 if event.place is not None and event.place.name else 0.0
    score += 0.05 if event.weapons else 0.0
    score += 0.04 if event.killed or event.wounded else 0.0
    score += min(len(account.mentions) - 1, 3) * 0.02
    score -= 0.15 if main.sense.past else 0.0
    score -= 0.1 if main.sense.doubtful else 0.0
    return round(max(0.05, min(score, 0.98)), 3)
