"""Group a read story, decide its alerts and store both, all in one transaction."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.rules import History, News, Plan, Verdict, judge
from marsad.app.cold import cold_mark
from marsad.app.work import PageTask, ReadStory, story_of
from marsad.archive import Item, PlannedDelivery, StoredStory, Work
from marsad.grouping.group import World, group, wanted
from marsad.model import (
    Alert,
    Disposition,
    Grouping,
    IncidentChange,
    MatchKind,
    StatementRecord,
    Withheld,
)
from marsad.settings.alerting import AlertSettings, Limits

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk decided beforehand: the world it watches, who hears what, and how much."""

    world: World
    alerts: AlertSettings
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one story."""

    stored: StoredStory
    grouping: Grouping | None  # None: it could not be read
    alerts: tuple[Alert, ...]
    deliveries: int


def settle(
    work: Work,
    read: ReadStory,
    desk: Desk,
    now: datetime,
    item: Item | None = None,
) -> Settled:
    """Stores a story with its grouping, alerts and deliveries; its item is done with."""
    read, grouping = _grouped(work, read, desk, now, item)
    told = [_told(work, news, desk, now) for news in _news(read, grouping)]
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
    alerts: list[Alert] = []
    deliveries = 0
    for news, verdict in told:
        if verdict.alert is None:
            continue
        plans = [_planned(plan, verdict.alert, news) for plan in verdict.plans]
        if work.alerts.add(verdict.alert, plans):
            alerts.append(verdict.alert)
            deliveries += len(plans)
            if verdict.alert.about == "wave":
                work.marks.set(_wave_mark(news), now.isoformat())
    if item is not None:
        work.items.finish(item.id, read.story.id)
    return Settled(stored=stored, grouping=grouping, alerts=tuple(alerts), deliveries=deliveries)


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
    return Settled(stored=stored, grouping=None, alerts=(), deliveries=0)


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
    terms = _terms(read)
    if grouping.disposition is Disposition.OFF_TOPIC and terms:
        reason = f"kept: holds the term {terms[0]}"
        grouping = replace(grouping, disposition=Disposition.KEPT, reason=reason)
    return read, grouping


def _was_cold(work: Work, item: Item) -> bool:
    """Whether it was listed when its source was polled for the first time, or after days off."""
    return work.marks.get(cold_mark(item.source)) == item.seen.isoformat()


def _terms(read: ReadStory) -> list[str]:
    return [match.id for match in read.reading.matches if match.kind is MatchKind.TERM]


# A copy, an edit or an old story that holds a keyword was told before, or is no news.
_FRESH = (Disposition.ALERTED, Disposition.UPDATED, Disposition.STATEMENT, Disposition.KEPT)


def _news(read: ReadStory, grouping: Grouping) -> list[News]:
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
    found += [news(record=record) for record in grouping.statements]
    if _terms(read) and grouping.disposition in _FRESH:
        found.append(news())
    return found


def _told(work: Work, news: News, desk: Desk, now: datetime) -> tuple[News, Verdict]:
    wave = desk.limits.wave
    country = _country(news)
    told = work.marks.get(_wave_mark(news)) if wave else None
    recipients = desk.alerts.recipients
    history = History(
        alerts_of_incident_today=(
            work.alerts.count_for_incident(news.change.incident.id, now - timedelta(hours=24))
            if news.change
            else 0
        ),
        alerts_by_recipient_hour={
            name: work.alerts.count_for_recipient(name, now - timedelta(hours=1))
            for name in recipients
        },
        incidents_in_wave=(
            work.incidents.opened_between(now - wave.within, now, country)
            if wave and country and news.change
            else ()
        ),
        wave_told=datetime.fromisoformat(told) if told else None,
        told_before=False,
    )
    return news, judge(news, desk.alerts, desk.limits, desk.world.watchlists, history, now)


def _country(news: News) -> str | None:
    place = news.change.incident.place if news.change else None
    return place.country if place else None


def _wave_mark(news: News) -> str:
    return f"wave told {_country(news)}"


def _planned(plan: Plan, alert: Alert, news: News) -> PlannedDelivery:
    return PlannedDelivery(
        recipient=plan.recipient, channel=plan.channel, due=plan.due, thread=plan.thread
    )


def _withheld(told: list[tuple[News, Verdict]]) -> Withheld | None:
    return next((verdict.withheld for _, verdict in told if verdict.withheld), None)
