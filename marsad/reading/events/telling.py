"""The event that the mentions of it tell together."""

from marsad.model import (
    DatePrecision,
    DateRange,
    Event,
    Intercepted,
    Perpetrator,
    Place,
    Range,
    Reality,
)
from marsad.reading.events.confidence import LEAD, confidence
from marsad.reading.events.dates import has_clock
from marsad.reading.events.kinds import by_state
from marsad.reading.events.mentions import Mention
from marsad.reading.events.merging import Account, merged_perpetrators, merged_toll
from marsad.reading.events.moments import Moment
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import EventVocabulary


def event_of(
    account: Account,
    effects: frozenset[str],
    moment: Moment,
    vocabulary: EventVocabulary,
) -> Event:
    perpetrators, claimed = merged_perpetrators(account)
    kind = _kind(account, perpetrators, vocabulary)
    reality = _reality(account, effects)
    happened, precision, estimated = _happened(account, reality, effects, moment)
    new = moment.is_new(happened)
    casualties = merged_toll(account)
    place = _place(account)
    attack = vocabulary.kinds[kind].attack
    return Event(
        kind=kind,
        attack=attack,
        reality=reality,
        new=new,
        evidence=tuple(dict.fromkeys(m.span for m in account.mentions))[:6],
        confidence=confidence(
            account,
            dated=happened is not None and not estimated,
            placed=place is not None and bool(place.name),
            counted=bool(casualties.killed or casualties.wounded),
        ),
        happened=happened,
        date_precision=precision,
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


def _kind(
    account: Account, perpetrators: tuple[Perpetrator, ...], vocabulary: EventVocabulary
) -> str:
    """The kind told most exactly; stopped in full it is an interception."""
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
) -> tuple[DateRange | None, DatePrecision | None, bool]:
    if reality in (Reality.HYPOTHETICAL, Reality.THREATENED):
        return None, None, False
    when = account.when
    if when is not None:
        timed = when.precision == "day" and any(has_clock(m.line) for m in account.mentions)
        days = DateRange(earliest=when.earliest, latest=when.latest)
        if moment.is_new(days) and all(_is_recalled(m) for m in account.mentions):
            return None, None, False
        return days, "time" if timed else when.precision, False
    anchor = moment.anchor
    if anchor is None or reality not in (Reality.HAPPENED, Reality.CLAIMED) or "past" in effects:
        return None, None, False
    if any(_is_news(mention, effects) for mention in account.mentions):
        return DateRange(earliest=anchor.date(), latest=anchor.date()), "day", True
    return None, None, False


def _is_news(mention: Mention, effects: frozenset[str]) -> bool:
    """Whether the mention has the form of news: asserted in headline or lead, or breaking."""
    sentence = mention.line.sentence
    told = mention.sense.asserted or ("breaking" in effects and mention.sense.reference)
    last = LEAD if "breaking" in effects else 1
    early = sentence.field == "title" or sentence.index <= last
    return told and early and not mention.sense.past


def _is_recalled(mention: Mention) -> bool:
    """Whether what is called old stands beside a fresh weekday: that of the court, the vigil.

    A date that is written out belongs to what happened.
    """
    if not mention.sense.past or mention.when is None:
        return mention.sense.past
    words = (mention.line.word(place) for place in range(mention.when.first, mention.when.last))
    return not any(letter.isdigit() for word in words for letter in word)


_NEXT = 2  # sentences from an event to one that may add its place


def _place(account: Account) -> Place | None:
    best = max(
        (m.located for m in account.mentions), key=lambda located: located.size, default=None
    )
    if best is not None and best.place is not None and best.size >= 2:
        return best.place
    known = best.place.country if best is not None and best.place is not None else None
    indexes = {m.line.sentence.index for m in account.mentions}
    others = [
        c
        for t in account.added
        if any(abs(t.line.sentence.index - index) <= _NEXT for index in indexes)
        for c in t.candidates
        if c.role in ("at", "near", "towards") and c.size >= 1
        if known is None or c.place.country in (None, known)
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
    return next(iter(exact or told_counts), None)


def _stopped(account: Account, kind: str) -> Intercepted | None:
    found = [m.stopped for m in account.mentions if m.stopped]
    found += [t.stopped for t in account.added if t.stopped]
    if not found:
        return None
    if "partly" in found or (kind != "interception" and "all" in found):
        return "partly"
    return found[0]
