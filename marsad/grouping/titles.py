"""The one line that tells an incident: what, where, when, how bad."""

from collections.abc import Mapping
from datetime import date

from marsad.grouping.facts import happened_shown, place_shown, texts_shown
from marsad.grouping.places import country_name, kind_of
from marsad.grouping.slots import range_of
from marsad.grouping.world import World
from marsad.model import DateRange, Fact, Place, Range, Status
from marsad.text import fold, one_line

_NAME_LETTERS = 80  # of a stranger's name for a place
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_AREAS = frozenset({"area", "city", "country", "district", "governorate", "region", "sea", "town"})
_AT = frozenset({"explosion_unattributed", "interception", "accident"})
_IN = frozenset({"abduction", "assassination", "armed_attack", "ied_attack", "arrest"})
_UNITS = {
    "rocket": ("rocket", "rockets"),
    "mortar": ("mortar round", "mortar rounds"),
    "missile": ("missile", "missiles"),
    "drone": ("drone", "drones"),
    "artillery": ("shell", "shells"),
    "air": ("strike", "strikes"),
    "explosive": ("bomb", "bombs"),
}
_STATUS = {
    Status.DENIED: "denied",
    Status.ACCIDENT: "ruled an accident",
    Status.DISMISSED: "dismissed",
}


def title_of(kind: str, status: Status, facts: Mapping[str, Fact], world: World) -> str:
    """What, where, when and how bad, on one line."""
    label = world.kinds[kind].label if kind in world.kinds else kind.replace("_", " ").capitalize()
    what = f"Claimed {label[:1].lower()}{label[1:]}" if status is Status.CLAIMED else label
    place = place_shown(facts)
    where = _where(place, kind, world)
    when = when_told(happened_shown(facts))
    head = " ".join(part for part in (what, where) if part)
    bad = ", ".join(_how_bad(kind, status, facts, world))
    return head + (f" – {when}" if when else "") + (f": {bad}" if bad else "")


def when_told(happened: DateRange | None) -> str:
    """A day or a range of days for people."""
    if happened is None or (happened.earliest is None and happened.latest is None):
        return ""
    first, last = happened.earliest, happened.latest
    if first is None or last is None or first == last:
        return _day(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day is not None else ""


def _where(place: Place | None, kind: str, world: World) -> str:
    if place is None:
        return ""
    name = one_line(place.name or country_name(place.country) or "", _NAME_LETTERS)
    if not name:
        return ""
    admin = one_line(place.admin1 or "", _NAME_LETTERS)
    if admin and fold(admin).split()[:1] != fold(name).split()[:1]:
        known = fold(admin) in fold(name) or fold(name) in fold(admin)
        name = name if known else f"{name}, {admin}"
    if kind in _AT:
        return f"at {name}"
    sort = kind_of(place, world.watchlists)
    if kind == "maritime_attack" and sort not in ("sea", None):
        return f"off {name}"
    if kind in _IN or sort in _AREAS or (sort is None and not place.id):
        return f"in {name}"
    return f"on {name}"


def _how_bad(kind: str, status: Status, facts: Mapping[str, Fact], world: World) -> list[str]:
    parts = [
        _munitions(kind, facts, world),
        _counted(range_of(facts.get("killed")), "killed", "killed"),
        _counted(range_of(facts.get("wounded")), "wounded", "wounded"),
        _counted(range_of(facts.get("died_indirect")), "died indirectly", "died indirectly"),
    ]
    if _nobody(facts):
        parts.append("no casualties")
    intercepted = facts.get("intercepted")
    if intercepted is not None and intercepted.value == "all" and kind != "interception":
        parts.append("all intercepted")
    if status in _STATUS:
        parts.append(_STATUS[status])
    return [part for part in parts if part]


def _munitions(kind: str, facts: Mapping[str, Fact], world: World) -> str:
    one, many = _unit(kind, facts, world)
    number = range_of(facts.get("munitions"))
    if one in ("bomb", "munition") and number is not None and number.high == 1:
        return ""  # "Bomb attack: 1 bomb" says nothing
    return _counted(number, one, many)


def _unit(kind: str, facts: Mapping[str, Fact], world: World) -> tuple[str, str]:
    listed = world.watchlists.weapons
    found = {listed[w].family for w in texts_shown(facts, "weapons") if w in listed}
    own = world.kinds[kind].family if kind in world.kinds else None
    named = {own} if own in found else found
    units = named & _UNITS.keys() or ({own} & _UNITS.keys() if own else set())
    return _UNITS[next(iter(units))] if len(units) == 1 else ("munition", "munitions")


def _counted(number: Range | None, one: str, many: str) -> str:
    if number is None or not number.low:
        return ""
    unit = one if number.low == 1 else many
    if number.high is None:
        return f"at least {number.low} {unit}"
    if number.high != number.low:
        return f"{number.low}–{number.high} {many}"
    return f"{number.low} {unit}"


def _nobody(facts: Mapping[str, Fact]) -> bool:
    killed, wounded = range_of(facts.get("killed")), range_of(facts.get("wounded"))
    told = [r for r in (killed, wounded, range_of(facts.get("died_indirect"))) if r is not None]
    return bool(told) and all(r.high == 0 for r in told)
