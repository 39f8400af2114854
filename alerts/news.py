"""What there is to tell, and what was told before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from marsad.model import (
    About,
    AlertId,
    Incident,
    IncidentChange,
    Reading,
    StatementRecord,
    Story,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that may be worth telling, with the story that brings it."""

    about: Literal["incident", "statement", "story"]
    story: Story
    reading: Reading
    change: IncidentChange | None = None  # when about an incident
    record: StatementRecord | None = None  # when about a statement
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was told before."""

    alerts_of_incident_today: int = 0
    alerts_by_recipient_hour: Mapping[str, int]
    incidents_in_wave: tuple[Incident, ...] = ()  # opened in that country within the wave's time
    wave_told: datetime | None = None  # when that country's last wave alert was raised
    told_before: bool = False  # this very news was


def alert_id(about: About, *parts: str) -> AlertId:
    """An id made from content: the same news has the same id whenever it is judged."""
    return AlertId(blake2b("\0".join((about, *parts)).encode(), digest_size=8).hexdigest())
