"""The alert that a piece of news makes, whoever hears of it."""

from datetime import datetime

from alerts.news import News, alert_id
from alerts.titles import incident_title, statement_title, story_title
from marsad.model import (
    Alert,
    IncidentChange,
    Match,
    Reading,
    Reason,
    Severity,
    StatementRecord,
    Story,
    Why,
)
from marsad.settings.watchlists import Watchlists
from marsad.text import one_line

_ENDS = ".!?؟۔\n"


def draft(
    news: News,
    watchlists: Watchlists,
    *,
    recipients: tuple[str, ...],
    rule: str,
    terms: frozenset[str],
    now: datetime,
) -> Alert:
    """The alert of news; `rule` let it through, `terms` are the keywords that were asked for."""
    if news.change is not None:
        return _of_incident(news.change, news.reading, watchlists, recipients, rule, now)
    if news.record is not None:
        return _of_statement(news.record, watchlists, recipients, rule, now)
    return _of_story(news, terms, recipients, rule, now)


def _of_incident(
    change: IncidentChange,
    reading: Reading,
    watchlists: Watchlists,
    recipients: tuple[str, ...],
    rule: str,
    now: datetime,
) -> Alert:
    incident = change.incident
    reason = change.reasons[0]
    return Alert(
        id=alert_id("incident", incident.id, str(incident.version), reason.value),
        at=now,
        about="incident",
        reason=reason,
        version=incident.version,
        severity=incident.severity,
        title=incident_title(change, reading, watchlists),
        stories=incident.stories,
        recipients=recipients,
        why=Why(rule=rule, evidence=change.evidence),
        facts=incident.facts,
        incident=incident.id,
    )


def _of_statement(
    record: StatementRecord,
    watchlists: Watchlists,
    recipients: tuple[str, ...],
    rule: str,
    now: datetime,
) -> Alert:
    return Alert(
        id=alert_id("statement", record.id, "1", Reason.STATEMENT.value),
        at=now,
        about="statement",
        reason=Reason.STATEMENT,
        version=1,
        severity=record.severity,
        title=statement_title(record, watchlists),
        stories=(record.story,),
        recipients=recipients,
        why=Why(rule=rule, evidence=record.statement.text),
        incident=record.incident,
        statement=record.id,
    )


def _of_story(
    news: News, asked: frozenset[str], recipients: tuple[str, ...], rule: str, now: datetime
) -> Alert:
    story = news.story
    matches = [match for match in news.reading.matches if match.id in asked]
    terms = tuple(dict.fromkeys(match.id for match in matches))
    return Alert(
        id=alert_id("story", story.id, str(story.revision), Reason.FIRST_REPORT.value),
        at=now,
        about="story",
        reason=Reason.FIRST_REPORT,
        version=story.revision,
        severity=Severity.LOW,
        title=story_title(story.title, terms),
        stories=(story.id,),
        recipients=recipients,
        why=Why(rule=rule, evidence=_around(story, matches[0]) if matches else story.title),
    )


def _around(story: Story, match: Match) -> str:
    """The sentence in which a match stands."""
    text = story.title if match.field == "title" else story.text
    before = max(text.rfind(mark, 0, match.start) for mark in _ENDS) + 1
    after = min(
        (at for mark in _ENDS if (at := text.find(mark, match.end)) >= 0), default=len(text)
    )
    return one_line(text[before : after + 1], 400)
