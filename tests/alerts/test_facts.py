"""Facts in words."""

from datetime import date

import pytest

from alerts.facts import bare_name, counted, days, munitions, other_numbers, perpetrators
from marsad.model import Basis, DateRange, Range
from tests.alerts.builders import a_fact
from tests.builders import an_incident


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (10, 10, "10"),
        (5, None, "at least 5"),
        (None, 7, "up to 7"),
        (5, 7, "5 to 7"),
        (None, None, "an unknown number of"),
    ],
)
def test_a_number_as_told(low, high, words):
    assert counted(Range(low=low, high=high)) == words


@pytest.mark.parametrize(
    ("kind", "weapons", "number", "words"),
    [
        pytest.param("rocket_attack", [], (1, 1), "1 rocket", id="one"),
        pytest.param("mortar_attack", [], (2, None), "at least 2 mortar rounds", id="open"),
        pytest.param("interception", ["drone-shahed"], (3, 3), "3 drones", id="by the weapon"),
        pytest.param("armed_attack", [], (3, 3), "3 projectiles", id="nobody says what"),
        pytest.param("rocket_attack", [], (0, 0), None, id="none"),
        pytest.param("rocket_attack", [], None, None, id="not counted"),
    ],
)
def test_what_was_fired(kind, weapons, number, words):
    facts = {"weapons": a_fact(weapons)}
    if number is not None:
        facts["munitions"] = a_fact({"low": number[0], "high": number[1]})
    assert munitions(kind, facts) == words


def test_other_accounts_below_and_above():
    fact = a_fact({"low": 3, "high": 3}, {"low": 1, "high": 1}, {"low": 2, "high": 2}, None)
    assert other_numbers(fact) == (Range(low=2, high=2), None)
    assert other_numbers(a_fact(None, {"low": 1, "high": 1})) == (None, None)


def test_names_lose_the_assessment_behind_them():
    assert bare_name("Group One (façade)") == "Group One"
    assert bare_name("Group (One) Two") == "Group (One) Two"
    facts = {"perpetrators": a_fact([{"id": None, "name": "X (front)", "basis": "blamed"}, {}])}
    assert perpetrators(facts) == ((None, "X", Basis.BLAMED),)


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (None, None),
        (DateRange(earliest=None, latest=None), None),
        (DateRange(earliest=date(2021, 3, 3), latest=date(2021, 3, 3)), "3 Mar 2021"),
        (
            DateRange(earliest=date(2021, 3, 2), latest=date(2021, 3, 3)),
            "between 2 Mar 2021 and 3 Mar 2021",
        ),
    ],
)
def test_days(happened, words):
    assert days(an_incident(happened=happened)) == words
