"""Valid dull news, settings and messages; a test names only what it is about."""

from datetime import UTC, datetime
from typing import Any

from alerts.news import History, News
from marsad.model import (
    Alert,
    AlertId,
    Delivery,
    DeliveryState,
    Fact,
    Incident,
    IncidentChange,
    IncidentId,
    Message,
    Reason,
    Severity,
    StatementRecord,
    StoryId,
    Told,
    Why,
)
from marsad.settings.alerting import AlertSettings, RecipientSettings
from marsad.settings.watchlists import (
    Organisation,
    WatchedActor,
    WatchedPlace,
    Watchlists,
)
from tests.builders import a_reading, a_statement_record, a_story, an_event, an_incident

NOW = datetime(2021, 3, 3, 12, 6, tzinfo=UTC)  # a minute after the story was seen
EVIDENCE = "Ten rockets hit the Ain al-Asad air base on Wednesday, the army said."

WATCHLISTS = Watchlists(
    places={
        "iraq-west": WatchedPlace(id="iraq-west", name="Western Iraq", country="IQ"),
        "anbar": WatchedPlace(id="anbar", name="Anbar", country="IQ", within=("iraq-west",)),
        "ain-al-asad": WatchedPlace(
            id="ain-al-asad", name="Ain al-Asad Air Base", country="IQ", within=("anbar",)
        ),
        "harir": WatchedPlace(id="harir", name="Harir Air Base", country="IQ"),
    },
    actors={"group-one": WatchedActor(id="group-one", name="Group One", names={})},
    organisations={
        "pentagon": Organisation(
            id="pentagon", name="Pentagon", names={}, speaker_class="state", country="US"
        ),
        "group-one-media": Organisation(
            id="group-one-media",
            name="Group One Media",
            names={},
            speaker_class="armed_group",
            country="IQ",
            actor="group-one",
        ),
    },
)


def a_fact(value: Any, *others: Any) -> Fact:
    """A fact that one story tells, and what others tell."""
    return Fact(
        value=value,
        stories=(StoryId("story-1"),),
        others=tuple(Told(value=other, stories=(StoryId("story-2"),)) for other in others),
    )


def some_facts(**facts: Fact) -> dict[str, Fact]:
    """The facts of the dull incident, and more."""
    return {**an_incident().facts, **facts}


def a_change(
    *reasons: Reason, incident: Incident | None = None, evidence: str = EVIDENCE
) -> IncidentChange:
    """The first report of the dull incident, unless reasons are given."""
    return IncidentChange(
        incident=incident or an_incident(),
        reasons=reasons or (Reason.FIRST_REPORT,),
        opened=not reasons or Reason.FIRST_REPORT in reasons,
        evidence=evidence,
    )


def incident_news(change: IncidentChange | None = None, **changes: Any) -> News:
    """News of an incident."""
    values: dict[str, Any] = {
        "story": a_story(),
        "reading": a_reading(events=(an_event(),)),
        "change": change or a_change(),
        "outlet": "First Outlet",
    }
    return News(about="incident", **(values | changes))


def statement_news(record: StatementRecord | None = None, **changes: Any) -> News:
    """News of a statement."""
    values: dict[str, Any] = {
        "story": a_story(),
        "reading": a_reading(),
        "record": record or a_statement_record(),
        "outlet": "First Outlet",
    }
    return News(about="statement", **(values | changes))


def settings(*rules: dict[str, Any], **recipients: Any) -> AlertSettings:
    """Alert settings as written; one recipient `desk` and one rule for all unless given."""
    return AlertSettings.model_validate(
        {
            "recipients": recipients or {"desk": {"zone": "Asia/Baghdad"}},
            "rules": list(rules) or [{"tell": "desk", "about": ["attack", "statement"]}],
        }
    )


def a_recipient(**changes: Any) -> RecipientSettings:
    """Somebody in Baghdad who reads the console."""
    return RecipientSettings.model_validate({"zone": "Asia/Baghdad"} | changes)


def a_history(**changes: Any) -> History:
    """Nothing told yet."""
    return History(**({"alerts_by_recipient_hour": {}} | changes))


def an_alert(id: str = "alert-1", **changes: Any) -> Alert:
    """The first report of the dull incident."""
    values: dict[str, Any] = {
        "at": NOW,
        "about": "incident",
        "reason": Reason.FIRST_REPORT,
        "version": 1,
        "severity": Severity.HIGH,
        "title": "[NEW ATTACK · high · reported] Rocket attack on Ain al-Asad Air Base",
        "stories": (StoryId("story-1"),),
        "recipients": ("desk",),
        "why": Why(rule="rules[0] tells desk of attack", evidence=EVIDENCE),
        "facts": an_incident().facts,
        "incident": IncidentId("2021-03-03-ain-al-asad-abc123"),
    }
    return Alert(id=AlertId(id), **(values | changes))


def a_message(**changes: Any) -> Message:
    """A rendered first report."""
    values: dict[str, Any] = {
        "key": "alert-1.desk",
        "thread": "2021-03-03-ain-al-asad-abc123",
        "first_in_thread": True,
        "subject": "[NEW ATTACK · high · reported] Rocket attack on Ain al-Asad – 3 Mar 2021",
        "lines": ("What: rocket attack, 10 rockets", f"Key sentence: “{EVIDENCE}” – First Outlet"),
        "links": (("First Outlet (first.example)", "https://first.example/story-1"),),
        "severity": Severity.HIGH,
        "alert": {"id": "alert-1", "at": NOW.isoformat(), "title": "Rocket attack"},
    }
    return Message(**(values | changes))


def a_delivery(**changes: Any) -> Delivery:
    """A delivery that is being tried for the first time."""
    values: dict[str, Any] = {
        "id": 1,
        "alert": AlertId("alert-1"),
        "recipient": "desk",
        "channel": "ops-mail",
        "state": DeliveryState.SENDING,
        "due": NOW,
    }
    return Delivery(**(values | changes))
