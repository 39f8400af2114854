"""When a recipient is told: at once, after quiet hours, or with the day's digest."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from marsad.model import Severity
from marsad.settings.alerting import At, QuietHours, RecipientSettings

Held = Literal["quiet", "digest", "cap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a delivery may go out, and what it waits for."""

    at: datetime
    held: Held | None


def due(at: At, recipient: RecipientSettings, severity: Severity, now: datetime) -> Due:
    """When a recipient hears of something of this severity under a rule's `at`."""
    zone = ZoneInfo(recipient.zone)
    planned = now if at.digest is None else next_clock(at.digest, zone, now)
    end = quiet_until(recipient.quiet, zone, severity, planned)
    if at.digest is not None:
        return Due(at=end or planned, held="digest")
    return Due(at=end or planned, held="quiet" if end else None)


def next_hour(now: datetime) -> datetime:
    """The next full hour."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def next_clock(clock: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The next time a clock in the zone shows this."""
    today = now.astimezone(zone).date()
    for days in (0, 1):
        moment = _at(today + timedelta(days=days), clock, zone)
        if moment > now:
            return moment
    # A clock put back at midnight can show the same time twice: then it is the day after.
    return _at(today + timedelta(days=2), clock, zone)


def quiet_until(
    quiet: QuietHours | None, zone: ZoneInfo, severity: Severity, now: datetime
) -> datetime | None:
    """End of the quiet hours that hold this severity back; None when nothing does."""
    if quiet is None or quiet.start == quiet.end or severity.rank >= quiet.unless.rank:
        return None
    clock = now.astimezone(zone).time()
    if quiet.start < quiet.end:
        within = quiet.start <= clock < quiet.end
    else:
        within = clock >= quiet.start or clock < quiet.end
    return next_clock(quiet.end, zone, now) if within else None


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
