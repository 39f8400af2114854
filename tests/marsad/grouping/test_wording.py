import pytest

from marsad.grouping.wording import another, evidence, hour_told, in_return
from marsad.model import Event, Story
from tests.builders import a_span, a_story, an_event


def told(sentence: str, **changes: object) -> tuple[Story, Event]:
    return a_story(text=sentence), an_event(evidence=(a_span(0, len(sentence)),), **changes)


@pytest.mark.parametrize(
    ("sentence", "hour"),
    [
        ("Rockets hit the base at dawn on Wednesday.", 5),
        ("Rockets hit the base on Tuesday night.", 23),
        ("Rockets hit the base late on Wednesday.", 23),
        ("Rockets hit the base on Wednesday.", None),
        ("Rockets hit it at dawn and again in the evening.", None),
        ("سقطت صواريخ على القاعدة فجر اليوم.", 5),
        ("سقطت صواريخ على القاعدة مساء الأربعاء.", 20),
        ("قال صباح النعمان إن صواريخ سقطت.", None),
        ("ظهر الجندي في القاعدة.", None),
        ("بامداد امروز راکت به پایگاه اصابت کرد.", 5),
        ("شامگاه چهارشنبه راکت اصابت کرد.", 20),
    ],
)
def test_the_part_of_the_day(sentence: str, hour: int | None) -> None:
    assert hour_told(*told(sentence)) == hour


def test_a_part_of_the_day_needs_a_day() -> None:
    assert hour_told(*told("Rockets hit it at dawn.", date_precision="month")) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was the second rocket attack on the base.", True),
        ("Another attack hit the base.", True),
        ("هجوم جديد على القاعدة.", True),
        ("حمله‌ای دیگر به پایگاه.", True),
        ("The attack, the fourth in as many weeks, hit the base.", False),
        ("Rockets hit the base.", False),
    ],
)
def test_another_attack(sentence: str, expected: bool) -> None:
    assert another(*told(sentence)) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("US aircraft struck the town in response to the attack.", True),
        ("US aircraft struck the town after the Erbil drone attack.", True),
        ("قصفت الطائرات المدينة ردا على الهجوم.", True),
        ("در پاسخ به حمله، مواضع گروه هدف قرار گرفت.", True),
        ("US aircraft struck the town.", False),
    ],
)
def test_an_answer(sentence: str, expected: bool) -> None:
    assert in_return(*told(sentence)) is expected


def test_evidence_is_one_line_as_published() -> None:
    assert evidence(*told("Rockets\nhit  the base.")) == "Rockets hit the base."
