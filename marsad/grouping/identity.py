"""Ids made from content: the same stories give the same ids, whenever they are read."""

from datetime import date, datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from marsad.model import (
    Event,
    IncidentId,
    Statement,
    StatementId,
    Story,
    speaker_key,
)
from marsad.text import fold

_SLUG_LETTERS = 40


def incident_id(event: Event, story: Story, index: int, now: datetime) -> IncidentId:
    """The id of the incident that the event opens; `index` is the event's place in its reading."""
    happened = event.happened
    day = (happened.earliest or happened.latest) if happened is not None else None
    where = _slug(event)
    sign = _short(f"{event.kind}|{story.id}|{index}", 3)
    return IncidentId(f"{day or local_day(story, now)}-{where}-{sign}")


def statement_id(statement: Statement, subject: str, day: date) -> StatementId:
    """The id of a statement: one per speaker, kind, subject and local day."""
    who = speaker_key(statement)
    slug = _letters(statement.speaker_id or statement.organisation_id or who) or "speaker"
    sign = _short(f"{who}|{statement.kind.value}|{subject}|{day}", 4)
    return StatementId(f"{day}-{slug}-{statement.kind.value}-{sign}")


def told_at(story: Story, now: datetime) -> datetime:
    """When a story was told: as published, else as seen, else now."""
    return story.published or story.seen or now


def local_day(story: Story, now: datetime) -> date:
    """The day of the story where its source sits."""
    return told_at(story, now).astimezone(ZoneInfo(story.zone)).date()


def _slug(event: Event) -> str:
    place = event.place
    if place is None:
        return "unknown"
    return _letters(place.id or place.name or place.country or "") or "unknown"


def _letters(text: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in fold(text))
    return "-".join(part for part in kept.split("-") if part)[:_SLUG_LETTERS].strip("-")


def _short(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()
