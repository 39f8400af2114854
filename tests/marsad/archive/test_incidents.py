"""Incidents: the latest version, every version, and those near in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from marsad.archive import Archive, IncidentVersion, Query
from marsad.model import (
    DateRange,
    Fact,
    Incident,
    IncidentId,
    IncidentLookup,
    Place,
    Reason,
    Severity,
    SourceId,
    Status,
    StoryId,
)
from tests.builders import DAY, a_reading, a_statement_record, a_story, an_incident
from tests.marsad.archive.values import NOW, a_change, a_stored_story, an_alert, later

STORY = StoryId("story-1")
A_DAY = timedelta(days=1)


def save(archive: Archive, *incidents: Incident) -> None:
    with archive.writing() as work:
        for incident in incidents:
            work.incidents.save(a_change(incident), NOW, STORY)


def test_the_latest_version_is_the_incident(archive: Archive) -> None:
    first = an_incident()
    second = replace(first, version=2, severity=Severity.CRITICAL, updated=later(30))
    toll = a_change(second, Reason.TOLL, Reason.CLAIM, opened=False)
    with archive.writing() as work:
        assert work.incidents.get(first.id) is None
        work.incidents.save(a_change(first), NOW, STORY)
        work.incidents.save(toll, later(30), StoryId("story-2"))
        assert work.incidents.get(first.id) == second
        assert work.incidents.versions(first.id) == (
            IncidentVersion(
                incident=first,
                at=NOW,
                story=STORY,
                reasons=(Reason.FIRST_REPORT,),
                opened=True,
                evidence="Ten rockets hit the base.",
            ),
            IncidentVersion(
                incident=second,
                at=later(30),
                story=StoryId("story-2"),
                reasons=(Reason.TOLL, Reason.CLAIM),
                opened=False,
                evidence="Ten rockets hit the base.",
            ),
        )


def test_saving_a_version_again_keeps_one(archive: Archive) -> None:
    save(archive, an_incident(), an_incident(title="Told better"))
    with archive.looking() as work:
        [version] = work.incidents.versions(an_incident().id)
    assert version.incident.title == "Told better"


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        pytest.param({}, True, id="on the day"),
        pytest.param({"happened": DateRange(earliest=DAY + A_DAY, latest=None)}, True, id="since"),
        pytest.param({"happened": DateRange(earliest=None, latest=DAY)}, True, id="by"),
        pytest.param({"happened": None}, True, id="unknown, opened on the day"),
        pytest.param(
            {"happened": DateRange(earliest=DAY - 9 * A_DAY, latest=DAY + 9 * A_DAY)},
            True,
            id="some time around",
        ),
        pytest.param(
            {"happened": DateRange(earliest=DAY - 9 * A_DAY, latest=DAY - 8 * A_DAY)},
            True,
            id="long before, but opened on the day",
        ),
        pytest.param(
            {
                "happened": DateRange(earliest=DAY - 9 * A_DAY, latest=DAY - 8 * A_DAY),
                "opened": NOW - 8 * A_DAY,
            },
            True,
            id="long before, but updated on the day",
        ),
        pytest.param(
            {
                "happened": DateRange(earliest=DAY - 9 * A_DAY, latest=DAY - 8 * A_DAY),
                "opened": NOW - 8 * A_DAY,
                "updated": NOW - 8 * A_DAY,
            },
            False,
            id="long before",
        ),
        pytest.param(
            {
                "happened": DateRange(earliest=DAY + 3 * A_DAY, latest=DAY + 3 * A_DAY),
                "opened": NOW + 3 * A_DAY,
                "updated": NOW + 3 * A_DAY,
            },
            False,
            id="days after",
        ),
        pytest.param({"merged_into": IncidentId("other")}, False, id="merged"),
        pytest.param({"status": Status.DISMISSED}, True, id="dismissed"),
    ],
)
def test_which_incidents_are_near(archive: Archive, changes: dict[str, Any], near: bool) -> None:
    incident = an_incident(**changes)
    save(archive, incident)
    with archive.looking() as work:
        found = work.incidents.near(IncidentLookup(earliest=DAY - A_DAY, latest=DAY + A_DAY))
    assert found == ((incident,) if near else ())


def test_the_last_day_of_a_lookup_counts_whole(archive: Archive) -> None:
    midnight = datetime(2021, 3, 5, 23, 59, 59, tzinfo=UTC)
    save(archive, an_incident(opened=midnight, updated=midnight, happened=None))
    with archive.looking() as work:
        day = date(2021, 3, 5)
        assert len(work.incidents.near(IncidentLookup(earliest=day, latest=day))) == 1
        assert work.incidents.near(IncidentLookup(earliest=day + A_DAY, latest=day + A_DAY)) == ()


def told_by(actor: object, name: str = "perpetrators") -> dict[str, Fact]:
    return {name: Fact(value=[actor], stories=(STORY,))}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({}, ["b", "a"], id="all, last opened first"),
        pytest.param({"since": later(10)}, ["b"], id="since, included"),
        pytest.param({"until": later(10)}, ["a"], id="until, excluded"),
        pytest.param({"place": "ain-al-asad"}, ["a"], id="place"),
        pytest.param({"place": "IQ"}, ["a"], id="country"),
        pytest.param({"place": "x", "within": ("banias", "y")}, ["b"], id="what lies in a place"),
        pytest.param({"kind": "airstrike"}, ["b"], id="kind"),
        pytest.param({"severity": Severity.MEDIUM}, ["a"], id="severity at least"),
        pytest.param({"actor": "kataib"}, ["a"], id="perpetrator"),
        pytest.param({"actor": "saraya"}, ["b"], id="who claims it"),
        pytest.param({"source": "first-en"}, ["a"], id="source of a story"),
        pytest.param({"language": "ar"}, [], id="language of a story"),
        pytest.param({"text": "air strike"}, ["b"], id="words of the title"),
        pytest.param({"text": "strike OR rocket -banias"}, ["a"], id="a question to the title"),
        pytest.param({"text": '"*'}, [], id="signs alone"),
        pytest.param({"text": "%"}, [], id="a wild card of SQL"),
        pytest.param({"limit": 1}, ["b"], id="one"),
    ],
)
def test_finding_incidents(archive: Archive, filters: dict[str, Any], expected: list[str]) -> None:
    first = an_incident("a", opened=NOW, facts=told_by({"id": "kataib", "basis": "blamed"}))
    second = an_incident(
        "b",
        opened=later(10),
        kind="airstrike",
        severity=Severity.LOW,
        title="Air strike on Banias",
        place=Place(id="banias", name="Banias", country="SY"),
        facts=told_by("saraya", "claimed_by"),
    )
    save(archive, first, second)
    with archive.writing() as work:
        work.stories.add(a_stored_story(incidents=(first.id,)))
        found = work.incidents.find(Query(**filters))
    assert [each.id for each in found] == expected


def test_actors_are_those_of_the_latest_version(archive: Archive) -> None:
    first = an_incident(facts=told_by({"id": "kataib", "basis": "blamed"}))
    second = replace(first, version=2, facts=told_by({"id": "saraya", "basis": "claimed"}))
    with archive.writing() as work:
        work.incidents.save(a_change(first), NOW, STORY)
        work.incidents.save(a_change(second, Reason.CLAIM, opened=False), NOW, STORY)
        assert work.incidents.find(Query(actor="kataib")) == ()
        assert work.incidents.find(Query(actor="saraya")) == (second,)


@pytest.mark.parametrize(
    "value", [None, 3, "kataib", {"id": "kataib"}, [None, 1, [], {}, {"id": None}]]
)
def test_odd_facts_name_no_actors(archive: Archive, value: Any) -> None:
    facts = {"perpetrators": Fact(value=value, stories=(STORY,))}
    save(archive, an_incident(facts=facts))
    with archive.looking() as work:
        assert work.incidents.find(Query(actor="kataib")) == ()


def test_pages_of_incidents_follow_each_other(archive: Archive) -> None:
    save(archive, *(an_incident(f"incident-{number}", opened=NOW) for number in range(5)))
    seen: list[str] = []
    cursor = None
    for size in (2, 2, 1):
        with archive.looking() as work:
            page = work.incidents.page(Query(limit=2, cursor=cursor))
        assert len(page.found) == size
        seen += [each.id for each in page.found]
        cursor = page.next
    assert cursor is None
    assert seen == [f"incident-{number}" for number in (4, 3, 2, 1, 0)]


def test_incidents_opened_between_two_times(archive: Archive) -> None:
    iraq = an_incident("iraq", opened=NOW)
    syria = an_incident("syria", opened=later(5), place=Place(id=None, name=None, country="SY"))
    merged = an_incident("merged", opened=NOW, merged_into=iraq.id)
    save(archive, syria, iraq, merged)
    with archive.looking() as work:
        assert work.incidents.opened_between(NOW, later(5)) == (iraq,)
        assert work.incidents.opened_between(NOW, later(6)) == (iraq, syria)
        assert work.incidents.opened_between(NOW, later(6), "SY") == (syria,)


def test_what_was_said_and_told_about_an_incident(archive: Archive) -> None:
    incident = an_incident()
    save(archive, incident)
    with archive.writing() as work:
        work.statements.add(a_statement_record("later", incident=incident.id, said=later(5)))
        work.statements.add(a_statement_record("first", incident=incident.id, said=NOW))
        work.statements.add(a_statement_record("other", incident=None))
        work.alerts.add(an_alert("two", incident=incident.id, version=2, at=later(5)), [])
        work.alerts.add(an_alert("one", incident=incident.id, at=NOW), [])
        assert work.incidents.statements_of(incident.id) == ("first", "later")
        assert work.incidents.alerts_of(incident.id) == ("one", "two")


def test_stories_can_name_incidents_before_these_are_saved(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(
            a_stored_story(
                story=a_story(source=SourceId("s")),
                reading=a_reading(),
                incidents=(IncidentId("new"), IncidentId("new")),
            )
        )
        work.incidents.save(a_change(an_incident("new")), NOW, STORY)
        assert len(work.incidents.find(Query(source="s"))) == 1
