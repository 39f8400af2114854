"""A story's events to incidents: opened, joined, changed."""

from dataclasses import dataclass, replace

from marsad.grouping.candidates import Candidates, Found, candidates, find, hints_of
from marsad.grouping.drafts import Draft, Hand, drafted, joined, opened
from marsad.grouping.events import clustered, focal, in_passing, only_condemned, opens, ranked
from marsad.grouping.retaliation import answered
from marsad.grouping.slots import slots_of_event
from marsad.grouping.ties import Hints
from marsad.model import Incident, IncidentId, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a story did to incidents."""

    drafts: tuple[Draft, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def incidents(self) -> tuple[IncidentId, ...]:
        """Every incident that the story tells of; one that it only answers is told elsewhere."""
        return tuple(draft.incident.id for draft in self.drafts if not draft.answered)

    def by_event(self) -> dict[int, Incident]:
        """The incident of each event that found one."""
        return {index: draft.incident for draft in self.drafts for index in draft.events}


def apply(
    hand: Hand,
    known: Known,
    *,
    may_open: bool,
    only: frozenset[IncidentId] | None = None,
    within: frozenset[int] | None = None,
) -> Told:
    """Open, join and change incidents by the story's events, or by those `within`."""
    incidents = tuple(i for i in known.incidents if only is None or i.id in only)
    pairs = candidates(incidents, hand.world)
    hints = hints_of(hand.story, hand.reading, known, hand.world)
    events = hand.reading.events
    told = Told()
    counted = [i for i in ranked(events) if within is None or i in within]
    new = [index for index in counted if _counts(index, hand)]
    # What a report of one attack says of others in passing is no report of them.
    new = new[:1] + [index for index in new[1:] if not in_passing(events[index])]
    for cluster in clustered(new, hand):
        told = _place(told, cluster, pairs, hints, hand, may_open=may_open)
    if not told.drafts and within is None:
        for cluster in clustered(focal(hand.reading), hand):
            told = _place(told, cluster, pairs, hints, hand, may_open=False, follows=True)
    return replace(told, drafts=answered(told.drafts, incidents, hand))


def _counts(index: int, hand: Hand) -> bool:
    """Whether an event may open an incident."""
    event = hand.reading.events[index]
    return opens(event, hand.world) and not only_condemned(hand.reading, index)


def _place(
    told: Told,
    cluster: tuple[int, ...],
    incidents: Candidates,
    hints: Hints,
    hand: Hand,
    *,
    may_open: bool,
    follows: bool = False,
) -> Told:
    """The events that tell one attack to its incident."""
    taken = set(told.incidents)
    rest = tuple(pair for pair in incidents if pair[0].id not in taken)
    found = _found(cluster, rest, hints, hand, follows=follows)
    if found.incident is not None:
        return _added(told, drafted(found.incident), cluster, f"joined {found.reason}", hand)
    if not may_open:
        return told
    first, *others = cluster
    return _added(told, opened(first, hand), tuple(others), f"opened: {found.reason}", hand)


def _found(
    cluster: tuple[int, ...], incidents: Candidates, hints: Hints, hand: Hand, *, follows: bool
) -> Found:
    """The incident that any of the events finds, the main one first."""
    answers = []
    for index in cluster:
        slots = slots_of_event(hand.reading.events[index], hand.story, hand.world)
        found = find(slots, incidents, hand.world, hand.now, hints, follows=follows)
        if found.incident is not None:
            return found
        answers.append(found)
    return answers[0]


def _added(told: Told, draft: Draft, events: tuple[int, ...], reason: str, hand: Hand) -> Told:
    for index in events:
        draft = joined(draft, index, hand)
    return Told(drafts=(*told.drafts, draft), reasons=(*told.reasons, reason))
