"""Alerts: nobody is told twice."""

from typing import Any

import pytest

from marsad.archive import Archive, Counts, PlannedDelivery, Query
from marsad.model import Alert, DeliveryState, IncidentId, Severity, StatementId
from tests.builders import an_incident
from tests.marsad.archive.values import NOW, a_change, an_alert, later, planned


def test_an_alert_comes_back_as_it_was(archive: Archive) -> None:
    alert = an_alert(facts=dict(an_incident().facts))
    with archive.writing() as work:
        assert work.alerts.get(alert.id) is None
        assert work.alerts.add(alert, [planned(), planned("boss", "slack", later(5))])
        assert work.alerts.get(alert.id) == alert
        first, second = work.alerts.deliveries_of(alert.id)
    assert (first.recipient, first.channel, first.due) == ("desk", "mail", NOW)
    assert (second.recipient, second.channel, second.due) == ("boss", "slack", later(5))
    assert (first.state, first.thread) == (DeliveryState.WAITING, "incident-1")


@pytest.mark.parametrize(
    ("second", "delivery", "taken"),
    [
        pytest.param(an_alert("alert-1"), planned(), False, id="the same alert"),
        pytest.param(an_alert("alert-2"), planned(), False, id="the same version"),
        pytest.param(an_alert("alert-2", version=2), planned(), True, id="a new version"),
        pytest.param(an_alert("alert-2"), planned("boss"), True, id="somebody else"),
        pytest.param(an_alert("alert-2"), planned(channel="slack"), True, id="another channel"),
        pytest.param(
            an_alert("alert-2", incident=IncidentId("other")),
            planned(),
            True,
            id="another incident",
        ),
        pytest.param(
            an_alert("alert-2", about="statement", statement=StatementId("s")),
            planned(),
            True,
            id="a statement",
        ),
        pytest.param(an_alert("alert-2", about="wave"), planned(), True, id="a wave"),
    ],
)
def test_nobody_is_told_twice(
    archive: Archive, second: Alert, delivery: PlannedDelivery, taken: bool
) -> None:
    with archive.writing() as work:
        assert work.alerts.add(an_alert(), [planned()])
    with archive.writing() as work:
        assert work.alerts.add(second, [delivery]) is taken
        assert work.outbox.counts() == Counts(waiting=1 + taken, sent=0, dead=0)
        assert len(work.alerts.find(Query())) == 1 + taken


def test_a_statement_is_told_once_whoever_repeats_it(archive: Archive) -> None:
    def told(id: str) -> Alert:
        return an_alert(id, about="statement", incident=None, statement=StatementId("statement-1"))

    with archive.writing() as work:
        assert work.alerts.add(told("alert-1"), [planned()])
        assert not work.alerts.add(told("alert-2"), [planned()])


def test_only_those_who_were_not_told_are_told(archive: Archive) -> None:
    with archive.writing() as work:
        work.alerts.add(an_alert("alert-1"), [planned()])
        assert work.alerts.add(an_alert("alert-2"), [planned(), planned("boss")])
        [delivery] = work.alerts.deliveries_of(an_alert("alert-2").id)
    assert delivery.recipient == "boss"


def test_an_alert_for_nobody_is_kept(archive: Archive) -> None:
    with archive.writing() as work:
        assert work.alerts.add(an_alert(recipients=()), [])
        assert not work.alerts.add(an_alert(recipients=()), [])
        assert len(work.alerts.find(Query())) == 1


def test_a_hostile_title_is_kept(archive: Archive) -> None:
    with archive.writing() as work:
        assert work.alerts.add(an_alert(title="a\x00\ud800b"), [planned()])
        [alert] = work.alerts.find(Query())
    assert alert.title in {"a\x00\ufffdb", "a\ufffd\ufffdb"}


def test_what_was_told_is_counted(archive: Archive) -> None:
    with archive.writing() as work:
        for version, minutes in enumerate((0, 10, 20), 1):
            alert = an_alert(f"alert-{version}", version=version, at=later(minutes))
            work.alerts.add(alert, [planned(), planned(channel="slack")])
        work.alerts.add(an_alert("other", incident=IncidentId("b")), [planned("boss")])
        work.alerts.add(an_alert("wave", about="wave"), [])  # names the incident, is not about it
        assert work.alerts.count_for_incident(IncidentId("incident-1"), NOW) == 3
        assert work.alerts.count_for_incident(IncidentId("incident-1"), later(10)) == 2
        assert work.alerts.count_for_incident(IncidentId("none"), NOW) == 0
        assert work.alerts.count_for_recipient("desk", NOW) == 3
        assert work.alerts.count_for_recipient("desk", later(20)) == 1
        assert work.alerts.count_for_recipient("boss", NOW) == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({}, ["b", "a"], id="all, last raised first"),
        pytest.param({"since": later(10)}, ["b"], id="since, included"),
        pytest.param({"until": later(10)}, ["a"], id="until, excluded"),
        pytest.param({"severity": Severity.HIGH}, ["a"], id="severity at least"),
        pytest.param({"place": "IQ"}, ["a"], id="place of the incident"),
        pytest.param({"kind": "rocket_attack"}, ["a"], id="kind of the incident"),
        pytest.param({"actor": "kataib"}, [], id="actor of the incident"),
        pytest.param({"text": "al-asad"}, ["a"], id="words of the title"),
    ],
)
def test_finding_alerts(archive: Archive, filters: dict[str, Any], expected: list[str]) -> None:
    incident = an_incident()
    quiet = an_alert(
        "b", about="digest", incident=None, severity=Severity.LOW, at=later(10), title="Digest"
    )
    with archive.writing() as work:
        work.incidents.save(a_change(incident), NOW, None)
        work.alerts.add(an_alert("a", incident=incident.id), [])
        work.alerts.add(quiet, [])
        found = work.alerts.find(Query(**filters))
    assert [each.id for each in found] == expected
