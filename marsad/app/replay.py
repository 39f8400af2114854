"""Stories through the whole pipeline by their own clock. Nothing is sent."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from alerts.digest import digest_alert
from alerts.rules import DIGEST_THREAD
from marsad.app.desk import Desk
from marsad.app.raising import end_waves, next_wave_end
from marsad.app.readers import make_reader
from marsad.app.relay import LEASE
from marsad.app.steps.settle import settle
from marsad.app.wiring import make_world
from marsad.app.work import ReadStory
from marsad.archive import Archive, StoredStory, Work
from marsad.model import Alert, Delivery, Disposition, Story
from marsad.settings.load import Settings

log = logging.getLogger(__name__)

RUN_ON = timedelta(hours=24)  # after the last story, for holds, digests and quiet hours
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # of stories that come before any instant


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one replayed story."""

    stored: StoredStory

    def document(self) -> dict[str, object]:
        """As the contract prints it."""
        stored = self.stored
        return {
            "id": stored.story.id,
            "disposition": stored.disposition.value,
            "near_duplicate_of": stored.near_duplicate_of,
            "incidents": list(stored.incidents),
            "alerts": list(stored.alerts),
            "withheld": stored.withheld,
            "reason": stored.reason,
        }


def in_order(stories: Sequence[Story]) -> list[tuple[datetime, Story]]:
    """Stories by instant: `seen`, else `published`, else that of the story before.

    Ties stay in file order.
    """
    timed: list[tuple[datetime, Story]] = []
    before = BEGINNING
    for story in stories:
        before = story.seen or story.published or before
        timed.append((before, story))
    return sorted(timed, key=lambda pair: pair[0])


def replay(
    stories: Sequence[Story], settings: Settings, archive: Archive
) -> Iterator[Decision | Alert]:
    """Decisions and alerts, in the order in which they fall."""
    reader = make_reader(settings)
    desk = Desk(world=make_world(settings), alerts=settings.alerts, limits=settings.limits)
    now = BEGINNING
    for instant, story in in_order(stories):
        yield from _until(archive, desk, now, instant)
        now = instant
        try:
            reading = reader.read(story)
        except Exception as error:  # noqa: BLE001 - one story must not stop the others
            log.error("read failed: story=%s %s: %s", story.id, type(error).__name__, error)
            with archive.writing() as work:
                unread = _unread(work, story, error)
            yield Decision(unread)
            continue
        with archive.writing() as work:
            settled = settle(work, ReadStory(story=story, reading=reading), desk, now)
        yield Decision(settled.stored)
        yield from settled.alerts
    yield from _until(archive, desk, now, now + RUN_ON)


def _unread(work: Work, story: Story, error: Exception) -> StoredStory:
    stored = StoredStory(
        story=story,
        disposition=Disposition.UNREADABLE,
        reason=f"unreadable: {type(error).__name__}: {error}",
    )
    work.stories.add(stored)
    return stored


def _until(archive: Archive, desk: Desk, since: datetime, until: datetime) -> Iterator[Alert]:
    """Lets time pass: what falls due is taken as sent; digests are told when they go out."""
    while True:
        with archive.looking() as work:
            timers = (work.outbox.next_due(), next_wave_end(work, desk))
        due = min((timer for timer in timers if timer is not None), default=None)
        if due is None or due > until:
            return
        now = max(due, since)
        with archive.writing() as work:
            alerts = end_waves(work, desk, now)
            claimed = work.outbox.claim(now, 500, LEASE)
            alerts += _digests(work, claimed, now)
            for delivery in claimed:
                work.outbox.sent(delivery, None, now)
        yield from alerts


def _digests(work: Work, claimed: Sequence[Delivery], now: datetime) -> list[Alert]:
    held: dict[str, list[Alert]] = {}
    for delivery in claimed:
        alert = work.alerts.get(delivery.alert)
        if alert and delivery.thread and delivery.thread.startswith(DIGEST_THREAD):
            known = held.setdefault(delivery.recipient, [])
            if alert not in known:
                known.append(alert)
    return [digest_alert(alerts, recipient, now) for recipient, alerts in sorted(held.items())]
