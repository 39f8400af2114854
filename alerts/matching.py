"""Whether a rule asks for a piece of news: its places, actors, terms and severity."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.facts import perpetrators, words_of
from marsad.model import (
    Incident,
    Match,
    MatchKind,
    Place,
    Reading,
    Severity,
    StatementRecord,
)
from marsad.settings.alerting import Rule, Topic
from marsad.settings.watchlists import Watchlists


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What a piece of news is about, as rules can ask for it."""

    topic: Topic
    severity: Severity | None  # None: stories have none
    places: frozenset[str]  # ids and countries, with every larger place around them
    actors: frozenset[str]
    terms: frozenset[str]


def unmet(rule: Rule, topics: Topics) -> str | None:
    """What a rule misses in the news; None when it asks for it."""
    if topics.topic not in rule.about:
        return f"not about {' or '.join(rule.about)}"
    if topics.severity is not None and topics.severity.rank < rule.severity.rank:
        return f"{topics.severity.value} is less than {rule.severity.value}"
    for asked, found, word in (
        (rule.places, topics.places, "in"),
        (rule.actors, topics.actors, "by"),
        (rule.terms, topics.terms, "with"),
    ):
        if asked and found.isdisjoint(asked):
            return f"not {word} {', '.join(asked)}"
    return None


def of_incident(incident: Incident, reading: Reading | None, watchlists: Watchlists) -> Topics:
    """An incident: where it struck, who is said to have done it or was hit; terms of a story."""
    actors = {id for id, _, _ in perpetrators(incident.facts) if id}
    actors.update(words_of(incident.facts, "claimed_by"), words_of(incident.facts, "target_ids"))
    return Topics(
        topic="attack",
        severity=incident.severity,
        places=_around([incident.place] if incident.place else [], watchlists),
        actors=frozenset(actors),
        terms=_ids(reading.matches if reading else (), MatchKind.TERM),
    )


def of_statement(record: StatementRecord, reading: Reading, watchlists: Watchlists) -> Topics:
    """A statement: the place of the event it speaks of, places it names, its speaker's country."""
    statement = record.statement
    inside = [
        match
        for match in reading.matches
        if match.field == statement.field
        and statement.start <= match.start
        and match.end <= statement.end
    ]
    places = set(_ids(inside, MatchKind.PLACE))
    actors = set(_ids(inside, MatchKind.ACTOR))
    event = reading.events[statement.about] if statement.about is not None else None
    if event is not None:
        actors.update(one.id for one in event.perpetrators if one.id)
        actors.update(event.claimed_by)
    body = watchlists.organisations.get(statement.organisation_id or "")
    if body is not None and body.actor:
        actors.add(body.actor)
    found = _around([event.place] if event and event.place else [], watchlists)
    found |= frozenset(one for id in places for one in watchlists.containing(id))
    if body is not None and body.country:
        found |= {body.country}
    return Topics(
        topic="statement",
        severity=record.severity,
        places=found,
        actors=frozenset(actors),
        terms=_ids(reading.matches, MatchKind.TERM),
    )


def of_story(reading: Reading, watchlists: Watchlists) -> Topics:
    """A story: everything that it names."""
    places = _ids(reading.matches, MatchKind.PLACE)
    return Topics(
        topic="story",
        severity=None,
        places=frozenset(one for id in places for one in watchlists.containing(id)),
        actors=_ids(reading.matches, MatchKind.ACTOR),
        terms=_ids(reading.matches, MatchKind.TERM),
    )


def _around(places: Iterable[Place], watchlists: Watchlists) -> frozenset[str]:
    found: set[str] = set()
    for place in places:
        if place.id:
            found |= watchlists.containing(place.id)
        if place.country:
            found.add(place.country)
    return frozenset(found)


def _ids(matches: Iterable[Match], kind: MatchKind) -> frozenset[str]:
    return frozenset(match.id for match in matches if match.kind is kind)
