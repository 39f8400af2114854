"""Whole stories: which event is the main one, and what stays background."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marsad.model import Event, Reality
from marsad.reading.analysis import Analyst
from marsad.reading.events import EventVocabulary, Moment, events_of
from tests.builders import a_story

PUBLISHED = datetime.fromisoformat("2026-05-14T12:00:00+03:00")  # a Thursday
REPORTED = (Reality.HAPPENED, Reality.CLAIMED)


@pytest.fixture
def read(analyst: Analyst, vocabulary: EventVocabulary):
    def events(
        title: str,
        text: str,
        language: str = "en",
        published: datetime | None = PUBLISHED,
        seen: datetime | None = None,
        hours: int = 36,
    ) -> tuple[Event, ...]:
        story = a_story(title=title, text=text, language=language)
        moment = Moment(published, seen, ZoneInfo("Asia/Baghdad"), timedelta(hours=hours))
        return events_of(analyst.analyse(story).sentences, moment, vocabulary)

    return events


ANALYSIS = """Militias answered the president's raids in Syria by striking American soldiers again.

Twelve rockets fell on the Ain al-Asad base, home to most of the remaining troops, on Tuesday. \
While no service members were hurt by the shelling, one contractor suffered cardiac arrest in a \
shelter and later died. The attack may show that a 2 May U.S. retaliatory strike on militia \
depots in Syria changed little.

The president should strike the group's bases in Iran, the analyst said.

There were three rocket attacks in Iraq last month. The base was hit last year by a ballistic \
missile attack from Iran. No group claimed responsibility for yesterday's attack."""


def test_the_new_attack_leads_and_the_old_ones_stay_old(read) -> None:
    published = datetime.fromisoformat("2026-05-13T12:00:00+03:00")
    main, *others = read(
        "New rocket attack in Iraq raises questions", ANALYSIS, published=published
    )

    assert (main.kind, main.new, main.reality) == ("rocket_attack", True, Reality.HAPPENED)
    assert main.place is not None
    assert main.place.id == "ain-al-asad"
    assert main.happened is not None
    assert main.happened.latest == date(2026, 5, 12)
    assert main.munitions is not None
    assert (main.munitions.low, main.munitions.high) == (12, 12)
    assert main.died_indirect is not None
    assert main.killed is None
    assert main.wounded is not None
    assert main.wounded.high == 0
    assert main.claimed_by == ()
    assert not [event for event in others if event.new and event.reality in REPORTED]


def test_two_attacks_of_one_night_are_two(read) -> None:
    events = read(
        "Attacks on two bases",
        "Three rockets hit Balad air base on Wednesday night. In a separate attack, two drones "
        "struck Harir air base on Wednesday night.",
    )

    attacks = {e.place.id: e.kind for e in events if e.attack and e.place is not None}
    assert attacks == {"balad": "rocket_attack", "harir": "drone_attack"}


def test_later_sentences_fill_in(read) -> None:
    main = read(
        "Drone hits Harir base",
        "A drone struck Harir air base on Wednesday night.\n\nTwo guards were wounded, an official "
        "said. The Islamic Resistance in Iraq claimed responsibility for the attack.",
    )[0]

    assert main.wounded is not None
    assert main.wounded.low == 2
    assert main.claimed_by == ("iri",)


def test_casualties_of_the_answered_attack_are_not_those_of_the_answer(read) -> None:
    main = read(
        "",
        "US forces carried out air strikes in Anbar on Wednesday after three troops were killed.",
    )[0]

    assert main.kind == "airstrike"
    assert main.killed is None


def test_without_a_date_of_publication_nothing_is_new(read) -> None:
    events = read("Rockets hit Balad air base", "Rockets hit the base today.", published=None)

    assert events
    assert not any(event.new for event in events)


def test_seen_stands_in_for_published(read) -> None:
    main = read("", "Rockets hit Balad air base on Wednesday.", published=None, seen=PUBLISHED)[0]

    assert main.new


def test_the_window_is_configured(read) -> None:
    words = "Rockets hit Balad air base on Tuesday."

    assert not read("", words)[0].new
    assert read("", words, hours=72)[0].new


def test_an_undated_report_deep_in_a_story_is_not_news(read) -> None:
    filler = " ".join(f"The council discussed the budget of district {n}." for n in range(12))
    events = read("Council meets", f"{filler} Gunmen attacked a police post in Hawija.")

    assert not any(event.new for event in events)


def test_sentences_in_another_language_are_left_alone(read) -> None:
    assert read("", "Quatre roquettes ont visé la base de Balad mercredi.", language="fr") == ()


def test_a_hostile_sentence_costs_nothing(read) -> None:
    assert read("", "rocket " * 5000) == ()
