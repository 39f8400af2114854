"""Many new incidents in one country: one alert that lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.listings import listed_incidents
from alerts.matching import of_incident, unmet
from alerts.news import History, News, alert_id
from alerts.titles import wave_title
from marsad.model import Alert, Incident, Reason, Status, Why
from marsad.settings.alerting import Limits, Rule, WaveLimit
from marsad.settings.watchlists import Watchlists


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Many new incidents in one country, oldest first."""

    country: str
    incidents: tuple[Incident, ...]
    limit: WaveLimit


def wave_of(
    news: News, limits: Limits, history: History, asked: Sequence[Rule], watchlists: Watchlists
) -> Wave | None:
    """The wave that a first report is part of; None while there are few that anybody asks for."""
    if limits.wave is None or news.change is None or Reason.FIRST_REPORT not in news.change.reasons:
        return None
    own = news.change.incident
    if own.place is None or own.place.country is None:
        return None
    others = [
        incident
        for incident in history.incidents_in_wave
        if incident.id != own.id and counts(incident, asked, watchlists)
    ]
    if len(others) + 1 < limits.wave.incidents:
        return None
    ordered = sorted([*others, own], key=lambda incident: (incident.opened, incident.id))
    return Wave(country=own.place.country, incidents=tuple(ordered), limit=limits.wave)


def counts(incident: Incident, rules: Sequence[Rule], watchlists: Watchlists) -> bool:
    """Whether an incident is one of a wave: what nobody asks for, or another holds, is not."""
    if incident.merged_into is not None or incident.status is Status.DISMISSED:
        return False
    topics = of_incident(incident, None, watchlists)
    return any(unmet(rule, topics) is None for rule in rules)


def wave_alert(wave: Wave, *, recipients: tuple[str, ...], why: Why, now: datetime) -> Alert:
    """One alert that lists many incidents of a country."""
    severity = max((incident.severity for incident in wave.incidents), key=lambda one: one.rank)
    minutes = round(wave.limit.within.total_seconds() / 60)
    listed = listed_incidents(wave.incidents)
    return Alert(
        id=alert_id("wave", wave.country, *sorted(incident.id for incident in wave.incidents)),
        at=now,
        about="wave",
        reason=Reason.WAVE,
        version=1,
        severity=severity,
        title=wave_title(wave.incidents, wave.country, severity, f"{minutes} minutes"),
        stories=listed.stories,
        recipients=recipients,
        why=Why(rule=f"limits.wave; {why.rule}", evidence=why.evidence),
        facts={"incidents": listed},
    )
