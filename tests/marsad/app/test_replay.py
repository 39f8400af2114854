"""Replay: the whole pipeline on the stories' own clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from marsad.app.replay import Decision, in_order, replay
from marsad.archive import Archive
from marsad.documents import alert_document
from marsad.settings.alerting import AlertSettings
from marsad.settings.load import load
from tests.builders import a_story

MORNING = datetime(2021, 7, 7, 7, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped():
    return load(None)


FIRST = a_story(
    "first",
    title="Rockets hit Ain al-Asad air base in western Iraq",
    text="Fourteen rockets hit the Ain al-Asad air base in Anbar on Wednesday, the police said.",
    published=MORNING,
    seen=MORNING,
)
SECOND = a_story(
    "second",
    url="https://second.example/7",
    outlet="Second Outlet",
    title="Rocket attack on base housing foreign troops in Anbar",
    text="A salvo of 14 rockets landed at Ain al-Asad in the west of Iraq on Wednesday morning. "
    "Two soldiers were wounded, the provincial governor said.",
    published=MORNING + timedelta(minutes=20),
    seen=MORNING + timedelta(minutes=20),
)
HARIR = a_story(
    "harir",
    url="https://first.example/8",
    title="Drone strikes Harir air base in Erbil",
    text="An explosive drone struck the Harir air base in Erbil on Wednesday.",
    published=MORNING + timedelta(minutes=30),
    seen=MORNING + timedelta(minutes=30),
)


def replayed(stories, settings):
    archive = Archive.open("sqlite://")
    archive.upgrade()
    try:
        outcomes = list(replay(stories, settings, archive))
    finally:
        archive.close()
    decisions = [one.document() for one in outcomes if isinstance(one, Decision)]
    return decisions, [one for one in outcomes if not isinstance(one, Decision)]


def test_two_outlets_one_attack_one_incident(shipped):
    decisions, alerts = replayed([FIRST, SECOND, HARIR], shipped)
    incidents = [decision["incidents"] for decision in decisions]
    assert incidents[0] == incidents[1] != incidents[2]
    first_reports = [alert for alert in alerts if alert.reason == "first_report"]
    assert [alert.stories[0] for alert in first_reports] == ["first", "harir"]
    assert decisions[0]["disposition"] == "alerted"


def test_the_same_stories_give_the_same_answer_whatever_order_they_lie_in(shipped):
    def documents(stories):
        decisions, alerts = replayed(stories, shipped)
        return decisions, [alert_document(alert) for alert in alerts]

    assert documents([FIRST, SECOND, HARIR]) == documents([HARIR, SECOND, FIRST])


def test_a_story_twice_alerts_once(shipped):
    again = replace(FIRST, seen=MORNING + timedelta(hours=1))
    decisions, alerts = replayed([FIRST, again], shipped)
    assert decisions[1]["disposition"] == "revision"
    assert len([alert for alert in alerts if alert.about == "incident"]) == 1


def test_a_digest_falls_due_after_the_last_story(shipped):
    rules = AlertSettings.model_validate(
        {
            "recipients": {"desk": {"zone": "UTC"}},
            "rules": [{"tell": "desk", "about": ["attack"], "at": "digest 18:00"}],
        }
    )
    _, alerts = replayed([FIRST, HARIR], replace(shipped, alerts=rules))
    digests = [alert for alert in alerts if alert.about == "digest"]
    assert [alert.at for alert in digests] == [MORNING.replace(hour=18, minute=0)]
    assert set(digests[0].stories) == {"first", "harir"}


def test_stories_without_an_instant_follow_the_one_before():
    undated = replace(FIRST, id="undated", published=None, seen=None)
    order = [story.id for _, story in in_order([SECOND, undated, FIRST])]
    assert order == ["first", "second", "undated"]


def test_what_a_wave_held_back_is_told_when_its_time_is_over(shipped):
    places = ("Mosul", "Ain al-Asad", "Camp Victory", "Baiji", "Kirkuk")
    stories = [
        a_story(
            f"attack-{n}",
            url=f"https://first.example/attack-{n}",
            title=f"Rockets hit {place} in Iraq",
            text=f"Three rockets hit {place} in Iraq on Wednesday, the police said.",
            published=MORNING + timedelta(minutes=n),
            seen=MORNING + timedelta(minutes=n),
        )
        for n, place in enumerate(places)
    ]
    wave = shipped.limits.model_validate({"wave": {"incidents": 3, "within": "60m"}})
    decisions, alerts = replayed(stories, replace(shipped, limits=wave))
    opened = [decision["incidents"] for decision in decisions]
    assert len({incident for incidents in opened for incident in incidents}) == len(places)
    waves = [alert for alert in alerts if alert.about == "wave"]
    assert [alert.at for alert in waves] == [
        MORNING + timedelta(minutes=2),
        MORNING + timedelta(minutes=62),
    ]
    assert set(waves[1].stories) == {"attack-3", "attack-4"}
