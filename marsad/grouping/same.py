"""Whether two reports tell one incident. Slots decide; likeness of the text only strengthens."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from marsad.grouping.places import Nearness, nearness
from marsad.grouping.slots import Slots
from marsad.grouping.world import World
from marsad.model import Range

SAME_HOURS = 14  # 12 h, and two more because parts of a day are coarse
# Clocks from the Levant to Pakistan: an evening report in UTC can tell of tomorrow's small hours.
LOCAL_AHEAD = timedelta(hours=5)
# Families that first reports mix up; a rocket is no aircraft, though a missile may be either's.
_ALIKE = (
    frozenset({"rocket", "mortar", "missile", "artillery", "launcher"}),
    frozenset({"drone", "air", "missile"}),
    frozenset({"bomb", "explosive"}),
    frozenset({"gun", "small-arms", "direct-fire"}),
)


class When(IntEnum):
    """How two times stand to each other."""

    APART = 0
    UNKNOWN = 1
    NEXT_DAY = 2
    SAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether two reports are one incident, and what decided."""

    same: bool
    reason: str
    where: Nearness = Nearness.APART
    when: When = When.APART
    score: float = 0.0


def compare(new: Slots, known: Slots, world: World, *, linked: bool = False) -> Comparison:
    """Compare a report with what is known; `linked` when their texts share much."""
    where = where_of(new, known, world)
    if where is Nearness.APART:
        return _apart(f"another place ({place_name(known)})")
    when = time_between(new, known)
    if when is When.APART:
        return _apart("another time", where)
    if not alike(new, known):
        return _apart(f"another weapon ({', '.join(sorted(known.families))})", where)
    if _called_another(new, known):
        return _apart("told as another attack", where)
    if where < Nearness.NEAR and _numbers_differ(new, known):
        return _apart("other numbers and no common place", where)
    score = _score(new, known, where, when, linked=linked)
    return Comparison(
        same=True, reason=_named(new, where, when), where=where, when=when, score=score
    )


def where_of(new: Slots, known: Slots, world: World) -> Nearness:
    """How near the places are; of several guessed names the nearest counts."""
    places = (known.place, *known.called)
    return max(nearness(new.place, place, world.watchlists) for place in places)


def place_name(slots: Slots) -> str:
    """The place for a reason line."""
    place = slots.place
    return (place and (place.id or place.name or place.country)) or ""


def time_between(new: Slots, known: Slots) -> When:
    """Say how the times stand; an attack cannot happen after it was first told."""
    one, two = new.happened, known.happened
    if one is None or two is None:
        return When.UNKNOWN
    if _later_than(one.earliest, new, known) or _later_than(two.earliest, known, new):
        return When.APART
    gap = _gap_days(one.earliest, one.latest, two.earliest, two.latest)
    if gap > 1:
        return When.APART
    if hours_part(new, known):
        return When.APART
    if _hours_between(new, known) is not None:
        return When.SAME
    return When.SAME if gap == 0 else When.NEXT_DAY


def alike(one: Slots, two: Slots) -> bool:
    """Whether the weapons can be the same: one family, or families that first reports mix up."""
    if not one.families or not two.families or one.families & two.families:
        return True
    return any(one.families & group and two.families & group for group in _ALIKE)


def _apart(reason: str, where: Nearness = Nearness.APART) -> Comparison:
    return Comparison(same=False, reason=reason, where=where)


def hours_part(one: Slots, two: Slots) -> bool:
    """Whether both name a part of the day, too far from each other."""
    hours = _hours_between(one, two)
    return hours is not None and hours > SAME_HOURS


def _later_than(day: date | None, told: Slots, other: Slots) -> bool:
    """Whether a day told by one report is after the other; a day after both is a misreading."""
    return not told.estimated and _after_report(day, other) and not _after_report(day, told)


def _after_report(day: date | None, told: Slots) -> bool:
    if day is None or told.reported is None:
        return False
    return day > (told.reported + LOCAL_AHEAD).date()


def _gap_days(a: date | None, b: date | None, c: date | None, d: date | None) -> int:
    """Days between two ranges, 0 when they touch; an open end touches everything."""
    before = (c - b).days if c is not None and b is not None else 0
    after = (a - d).days if a is not None and d is not None else 0
    return max(0, before, after)


def _hours_between(new: Slots, known: Slots) -> float | None:
    one, two = new.happened, known.happened
    if one is None or two is None or new.hour is None or known.hour is None:
        return None
    if one.earliest is None or two.earliest is None:
        return None
    if one.earliest != one.latest or two.earliest != two.latest:
        return None
    return abs((one.earliest - two.earliest).days * 24 + new.hour - known.hour)


def _called_another(new: Slots, known: Slots) -> bool:
    """A story that tells of another attack does not mean the one told hours ago."""
    if not new.another or known.another:
        return False
    if new.reported is None or known.reported is None:
        return False
    if numbers_agree(new, known):
        return False
    return new.reported - known.reported >= timedelta(hours=3)


def numbers_agree(one: Slots, two: Slots) -> bool:
    """Whether some number above one is told alike by both."""
    return bool(numbers_in_common(one, two))


def numbers_in_common(one: Slots, two: Slots) -> tuple[int, ...]:
    """The numbers above one (weapons, killed, wounded) that both tell."""
    pairs = ((one.munitions, two.munitions), (one.killed, two.killed), (one.wounded, two.wounded))
    return tuple(a.low for a, b in pairs if a and b and a.low and a.low > 1 and a.low == b.low)


def _numbers_differ(one: Slots, two: Slots) -> bool:
    pairs = ((one.munitions, two.munitions), (one.killed, two.killed), (one.wounded, two.wounded))
    return not numbers_agree(one, two) and any(_far(a, b) for a, b in pairs)


def _far(one: Range | None, two: Range | None) -> bool:
    if one is None or two is None or one.low is None or two.low is None:
        return False
    small, large = sorted((one.low, two.low))
    return small > 0 and large - small > max(1, small // 2)


def _score(new: Slots, known: Slots, where: Nearness, when: When, *, linked: bool) -> float:
    score = float(where) + float(when)
    score += 1.0 if new.families & known.families else 0.0
    score += 1.0 if numbers_agree(new, known) else 0.0
    score -= 0.5 if _numbers_differ(new, known) else 0.0
    score += 1.0 if new.actors & known.actors else 0.0
    score += 1.0 if new.targets & known.targets else 0.0
    score += 0.5 if new.another == known.another else 0.0
    return score + (2.0 if linked else 0.0)


_WHERE = {
    Nearness.EQUAL: "same place",
    Nearness.WITHIN: "one place inside the other",
    Nearness.NEAR: "places next to each other",
    Nearness.COUNTRY: "same country",
    Nearness.UNKNOWN: "no place told",
    Nearness.NAMED_OTHERWISE: "same country, other name",
}
_WHEN = {
    When.SAME: "same day",
    When.NEXT_DAY: "one day beside",
    When.UNKNOWN: "no day told",
}


def _named(new: Slots, where: Nearness, when: When) -> str:
    weapon = "/".join(sorted(new.families)) or "weapon not told"
    return f"{_WHERE[where]}, {_WHEN[when]}, {weapon}"
