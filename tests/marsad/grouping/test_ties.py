from datetime import date, timedelta

import pytest

from marsad.grouping.places import Nearness
from marsad.grouping.same import Comparison, When
from marsad.grouping.slots import Slots
from marsad.grouping.ties import Hints, only_country, tie
from marsad.model import DateRange, IncidentId, Place, Range
from tests.builders import DAY, PUBLISHED, a_toll

KNOWN = IncidentId("known")


def slots(**changes: object) -> Slots:
    values: dict[str, object] = {
        "kind": "rocket_attack",
        "attack": True,
        "families": frozenset({"rocket"}),
        "weapons": frozenset({"rocket"}),
        "happened": DateRange(earliest=DAY, latest=DAY),
        "reported": PUBLISHED,
    }
    return Slots(**(values | changes))  # type: ignore[arg-type]


def result(where: Nearness, when: When = When.SAME) -> Comparison:
    return Comparison(same=True, reason="", where=where, when=when)


def tied(
    new: Slots, known: Slots, found: Comparison, hints: Hints | None = None, follows: bool = False
) -> str | None:
    return tie(new, known, found, hints or Hints(), KNOWN, follows=follows)


MONTH = DateRange(earliest=date(2021, 3, 1), latest=date(2021, 3, 31))
NAMED = Hints(named=frozenset({KNOWN}))
LIKE = Hints(like=frozenset({KNOWN}))
AIMED = Hints(aimed=frozenset({KNOWN}))
TOWN = Place(id=None, name="Some Town", country="IQ")
BASE = Place(id="harir", name="Harir", country="IQ")
FEW, MANY = {"killed": a_toll(2)}, {"killed": a_toll(9)}
MAKER, AIM = {"actors": frozenset({"kh"})}, {"targets": frozenset({"hhn"})}


@pytest.mark.parametrize(
    ("both", "found", "hints", "expected"),
    [
        pytest.param({}, result(Nearness.UNKNOWN), None, None, id="nothing ties them"),
        pytest.param({}, result(Nearness.UNKNOWN), NAMED, "its place is named", id="named"),
        pytest.param(
            {"place": BASE}, result(Nearness.UNKNOWN), NAMED, None, id="it has its own place"
        ),
        pytest.param(
            {"happened": MONTH}, result(Nearness.UNKNOWN), NAMED, None, id="some day of a month"
        ),
        pytest.param(
            {"place": TOWN}, result(Nearness.NAMED_OTHERWISE), LIKE, "like words", id="two names"
        ),
        pytest.param(MANY, result(Nearness.UNKNOWN), None, "same numbers", id="nine dead"),
        pytest.param(FEW, result(Nearness.UNKNOWN), None, None, id="two dead are too common"),
        pytest.param(
            FEW | {"wounded": Range(low=3, high=None)},
            result(Nearness.UNKNOWN),
            None,
            "same numbers",
            id="two numbers",
        ),
        pytest.param(FEW, result(Nearness.COUNTRY), None, "same numbers", id="in one country"),
        pytest.param(MAKER, result(Nearness.COUNTRY), None, "same makers", id="makers"),
        pytest.param(AIM, result(Nearness.COUNTRY), None, "same target", id="target"),
        pytest.param(AIM, result(Nearness.UNKNOWN), None, None, id="a target alone"),
        pytest.param(MANY, result(Nearness.UNKNOWN, When.NEXT_DAY), None, None, id="next day"),
    ],
)
def test_what_ties_a_report_to_an_incident(
    both: dict[str, object], found: Comparison, hints: Hints | None, expected: str | None
) -> None:
    assert tied(slots(**both), slots(**both), found, hints) == expected


def test_a_follow_up_needs_only_the_target() -> None:
    unplaced = result(Nearness.UNKNOWN, When.UNKNOWN)
    assert tied(slots(), slots(), unplaced, AIMED, follows=True) == "same target"
    assert tied(slots(), slots(), unplaced, AIMED) is None


@pytest.mark.parametrize(
    ("new", "found", "expected"),
    [
        pytest.param(slots(), result(Nearness.COUNTRY), True, id="kind and day"),
        pytest.param(slots(), result(Nearness.UNKNOWN), False, id="no country"),
        pytest.param(slots(kind="airstrike"), result(Nearness.COUNTRY), False, id="other kind"),
        pytest.param(
            slots(kind="rocket_attack", families=frozenset()),
            result(Nearness.COUNTRY),
            False,
            id="no weapon",
        ),
        pytest.param(
            slots(reported=PUBLISHED + timedelta(hours=30)),
            result(Nearness.COUNTRY, When.NEXT_DAY),
            False,
            id="the next day, too late",
        ),
    ],
)
def test_when_a_country_is_enough(new: Slots, found: Comparison, expected: bool) -> None:
    assert only_country(new, slots(), found) is expected
