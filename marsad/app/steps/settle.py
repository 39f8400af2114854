"""Group a read story, decide its alerts and store both, all in one transaction."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.rules import History, News, Verdict, judge
from marsad.app.cold import cold_mark
from marsad.app.desk import Desk
from marsad.app.raising import begin_wave, raised, told_within_hour, wave_told
from marsad.app.work import PageTask, ReadStory, story_of
from marsad.archive import Item, StoredStory, Work
from marsad.grouping.group import group, wanted
from marsad.model import (
    Alert,
    Disposition,
    Grouping,
    IncidentChange,
    MatchKind,
    Reason,
    StatementKind,
    StatementRecord,
    Withheld,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one story."""

    stored: StoredStory
    grouping: Grouping | None  # None: it could not be read
    alerts: tuple[Alert, ...]


def settle(
    work: Work,
    read: ReadStory,
    desk: Desk,
    now: datetime,
    item: Item | None = None,
) -> Settled:
    """Stores a story with its grouping, alerts and deliveries; its item is done with."""
    read, grouping = _grouped(work, read, desk, now, item)
    told = [_told(work, news, desk, now) for news in _news(read, grouping, desk)]
    stored = StoredStory(
        story=read.story,
        reading=read.reading,
        disposition=grouping.disposition,
        reason=grouping.reason,
        near_duplicate_of=grouping.near_duplicate_of,
        incidents=grouping.incidents,
        alerts=tuple(verdict.alert.id for _, verdict in told if verdict.alert),
        withheld=_withheld(told),
        page_error=read.trouble,
    )
    work.stories.add(stored)
    for change in grouping.changes:
        work.incidents.save(change, now, read.story.id)
    for record in grouping.statements:
        work.statements.add(record)
    alerts = _raised(work, told, now)
    if item is not None:
        work.items.finish(item.id, read.story.id)
    return Settled(stored=stored, grouping=grouping, alerts=alerts)


def unreadable(work: Work, task: PageTask, item: Item, error: str, now: datetime) -> Settled:
    """Stores that neither the page nor the feed gave a story; the item is done."""
    stored = StoredStory(
        story=story_of(task, None),
        reading=None,
        disposition=Disposition.UNREADABLE,
        reason=f"unreadable: {error}",
        near_duplicate_of=None,
        incidents=(),
        alerts=(),
        withheld=None,
        page_error=error,
    )
    work.stories.add(stored)
    work.items.finish(item.id, stored.story.id)
    return Settled(stored=stored, grouping=None, alerts=())


def _grouped(
    work: Work, read: ReadStory, desk: Desk, now: datetime, item: Item | None
) -> tuple[ReadStory, Grouping]:
    known = work.look_up(wanted(read.story, read.reading, now))
    if known.earlier is not None:
        again = replace(read.story, revision=known.earlier.story.revision + 1)
        read = replace(read, story=again)
    if item is not None and read.story.published is None and _was_cold(work, item):
        reason = "stale: without a date when its source was first polled"
        return read, Grouping(disposition=Disposition.STALE, reason=reason)
    grouping = group(read.story, read.reading, known, desk.world, now)
    terms = _asked_terms(read, desk)
    if grouping.disposition is Disposition.OFF_TOPIC and terms:
        reason = f"kept: holds the term {terms[0]}"
        grouping = replace(grouping, disposition=Disposition.KEPT, reason=reason)
    return read, grouping


def _was_cold(work: Work, item: Item) -> bool:
    """Whether it was listed when its source was polled for the first time, or after days off."""
    return work.marks.get(cold_mark(item.source)) == item.seen.isoformat()


def _asked_terms(read: ReadStory, desk: Desk) -> list[str]:
    """The keywords of the story that a rule wants to hear of."""
    asked = {term for rule in desk.alerts.rules if "story" in rule.about for term in rule.terms}
    found = [match.id for match in read.reading.matches if match.kind is MatchKind.TERM]
    return [term for term in found if term in asked]


# A copy, an edit or an old story that holds a keyword was told before, or is no news.
_FRESH = (Disposition.ALERTED, Disposition.UPDATED, Disposition.STATEMENT, Disposition.KEPT)


def _news(read: ReadStory, grouping: Grouping, desk: Desk) -> list[News]:
    def news(
        *, change: IncidentChange | None = None, record: StatementRecord | None = None
    ) -> News:
        return News(
            about="incident" if change else "statement" if record else "story",
            story=read.story,
            reading=read.reading,
            change=change,
            record=record,
            outlet=read.story.outlet,
        )

    found = [news(change=change) for change in grouping.changes if change.reasons]
    found += [
        news(record=record) for record in grouping.statements if not _told_with(record, grouping)
    ]
    if _asked_terms(read, desk) and grouping.disposition in _FRESH:
        found.append(news())
    return found


# What a change of an incident says already, need not be said again as its speaker's statement.
_SAID_BY = {
    StatementKind.CLAIM: Reason.CLAIM,
    StatementKind.DENY: Reason.DENIAL,
    StatementKind.CONFIRM: Reason.CONFIRMATION,
}


_TELLS = (StatementKind.CONFIRM, StatementKind.ANNOUNCE)


def _told_with(record: StatementRecord, grouping: Grouping) -> bool:
    """Whether the story's change of an incident tells the statement too."""
    kind = record.statement.kind
    reason = _SAID_BY.get(kind)
    return any(
        # Who tells of an attack first says no more than its first report.
        reason in change.reasons or (change.opened and kind in _TELLS)
        for change in grouping.changes
        if change.incident.id == record.incident
    )


def _told(work: Work, news: News, desk: Desk, now: datetime) -> tuple[News, Verdict]:
    country, incident, wave = _country(news), None, desk.limits.wave
    if news.change is not None:
        incident = news.change.incident.id
    today = work.alerts.count_for_incident(incident, now - timedelta(hours=24)) if incident else 0
    history = History(
        alerts_of_incident_today=today,
        alerts_by_recipient_hour=told_within_hour(work, desk, now),
        incidents_in_wave=(
            work.incidents.opened_between(now - wave.within, now, country)
            if wave and country
            else ()
        ),
        wave_told=wave_told(work, country) if wave else None,
    )
    return news, judge(news, desk.alerts, desk.limits, desk.world.watchlists, history, now)


def _raised(work: Work, told: list[tuple[News, Verdict]], now: datetime) -> tuple[Alert, ...]:
    """The alerts that are stored now; one that was stored before is not told again."""
    alerts = []
    for news, verdict in told:
        alert = raised(work, verdict)
        if alert is not None:
            alerts.append(alert)
            country = _country(news)
            if alert.about == "wave" and country:
                begin_wave(work, country, now)
    return tuple(alerts)


def _country(news: News) -> str | None:
    place = news.change.incident.place if news.change else None
    return place.country if place else None


def _withheld(told: list[tuple[News, Verdict]]) -> Withheld | None:
    return next((verdict.withheld for _, verdict in told if verdict.withheld), None)
