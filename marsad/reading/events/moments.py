"""When a story was published, and what counts as new beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marsad.model import DateRange

# Years that a source can mean; a story dated outside them is taken as undated.
SANE_YEARS = range(1970, 2101)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a story was published and seen, the zone of its days, and how long events are new."""

    published: datetime | None
    seen: datetime | None
    zone: ZoneInfo
    window: timedelta

    @property
    def anchor(self) -> datetime | None:
        """The instant that relative dates are counted from, in the zone of the source."""
        known = (i for i in (self.published, self.seen) if i is not None and i.year in SANE_YEARS)
        instant = next(known, None)
        if instant is None:
            return None
        unknown = self.zone.key == "UTC" and instant.utcoffset()  # the story itself knows better
        return instant if unknown else instant.astimezone(self.zone)

    def is_new(self, happened: DateRange | None) -> bool:
        """Whether something happened within the window before publication, or else sight."""
        anchor = self.anchor
        if anchor is None or happened is None or happened.latest is None:
            return False
        if happened.earliest is not None and happened.earliest > anchor.date() + timedelta(days=1):
            return False
        end = datetime.combine(happened.latest, time.max, tzinfo=anchor.tzinfo)
        return end.astimezone(UTC) >= anchor.astimezone(UTC) - self.window
