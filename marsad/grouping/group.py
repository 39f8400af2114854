"""What a story does to what we know: pure, with a named reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from marsad.grouping.copies import Copied, copy_of
from marsad.grouping.drafts import Hand, change_of, drafted, has_news, sourced, why
from marsad.grouping.events import elsewhere, focal
from marsad.grouping.identity import local_day, told_at
from marsad.grouping.incidents import Told, apply
from marsad.grouping.news import MATERIAL
from marsad.grouping.retaliation import ANSWERED_WITHIN
from marsad.grouping.statements import new_statements
from marsad.grouping.wording import in_return
from marsad.grouping.world import World
from marsad.model import (
    Disposition,
    EarlierRevision,
    Event,
    Grouping,
    IncidentId,
    IncidentLookup,
    Known,
    Reading,
    StatementRecord,
    Story,
    Wanted,
    speaker_key,
)

__all__ = ["World", "group", "wanted"]

COPIES_FOR = timedelta(days=7)
STATEMENTS_FOR = timedelta(days=3)
LOOK_BACK = timedelta(days=4)  # open incidents
LOOK_FAR = timedelta(days=400)  # incidents that a follow-up may speak of: arrests, trials


def wanted(story: Story, reading: Reading, now: datetime) -> Wanted:
    """What to look up before the story can be grouped."""
    said = [s for s in reading.statements if s.official and s.new]
    # A body and somebody of it are one voice.
    speakers = {key for s in said for key in (speaker_key(s), s.organisation_id or "")}
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


def _speakers(statements: tuple[StatementRecord, ...]) -> str:
    """Who says what, for a reason line."""
    return ", ".join(f"{speaker_key(r.statement)} ({r.statement.kind.value})" for r in statements)


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
    if earlier.reading is not None:
        told = _with_more(told, hand, known, earlier.reading)
    changes = tuple(c for c in (change_of(d, hand) for d in told.drafts) if c is not None)
    disposition, reason = Disposition.REVISION, "revision: no new fact"
    if any(draft.base is None for draft in told.drafts):
        disposition, reason = Disposition.ALERTED, f"revision: {'; '.join(told.reasons)}"
    elif _material(told, hand):
        named = ", ".join(sorted({r.value for d in told.drafts for r in why(d, hand.world)}))
        disposition, reason = Disposition.UPDATED, f"revision: edited, new: {named}"
    more = (i for i in told.incidents if i not in earlier.incidents)
    return Grouping(
        disposition=disposition,
        reason=reason,
        near_duplicate_of=earlier.near_duplicate_of,
        changes=changes,
        incidents=(*earlier.incidents, *more),
    )


def _with_more(told: Told, hand: Hand, known: Known, before: Reading) -> Told:
    """What an edit adds at other places: a live page goes on to the next attack."""
    within = elsewhere(hand.reading, before, hand.world)
    if not within:
        return told
    more = apply(hand, known, may_open=True, within=within)
    drafts = tuple(d for d in more.drafts if d.incident.id not in told.incidents)
    return Told(drafts=(*told.drafts, *drafts), reasons=more.reasons)


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
    """The days around now, or around the old attack that a story without a new one is about."""
    today = local_day(story, now)
    attacks = [event for event in reading.events if event.new and event.attack]
    back = ANSWERED_WITHIN if any(in_return(story, event) for event in attacks) else LOOK_BACK
    recent = IncidentLookup(earliest=(now - back).date(), latest=(now + timedelta(days=1)).date())
    if attacks:
        return recent
    days = [d for i in focal(reading) for d in _days(reading.events[i]) if today - d <= LOOK_FAR]
    if not days:
        return recent
    first, last = min(days) - timedelta(days=1), max(days) + timedelta(days=1)
    if today - last <= LOOK_BACK:
        return replace(recent, earliest=min(recent.earliest, first))
    return IncidentLookup(earliest=first, latest=last)


def _days(event: Event) -> list[date]:
    happened = event.happened
    ends = (happened.earliest, happened.latest) if happened is not None else ()
    return [day for day in ends if day is not None]
