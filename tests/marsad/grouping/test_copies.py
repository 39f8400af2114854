import random

import pytest

from marsad.grouping.copies import copy_of, likeness, linked
from marsad.model import Fingerprint, Known
from tests.builders import a_fingerprint, a_known_copy, a_reading, a_story
from tests.marsad.grouping.small_world import a_world

WORLD = a_world()
TEXT = (
    "ten rockets hit the air base in the west of the country on wednesday and the army said that"
    " nobody was hurt while a contractor died of a heart attack as he took shelter"
)


def copied(mine: str, theirs: str, *, titles: tuple[str, str] = ("", "")) -> str | None:
    known = a_known_copy(a_reading("old", fingerprint=a_fingerprint(theirs, titles[1])))
    reading = a_reading("new", fingerprint=a_fingerprint(mine, titles[0]))
    found = copy_of(a_story("new"), reading, Known(copies=(known,)), WORLD)
    return None if found is None else f"{'whole' if found.whole else 'grown'}: {found.reason}"


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        pytest.param(TEXT, TEXT, "whole: copy of old: same text", id="the same words"),
        pytest.param(
            TEXT.replace("nobody", "no one"),
            TEXT,
            "whole: copy of old: 28 of 32 fingerprints",
            id="lightly edited",
        ),
        pytest.param(TEXT[:90], TEXT, "whole: copy of old: 43 of 93 fingerprints", id="cut short"),
        pytest.param(
            f"{TEXT} and later many other things were said by many other people in the capital",
            TEXT,
            "grown: copy of old: 30 of 43 fingerprints",
            id="with news added",
        ),
        pytest.param("the minister opened a bridge over the river", TEXT, None, id="other words"),
        pytest.param("ten rockets hit the base", "ten rockets hit the town", None, id="a flash"),
    ],
)
def test_a_copy_is_known_by_its_words(mine: str, theirs: str, reason: str | None) -> None:
    found = copied(mine, theirs)
    assert (found and found.split(":")[0]) == (reason and reason.split(":")[0])
    assert (found is None) is (reason is None)


def test_half_a_text_under_another_headline_is_another_story() -> None:
    half = " ".join(TEXT.split()[:18]) + " and a group said that it had fired them at the base"
    same = ("rockets hit the base", "rockets hit the base again")
    other = ("a group claims the attack", "two soldiers wounded in anbar")
    assert copied(half, TEXT, titles=same) is not None
    assert copied(half, TEXT, titles=other) is None


def test_an_equal_title_decides_for_flashes() -> None:
    title = "rockets hit the air base in anbar"
    assert copied("one short line", "other few words", titles=(title, title)) is not None
    assert copied("one short line", "other few words", titles=("breaking", "breaking")) is None


def test_a_story_is_no_copy_of_itself() -> None:
    reading = a_reading("old", fingerprint=a_fingerprint(TEXT))
    known = Known(copies=(a_known_copy(reading),))
    assert copy_of(a_story("old"), reading, known, WORLD) is None


def test_the_earliest_story_is_the_root() -> None:
    print_ = a_fingerprint(TEXT)
    first, second = (a_reading(id, fingerprint=print_) for id in ("first", "second"))
    known = Known(copies=(a_known_copy(second), a_known_copy(first)))
    found = copy_of(a_story("new"), a_reading("new", fingerprint=print_), known, WORLD)
    assert found is not None
    assert found.root.story == "first"


def test_the_sketch_of_a_long_text_tells_its_likeness() -> None:
    source = random.Random(7)
    shared, mine, theirs = (
        {source.getrandbits(63) for _ in range(count)} for count in (600, 200, 200)
    )
    one, two = (sketched(shared | own) for own in (mine, theirs))
    found = likeness(one, two)
    assert found.jaccard == pytest.approx(0.6, abs=0.15)
    assert found.held == pytest.approx(0.75, abs=0.12)


def test_nothing_is_like_an_empty_text() -> None:
    empty = Fingerprint(sketch=(), shingles=0, title_key="", text_hash="")
    assert likeness(empty, a_fingerprint(TEXT)).jaccard == 0.0
    assert not linked(empty, empty)


def sketched(hashes: set[int]) -> Fingerprint:
    return Fingerprint(
        sketch=tuple(sorted(hashes)[:64]), shingles=len(hashes), title_key="", text_hash=""
    )
