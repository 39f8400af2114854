from dataclasses import replace
from datetime import date

import pytest

from marsad.grouping.facts import merge, told_by
from marsad.grouping.severity import severity_of, statement_severity
from marsad.model import Basis, DateRange, Event, Fact, Perpetrator, Place, Severity, StatementKind
from tests.builders import a_statement, a_story, a_toll, an_event, an_incident
from tests.marsad.grouping.small_world import a_world

WORLD = a_world()
EMBASSY = Place(id="us-embassy-baghdad", name="US Embassy Baghdad", country="IQ")
TOWN = Place(id="baghdadi", name="al-Baghdadi", country="IQ")
CITY = Place(id="erbil", name="Erbil", country="IQ")
LATE = DateRange(earliest=date(2026, 2, 1), latest=date(2026, 2, 1))
US = (Perpetrator(id="us-forces", name="US forces", basis=Basis.NAMED),)
FIRED, DRONES, STRIKE = "rocket_attack", "drone_attack", "airstrike"


def severity(event: Event) -> Severity:
    told = told_by(event, a_story())
    facts = merge({}, told, story=a_story().id, grade="B", watchlists=WORLD.watchlists)
    return severity_of(event.kind, facts, WORLD)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(an_event(killed=a_toll(1)), Severity.CRITICAL, id="a dead"),
        pytest.param(an_event(died_indirect=a_toll(1)), Severity.CRITICAL, id="an indirect death"),
        pytest.param(
            an_event("missile_strike", weapons=("ballistic-missile",)),
            Severity.CRITICAL,
            id="ballistic missiles",
        ),
        pytest.param(
            an_event("missile_strike", weapons=(), perpetrators=US),
            Severity.CRITICAL,
            id="a state's missiles",
        ),
        pytest.param(an_event("missile_strike"), Severity.HIGH, id="rockets called missiles"),
        pytest.param(an_event(place=EMBASSY), Severity.CRITICAL, id="an embassy"),
        pytest.param(an_event(), Severity.HIGH, id="foreign troops"),
        pytest.param(an_event(happened=LATE), Severity.MEDIUM, id="after they left"),
        pytest.param(an_event(place=TOWN, wounded=a_toll(1)), Severity.HIGH, id="a wounded"),
        pytest.param(an_event(place=CITY), Severity.HIGH, id="a city"),
        pytest.param(
            an_event(DRONES, place=TOWN, weapons=("drone-attack",), munitions=a_toll(3)),
            Severity.HIGH,
            id="three drones",
        ),
        pytest.param(an_event(place=TOWN), Severity.MEDIUM, id="open ground"),
        pytest.param(
            an_event(STRIKE, place=TOWN, weapons=("airstrike",), perpetrators=US),
            Severity.HIGH,
            id="a US strike",
        ),
        pytest.param(an_event("explosion_unattributed", attack=False), Severity.LOW, id="a blast"),
        pytest.param(
            an_event("explosion_unattributed", attack=False, killed=a_toll(2)),
            Severity.CRITICAL,
            id="a blast with dead",
        ),
    ],
)
def test_how_bad_an_incident_is(event: Event, expected: Severity) -> None:
    assert severity(event) is expected


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        pytest.param(StatementKind.CLAIM, {}, Severity.HIGH, id="a claim"),
        pytest.param(StatementKind.CONDEMN, {}, Severity.MEDIUM, id="a condemnation"),
        pytest.param(
            StatementKind.CONDEMN,
            {"speaker_id": "us-president"},
            Severity.HIGH,
            id="a head of state",
        ),
        pytest.param(StatementKind.OTHER, {}, Severity.LOW, id="routine"),
        pytest.param(StatementKind.NO_COMMENT, {}, Severity.LOW, id="no comment on nothing"),
    ],
)
def test_how_bad_a_statement_is(
    kind: StatementKind, changes: dict[str, object], expected: Severity
) -> None:
    statement = replace(a_statement(kind=kind), **changes)  # type: ignore[arg-type]
    assert statement_severity(statement, None, WORLD) is expected


def test_words_on_an_incident_weigh_more() -> None:
    statement = a_statement(kind=StatementKind.NO_COMMENT)
    assert statement_severity(statement, an_incident(), WORLD) is Severity.MEDIUM
    facts = an_incident().facts | {"claimed_by": Fact(value=["kh"], stories=("story-1",))}
    report = a_statement(kind=StatementKind.ANNOUNCE, organisation_id="kh-media")
    assert statement_severity(report, an_incident(facts=facts), WORLD) is Severity.HIGH
    assert statement_severity(report, an_incident(), WORLD) is Severity.MEDIUM
    denial = a_statement(kind=StatementKind.DENY)
    known = an_incident(outlets=("One", "Two", "Three"))
    assert statement_severity(denial, known, WORLD) is Severity.HIGH
