"""Many incidents at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.rules import judge, judge_rest_of_wave
from marsad.model import IncidentId, Place, Reason, Severity, Status
from marsad.settings.alerting import Limits
from tests.alerts.builders import (
    NOW,
    WATCHLISTS,
    a_change,
    a_history,
    incident_news,
    settings,
)
from tests.builders import an_incident

OFF = Limits.model_validate("off")


def verdict(news, setup=None, *, limits=None, history=None):
    return judge(
        news, setup or settings(), limits or Limits(), WATCHLISTS, history or a_history(), NOW
    )


def wave_incidents(count):
    return tuple(
        an_incident(
            f"2021-03-03-{number}",
            opened=NOW - timedelta(minutes=30 - number),
            severity=Severity.CRITICAL if number == 1 else Severity.MEDIUM,
        )
        for number in range(count)
    )


def test_the_fifth_incident_in_a_country_within_the_hour_is_told_as_a_wave():
    told = verdict(incident_news(), history=a_history(incidents_in_wave=wave_incidents(4)))
    alert = told.alert
    assert alert is not None
    assert (alert.about, alert.reason, alert.severity) == ("wave", Reason.WAVE, Severity.CRITICAL)
    assert alert.title == (
        "[WAVE · critical] 5 incidents in Iraq within 60 minutes: Ain al-Asad Air Base"
    )
    assert alert.facts is not None
    listed = alert.facts["incidents"].value
    assert isinstance(listed, list)
    assert len(listed) == 5
    assert alert.incident is None


@pytest.mark.parametrize(
    ("known", "told_ago", "wave", "withheld"),
    [
        pytest.param(3, None, {}, None, id="four are no wave"),
        pytest.param(5, 10, {}, "wave", id="told a while ago"),
        pytest.param(5, 61, {}, None, id="told long ago: again"),
        pytest.param(1, 10, {}, None, id="the wave has ebbed"),
        pytest.param(9, 10, "off", None, id="off"),
    ],
)
def test_incidents_of_a_told_wave_are_withheld(known, told_ago, wave, withheld):
    told = verdict(
        incident_news(),
        limits=Limits.model_validate({"wave": wave}),
        history=a_history(
            incidents_in_wave=wave_incidents(known),
            wave_told=None if told_ago is None else NOW - timedelta(minutes=told_ago),
        ),
    )
    assert told.withheld == withheld
    assert (told.alert is None) == (withheld is not None)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"severity": Severity.LOW}, id="less bad than asked"),
        pytest.param({"merged_into": IncidentId("other")}, id="joined to another"),
        pytest.param({"status": Status.DISMISSED}, id="dismissed"),
        pytest.param(
            {"place": Place(id="x", name="x", country="SY")}, id="not in a place asked for"
        ),
    ],
)
def test_what_nobody_asks_for_makes_no_wave(changes):
    known = tuple(replace(incident, **changes) for incident in wave_incidents(9))
    setup = settings({"tell": "desk", "about": "attack", "severity": "medium", "places": ["anbar"]})
    told = verdict(incident_news(), setup, history=a_history(incidents_in_wave=known))
    assert told.alert is not None
    assert told.alert.about == "incident"


def rest_of_wave(untold, setup=None, limits=None):
    return judge_rest_of_wave(
        "IQ", untold, setup or settings(), limits or Limits(), WATCHLISTS, a_history(), NOW
    )


def test_what_a_wave_withheld_is_told_when_its_time_is_over():
    told = rest_of_wave(wave_incidents(2))
    assert told.alert is not None
    assert told.alert.about == "wave"
    assert told.alert.title.startswith("[WAVE · critical] 2 incidents in Iraq")
    assert [plan.recipient for plan in told.plans] == ["desk"]


def test_nothing_is_told_of_a_wave_that_withheld_nothing():
    setup = settings({"tell": "desk", "about": "statement"})
    assert rest_of_wave(()).alert is None
    assert rest_of_wave(wave_incidents(2), setup).alert is None
    assert rest_of_wave(wave_incidents(2), limits=OFF).alert is None


def test_an_update_is_told_in_the_middle_of_a_wave():
    told = verdict(
        incident_news(a_change(Reason.TOLL)),
        history=a_history(
            incidents_in_wave=wave_incidents(9), wave_told=NOW - timedelta(minutes=1)
        ),
    )
    assert told.alert is not None
    assert told.alert.about == "incident"
