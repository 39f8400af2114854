"""What a story does to what we know: pure, with a named reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from marsad.grouping.candidates import Candidates, Hints, candidates, find, hints_of
from marsad.grouping.copies import Copied, copy_of
from marsad.grouping.drafts import (
    Draft,
    Hand,
    change_of,
    drafted,
    has_news,
    joined,
    opened,
    sourced,
    why,
)
from marsad.grouping.identity import local_day, told_at
from marsad.grouping.news import MATERIAL
from marsad.grouping.places import Nearness, kind_of
from marsad.grouping.retaliation import answered
from marsad.grouping.same import compare
from marsad.grouping.slots import slots_of_event, slots_of_incident
from marsad.grouping.statements import new_statements
from marsad.grouping.world import World
from marsad.model import (
    Disposition,
    EarlierRevision,
    Event,
    Grouping,
    Incident,
    IncidentId,
    IncidentLookup,
    Known,
    Reading,
    Reality,
    Story,
    Wanted,
    speaker_key,
)

__all__ = ["World", "group", "wanted"]

COPIES_FOR = timedelta(days=7)
STATEMENTS_FOR = timedelta(days=3)
LOOK_BACK = timedelta(days=4)  # open incidents
LOOK_FAR = timedelta(days=400)  # incidents that a follow-up may speak of: arrests, trials
FOCUS = 400  # code points from the start within which a story says what it is about
_FOLLOW_UPS = frozenset({"arrest", "accident", "attack_foiled"})
_SITES = frozenset(
    {"airbase", "airport", "base", "camp", "embassy", "infrastructure", "oil-gas", "port"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a story did to incidents."""

    drafts: tuple[Draft, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def incidents(self) -> tuple[IncidentId, ...]:
        """Every incident that was opened, joined or changed."""
        return tuple(draft.incident.id for draft in self.drafts)

    def by_event(self) -> dict[int, Incident]:
        """The incident of each event that found one."""
        return {index: draft.incident for draft in self.drafts for index in draft.events}


def wanted(story: Story, reading: Reading, now: datetime) -> Wanted:
    """What to look up before the story can be grouped."""
    speakers = {speaker_key(s) for s in reading.statements if s.official and s.new}
    return Wanted(
        story=story.id,
        fingerprint=reading.fingerprint,
        copies_since=now - COPIES_FOR,
        incidents=_lookup(story, reading, now) if reading.events else None,
        speakers=tuple(sorted(speakers - {""})),
        statements_since=now - STATEMENTS_FOR,
    )


def group(story: Story, reading: Reading, known: Known, world: World, now: datetime) -> Grouping:
    """Say what becomes of a story; the first disposition that holds."""
    hand = Hand(story=story, reading=reading, world=world, now=now)
    if known.earlier is not None:
        return _revised(hand, known, known.earlier)
    copied = copy_of(story, reading, known, world)
    if copied is not None and (copied.whole or not _fresh(hand)):
        return _repeated(hand, known, copied)
    if not _fresh(hand):
        age = now - told_at(story, now)
        hours = round(age.total_seconds() / 3600)
        return Grouping(
            disposition=Disposition.STALE,
            reason=f"stale: published {hours} h before it was seen",
        )
    if not in_scope(hand):
        return Grouping(
            disposition=Disposition.OFF_TOPIC, reason="off topic: no watchlist wants it"
        )
    told = apply(hand, known, may_open=True)
    grouping = _settled(hand, known, told)
    if copied is None:
        return grouping
    return _as_copy(grouping, copied)


def in_scope(hand: Hand) -> bool:
    """Whether the watchlists want the story, or everything is wanted."""
    return hand.reading.relevant or hand.world.scope == "everything"


def apply(
    hand: Hand, known: Known, *, may_open: bool, only: frozenset[IncidentId] | None = None
) -> Told:
    """Open, join and change incidents by the story's events."""
    incidents = tuple(i for i in known.incidents if only is None or i.id in only)
    pairs = candidates(incidents, hand.world)
    hints = hints_of(hand.story, hand.reading, known)
    told = Told()
    for index in _ranked(hand.reading.events):
        if opens(hand.reading.events[index], hand.world):
            told = _place(told, index, pairs, hints, hand, may_open=may_open)
    if not told.drafts:
        for index in _focal(hand.reading):
            told = _place(told, index, pairs, hints, hand, may_open=False)
    return replace(told, drafts=answered(told.drafts, incidents, hand))


def opens(event: Event, world: World) -> bool:
    """Whether an event is a new attack, or a blast that may be one."""
    if not event.new or event.reality not in (Reality.HAPPENED, Reality.CLAIMED):
        return False
    if event.attack:
        return tangible(event)
    kind = world.kinds.get(event.kind)
    if kind is None or not kind.alert_unconfirmed:
        return False
    listed = kind_of(event.place, world.watchlists) in _SITES
    hurt = [n.low for n in (event.killed, event.wounded) if n is not None and n.low]
    return listed or bool(event.target_ids) or bool(hurt)


def tangible(event: Event) -> bool:
    """Whether anything but the kind is told: where, whom it hit, who did it, what it cost."""
    place = event.place
    somewhere = place is not None and bool(place.id or place.name or place.country)
    told = (event.target_ids, event.perpetrators, event.claimed_by, event.munitions)
    return somewhere or any(told) or bool(event.killed or event.wounded)


def _place(
    told: Told,
    index: int,
    incidents: Candidates,
    hints: Hints,
    hand: Hand,
    *,
    may_open: bool,
) -> Told:
    """One event to its incident."""
    own = _own(told, index, hand)
    if own is not None:
        drafts = tuple(joined(d, index, hand) if d is own else d for d in told.drafts)
        return replace(told, drafts=drafts)
    slots = slots_of_event(hand.reading.events[index], hand.story, hand.world)
    taken = set(told.incidents)
    rest = tuple(pair for pair in incidents if pair[0].id not in taken)
    found = find(slots, rest, hand.world, hand.now, hints)
    if found.incident is not None:
        draft = joined(drafted(found.incident), index, hand)
        return _added(told, draft, f"joined {found.reason}")
    if not may_open:
        return told
    return _added(told, opened(index, hand), f"opened: {found.reason}")


def _added(told: Told, draft: Draft, reason: str) -> Told:
    return Told(drafts=(*told.drafts, draft), reasons=(*told.reasons, reason))


def _own(told: Told, index: int, hand: Hand) -> Draft | None:
    """The incident of this very story that the event tells again."""
    slots = slots_of_event(hand.reading.events[index], hand.story, hand.world)
    best: tuple[float, Draft] | None = None
    for draft in told.drafts:
        known = slots_of_incident(draft.incident, hand.world)
        if slots.another != known.another and slots.place is not None:
            continue
        result = compare(slots, known, hand.world)
        if not result.same or result.where is Nearness.NAMED_OTHERWISE:
            continue
        if best is None or result.score > best[0]:
            best = (result.score, draft)
    return best[1] if best is not None else None


def _ranked(events: tuple[Event, ...]) -> list[int]:
    """Indices of the events, the main one first."""

    def rank(index: int) -> tuple[bool, bool, float, bool, int]:
        event = events[index]
        in_title = event.evidence[0].field == "title"
        return (not event.attack, not event.new, -event.confidence, not in_title, index)

    return sorted(range(len(events)), key=rank)


def _focal(reading: Reading) -> list[int]:
    """Events that a story without a new attack is about: they may concern a known incident."""
    spoken_of = {s.about for s in reading.statements if s.official and s.about is not None}
    return [
        index
        for index in _ranked(reading.events)
        if _follows(reading.events[index])
        and (index in spoken_of or _at_the_start(reading.events[index]))
    ]


def _follows(event: Event) -> bool:
    real = event.reality in (Reality.HAPPENED, Reality.CLAIMED, Reality.DENIED, Reality.ACCIDENT)
    return real and (event.attack or event.kind in ("accident", "explosion_unattributed"))


def _at_the_start(event: Event) -> bool:
    return any(span.field == "title" or span.start < FOCUS for span in event.evidence)


def _settled(hand: Hand, known: Known, told: Told) -> Grouping:
    """The grouping of a fresh story that repeats no other."""
    statements = new_statements(
        hand.story, hand.reading, known.statements, told.by_event(), hand.world, hand.now
    )
    changes = tuple(c for c in (change_of(d, hand) for d in told.drafts) if c is not None)
    disposition = Disposition.KEPT
    reason = "; ".join(told.reasons) or "kept: nothing new in it"
    if any(draft.base is None for draft in told.drafts):
        disposition = Disposition.ALERTED
    elif any(has_news(draft, hand.world) for draft in told.drafts):
        disposition = Disposition.UPDATED
    elif statements:
        disposition = Disposition.STATEMENT
        reason = "; ".join((f"new statement: {_speakers(statements)}", *told.reasons))
    return Grouping(
        disposition=disposition,
        reason=reason,
        changes=changes,
        statements=statements,
        incidents=told.incidents,
    )


def _speakers(statements: tuple[object, ...]) -> str:
    return f"{len(statements)}"


def _as_copy(grouping: Grouping, copied: Copied) -> Grouping:
    """A story that holds a known text and more."""
    root = copied.root
    disposition = grouping.disposition
    if disposition is Disposition.KEPT:
        disposition = Disposition.NEAR_DUPLICATE
    incidents = (*grouping.incidents, *(i for i in root.incidents if i not in grouping.incidents))
    return replace(
        grouping,
        disposition=disposition,
        reason=f"{grouping.reason}; {copied.reason}",
        near_duplicate_of=root.near_duplicate_of or root.story,
        incidents=incidents,
    )


def _repeated(hand: Hand, known: Known, copied: Copied) -> Grouping:
    """A copy: it repeats its root's incidents and tells nobody, unless a fact is new."""
    root = copied.root
    told = _retold(hand, known, root.incidents) if _fresh(hand) and in_scope(hand) else Told()
    material = _material(told, hand)
    changes = tuple(c for c in (change_of(d, hand) for d in told.drafts) if c is not None)
    return Grouping(
        disposition=Disposition.UPDATED if material else Disposition.NEAR_DUPLICATE,
        reason=copied.reason,
        near_duplicate_of=root.near_duplicate_of or root.story,
        changes=changes,
        incidents=root.incidents,
    )


def _retold(hand: Hand, known: Known, incidents: tuple[IncidentId, ...]) -> Told:
    """The known incidents with this story as one more source, opening none."""
    told = apply(hand, known, may_open=False, only=frozenset(incidents))
    rest = (i for i in known.incidents if i.id in incidents and i.id not in told.incidents)
    silent = tuple(sourced(drafted(incident), hand.story) for incident in rest)
    return replace(told, drafts=(*told.drafts, *silent))


def _revised(hand: Hand, known: Known, earlier: EarlierRevision) -> Grouping:
    """A story that has come again: only a materially new fact is news."""
    if earlier.reading is not None and _same_text(hand.reading, earlier.reading):
        return _revision(earlier, "revision: the same text again")
    if not _fresh(hand) or not in_scope(hand):
        return _revision(earlier, "revision: edited")
    if not earlier.incidents and earlier.near_duplicate_of is None:
        return _grown(hand, known, earlier)
    told = _retold(hand, known, earlier.incidents)
    material = _material(told, hand)
    changes = tuple(c for c in (change_of(d, hand) for d in told.drafts) if c is not None)
    named = ", ".join(sorted({r.value for d in told.drafts for r in why(d, hand.world)}))
    return Grouping(
        disposition=Disposition.UPDATED if material else Disposition.REVISION,
        reason=f"revision: edited, new: {named}" if material else "revision: no new fact",
        near_duplicate_of=earlier.near_duplicate_of,
        changes=changes,
        incidents=earlier.incidents,
    )


def _grown(hand: Hand, known: Known, earlier: EarlierRevision) -> Grouping:
    """An edited story that belonged to no incident: a flash may have grown into a report."""
    grouping = _settled(hand, known, apply(hand, known, may_open=True))
    if grouping.disposition is Disposition.KEPT:
        return replace(grouping, disposition=Disposition.REVISION, reason="revision: no new fact")
    return replace(grouping, reason=f"revision; {grouping.reason}")


def _revision(earlier: EarlierRevision, reason: str) -> Grouping:
    return Grouping(
        disposition=Disposition.REVISION,
        reason=reason,
        near_duplicate_of=earlier.near_duplicate_of,
        incidents=earlier.incidents,
    )


def _same_text(one: Reading, two: Reading) -> bool:
    first, second = one.fingerprint, two.fingerprint
    return first.text_hash == second.text_hash and first.title_key == second.title_key


def _material(told: Told, hand: Hand) -> bool:
    return any(MATERIAL & set(why(draft, hand.world)) for draft in told.drafts if draft.base)


def _fresh(hand: Hand) -> bool:
    """Whether the story was published within the window before now."""
    return hand.now - told_at(hand.story, hand.now) <= hand.world.freshness.attack


def _lookup(story: Story, reading: Reading, now: datetime) -> IncidentLookup:
    """The days around now and around every event a follow-up may speak of."""
    earliest, latest = (now - LOOK_BACK).date(), (now + timedelta(days=1)).date()
    horizon = (now - LOOK_FAR).date()
    follow_up = any(event.kind in _FOLLOW_UPS for event in reading.events)
    today = local_day(story, now)
    for index in _focal(reading):
        day = _first_day(reading.events[index])
        near = day is not None and (today - day) <= timedelta(days=14)
        if day is not None and day >= horizon and (near or follow_up):
            earliest = min(earliest, day - timedelta(days=1))
    return IncidentLookup(earliest=earliest, latest=latest)


def _first_day(event: Event) -> date | None:
    happened = event.happened
    return (happened.earliest or happened.latest) if happened is not None else None
