from datetime import date

import pytest

from marsad.grouping.facts import merge, told_by
from marsad.grouping.titles import title_of, when_told
from marsad.model import DateRange, Event, Place, Range, Status
from tests.builders import a_story, a_toll, an_event
from tests.marsad.grouping.small_world import a_world

WORLD = a_world()
ERBIL = Place(id="erbil", name="Erbil", country="IQ", admin1="Erbil")


def title(event: Event, status: Status = Status.REPORTED) -> str:
    told = told_by(event, a_story())
    facts = merge({}, told, story=a_story().id, grade="B", watchlists=WORLD.watchlists)
    return title_of(event.kind, status, facts, WORLD)


@pytest.mark.parametrize(
    ("event", "status", "expected"),
    [
        pytest.param(
            an_event(munitions=a_toll(10), wounded=a_toll(1)),
            Status.REPORTED,
            "Rocket attack on Ain al-Asad Air Base, Anbar – 3 Mar 2021: 10 rockets, 1 wounded",
            id="a base",
        ),
        pytest.param(
            an_event("drone_attack", place=ERBIL, weapons=("drone-attack",), munitions=a_toll(2)),
            Status.CLAIMED,
            "Claimed drone attack in Erbil – 3 Mar 2021: 2 drones",
            id="a claimed one in a city",
        ),
        pytest.param(
            an_event(munitions=Range(low=10, high=None), killed=a_toll(0), wounded=a_toll(0)),
            Status.DENIED,
            "Rocket attack on Ain al-Asad Air Base, Anbar – 3 Mar 2021:"
            " at least 10 rockets, no casualties, denied",
            id="a bound, nobody hurt, denied",
        ),
        pytest.param(
            an_event("airstrike", place=Place(id=None, name=None, country="SY"), happened=None),
            Status.REPORTED,
            "Air strike in Syria",
            id="only a country",
        ),
        pytest.param(
            an_event("ied_attack", place=None, weapons=(), happened=None),
            Status.REPORTED,
            "Bomb attack",
            id="nothing but the kind",
        ),
        pytest.param(
            an_event("explosion_unattributed", killed=Range(low=2, high=4)),
            Status.ACCIDENT,
            "Explosion at Ain al-Asad Air Base, Anbar – 3 Mar 2021: 2–4 killed, ruled an accident",
            id="a range, an accident",
        ),
    ],
)
def test_a_title_tells_what_where_when_and_how_bad(
    event: Event, status: Status, expected: str
) -> None:
    assert title(event, status) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 3, 3), date(2021, 3, 3), "3 Mar 2021"),
        (date(2021, 3, 1), date(2021, 3, 3), "1–3 Mar 2021"),
        (date(2021, 2, 28), date(2021, 3, 1), "28 Feb 2021 to 1 Mar 2021"),
        (None, date(2021, 3, 1), "1 Mar 2021"),
        (None, None, ""),
    ],
)
def test_days_are_written_for_people(first: date | None, last: date | None, expected: str) -> None:
    assert when_told(DateRange(earliest=first, latest=last)) == expected
