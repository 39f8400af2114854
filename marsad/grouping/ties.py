"""What ties a report to an incident when no common place does."""

from dataclasses import dataclass

from marsad.grouping.places import Nearness
from marsad.grouping.same import Comparison, When, numbers_in_common
from marsad.grouping.slots import Slots
from marsad.model import IncidentId

TELLING_NUMBER = 5  # a smaller one is shared by attacks that have nothing in common
VAGUE_DAYS = 3  # a longer range of days names no attack by itself
DAY_HOURS = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Incidents that the words of a story speak for; they decide only where slots are silent."""

    like: frozenset[IncidentId] = frozenset()  # of stories whose text shares much with this one
    named: frozenset[IncidentId] = frozenset()  # whose place stands somewhere in the story
    aimed: frozenset[IncidentId] = frozenset()  # whose target does


NO_HINTS = Hints()


def tie(
    new: Slots,
    known: Slots,
    result: Comparison,
    hints: Hints,
    incident: IncidentId,
    *,
    follows: bool,
) -> str | None:
    """What says that both are one, or None; a follow-up needs less, since it opens nothing."""
    if span_days(new) > VAGUE_DAYS:
        return None
    unplaced = result.where < Nearness.COUNTRY
    if unplaced and not _listed(new) and incident in hints.named and _timely(new, known, result):
        return "its place is named"
    if result.where is Nearness.NAMED_OTHERWISE:
        alike = incident in hints.like and new.kind == known.kind
        return "like words" if alike and result.when is When.SAME else None
    if follows and unplaced and (incident in hints.aimed or new.targets & known.targets):
        return "same target"
    if result.when < When.NEXT_DAY:
        return None
    return _in_time(new, known, result, linked=incident in hints.like)


def only_country(new: Slots, known: Slots, result: Comparison) -> bool:
    """Whether country, kind and day agree: enough when nothing else can be meant."""
    if result.where is not Nearness.COUNTRY or result.when < When.NEXT_DAY:
        return False
    if result.when is When.NEXT_DAY and _hours_apart(new, known) > DAY_HOURS:
        return False
    return new.kind == known.kind and bool(new.families & known.families)


def span_days(slots: Slots) -> int:
    """Days that the time told leaves open."""
    happened = slots.happened
    if happened is None or happened.earliest is None or happened.latest is None:
        return 0
    return (happened.latest - happened.earliest).days


def _in_time(new: Slots, known: Slots, result: Comparison, *, linked: bool) -> str | None:
    """What ties two reports of one day or the next."""
    if linked:
        return "like words"
    if new.kind != known.kind:
        return None
    numbers = numbers_in_common(new, known)
    if result.where is Nearness.COUNTRY:
        if numbers:
            return "same numbers"
        if new.targets & known.targets:
            return "same target"
        return "same makers" if new.actors & known.actors else None
    telling = len(numbers) > 1 or any(number >= TELLING_NUMBER for number in numbers)
    return "same numbers" if telling and result.when is When.SAME else None


def _listed(slots: Slots) -> bool:
    return slots.place is not None and slots.place.id is not None


def _timely(new: Slots, known: Slots, result: Comparison) -> bool:
    return result.when is not When.UNKNOWN or bool(new.families & known.families)


def _hours_apart(new: Slots, known: Slots) -> float:
    if new.reported is None or known.reported is None:
        return 0.0
    return abs((new.reported - known.reported).total_seconds()) / 3600
