"""What an alert that stands for several things lists: incidents of a wave, alerts of a digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Alert, Fact, Incident, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One of them."""

    id: str
    title: str
    severity: Severity
    evidence: str


def listed_incidents(incidents: Sequence[Incident]) -> Fact:
    """The incidents as a fact of the alert that lists them."""
    return Fact(
        value=[
            {"id": one.id, "title": one.title, "severity": one.severity.value, "evidence": ""}
            for one in incidents
        ],
        stories=tuple(dict.fromkeys(story for one in incidents for story in one.stories[:1])),
    )


def listed_alerts(alerts: Sequence[Alert]) -> Fact:
    """The alerts as a fact of the digest that folds them."""
    return Fact(
        value=[
            {
                "id": one.incident or one.statement or one.id,
                "title": one.title,
                "severity": one.severity.value,
                "evidence": one.why.evidence,
            }
            for one in alerts
        ],
        stories=tuple(dict.fromkeys(story for one in alerts for story in one.stories[:1])),
    )


def listing(alert: Alert) -> tuple[Listed, ...]:
    """What a wave or digest alert lists; empty for any other."""
    facts = alert.facts or {}
    fact = facts.get("incidents") if alert.about == "wave" else facts.get("alerts")
    value = fact.value if fact is not None and alert.about in ("wave", "digest") else None
    return tuple(
        Listed(
            id=str(one["id"]),
            title=str(one["title"]),
            severity=Severity(str(one["severity"])),
            evidence=str(one["evidence"]),
        )
        for one in (value if isinstance(value, list) else ())
        if isinstance(one, dict)
    )
