"""The facts of an incident: each field of an event merged over the stories that tell it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import cast

from marsad.grouping.places import Nearness, nearness
from marsad.grouping.slots import ANOTHER, ESTIMATED, HOUR, day_of, is_estimated, place_from
from marsad.grouping.wording import another, hour_told
from marsad.model import (
    DateRange,
    Event,
    Fact,
    FactValue,
    Grade,
    Place,
    Range,
    Story,
    StoryId,
    Told,
)
from marsad.settings.watchlists import Watchlists

FIELDS = (
    "kind",
    "happened",
    "place",
    "launch_place",
    "perpetrators",
    "claimed_by",
    "targets",
    "target_ids",
    "weapons",
    "munitions",
    "intercepted",
    "damage",
    "killed",
    "wounded",
    "died_indirect",
)
TOLLS = ("killed", "wounded", "died_indirect")
_WHERE_AND_WHEN = ("place", "launch_place", "happened")
_NUMBERS = (*TOLLS, "munitions")
# Kinds that a report gives when it knows little, from the vaguest; a clearer one takes their place.
_VAGUE_KINDS = ("accident", "explosion_unattributed", "armed_attack", "interception")


def told_by(event: Event, story: Story) -> dict[str, FactValue]:
    """What an event tells, as JSON, without what it leaves open."""
    values = {field: _json(getattr(event, field)) for field in FIELDS}
    values[HOUR] = hour_told(story, event)
    values[ANOTHER] = another(story, event) or None
    values[ESTIMATED] = (event.estimated and event.happened is not None) or None
    return {field: value for field, value in values.items() if value not in (None, [], {})}


def merge(
    facts: Mapping[str, Fact],
    told: Mapping[str, FactValue],
    *,
    story: StoryId,
    grade: Grade,
    watchlists: Watchlists,
    aside: bool = False,
) -> dict[str, Fact]:
    """The facts with what one more story tells; nothing that was ever told is dropped.

    What is told `aside` (the story's main event told it before) is shown only where it is finer.
    """
    merged = dict(facts)
    guessed = ESTIMATED in told
    for field, value in told.items():
        fact = merged.get(field)
        if fact is None:
            merged[field] = Fact(value=value, stories=(story,), grade=grade)
        elif isinstance(value, list) and isinstance(fact.value, list):
            merged[field] = _joined(fact, value, story, grade)
        elif value == fact.value:
            merged[field] = _seconded(fact, story, grade)
        else:
            finer = _finer(field, value, fact.value, watchlists)
            if field == "happened" and (guessed or is_estimated(facts)):
                finer = not guessed  # a day that is told goes before one that is estimated
            own = story in fact.stories
            wins = not (own and aside) and _wins(field, fact, value, grade, own=own)
            shown = finer if finer is not None else wins
            merged[field] = _beside(fact, value, story, grade, shown=shown)
    sure = not guessed and "happened" in told
    was_sure = "happened" in facts and not is_estimated(facts)
    if sure or was_sure:
        merged.pop(ESTIMATED, None)  # one story that tells the day is enough
    return merged


def largest(fact: Fact | None) -> int:
    """The largest number anybody tells; 0 when nobody tells one."""
    if fact is None:
        return 0
    values = [fact.value, *(told.value for told in fact.others)]
    lows = [v.get("low") for v in values if isinstance(v, dict)]
    return max((low for low in lows if isinstance(low, int)), default=0)


def place_shown(facts: Mapping[str, Fact]) -> Place | None:
    """Where it happened, as shown."""
    fact = facts.get("place")
    return place_from(fact.value) if fact is not None else None


def happened_shown(facts: Mapping[str, Fact]) -> DateRange | None:
    """When it happened, as shown."""
    fact = facts.get("happened")
    return dates_from(fact.value) if fact is not None else None


def dates_from(value: FactValue) -> DateRange | None:
    """A range of days as facts keep it."""
    if not isinstance(value, dict):
        return None
    return DateRange(earliest=day_of(value.get("earliest")), latest=day_of(value.get("latest")))


def texts_shown(facts: Mapping[str, Fact], field: str) -> list[str]:
    """The words of a list field, as shown."""
    fact = facts.get(field)
    values = fact.value if fact is not None and isinstance(fact.value, list) else []
    return [value for value in values if isinstance(value, str)]


def better(one: Grade, two: Grade) -> Grade:
    """The better of two grades; A is best."""
    return min(one, two)


def _json(value: object) -> FactValue:
    if isinstance(value, DateRange | Place | Range):
        return {key: _plain(part) for key, part in asdict(value).items()}
    if isinstance(value, tuple):
        parts = (asdict(part) if hasattr(part, "__slots__") else part for part in value)
        return [_plain_dict(part) if isinstance(part, dict) else part for part in parts]
    return cast("FactValue", _plain(value))


def _plain_dict(value: dict[str, object]) -> dict[str, object]:
    return {key: _plain(part) for key, part in value.items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _seconded(fact: Fact, story: StoryId, grade: Grade) -> Fact:
    if story in fact.stories:
        return fact
    return Fact(
        value=fact.value,
        stories=(*fact.stories, story),
        others=fact.others,
        grade=better(fact.grade, grade),
    )


def _joined(fact: Fact, value: list[object], story: StoryId, grade: Grade) -> Fact:
    """Lists add up: what anybody names is shown, and who named what is kept."""
    shown = cast("list[object]", fact.value)
    added = [part for part in value if part not in shown]
    if not added and story in fact.stories:
        return fact
    union = [*shown, *added]
    others = fact.others
    if added and not _is_told(others, shown):
        others = (*others, Told(value=list(shown), stories=fact.stories, grade=fact.grade))
    if value != union:
        others = _with(others, value, story, grade)
    stories = fact.stories if story in fact.stories else (*fact.stories, story)
    return Fact(value=union, stories=stories, others=others, grade=better(fact.grade, grade))


def _beside(fact: Fact, value: FactValue, story: StoryId, grade: Grade, *, shown: bool) -> Fact:
    """Two values of one field: one is shown, the other kept."""
    if any(told.value == value and story in told.stories for told in fact.others):
        return fact  # told before: a story does not win by being read twice
    others = _with(fact.others, value, story, grade)
    if not shown:
        return Fact(value=fact.value, stories=fact.stories, others=others, grade=fact.grade)
    winner = next(told for told in others if told.value == value)
    rest = tuple(told for told in others if told.value != value)
    before = Told(value=fact.value, stories=fact.stories, grade=fact.grade)
    return Fact(value=value, stories=winner.stories, others=(*rest, before), grade=winner.grade)


def _is_told(others: tuple[Told, ...], value: FactValue | list[object]) -> bool:
    return any(told.value == value for told in others)


def _with(
    others: tuple[Told, ...], value: FactValue, story: StoryId, grade: Grade
) -> tuple[Told, ...]:
    if not _is_told(others, value):
        return (*others, Told(value=value, stories=(story,), grade=grade))
    return tuple(_told_too(told, story, grade) if told.value == value else told for told in others)


def _told_too(told: Told, story: StoryId, grade: Grade) -> Told:
    stories = told.stories if story in told.stories else (*told.stories, story)
    return Told(value=told.value, stories=stories, grade=better(told.grade, grade))


def _wins(field: str, fact: Fact, value: FactValue, grade: Grade, *, own: bool) -> bool:
    """Whether another value is shown in place of the one we have; `own`: its teller corrects it."""
    if field in _WHERE_AND_WHEN:
        return own or grade < fact.grade
    if field == "kind":
        clear, before = _clarity(value), _clarity(fact.value)
        return clear > before or (clear == before and grade < fact.grade)
    if field in _NUMBERS and _low(value) > _low(fact.value):
        # A rise is news even when it comes from the next best source.
        return ord(grade) <= ord(fact.grade) + 1
    return grade <= fact.grade


def _clarity(kind: FactValue) -> int:
    return _VAGUE_KINDS.index(kind) if kind in _VAGUE_KINDS else len(_VAGUE_KINDS)


def _finer(field: str, value: FactValue, shown: FactValue, watchlists: Watchlists) -> bool | None:
    """Whether a value says the same more exactly; None when it says something else."""
    if field == "place":
        return _finer_place(place_from(value), place_from(shown), watchlists)
    if field == "happened":
        return _inside(dates_from(value), dates_from(shown))
    if field == "munitions" and _low(value) == _low(shown):
        return _exact(value) and not _exact(shown)
    return None


def _finer_place(new: Place | None, shown: Place | None, watchlists: Watchlists) -> bool | None:
    if new is None or shown is None:
        return shown is None
    near = nearness(new, shown, watchlists)
    if near is Nearness.NAMED_OTHERWISE:
        return new.id is not None  # of two guessed names the first stays
    if near is Nearness.EQUAL:
        return shown.id is None and new.id is not None
    if near in (Nearness.COUNTRY, Nearness.UNKNOWN):
        return _exactness(new) > _exactness(shown)
    if near is not Nearness.WITHIN:
        return None
    if new.id is None or shown.id is None:
        return _exactness(new) > _exactness(shown)
    return shown.id in watchlists.containing(new.id)


def _exactness(place: Place) -> int:
    return sum(1 for part in (place.country, place.admin1, place.name, place.id, place.lat) if part)


def _inside(new: DateRange | None, shown: DateRange | None) -> bool | None:
    if new is None or shown is None:
        return shown is None
    if _holds(shown, new):
        return True
    return False if _holds(new, shown) else None


def _holds(outer: DateRange, inner: DateRange) -> bool:
    starts = outer.earliest is None or (
        inner.earliest is not None and outer.earliest <= inner.earliest
    )
    ends = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
    return starts and ends


def _low(value: FactValue) -> int:
    low = value.get("low") if isinstance(value, dict) else None
    return low if isinstance(low, int) else -1


def _exact(value: FactValue) -> bool:
    return isinstance(value, dict) and value.get("low") == value.get("high")
