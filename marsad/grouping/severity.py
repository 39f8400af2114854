"""How bad an incident or a statement is: the desk's S1-S4 and P1-P3."""

import re
from collections.abc import Mapping
from datetime import date

from marsad.grouping.facts import largest, place_shown, texts_shown
from marsad.grouping.places import kind_of
from marsad.grouping.slots import day_of
from marsad.grouping.world import World
from marsad.model import Fact, Incident, Severity, Statement, StatementKind
from marsad.settings.watchlists import Hosted

_SMALL_KINDS = frozenset(
    {"explosion_unattributed", "airspace_incident", "attack_foiled", "arrest", "accident"}
)
_ENERGY = frozenset({"oil-gas", "infrastructure"})
_CRITICAL_PLACES = frozenset({"embassy"})
_AIMED = frozenset(
    {"rocket_attack", "mortar_attack", "shelling", "missile_strike", "drone_attack", "airstrike"}
)
_FOREIGN = re.compile(r"\b(US|UK|NATO|coalition|Turkey|France|Germany|Italy)\b", re.IGNORECASE)
_HEADS = re.compile(r"^(president|prime minister|supreme leader|king|emir|crown prince)\b", re.I)
_STRIKERS = frozenset({"us_coalition", "israel"})
_MANY_DRONES = 3


def severity_of(kind: str, facts: Mapping[str, Fact], world: World) -> Severity:
    """The severity of an incident with these facts."""
    if largest(facts.get("killed")) or largest(facts.get("died_indirect")):
        return Severity.CRITICAL
    if kind in _SMALL_KINDS:
        return Severity.MEDIUM if largest(facts.get("wounded")) else Severity.LOW
    if _critical(kind, facts, world):
        return Severity.CRITICAL
    if _high(kind, facts, world):
        return Severity.HIGH
    if kind == "counter_terror_op" or _sides(facts, world) == {"isis"}:
        return Severity.LOW
    return Severity.MEDIUM


def statement_severity(statement: Statement, incident: Incident | None, world: World) -> Severity:
    """The severity of an official statement."""
    if statement.kind in (StatementKind.CLAIM, StatementKind.CEASEFIRE) or _head(statement, world):
        return Severity.HIGH
    if _own_deed(statement, incident, world):
        return Severity.HIGH
    outlets = len(incident.outlets) if incident is not None else 0
    if statement.kind is StatementKind.DENY and outlets >= 3:
        return Severity.HIGH
    if statement.kind in (StatementKind.OTHER, StatementKind.EXPRESS_SUPPORT):
        return Severity.LOW
    if statement.kind in (StatementKind.NO_COMMENT, StatementKind.INVESTIGATE):
        return Severity.MEDIUM if incident is not None else Severity.LOW
    return Severity.MEDIUM


def _critical(kind: str, facts: Mapping[str, Fact], world: World) -> bool:
    place = place_shown(facts)
    if kind == "missile_strike" and _by_a_state(facts, world):
        return True
    if kind_of(place, world.watchlists) in _CRITICAL_PLACES:
        return True
    if kind_of(place, world.watchlists) == "airport" and not _hosting(facts, world):
        return kind in _AIMED
    listed = world.watchlists.places
    targets = texts_shown(facts, "target_ids")
    return any(t in listed and listed[t].kind in _CRITICAL_PLACES for t in targets)


def _high(kind: str, facts: Mapping[str, Fact], world: World) -> bool:
    place = kind_of(place_shown(facts), world.watchlists)
    if largest(facts.get("wounded")) or _hosting(facts, world) or place in _ENERGY:
        return True
    if place == "city" and kind in _AIMED:
        return True
    fired = _families(facts, world)
    if kind == "missile_strike" or "missile" in fired:
        return True
    if (kind == "drone_attack" or "drone" in fired) and largest(
        facts.get("munitions")
    ) >= _MANY_DRONES:
        return True
    return kind == "airstrike" and bool(_sides(facts, world) & _STRIKERS)


def _by_a_state(facts: Mapping[str, Fact], world: World) -> bool:
    """Whether a state fired: it is named, or the weapon is a missile and no mere rocket."""
    actors = world.watchlists.actors
    states = ("state", "state_security")
    if any(a in actors and actors[a].kind in states for a in _makers(facts)):
        return True
    return "missile" in _families(facts, world)


def _families(facts: Mapping[str, Fact], world: World) -> set[str]:
    listed = world.watchlists.weapons
    return {listed[w].family for w in texts_shown(facts, "weapons") if w in listed}


def _hosting(facts: Mapping[str, Fact], world: World) -> bool:
    """Whether foreign troops were there on that day."""
    place = place_shown(facts)
    if place is None or place.id is None or place.id not in world.watchlists.places:
        return False
    happened = facts.get("happened")
    value = happened.value if happened is not None else None
    day = day_of(value.get("latest")) if isinstance(value, dict) else None
    hosts = world.watchlists.places[place.id].hosts
    return any(_FOREIGN.search(h.force) and _on(h, day) for h in hosts)


def _on(hosted: Hosted, day: date | None) -> bool:
    """Whether a force was there on a day; ISO dates and months compare as text."""
    if day is None:
        return hosted.until is None
    said = day.isoformat()
    return (hosted.since or "") <= said and (
        hosted.until is None or said[: len(hosted.until)] <= hosted.until
    )


def _makers(facts: Mapping[str, Fact]) -> set[str]:
    """Ids of those who claim it or are called its perpetrators."""
    fact = facts.get("perpetrators")
    blamed = fact.value if fact is not None and isinstance(fact.value, list) else []
    ids = {str(p["id"]) for p in blamed if isinstance(p, dict) and p.get("id")}
    return ids | set(texts_shown(facts, "claimed_by"))


def _sides(facts: Mapping[str, Fact], world: World) -> set[str]:
    actors = world.watchlists.actors
    return {actors[a].side for a in _makers(facts) if a in actors}


def _own_deed(statement: Statement, incident: Incident | None, world: World) -> bool:
    """Whether a force reports its own operation."""
    body = world.watchlists.organisations.get(statement.organisation_id or "")
    if incident is None or body is None or body.actor is None:
        return False
    reports = statement.kind in (StatementKind.ANNOUNCE, StatementKind.CONFIRM)
    return reports and body.actor in _makers(incident.facts)


def _head(statement: Statement, world: World) -> bool:
    """Whether a head of state or government speaks."""
    office = world.watchlists.offices.get(statement.speaker_id or "")
    return office is not None and _HEADS.match(office.title) is not None
