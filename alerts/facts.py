"""Facts of an incident (JSON values, by field name of `Event`) in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeGuard

from marsad.model import Basis, Fact, FactValue, Incident, Range

Facts = Mapping[str, Fact]

_MUNITIONS = (  # the first word that stands in the kind, else in a weapon's id
    ("rocket", "rocket", "rockets"),
    ("mortar", "mortar round", "mortar rounds"),
    ("shelling", "shell", "shells"),
    ("missile", "missile", "missiles"),
    ("drone", "drone", "drones"),
    ("airstrike", "strike", "strikes"),
    ("bomb", "bomb", "bombs"),
    ("ied", "bomb", "bombs"),
)
_COUNTRIES = {
    "AE": "the Emirates",
    "BH": "Bahrain",
    "CY": "Cyprus",
    "IL": "Israel",
    "IQ": "Iraq",
    "IR": "Iran",
    "JO": "Jordan",
    "KW": "Kuwait",
    "LB": "Lebanon",
    "OM": "Oman",
    "PS": "Palestine",
    "QA": "Qatar",
    "SA": "Saudi Arabia",
    "SY": "Syria",
    "TR": "Turkey",
    "YE": "Yemen",
}
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bare_name(name: str) -> str:
    """A name without the remark in brackets behind it: that is an assessment, not ours to tell."""
    return _REMARK.sub("", name)


def country_name(code: str) -> str:
    """A country as a reader says it; the code where we have no name."""
    return _COUNTRIES.get(code, code)


def amount(value: FactValue) -> Range | None:
    """A number as told."""
    if not isinstance(value, dict):
        return None
    low, high = value.get("low"), value.get("high")
    return Range(
        low=low if isinstance(low, int) else None, high=high if isinstance(high, int) else None
    )


def amount_of(facts: Facts, name: str) -> Range | None:
    """The number that we show for a field; None when nobody told it."""
    return amount(facts[name].value) if name in facts else None


def counted(told: Range) -> str:
    """A number in words: "10", "at least 5", "5 to 7"."""
    match told.low, told.high:
        case None, None:
            return "an unknown number of"
        case low, None:
            return f"at least {low}"
        case None, high:
            return f"up to {high}"
        case low, high if low != high:
            return f"{low} to {high}"
    return str(told.low)


def some(told: Range | None) -> TypeGuard[Range]:
    """Whether the number is told, and is not zero."""
    return told is not None and (told.low, told.high) != (None, None) and told.high != 0


def ruled_out(told: Range | None) -> bool:
    """Whether the number is told to be zero."""
    return told is not None and told.high == 0


def munitions(kind: str, facts: Facts) -> str | None:
    """ "10 rockets"; None when nobody counted."""
    told = amount_of(facts, "munitions")
    if not some(told):
        return None
    one, several = _unit([kind, *words_of(facts, "weapons")])
    return f"{counted(told)} {one if told.low == told.high == 1 else several}"


def _unit(names: Sequence[str]) -> tuple[str, str]:
    for name in names:
        for word, one, several in _MUNITIONS:
            if word in name:
                return one, several
    return "projectile", "projectiles"


def other_numbers(fact: Fact) -> tuple[Range | None, Range | None]:
    """The highest number that others tell below the one we show, and the highest above it."""
    shown = amount(fact.value)
    if shown is None or shown.low is None:
        return None, None
    found = {
        told.low: told
        for other in fact.others
        if (told := amount(other.value)) and told.low is not None
    }
    lower = [low for low in found if low < shown.low]
    higher = [low for low in found if low > shown.low]
    return (
        found[max(lower)] if lower else None,
        found[max(higher)] if higher else None,
    )


def listed(value: FactValue) -> tuple[str, ...]:
    """The words of a fact that is a list of words."""
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def words_of(facts: Facts, name: str) -> tuple[str, ...]:
    """The words of a field that is a list; empty when nobody told it."""
    return listed(facts[name].value) if name in facts else ()


def perpetrators(facts: Facts) -> tuple[tuple[str | None, str, Basis], ...]:
    """(id, name, on what ground) of everybody who is said to have done it."""
    value = facts["perpetrators"].value if "perpetrators" in facts else None
    found: list[tuple[str | None, str, Basis]] = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and (name := one.get("name") or one.get("id")):
            id = one.get("id")
            found.append((str(id) if id else None, bare_name(str(name)), Basis(str(one["basis"]))))
    return tuple(found)


def text_of(facts: Facts, name: str) -> str | None:
    """A field that is words or one word."""
    value = facts[name].value if name in facts else None
    return value if isinstance(value, str) and value else None


def day(value: date) -> str:
    """3 Mar 2021."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(incident: Incident) -> str | None:
    """The day on which it happened, or the days between which it did."""
    happened = incident.happened
    if happened is None:
        return None
    first, last = happened.earliest, happened.latest
    if first and last and first != last:
        return f"between {day(first)} and {day(last)}"
    known = first or last
    return day(known) if known else None
