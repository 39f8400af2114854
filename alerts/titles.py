"""The first line of an alert: what, where, when and how bad, without opening anything."""

from collections.abc import Sequence

from alerts.facts import (
    Facts,
    amount_of,
    counted,
    earlier_number,
    munitions,
    perpetrators,
    ruled_out,
    some,
    text_of,
    words_of,
)
from marsad.model import (
    Basis,
    Incident,
    IncidentChange,
    Reading,
    Reason,
    Severity,
    StatementRecord,
    Status,
)
from marsad.settings.watchlists import Watchlists
from marsad.text import one_line

LONGEST_QUOTE = 180
LONGEST_TITLE = 300

_COUNTRIES = {
    "AE": "the Emirates",
    "BH": "Bahrain",
    "CY": "Cyprus",
    "IL": "Israel",
    "IQ": "Iraq",
    "IR": "Iran",
    "JO": "Jordan",
    "KW": "Kuwait",
    "LB": "Lebanon",
    "OM": "Oman",
    "PS": "Palestine",
    "QA": "Qatar",
    "SA": "Saudi Arabia",
    "SY": "Syria",
    "TR": "Turkey",
    "YE": "Yemen",
}


def incident_title(change: IncidentChange, reading: Reading, watchlists: Watchlists) -> str:
    """ "[NEW ATTACK · high · reported] Rocket attack on … – 3 Mar 2021: 10 rockets, 2 wounded"."""
    incident = change.incident
    if Reason.FIRST_REPORT in change.reasons:
        marks = [_novelty(incident, reading), incident.severity.value, incident.status.value]
        if incident.retaliation_for:
            marks.append("retaliation")
        details = _first_details(incident)
    else:
        marks = ["UPDATE", *(reason.value for reason in change.reasons)]
        details = _new_details(change, watchlists)
    fresh = [detail for detail in details if detail.lower() not in incident.title.lower()]
    return f"[{' · '.join(marks)}] {incident.title}{': ' if fresh else ''}{', '.join(fresh)}"


def statement_title(record: StatementRecord, watchlists: Watchlists) -> str:
    """ "[STATEMENT · official · deny] Pentagon, John Kirby: “…”"."""
    statement = record.statement
    standing = "militia communiqué" if statement.speaker_class == "armed_group" else "official"
    words = one_line(statement.text, LONGEST_QUOTE)
    said = f": “{words}”" if statement.direct else f" – {words}"
    kind = statement.kind.value.replace("_", " ")
    return f"[STATEMENT · {standing} · {kind}] {speaker(record, watchlists)}{said}"


def story_title(title: str, terms: Sequence[str]) -> str:
    """ "[STORY · oil-export] title"."""
    return f"[{' · '.join(['STORY', *terms])}] {one_line(title, LONGEST_TITLE) or 'no title'}"


def wave_title(incidents: Sequence[Incident], country: str, severity: Severity, span: str) -> str:
    """ "[WAVE · high] 5 incidents in Iraq within 60 minutes: Erbil, Harir"."""
    places = dict.fromkeys(i.place.name for i in incidents if i.place and i.place.name)
    named = ", ".join(list(places)[:6]) + (", …" if len(places) > 6 else "")
    where = country_name(country)
    return (
        f"[WAVE · {severity.value}] {len(incidents)} incidents in {where} within {span}"
        f"{': ' if named else ''}{named}"
    )


def country_name(code: str) -> str:
    """A country as a reader says it; the code where we have no name."""
    return _COUNTRIES.get(code, code)


def speaker(record: StatementRecord, watchlists: Watchlists) -> str:
    """ "Pentagon, John Kirby": the body first, then the person."""
    statement = record.statement
    body = statement.organisation
    known = watchlists.organisations.get(statement.organisation_id or "")
    if known is not None:
        body = known.name
    person = statement.speaker
    if person and (body is None or person.casefold() not in body.casefold()):
        return f"{body}, {person}" if body else person
    return body or statement.role or "speaker not named"


def actor_names(ids: Sequence[str], watchlists: Watchlists) -> str:
    """Names of watched actors, as we write them."""
    return " and ".join(watchlists.actors[id].name if id in watchlists.actors else id for id in ids)


def _novelty(incident: Incident, reading: Reading) -> str:
    if incident.kind == "explosion_unattributed":
        return "UNCONFIRMED EXPLOSION"
    event = next((event for event in reading.events if event.kind == incident.kind), None)
    return "NEW ATTACK" if event is None or event.attack else "NEW INCIDENT"


def _first_details(incident: Incident) -> list[str]:
    facts = incident.facts
    intercepted = {"all": "all intercepted", "partly": "some intercepted"}.get(
        text_of(facts, "intercepted") or ""
    )
    killed, wounded = amount_of(facts, "killed"), amount_of(facts, "wounded")
    tolls = [f"{counted(killed)} killed"] if some(killed) else []
    tolls += [f"{counted(wounded)} wounded"] if some(wounded) else []
    if ruled_out(killed) and ruled_out(wounded):
        tolls = ["no casualties reported"]
    return [one for one in (munitions(incident.kind, facts), intercepted, *tolls) if one]


def _new_details(change: IncidentChange, watchlists: Watchlists) -> list[str]:
    incident = change.incident
    details: list[str] = []
    for reason in change.reasons:
        match reason:
            case Reason.TOLL:
                details += [_toll(incident.facts, "killed"), _toll(incident.facts, "wounded")]
            case Reason.CLAIM:
                who = actor_names(words_of(incident.facts, "claimed_by"), watchlists)
                details.append(f"claimed by {who}" if who else "claimed")
            case Reason.ATTRIBUTION:
                details.append(_attribution(incident))
            case Reason.DENIAL:
                details.append(
                    "ruled an accident" if incident.status is Status.ACCIDENT else "denied"
                )
            case Reason.CONFIRMATION:
                details.append("confirmed")
            case Reason.RETALIATION:
                details.append("answered by a strike")
            case Reason.CORRECTION:
                details.append("corrected")
            case _:
                pass
    return [one for one in dict.fromkeys(details) if one]


def _toll(facts: Facts, name: str) -> str:
    told = amount_of(facts, name)
    if not some(told):
        return ""
    before = earlier_number(facts[name])
    was = f" (was {counted(before)})" if before else ""
    return f"{counted(told)} {name}{was}"


def _attribution(incident: Incident) -> str:
    words = {Basis.BLAMED: "blamed on", Basis.SUSPECTED: "suspected:", Basis.NAMED: "named:"}
    for _, name, basis in perpetrators(incident.facts):
        if basis in words:
            return f"{words[basis]} {name}"
    return "attributed"
