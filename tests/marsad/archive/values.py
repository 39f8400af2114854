"""Valid dull rows for the archive's tests."""

from datetime import datetime, timedelta
from typing import Any

from marsad.archive import Archive, NewItem, PlannedDelivery, StoredStory
from marsad.model import (
    Alert,
    AlertId,
    Delivery,
    Disposition,
    Entry,
    Incident,
    IncidentChange,
    IncidentId,
    Reason,
    Severity,
    Story,
    StoryId,
    Why,
)
from tests.builders import PUBLISHED, a_reading, a_story

NOW = PUBLISHED + timedelta(hours=1)
LEASE = timedelta(minutes=2)


def later(minutes: float = 0, **parts: float) -> datetime:
    """A time after NOW."""
    return NOW + timedelta(minutes=minutes, **parts)


def a_new_item(name: str = "one", *, stale: bool = False, **changes: Any) -> NewItem:
    """An entry of a feed whose story is named after it."""
    values: dict[str, Any] = {
        "url": f"https://first.example/{name}",
        "guid": f"guid-{name}",
        "title": f"Title of {name}",
        "summary": "A summary.",
        "published": PUBLISHED,
    }
    entry = Entry(**(values | changes))
    return NewItem(entry=entry, story=StoryId(f"story-{name}"), stale=stale)


def a_stored_story(id: str = "story-1", **changes: Any) -> StoredStory:
    """A relevant story that was kept and did nothing."""
    story: Story = changes.pop("story", None) or a_story(id)
    values: dict[str, Any] = {
        "reading": a_reading(id),
        "disposition": Disposition.KEPT,
        "reason": "nothing new in it",
    }
    return StoredStory(story=story, **(values | changes))


def a_told_story(id: str, title: str, text: str, **changes: Any) -> StoredStory:
    """A story of these words."""
    return a_stored_story(
        story=a_story(id, title=title, text=text), reading=a_reading(id), **changes
    )


def a_change(incident: Incident, *reasons: Reason, opened: bool = True) -> IncidentChange:
    """A version of an incident."""
    return IncidentChange(
        incident=incident,
        reasons=reasons or (Reason.FIRST_REPORT,),
        opened=opened,
        evidence="Ten rockets hit the base.",
    )


def an_alert(id: str = "alert-1", **changes: Any) -> Alert:
    """The first alert about an incident."""
    values: dict[str, Any] = {
        "at": NOW,
        "about": "incident",
        "reason": Reason.FIRST_REPORT,
        "version": 1,
        "severity": Severity.HIGH,
        "title": "Rocket attack on Ain al-Asad, Anbar - 3 Mar 2021",
        "stories": (StoryId("story-1"),),
        "recipients": ("desk",),
        "why": Why(rule="rules[0]", evidence="Ten rockets hit the base."),
        "incident": IncidentId("incident-1"),
    }
    return Alert(id=AlertId(id), **(values | changes))


def planned(
    recipient: str = "desk",
    channel: str = "mail",
    due: datetime = NOW,
    thread: str | None = "incident-1",
) -> PlannedDelivery:
    """One message to the desk, due now."""
    return PlannedDelivery(recipient=recipient, channel=channel, due=due, thread=thread)


def raise_alerts(archive: Archive, *deliveries: PlannedDelivery) -> None:
    """Give each delivery an alert of its own, in this order: versions 1, 2, ... of one incident."""
    with archive.writing() as work:
        for version, delivery in enumerate(deliveries, 1):
            assert work.alerts.add(an_alert(f"alert-{version}", version=version), [delivery])


def claim(archive: Archive, now: datetime = NOW, limit: int = 10) -> tuple[Delivery, ...]:
    """What a relay would get."""
    with archive.writing() as work:
        return work.outbox.claim(now, limit, LEASE)
