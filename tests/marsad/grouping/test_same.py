from datetime import timedelta

import pytest

from marsad.grouping.same import When, alike, compare, numbers_in_common, time_between
from marsad.grouping.slots import Slots, slots_of_event, slots_of_incident
from marsad.model import DateRange, Range
from tests.builders import DAY, PUBLISHED, a_story, a_toll, an_event, an_incident
from tests.marsad.grouping.small_world import a_world

WORLD = a_world()


def day(after: int, until: int | None = None) -> DateRange:
    last = after if until is None else until
    return DateRange(earliest=DAY + timedelta(days=after), latest=DAY + timedelta(days=last))


def slots(published_after_hours: float = 0, hour: int | None = None, **changes: object) -> Slots:
    told = slots_of_event(an_event(**changes), a_story(), WORLD)
    moment = PUBLISHED + timedelta(hours=published_after_hours)
    values = {name: getattr(told, name) for name in Slots.__slots__}
    return Slots(**(values | {"reported": moment, "hour": hour}))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        pytest.param(slots(), slots(), When.SAME, id="one day"),
        pytest.param(slots(), slots(24, happened=day(1)), When.APART, id="after it was told"),
        pytest.param(slots(24), slots(24, happened=day(1)), When.NEXT_DAY, id="a day beside"),
        pytest.param(slots(48), slots(48, happened=day(2)), When.APART, id="two days beside"),
        pytest.param(slots(), slots(happened=None), When.UNKNOWN, id="no day told"),
        pytest.param(slots(), slots(happened=day(-9, 0)), When.SAME, id="a range that holds it"),
        pytest.param(slots(hour=5), slots(9, hour=23), When.APART, id="dawn and night"),
        pytest.param(
            slots(24, hour=23), slots(24, hour=3, happened=day(1)), When.SAME, id="around midnight"
        ),
        pytest.param(
            slots(36, hour=5), slots(36, hour=23, happened=day(1)), When.APART, id="42 hours"
        ),
    ],
)
def test_how_two_times_stand(one: Slots, two: Slots, expected: When) -> None:
    assert time_between(one, two) is expected
    assert time_between(two, one) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        pytest.param({}, {}, True, id="rockets"),
        pytest.param({}, {"kind": "mortar_attack", "weapons": ("mortar",)}, True, id="mortars"),
        pytest.param({}, {"kind": "drone_attack", "weapons": ()}, False, id="drones"),
        pytest.param({}, {"kind": "interception", "weapons": ()}, True, id="shot down, by what"),
        pytest.param(
            {}, {"kind": "interception", "weapons": ("drone-attack",)}, False, id="drones shot down"
        ),
        pytest.param({}, {"kind": "unheard_of", "weapons": ()}, True, id="an unknown kind"),
        pytest.param({}, {"weapons": ("rocket", "drone-attack")}, True, id="rockets and drones"),
        pytest.param(
            {"kind": "airstrike", "weapons": ()},
            {"kind": "drone_attack", "weapons": ("drone-attack",)},
            True,
            id="a strike by drone",
        ),
        pytest.param({"kind": "airstrike", "weapons": ()}, {}, False, id="aircraft and rockets"),
    ],
)
def test_weapons_that_can_be_the_same(
    one: dict[str, object], two: dict[str, object], expected: bool
) -> None:
    assert alike(slots(**one), slots(**two)) is expected
    assert alike(slots(**two), slots(**one)) is expected


def test_an_incident_is_compared_like_the_event_that_opened_it() -> None:
    known = slots_of_incident(an_incident(), WORLD)
    result = compare(slots(), known, WORLD)
    assert result.same
    assert result.reason == "same place, same day, rocket"


def test_numbers_in_common() -> None:
    one = slots(killed=a_toll(4), wounded=a_toll(1), munitions=Range(low=10, high=None))
    two = slots(killed=a_toll(5), wounded=a_toll(1), munitions=a_toll(10))
    assert numbers_in_common(one, two) == (10,)
