"""What two reports are compared by: place, time, weapon, numbers, actors, targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from marsad.grouping.wording import another, hour_told
from marsad.grouping.world import World
from marsad.model import DateRange, Event, Fact, FactValue, Incident, Place, Range, Story

# Own keys beside the fields of Event. The first two part two attacks of one day.
HOUR = "hour"
ANOTHER = "another"
ESTIMATED = "estimated"  # only the form of these stories gives the day
DENIED_BY = "denied_by"  # who speaks against it, by actor or organisation

# Kinds that say nothing about the weapon: only a named weapon counts.
_ANY_WEAPON = frozenset(
    {
        "accident",
        "armed_attack",  # any attack whose weapon is not told
        "assassination",
        "explosion_unattributed",
        "interception",
        "maritime_attack",
        "shootdown_attempt",
    }
)

_OFTEN_HIT = frozenset({"state", "state_security", "umbrella", "network"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The comparable side of an event or an incident."""

    kind: str
    attack: bool
    families: frozenset[str]
    weapons: frozenset[str]
    place: Place | None = None
    called: tuple[Place, ...] = ()  # other unlisted places that stories name for it
    happened: DateRange | None = None
    estimated: bool = False  # only the form of the story gives the day
    hour: int | None = None  # local, about
    another: bool = False  # called a second or other attack
    munitions: Range | None = None
    killed: Range | None = None
    wounded: Range | None = None
    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    reported: datetime | None = None  # when it was first told


def slots_of_event(event: Event, story: Story, world: World) -> Slots:
    """The slots of what a story tells."""
    return Slots(
        kind=event.kind,
        attack=event.attack,
        families=families(event.kind, event.weapons, world),
        weapons=frozenset(event.weapons),
        place=event.place,
        happened=event.happened,
        estimated=event.estimated,
        hour=hour_told(story, event),
        another=another(story, event),
        munitions=event.munitions,
        killed=event.killed,
        wounded=event.wounded,
        actors=_named((p.id for p in event.perpetrators), event.claimed_by, world),
        targets=aims(event.target_ids, world),
        reported=story.published or story.seen,
    )


def slots_of_incident(incident: Incident, world: World) -> Slots:
    """The slots of what we know."""
    facts = incident.facts
    weapons = frozenset(_texts(facts, "weapons"))
    blamed = _all(facts, "perpetrators")
    actors = (str(p["id"]) for p in blamed if isinstance(p, dict) and p.get("id"))
    kind = world.kinds.get(incident.kind)
    return Slots(
        kind=incident.kind,
        attack=kind.attack if kind else True,
        families=families(incident.kind, weapons, world),
        weapons=weapons,
        place=incident.place,
        called=_called(incident),
        happened=incident.happened,
        estimated=is_estimated(facts),
        hour=_hour(facts),
        another=ANOTHER in facts,
        munitions=range_of(facts.get("munitions")),
        killed=range_of(facts.get("killed")),
        wounded=range_of(facts.get("wounded")),
        actors=_named(actors, _texts(facts, "claimed_by"), world),
        targets=aims(_texts(facts, "target_ids"), world),
        reported=incident.opened,
    )


def families(kind: str, weapons: Iterable[str], world: World) -> frozenset[str]:
    """Weapon families of a report: those of its weapons, else that of its kind."""
    listed = world.watchlists.weapons
    found = {listed[w].family for w in weapons if w in listed} - {"unknown", "other"}
    if found or kind in _ANY_WEAPON:
        return frozenset(found)
    if kind == "missile_strike":
        return frozenset({"missile"})
    own = world.kinds[kind].family if kind in world.kinds else None
    return frozenset({own}) if own else frozenset()


def aims(targets: Iterable[str], world: World) -> frozenset[str]:
    """The targets that tell one attack from another; states and their forces are hit too often."""
    actors = world.watchlists.actors
    return frozenset(t for t in targets if t not in actors or actors[t].kind not in _OFTEN_HIT)


def is_estimated(facts: Mapping[str, Fact]) -> bool:
    """Whether nobody tells the day that is shown."""
    happened, estimated = facts.get("happened"), facts.get(ESTIMATED)
    if happened is None or estimated is None:
        return False
    return set(happened.stories) <= set(estimated.stories)


def range_of(fact: Fact | None) -> Range | None:
    """The number that a fact shows."""
    if fact is None or not isinstance(fact.value, dict):
        return None
    low, high = fact.value.get("low"), fact.value.get("high")
    return Range(
        low=low if isinstance(low, int) else None, high=high if isinstance(high, int) else None
    )


def place_from(value: FactValue) -> Place | None:
    """A place as facts keep it."""
    if not isinstance(value, dict):
        return None
    return Place(
        id=_text(value.get("id")),
        name=_text(value.get("name")),
        country=_text(value.get("country")),
        admin1=_text(value.get("admin1")),
        lat=_number(value.get("lat")),
        lon=_number(value.get("lon")),
    )


def day_of(text: object) -> date | None:
    """A day as facts keep it."""
    return date.fromisoformat(text) if isinstance(text, str) else None


def _all(facts: Mapping[str, Fact], field: str) -> list[object]:
    fact = facts.get(field)
    return fact.value if fact is not None and isinstance(fact.value, list) else []


def _texts(facts: Mapping[str, Fact], field: str) -> list[str]:
    return [value for value in _all(facts, field) if isinstance(value, str)]


def places_told(incident: Incident) -> tuple[Place, ...]:
    """The place of an incident, and where it has no listed one, what else stories call it."""
    return ((incident.place,) if incident.place is not None else ()) + _called(incident)


def _called(incident: Incident) -> tuple[Place, ...]:
    fact = incident.facts.get("place")
    if fact is None or (incident.place is not None and incident.place.id is not None):
        return ()
    told = (place_from(other.value) for other in fact.others)
    return tuple(place for place in told if place is not None and place.id is None)


def _named(blamed: Iterable[str | None], claimed: Iterable[str], world: World) -> frozenset[str]:
    """Actors by id; umbrella words ("Iran-backed militias") fit everybody and tell nothing."""
    listed = world.watchlists.actors
    named = {actor for actor in (*blamed, *claimed) if actor}
    return frozenset(a for a in named if a not in listed or listed[a].kind != "umbrella")


def _hour(facts: Mapping[str, Fact]) -> int | None:
    fact = facts.get(HOUR)
    return fact.value if fact is not None and isinstance(fact.value, int) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
