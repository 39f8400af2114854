"""Which known incident an event belongs to, or why none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from marsad.grouping.copies import linked
from marsad.grouping.facts import texts_shown
from marsad.grouping.places import Nearness, names_country
from marsad.grouping.same import Comparison, When, compare, place_name
from marsad.grouping.slots import Slots, aims, places_told, slots_of_incident
from marsad.grouping.ties import NO_HINTS, VAGUE_DAYS, Hints, only_country, span_days, tie
from marsad.grouping.world import World
from marsad.model import Incident, Known, MatchKind, Place, Reading, Story
from marsad.text import fold

LEAST_NAME = 5  # letters of an unlisted place; shorter names are words too
OPEN_FOR = timedelta(hours=72)  # without change; then only a day told finds an incident again


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The incident of an event, or None, and what decided."""

    incident: Incident | None
    reason: str


Candidates = tuple[tuple[Incident, Slots], ...]


def candidates(incidents: Iterable[Incident], world: World) -> Candidates:
    """Incidents with what they are compared by."""
    return tuple((incident, slots_of_incident(incident, world)) for incident in incidents)


def find(
    new: Slots,
    incidents: Candidates,
    world: World,
    now: datetime,
    hints: Hints = NO_HINTS,
    *,
    follows: bool = False,
) -> Found:
    """The incident that an event belongs to, or None with what spoke against the nearest."""
    compared, against = [], ""
    for incident, known in incidents:
        result = compare(new, known, world, linked=incident.id in hints.like)
        if result.same and _open(incident, result, now):
            compared.append((incident, known, result))
        elif not result.same and result.where >= Nearness.NEAR:
            against = f"; {incident.id}: {result.reason}"
    placed = [(i, r, "") for i, _, r in compared if r.where >= Nearness.NEAR]
    # "Last July": which of several attacks is meant, nobody can say.
    if len(placed) == 1 or (placed and span_days(new) <= VAGUE_DAYS):
        return _best(placed)
    tied = []
    for incident, known, result in compared:
        why = tie(new, known, result, hints, incident.id, follows=follows)
        if why is not None:
            tied.append((incident, result, why))
    if tied:
        return _best(tied)
    if len(compared) == 1 and only_country(new, compared[0][1], compared[0][2]):
        return _best([(compared[0][0], compared[0][2], "no other can be meant")])
    return Found(incident=None, reason=f"no incident within 12 h {_at(new)}{against}")


def _at(new: Slots) -> str:
    where = place_name(new)
    return f"at {where}" if where else "without a place"


def hints_of(story: Story, reading: Reading, known: Known, world: World) -> Hints:
    """Which known incidents the words of a story speak for."""
    if not known.incidents:
        return NO_HINTS
    text = fold(f"{story.title} . {story.text}")
    ids = {m.id for m in reading.matches if m.kind in (MatchKind.PLACE, MatchKind.ACTOR)}
    named, aimed = set(), set()
    for incident in known.incidents:
        if any(_is_named(place, ids, text) for place in places_told(incident)):
            named.add(incident.id)
        if ids & aims(texts_shown(incident.facts, "target_ids"), world):
            aimed.add(incident.id)
    like = (
        incident
        for copy in known.copies
        if linked(reading.fingerprint, copy.fingerprint)
        for incident in copy.incidents
    )
    return Hints(like=frozenset(like), named=frozenset(named), aimed=frozenset(aimed))


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


def _best(found: list[tuple[Incident, Comparison, str]]) -> Found:
    incident, result, why = max(found, key=lambda f: (f[1].score, f[0].updated, f[0].id))
    reason = f"{incident.id}: {result.reason}" + (f", {why}" if why else "")
    return Found(incident=incident, reason=reason)
