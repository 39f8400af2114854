"""Which events of a story count, and which of them tell one thing."""

from itertools import combinations

from marsad.grouping.drafts import Hand
from marsad.grouping.places import SITES, Nearness, kind_of, nearness
from marsad.grouping.same import When, alike, compare, numbers_agree, time_between, where_of
from marsad.grouping.slots import Slots, slots_of_event
from marsad.grouping.world import World
from marsad.model import Event, Reading, Reality, StatementKind

_REACTIONS = frozenset(
    {
        StatementKind.CALL_FOR,
        StatementKind.CONDEMN,
        StatementKind.EXPRESS_SUPPORT,
        StatementKind.INVESTIGATE,
        StatementKind.NO_COMMENT,
    }
)
FOCUS = 400  # code points from the start within which a story says what it is about


def opens(event: Event, world: World) -> bool:
    """Whether an event is a new attack, or a blast that may be one."""
    if not event.new or event.reality not in (Reality.HAPPENED, Reality.CLAIMED):
        return False
    if event.attack:
        return tangible(event)
    kind = world.kinds.get(event.kind)
    if kind is None or not kind.alert_unconfirmed:
        return False
    listed = kind_of(event.place, world.watchlists) in SITES
    hurt = [n.low for n in (event.killed, event.wounded) if n is not None and n.low]
    return listed or bool(hurt)


def tangible(event: Event) -> bool:
    """Whether enough is told to tell people: a place, or else a weapon, a toll, a maker."""
    place = event.place
    if place is not None and (place.id or (place.name and place.admin1) or place.lat is not None):
        return True
    cost = any(n is not None and n.low for n in (event.killed, event.wounded))
    makers = bool(event.perpetrators or event.claimed_by)
    if cost or makers:
        return True
    somewhere = place is not None and bool(place.name or place.country)
    return bool(event.weapons) and (somewhere or _in_title(event))


def only_condemned(reading: Reading, index: int) -> bool:
    """Whether an attack without a listed place is known only from words about it."""
    place = reading.events[index].place
    if place is not None and place.id is not None:
        return False
    return any(s.official and s.about == index and s.kind in _REACTIONS for s in reading.statements)


def in_passing(event: Event) -> bool:
    """Whether a story names an attack far from its start and tells nothing of it but the place."""
    told = (event.weapons, event.munitions, event.killed, event.wounded, event.claimed_by)
    return not any(told) and not _at_the_start(event)


def ranked(events: tuple[Event, ...]) -> list[int]:
    """Indices of the events, the main one first."""

    def rank(index: int) -> tuple[bool, bool, float, bool, int]:
        event = events[index]
        return (not event.attack, not event.new, -event.confidence, not _in_title(event), index)

    return sorted(range(len(events)), key=rank)


def focal(reading: Reading) -> list[int]:
    """Events that a story without a new attack is about: they may concern a known incident."""
    spoken_of = {s.about for s in reading.statements if s.official and s.about is not None}
    return [
        index
        for index in ranked(reading.events)
        if _follows(reading.events[index])
        and (index in spoken_of or _at_the_start(reading.events[index]))
    ]


def elsewhere(reading: Reading, before: Reading, world: World) -> frozenset[int]:
    """New attacks at listed places that an earlier revision did not speak of."""
    places = [event.place for event in before.events]
    return frozenset(
        index
        for index, event in enumerate(reading.events)
        if opens(event, world)
        and kind_of(event.place, world.watchlists) is not None
        and all(nearness(event.place, p, world.watchlists) is Nearness.APART for p in places)
    )


def clustered(indices: list[int], hand: Hand) -> list[tuple[int, ...]]:
    """Events of one story that tell one thing, in the order given; the most telling one first."""
    slots = {i: slots_of_event(hand.reading.events[i], hand.story, hand.world) for i in indices}
    groups = {i: {i} for i in indices}
    for one, two in combinations(indices, 2):
        if _one_thing(slots[one], slots[two], hand.world):
            _unite(groups, one, two)
    # A headline is about the story: what it tells loosely is what the text tells first.
    for index in indices:
        body = next((i for i in indices if not _only_title(hand.reading.events[i])), None)
        if body is None or any(not _only_title(hand.reading.events[i]) for i in groups[index]):
            continue
        if _headline_of(slots[index], slots[body], hand.world):
            _unite(groups, index, body)
    found: list[tuple[int, ...]] = []
    for index in indices:
        group = [i for i in indices if i in groups[index]]
        if group[0] == index:
            found.append(tuple(sorted(group, key=lambda i: _loose(hand.reading.events[i]))))
    return found


def _one_thing(one: Slots, two: Slots, world: World) -> bool:
    """Whether two events of one story are the same attack."""
    if one.another != two.another and one.place is not None and two.place is not None:
        return False
    result = compare(one, two, world)
    if result.same and result.where is not Nearness.NAMED_OTHERWISE:
        return True
    if _unarmed(one, two) and where_of(one, two, world) >= Nearness.NEAR:
        return time_between(one, two) is not When.APART
    return _headline_of(one, two, world) and numbers_agree(one, two)


def _unarmed(one: Slots, two: Slots) -> bool:
    """Whether only the kind of one of them speaks of a weapon, as loose words do."""
    return not (one.weapons and two.weapons)


def _headline_of(one: Slots, two: Slots, world: World) -> bool:
    """Whether nothing but a loose place speaks against it."""
    if time_between(one, two) is When.APART or not alike(one, two):
        return False
    sites = (kind_of(slots.place, world.watchlists) in SITES for slots in (one, two))
    return not all(sites)


def _loose(event: Event) -> tuple[bool, bool]:
    """Sorts what names its weapon, and what the text tells, before loose words and headlines."""
    return not event.weapons, _only_title(event)


def _unite(groups: dict[int, set[int]], one: int, two: int) -> None:
    union = groups[one] | groups[two]
    for index in union:
        groups[index] = union


def _follows(event: Event) -> bool:
    real = event.reality in (Reality.HAPPENED, Reality.CLAIMED, Reality.DENIED, Reality.ACCIDENT)
    return real and (event.attack or event.kind in ("accident", "explosion_unattributed"))


def _at_the_start(event: Event) -> bool:
    return any(span.field == "title" or span.start < FOCUS for span in event.evidence)


def _in_title(event: Event) -> bool:
    return any(span.field == "title" for span in event.evidence)


def _only_title(event: Event) -> bool:
    return all(span.field == "title" for span in event.evidence)
