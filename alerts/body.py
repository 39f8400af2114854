"""The facts of an incident or statement, line by line, in neutral words."""

from collections.abc import Iterator

from alerts.facts import (
    Facts,
    amount,
    amount_of,
    bare_name,
    counted,
    country_name,
    days,
    munitions,
    perpetrators,
    ruled_out,
    some,
    text_of,
    words_of,
)
from marsad.model import Alert, Basis, FactValue, Incident, Place, StatementRecord

NOT_KNOWN = "not known"
# The hour that grouping sets for each part of the day that a story names.
_PARTS_OF_DAY = {
    3: "after midnight",
    4: "about dawn",
    8: "in the morning",
    13: "about noon",
    16: "in the afternoon",
    20: "in the evening",
    23: "at night",
}


def incident_lines(alert: Alert, incident: Incident) -> Iterator[str]:
    """What, how many, where, when; target; casualties; damage; who; what is not known."""
    facts = alert.facts if alert.facts is not None else incident.facts
    counts = munitions(incident.kind, facts)
    what = incident.kind.replace("_", " ")
    yield f"What: {what}, {counts}" if counts else f"What: {what}"
    yield f"Where: {_where(incident.place)}"
    yield f"When: {_when(incident, facts)}"
    targets = words_of(facts, "targets")
    yield f"Target: {', '.join(targets) if targets else NOT_KNOWN}"
    yield f"Casualties: {_casualties(facts)}"
    yield f"Damage: {text_of(facts, 'damage') or NOT_KNOWN}"
    yield f"Intercepted: {text_of(facts, 'intercepted') or NOT_KNOWN}"
    yield from _attribution(facts)
    launch = _place_name(facts["launch_place"].value) if "launch_place" in facts else None
    if launch:
        yield f"Launched from: {launch}"
    if incident.retaliation_for:
        yield f"In answer to: {incident.retaliation_for}"


def statement_lines(record: StatementRecord) -> Iterator[str]:
    """Who speaks, with which standing, what kind of words, about what."""
    statement = record.statement
    speaker = statement.speaker or NOT_KNOWN
    if statement.role and statement.role.casefold() not in speaker.casefold():
        speaker += f", {statement.role}"
    yield f"Speaker: {speaker}"
    standing = {
        "state": "official, for a state",
        "intl": "official, for an international body",
        "sub_state": "official, for a region",
        "armed_group": "militia communiqué, not official",
        "party": "official, for a party",
        "religious": "official, for a religious authority",
    }.get(statement.speaker_class or "", NOT_KNOWN)
    yield f"For: {bare_name(statement.organisation or NOT_KNOWN)} ({standing})"
    form = "verbatim" if statement.direct else "in the outlet's words"
    yield f"Kind: {statement.kind.value.replace('_', ' ')}, {form}"
    if record.incident:
        yield f"About: incident {record.incident}"


def _where(place: Place | None) -> str:
    if place is None:
        return NOT_KNOWN
    country = country_name(place.country) if place.country else None
    parts = dict.fromkeys(one for one in (place.name, place.admin1, country) if one)
    return ", ".join(parts) or NOT_KNOWN


def _place_name(value: FactValue) -> str | None:
    name = value.get("name") if isinstance(value, dict) else None
    return str(name) if name else None


def _when(incident: Incident, facts: Facts) -> str:
    told = days(incident)
    if told is None:
        return NOT_KNOWN
    if "estimated" in facts and facts["estimated"].value is True:
        return f"{told} (estimated: the report only calls it breaking news)"
    hour = facts["hour"].value if "hour" in facts else None
    part = _PARTS_OF_DAY.get(hour) if isinstance(hour, int) else None
    return f"{told}, {part or 'time of day not told'}"


def _casualties(facts: Facts) -> str:
    """ "Not known" is not "none reported": the second needs somebody who says so."""
    killed, wounded = amount_of(facts, "killed"), amount_of(facts, "wounded")
    indirect = amount_of(facts, "died_indirect")
    parts = [
        _told(facts, name)
        for name, told in (("killed", killed), ("wounded", wounded))
        if some(told)
    ]
    if ruled_out(killed) and ruled_out(wounded):
        parts = ["none reported"]
    elif ruled_out(killed):
        parts.insert(0, "no deaths reported")
    elif ruled_out(wounded):
        parts.append("no wounded reported")
    if some(indirect):
        parts.append(f"{counted(indirect)} died otherwise (not hit)")
    return ", ".join(parts) or NOT_KNOWN


def _told(facts: Facts, name: str) -> str:
    shown = amount_of(facts, name)
    assert shown is not None
    others = {
        counted(told)
        for other in facts[name].others
        if (told := amount(other.value)) is not None and told != shown
    }
    disputed = f" (others say {', '.join(sorted(others))})" if others else ""
    return f"{counted(shown)} {name}{disputed}"


def _attribution(facts: Facts) -> Iterator[str]:
    """Three things that must not be mixed: who claims it, who is suspected, who denies it."""
    named = perpetrators(facts)
    names = {id: name for id, name, _ in named if id}
    claimed = dict.fromkeys(names.get(id, id) for id in words_of(facts, "claimed_by"))
    claimed |= dict.fromkeys(name for _, name, basis in named if basis is Basis.CLAIMED)
    yield f"Claimed by: {', '.join(claimed) or 'nobody known'}"
    blamed = [
        f"{name} ({basis.value}, not claimed)" if name not in claimed else f"{name} ({basis.value})"
        for _, name, basis in named
        if basis in (Basis.BLAMED, Basis.SUSPECTED, Basis.NAMED)
    ]
    yield f"Suspected: {', '.join(blamed) or NOT_KNOWN}"
    denied = [name for _, name, basis in named if basis is Basis.DENIED]
    if denied:
        yield f"Denied by: {', '.join(denied)}"
