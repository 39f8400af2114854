"""Which known incident an event belongs to, or why none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from marsad.grouping.copies import linked
from marsad.grouping.facts import texts_shown
from marsad.grouping.places import Nearness, names_country
from marsad.grouping.same import Comparison, When, compare, numbers_agree, place_name
from marsad.grouping.slots import Slots, places_told, slots_of_incident
from marsad.grouping.world import World
from marsad.model import Incident, IncidentId, Known, MatchKind, Place, Reading, Story
from marsad.text import fold

LEAST_NAME = 5  # letters of an unlisted place; shorter names are words too
VAGUE_DAYS = 3  # a longer range of days names no attack by itself
DAY_HOURS = 24.0
OPEN_FOR = timedelta(hours=72)  # without change; then only a day told finds an incident again


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The incident of an event, or None, and what decided."""

    incident: Incident | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Incidents that the words of a story speak for; they decide only where slots are silent."""

    like: frozenset[IncidentId] = frozenset()  # of stories whose text shares much with this one
    named: frozenset[IncidentId] = frozenset()  # whose place stands somewhere in the story


NO_HINTS = Hints()
Candidates = tuple[tuple[Incident, Slots], ...]


def candidates(incidents: Iterable[Incident], world: World) -> Candidates:
    """Incidents with what they are compared by."""
    return tuple((incident, slots_of_incident(incident, world)) for incident in incidents)


def find(
    new: Slots, incidents: Candidates, world: World, now: datetime, hints: Hints = NO_HINTS
) -> Found:
    """The incident that an event belongs to, or None with what spoke against the nearest."""
    compared = []
    rejected = ""
    for incident, known in incidents:
        result = compare(new, known, world, linked=incident.id in hints.like)
        if result.same and _open(incident, result, now):
            compared.append((incident, known, result))
        elif not result.reason.startswith("another place"):
            rejected = f"; {incident.id}: {result.reason}"
    placed = [(i, r) for i, _, r in compared if r.where >= Nearness.NEAR]
    # "Last July": which of several attacks is meant, nobody can say.
    if len(placed) == 1 or (placed and _span_days(new) <= VAGUE_DAYS):
        return _best(placed)
    loose = [(i, r) for i, k, r in compared if _loosely(new, k, r, linked=i.id in hints.like)]
    sure = [(i, r) for i, k, r in compared if _surely(new, k, r, hints, i.id)]
    if sure:
        return _best(sure)
    if len(loose) == 1 and len(compared) == 1:
        return _best(loose)
    if compared:
        rejected = f"; {len(compared)} incidents might be meant"
    where = place_name(new)
    at = f"at {where}" if where else "without a place"
    return Found(incident=None, reason=f"no incident within 12 h {at}{rejected}")


def hints_of(story: Story, reading: Reading, known: Known) -> Hints:
    """Which known incidents the words of a story speak for."""
    text = fold(f"{story.title} . {story.text}")
    ids = {m.id for m in reading.matches if m.kind in (MatchKind.PLACE, MatchKind.ACTOR)}
    named = (
        incident.id
        for incident in known.incidents
        if ids & set(texts_shown(incident.facts, "target_ids"))
        or any(_is_named(place, ids, text) for place in places_told(incident))
    )
    like = (
        incident
        for copy in known.copies
        if linked(reading.fingerprint, copy.fingerprint)
        for incident in copy.incidents
    )
    return Hints(like=frozenset(like), named=frozenset(named))


def _is_named(place: Place, ids: set[str], text: str) -> bool:
    if place.id is not None:
        return place.id in ids
    name = fold(place.name or "")
    if len(name) < LEAST_NAME or names_country(place):
        return False
    return f" {name}" in f" {text}"


def _open(incident: Incident, result: Comparison, now: datetime) -> bool:
    if incident.merged_into is not None:
        return False
    return result.when is not When.UNKNOWN or now - incident.updated <= OPEN_FOR


def _best(found: list[tuple[Incident, Comparison]]) -> Found:
    incident, result = max(found, key=lambda pair: (pair[1].score, pair[0].updated, pair[0].id))
    return Found(incident=incident, reason=f"{incident.id}: {result.reason}")


def _surely(
    new: Slots, known: Slots, result: Comparison, hints: Hints, incident: IncidentId
) -> bool:
    """Whether something beside country and day says it is the same."""
    same_target = bool(new.targets & known.targets)
    linked = incident in hints.like
    placeless = result.where < Nearness.COUNTRY and not (new.place and new.place.id)
    if placeless and incident in hints.named:
        return result.when is not When.UNKNOWN or bool(new.families & known.families)
    if result.where is Nearness.NAMED_OTHERWISE:
        return linked and new.kind == known.kind and result.when is When.SAME
    if result.where is Nearness.UNKNOWN and same_target:
        return True  # "the attack on the embassy", whenever it is spoken of
    if result.when < When.NEXT_DAY:
        return False
    same_kind = new.kind == known.kind
    if linked or (same_kind and numbers_agree(new, known)):
        return True
    told_place = result.where is Nearness.COUNTRY
    return same_target or (told_place and same_kind and bool(new.actors & known.actors))


def _loosely(new: Slots, known: Slots, result: Comparison, *, linked: bool) -> bool:
    """Country, kind and day alone: enough when nothing else can be meant."""
    if result.where is not Nearness.COUNTRY or result.when < When.NEXT_DAY:
        return False
    if result.when is When.NEXT_DAY and _hours_apart(new, known) > DAY_HOURS:
        return False
    return linked or (new.kind == known.kind and bool(new.families & known.families))


def _hours_apart(new: Slots, known: Slots) -> float:
    if new.reported is None or known.reported is None:
        return 0.0
    return abs((new.reported - known.reported).total_seconds()) / 3600


def _span_days(slots: Slots) -> int:
    happened = slots.happened
    if happened is None or happened.earliest is None or happened.latest is None:
        return 0
    return (happened.latest - happened.earliest).days
