"""The first line of an alert: what, where, when and how bad, without opening anything."""

import re
from collections.abc import Sequence

from alerts.facts import (
    Facts,
    amount_of,
    bare_name,
    counted,
    country_name,
    other_numbers,
    perpetrators,
    some,
    words_of,
)
from marsad.model import (
    Basis,
    Incident,
    IncidentChange,
    Reading,
    Reason,
    Severity,
    Statement,
    StatementRecord,
    Status,
)
from marsad.settings.watchlists import Organisation, Watchlists
from marsad.text import fold, one_line

LONGEST_QUOTE = 180
LONG_NAME = 30
SHORTEST_QUOTE = 20  # what is shorter says too little alone
_QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»|\"([^\"]+)\"|‘([^’]{20,})’(?!\w)")
LONGEST_TITLE = 300


def incident_title(change: IncidentChange, reading: Reading, watchlists: Watchlists) -> str:
    """ "[NEW ATTACK · high · reported] Rocket attack on … – 3 Mar 2021: 10 rockets, 2 wounded"."""
    incident = change.incident
    if Reason.FIRST_REPORT not in change.reasons:
        marks = ["UPDATE", *(reason.value.replace("_", " ") for reason in change.reasons)]
        return f"[{' · '.join(marks)}] {_with_news(incident.title, _news(change, watchlists))}"
    marks = [_novelty(incident, reading), incident.severity.value, incident.status.value]
    if incident.retaliation_for:
        marks.append("retaliation")
    return f"[{' · '.join(marks)}] {incident.title}"


def statement_title(record: StatementRecord, watchlists: Watchlists) -> str:
    """ "[STATEMENT · official · deny] Pentagon, John Kirby: “…”"."""
    statement = record.statement
    standing = "militia communiqué" if statement.speaker_class == "armed_group" else "official"
    words = _verbatim(statement) if statement.direct else None
    said = f": “{words}”" if words else f" – {one_line(statement.text, LONGEST_QUOTE)}"
    kind = statement.kind.value.replace("_", " ")
    return f"[STATEMENT · {standing} · {kind}] {speaker(record, watchlists)}{said}"


def _verbatim(statement: Statement) -> str | None:
    """The speaker's own words: all of the text, or the longest quotation in the sentence."""
    if not _QUOTED.search(statement.text):
        return one_line(statement.text, LONGEST_QUOTE)
    quotations = ["".join(parts) for parts in _QUOTED.findall(statement.text)]
    longest = one_line(max(quotations, key=len), LONGEST_QUOTE)
    return longest.rstrip(",") if len(longest) >= SHORTEST_QUOTE else None


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


def speaker(record: StatementRecord, watchlists: Watchlists) -> str:
    """ "Pentagon, John Kirby": the body first, then the person."""
    statement = record.statement
    known = watchlists.organisations.get(statement.organisation_id or "")
    body = _body(statement.organisation, _short_name(known) if known else None)
    person = statement.speaker
    if body is None or person is None:
        return body or person or statement.role or "speaker not named"
    if person.casefold().removeprefix("the ") in body.casefold() or _is_name_of(person, known):
        return body
    return person if body.casefold() in person.casefold() else f"{body}, {person}"


def _short_name(known: Organisation) -> str:
    """What people call a body: its first English name where the full one is long."""
    called = known.names.get("en", ())
    full = bare_name(known.name)
    return called[0] if called and len(full) > LONG_NAME else full


def _is_name_of(person: str, known: Organisation | None) -> bool:
    """Whether the speaker is the body itself, in any language."""
    if known is None:
        return False
    key = fold(person).removeprefix("the ")
    return any(fold(name) == key for names in known.names.values() for name in names)


def _body(written: str | None, known: str | None) -> str | None:
    """The shorter name of a body, but never one in letters that half the desk cannot read."""
    if written is None or known is None:
        return written or known
    return written if written.isascii() and len(written) < len(known) else known


def actor_names(ids: Sequence[str], watchlists: Watchlists) -> str:
    """Names of watched actors, as we write them."""
    return " and ".join(watchlists.actors[id].name if id in watchlists.actors else id for id in ids)


def _novelty(incident: Incident, reading: Reading) -> str:
    if incident.kind == "explosion_unattributed":
        return "UNCONFIRMED EXPLOSION"
    event = next((event for event in reading.events if event.kind == incident.kind), None)
    return "NEW ATTACK" if event is None or event.attack else "NEW INCIDENT"


def _with_news(title: str, news: Sequence[str]) -> str:
    """The incident's title with what is new in front of what was known."""
    head, _, known = title.partition(": ")
    told = " ".join(news).casefold()
    rest = [part for part in known.split(", ") if part and part.casefold() not in told]
    details = ", ".join([*news, *rest])
    return f"{head}: {details}" if details else head


def _news(change: IncidentChange, watchlists: Watchlists) -> list[str]:
    facts = change.incident.facts
    news: list[str | None] = []
    for reason in change.reasons:
        match reason:
            case Reason.TOLL:
                news += [_toll(facts, "killed"), _toll(facts, "wounded")]
            case Reason.CLAIM:
                who = actor_names(words_of(facts, "claimed_by"), watchlists)
                news.append(f"claimed by {who}" if who else "claimed")
            case Reason.ATTRIBUTION:
                news.append(_attribution(facts, watchlists))
            case Reason.DENIAL:
                news.append(_denial(facts, watchlists))
            case Reason.CORRECTION:
                accident = change.incident.status is Status.ACCIDENT
                news.append("ruled an accident" if accident else "place or date corrected")
            case Reason.CONFIRMATION:
                news.append("confirmed")
            case Reason.RETALIATION:
                news.append("answered by a strike")
            case _:
                pass
    return list(dict.fromkeys(one for one in news if one))


def _toll(facts: Facts, name: str) -> str | None:
    """ "3 killed (was 1)"; other accounts are told where they are higher."""
    told = amount_of(facts, name)
    if not some(told):
        return None
    lower, higher = other_numbers(facts[name])
    if higher is not None:
        return f"{counted(told)} {name} (others say {counted(higher)})"
    return f"{counted(told)} {name}" + (f" (was {counted(lower)})" if lower else "")


def _denial(facts: Facts, watchlists: Watchlists) -> str:
    who = " and ".join(name for name, basis in _doers(facts, watchlists) if basis is Basis.DENIED)
    return f"denied by {who}" if who else "denied"


def _attribution(facts: Facts, watchlists: Watchlists) -> str:
    words = {
        Basis.BLAMED: "blamed on {}",
        Basis.SUSPECTED: "{} suspected",
        Basis.NAMED: "{} named",
    }
    doers = _doers(facts, watchlists)
    found = [words[basis].format(name) for name, basis in doers if basis in words]
    return found[-1] if found else "attributed"


def _doers(facts: Facts, watchlists: Watchlists) -> list[tuple[str, Basis]]:
    """Who is said to have done it; watched actors under our name, whatever the story's letters."""
    actors = watchlists.actors
    return [
        (actors[id].name if id is not None and id in actors else name, basis)
        for id, name, basis in perpetrators(facts)
    ]
