"""The JSON documents of the public contract, to and from the values of `marsad.model`."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from marsad.model import Alert, Article, Incident, Reading, StatementRecord, Story

_reading = TypeAdapter(Reading)
_incident = TypeAdapter(Incident)
_alert = TypeAdapter(Alert)
_record = TypeAdapter(StatementRecord)
_article = TypeAdapter(Article)

Document = dict[str, Any]


def reading_document(reading: Reading) -> Document:
    """A reading as `marsad read` prints it."""
    document: Document = _reading.dump_python(reading, mode="json", exclude={"fingerprint"})
    document = {"id": document.pop("story"), **document}
    for statement in document["statements"]:
        statement["class"] = statement.pop("speaker_class")
        statement["official"] = statement["class"] is not None
    return document


def stored_reading(reading: Reading) -> str:
    """A reading as the archive keeps it (JSON, with its fingerprint)."""
    return _reading.dump_json(reading).decode()


def reading_from(stored: str) -> Reading:
    """The reading that `stored_reading` wrote."""
    return _reading.validate_json(stored)


def stored_incident(incident: Incident) -> str:
    """An incident as the archive keeps it (JSON)."""
    return _incident.dump_json(incident).decode()


def incident_from(stored: str) -> Incident:
    """The incident that `stored_incident` wrote."""
    return _incident.validate_json(stored)


def incident_document(incident: Incident, *, statements: list[str], alerts: list[str]) -> Document:
    """An incident as `incidents --json` and the API give it."""
    document: Document = _incident.dump_python(incident, mode="json")
    for own in ("outlets", "happened", "place"):
        del document[own]
    return document | {"statements": statements, "alerts": alerts}


def stored_alert(alert: Alert) -> str:
    """An alert as the archive keeps it (JSON)."""
    return _alert.dump_json(alert).decode()


def alert_from(stored: str) -> Alert:
    """The alert that `stored_alert` wrote."""
    return _alert.validate_json(stored)


def alert_document(alert: Alert) -> Document:
    """An alert as `replay` prints it and a webhook gets it."""
    document: Document = _alert.dump_python(alert, mode="json")
    return document


def statement_document(record: StatementRecord) -> Document:
    """A statement as `statements --json` and the API give it."""
    document: Document = _record.dump_python(record, mode="json")
    statement = document.pop("statement")
    statement["class"] = statement.pop("speaker_class")
    statement["official"] = statement["class"] is not None
    document.update(statement)
    return document


def article_document(article: Article) -> Document:
    """An article as `marsad extract` prints it."""
    document: Document = _article.dump_python(article, mode="json")
    return document


def story_document(story: Story) -> Document:
    """A story as `export` writes it and `read` takes it."""
    return {
        "id": story.id,
        "url": story.url,
        "source": story.source,
        "title": story.title,
        "text": story.text,
        "language": story.language,
        "published": moment(story.published),
        "seen": moment(story.seen),
    }


def moment(value: datetime | None) -> str | None:
    """A time as the contract writes it: ISO 8601 with an offset."""
    return None if value is None else value.isoformat()
