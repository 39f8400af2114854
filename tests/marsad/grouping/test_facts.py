from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.grouping.facts import largest, merge, told_by
from marsad.model import Basis, Fact, FactValue, Grade, Perpetrator, Range, StoryId
from tests.builders import a_story, a_toll, an_event
from tests.marsad.grouping.small_world import a_world

WATCHLISTS = a_world().watchlists
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D", "E", "F")


def merged(*tellings: tuple[str, Grade, dict[str, FactValue]]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for story, grade, told in tellings:
        facts = merge(facts, told, story=StoryId(story), grade=grade, watchlists=WATCHLISTS)
    return facts


def toll(number: int) -> FactValue:
    return {"low": number, "high": number}


def test_an_event_tells_plain_json() -> None:
    blamed = Perpetrator(id="kh", name="KH", basis=Basis.BLAMED)
    told = told_by(an_event(killed=a_toll(2), perpetrators=(blamed,)), a_story())
    assert told["killed"] == {"low": 2, "high": 2}
    assert told["happened"] == {"earliest": "2021-03-03", "latest": "2021-03-03"}
    assert told["perpetrators"] == [{"id": "kh", "name": "KH", "basis": "blamed"}]
    assert "wounded" not in told


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        pytest.param(("B", toll(2)), ("B", toll(3)), toll(3), id="the latest"),
        pytest.param(("B", toll(3)), ("A", toll(2)), toll(2), id="the better source"),
        pytest.param(("A", toll(3)), ("C", toll(2)), toll(3), id="a worse source"),
        pytest.param(("B", toll(2)), ("C", toll(3)), toll(3), id="a rise from the next best"),
        pytest.param(("A", toll(2)), ("E", toll(9)), toll(2), id="a rise from a poor one"),
    ],
)
def test_the_best_sources_latest_number_is_shown(
    first: tuple[Grade, FactValue], second: tuple[Grade, FactValue], shown: FactValue
) -> None:
    facts = merged(
        ("one", first[0], {"killed": first[1]}), ("two", second[0], {"killed": second[1]})
    )
    assert facts["killed"].value == shown
    assert len(facts["killed"].others) == 1


@pytest.mark.parametrize(
    ("first", "second", "teller", "shown"),
    [
        pytest.param("anbar", "ain-al-asad", "two", "ain-al-asad", id="finer later"),
        pytest.param("ain-al-asad", "anbar", "two", "ain-al-asad", id="coarser later"),
        pytest.param("ain-al-asad", "harir", "two", "ain-al-asad", id="another outlet's other"),
        pytest.param("ain-al-asad", "harir", "one", "harir", id="corrected by its teller"),
    ],
)
def test_the_finer_place_is_shown(first: str, second: str, teller: str, shown: str) -> None:
    def place(id: str) -> FactValue:
        known = WATCHLISTS.places[id]
        return {"id": id, "name": known.name, "country": "IQ", "lat": known.lat, "lon": known.lon}

    facts = merged(("one", "B", {"place": place(first)}), (teller, "B", {"place": place(second)}))
    value = facts["place"].value
    assert isinstance(value, dict)
    assert value["id"] == shown


def test_lists_add_up_and_keep_who_named_what() -> None:
    facts = merged(("one", "B", {"claimed_by": ["kh"]}), ("two", "B", {"claimed_by": ["aah"]}))
    fact = facts["claimed_by"]
    assert fact.value == ["kh", "aah"]
    assert [(told.value, told.stories) for told in fact.others] == [
        (["kh"], ("one",)),
        (["aah"], ("two",)),
    ]


def test_an_exact_number_of_weapons_beats_a_bound() -> None:
    facts = merged(
        ("one", "B", {"munitions": {"low": 10, "high": 10}}),
        ("two", "A", {"munitions": {"low": 10, "high": None}}),
    )
    assert facts["munitions"].value == {"low": 10, "high": 10}


def test_the_largest_number_counts_what_is_not_shown() -> None:
    facts = merged(("one", "A", {"killed": toll(2)}), ("two", "E", {"killed": toll(9)}))
    assert largest(facts["killed"]) == 9


numbers = st.builds(
    lambda low, more: asdict(Range(low=low, high=None if more is None else low + more)),
    st.integers(0, 9),
    st.none() | st.integers(0, 3),
)
lists = st.lists(st.sampled_from(["kh", "aah", "kss"]), min_size=1, max_size=3, unique=True)
tellings = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(GRADES),
        st.fixed_dictionaries({}, optional={"killed": numbers, "claimed_by": lists}),
    ),
    max_size=8,
)


@given(tellings)
def test_facts_keep_every_value(told: list[tuple[str, Grade, dict[str, FactValue]]]) -> None:
    facts = merged(*told)
    for story, _, values in told:
        for field, value in values.items():
            fact = facts[field]
            known = [(fact.value, fact.stories), *((o.value, o.stories) for o in fact.others)]
            if isinstance(value, list):
                assert isinstance(fact.value, list)
                assert set(value) <= set(fact.value)
                assert story in fact.stories
            else:
                assert any(v == value and story in stories for v, stories in known)


@given(tellings)
def test_telling_again_changes_nothing(
    told: list[tuple[str, Grade, dict[str, FactValue]]],
) -> None:
    # A story tells a field once; what it says in an edit is another telling.
    once = {
        (story, field): (s, g, {field: v})
        for s, g, vs in told
        for field, v in vs.items()
        for story in [s]
    }
    facts = merged(*once.values())
    again = facts
    for story, grade, values in once.values():
        again = merge(again, values, story=StoryId(story), grade=grade, watchlists=WATCHLISTS)
    assert again == facts


DAY: dict[str, FactValue] = {"happened": {"earliest": "2021-03-03", "latest": "2021-03-03"}}
GUESS: dict[str, FactValue] = {**DAY, "estimated": True}


@pytest.mark.parametrize(
    ("first", "second", "estimated"),
    [
        pytest.param(GUESS, GUESS, True, id="nobody tells the day"),
        pytest.param(DAY, GUESS, False, id="told, then guessed"),
        pytest.param(GUESS, DAY, False, id="guessed, then told"),
        pytest.param(GUESS, {"weapons": ["rocket"]}, True, id="guessed, then silence"),
    ],
)
def test_a_day_is_estimated_only_while_nobody_tells_it(
    first: dict[str, FactValue], second: dict[str, FactValue], estimated: bool
) -> None:
    assert ("estimated" in merged(("one", "B", first), ("two", "B", second))) is estimated
