"""Strikes in answer to an attack: an incident of their own, tied to the first one."""

from dataclasses import replace
from datetime import timedelta

from marsad.grouping.drafts import Draft, Hand, drafted
from marsad.grouping.places import Nearness
from marsad.grouping.same import compare
from marsad.grouping.slots import Slots, slots_of_event, slots_of_incident
from marsad.grouping.wording import in_return
from marsad.grouping.world import World
from marsad.model import Incident

ANSWERED_WITHIN = timedelta(days=10)


def answered(
    drafts: tuple[Draft, ...], incidents: tuple[Incident, ...], hand: Hand
) -> tuple[Draft, ...]:
    """The drafts, with what they answer named, and the answered incident among them."""
    for draft in drafts:
        if draft.base is not None or not draft.events:
            continue
        if not any(in_return(hand.story, hand.reading.events[i]) for i in draft.events):
            continue
        first = _answers(draft, incidents, hand)
        if first is None or first.id in {d.incident.id for d in drafts}:
            continue
        tied = replace(draft, incident=replace(draft.incident, retaliation_for=first.id))
        told = replace(drafted(first), evidence=draft.evidence, answered=True)
        return (*(tied if d is draft else d for d in drafts), told)
    return drafts


def _answers(draft: Draft, incidents: tuple[Incident, ...], hand: Hand) -> Incident | None:
    """The one incident that the story can mean."""
    strike = slots_of_incident(draft.incident, hand.world)
    if not _sides(strike, hand.world):
        return None
    meant = [i for i in incidents if _can_be(i, strike, hand)]
    named = [i for i in meant if _spoken_of(i, draft, hand)]
    if named and len({i.place and i.place.id for i in named}) == 1:
        # Several attacks on one base: the worst is answered, or else the first.
        return max(named, key=lambda i: (i.severity.rank, -i.opened.timestamp(), i.id))
    found = named or meant
    return found[0] if len(found) == 1 else None


def _can_be(incident: Incident, strike: Slots, hand: Hand) -> bool:
    if incident.merged_into is not None or hand.now - incident.opened > ANSWERED_WITHIN:
        return False
    known = slots_of_incident(incident, hand.world)
    if not known.attack:
        return False
    return not _sides(strike, hand.world) & _sides(known, hand.world)


def _spoken_of(incident: Incident, draft: Draft, hand: Hand) -> bool:
    """Whether the story itself mentions the incident."""
    known = slots_of_incident(incident, hand.world)
    for index, event in enumerate(hand.reading.events):
        if index in draft.events or not event.attack:
            continue
        result = compare(slots_of_event(event, hand.story, hand.world), known, hand.world)
        if result.same and result.where >= Nearness.NEAR:
            return True
    return False


def _sides(slots: Slots, world: World) -> set[str]:
    actors = world.watchlists.actors
    return {actors[a].side for a in slots.actors if a in actors}
