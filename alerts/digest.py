"""Many alerts in one message, and the daily sign of life."""

from collections.abc import Sequence
from datetime import datetime

from alerts.listings import listed_alerts
from alerts.news import alert_id
from marsad.documents import moment
from marsad.model import Alert, Message, Reason, Severity, Why
from marsad.text import one_line


def digest_alert(rows: Sequence[Alert], recipient: str, now: datetime) -> Alert:
    """One alert that stands for all that was held back for a recipient; at least one row."""
    newest = _newest_of_each(rows)
    ordered = sorted(newest, key=lambda alert: (-alert.severity.rank, alert.at, alert.id))
    worst = ordered[0]
    count = f"{len(ordered)} alert{'s' if len(ordered) > 1 else ''}"
    return Alert(
        id=alert_id("digest", recipient, *sorted(alert.id for alert in rows)),
        at=now,
        about="digest",
        reason=Reason.DIGEST,
        version=1,
        severity=worst.severity,
        title=f"[DIGEST · {worst.severity.value}] {count}: {worst.title}",
        stories=tuple(dict.fromkeys(story for alert in ordered for story in alert.stories)),
        recipients=(recipient,),
        why=Why(rule=worst.why.rule, evidence=worst.why.evidence),
        facts={"alerts": listed_alerts(ordered)},
    )


def _newest_of_each(rows: Sequence[Alert]) -> list[Alert]:
    """An incident that was told several times stands in a digest once, as it was told last."""
    newest: dict[str, Alert] = {}
    for alert in sorted(rows, key=lambda alert: (alert.at, alert.version)):
        newest[alert.incident if alert.about == "incident" and alert.incident else alert.id] = alert
    return list(newest.values())


def heartbeat(
    *,
    recipient: str,
    sources: int,
    stories: int,
    incidents: int,
    statements: int,
    alerts: int,
    failing: Sequence[str],
    dead: int = 0,
    now: datetime,
) -> Message:
    """The daily sign of life: what the last day brought, and which sources fail, by name."""
    quiet = not (incidents or statements or alerts)
    happened = f"{incidents} incidents, {statements} statements, {alerts} alerts in the last day"
    subject = f"[MARSAD] alive, {sources} sources, {'nothing to report' if quiet else happened}"
    lines = [
        f"Alive at {now:%H:%M} UTC, {sources} sources watched.",
        f"Last day: {stories} stories read, {happened.removesuffix(' in the last day')}.",
    ]
    if failing:
        subject += f", {len(failing)} failing"
        shown = ", ".join(one_line(name, 100) for name in failing[:20])
        lines.append(f"Failing: {shown}{' …' if len(failing) > 20 else ''}")
    if dead:
        subject += f", {dead} messages not delivered"
        lines.append(f"Not delivered: {dead} messages (marsad alerts)")
    return Message(
        key=f"heartbeat.{recipient}.{now:%Y-%m-%d}",
        thread=None,
        first_in_thread=True,
        subject=subject,
        lines=tuple(lines),
        links=(),
        severity=Severity.LOW,
        alert={"about": "heartbeat", "at": moment(now), "title": subject},
    )
