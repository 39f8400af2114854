"""Whose words are official: sentences of our own in `tests/data/readings`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.model import Reading, Statement, StatementKind
from marsad.reading.reader import Reader
from tests.builders import a_story

DATA = Path(__file__).parents[2] / "data" / "readings"
ITEMS: list[dict[str, Any]] = yaml.safe_load((DATA / "statements.yaml").read_text("utf-8"))


def read(reader: Reader, text: str, *, title: str = "", language: str = "en") -> Reading:
    return reader.read(a_story(title=title, text=text, language=language, zone="UTC"))


def official(reading: Reading) -> list[Statement]:
    return [statement for statement in reading.statements if statement.official]


@pytest.mark.parametrize("item", [pytest.param(item, id=item["id"]) for item in ITEMS])
def test_official_speakers(reader: Reader, item: dict[str, Any]) -> None:
    published: datetime = item["published"]
    story = a_story(
        title=item.get("title", ""),
        text=item["text"],
        language=item["language"],
        published=published.replace(tzinfo=UTC),
        zone="UTC",
    )

    found = official(reader.read(story))

    assert {(s.speaker, s.speaker_class) for s in found} == {
        (wanted["speaker"], wanted["class"]) for wanted in item["official"]
    }
    for wanted in item["official"]:
        own = [s for s in found if s.speaker == wanted["speaker"]]
        if "organisation" in wanted:
            assert {s.organisation_id for s in own} == {wanted["organisation"]}
        if "kind" in wanted:
            assert {s.kind.value for s in own} == {wanted["kind"]}
        if "direct" in wanted:
            assert {s.direct for s in own} == {wanted["direct"]}


BRIEFING = """Pentagon press secretary John Kirby said on Wednesday that the base was hit. \
“We will wait for the inquiry,” he said. “Then we will decide.”

A farmer ran for his life.

Kirby declined to say whether more troops would come."""


def test_what_a_speaker_says_at_one_occasion_is_one_statement_to_alert_on(reader: Reader) -> None:
    found = official(read(reader, BRIEFING))

    assert {s.speaker_id for s in found} == {"us-dod-spox"}
    assert {(s.kind, s.about) for s in found} == {(found[0].kind, found[0].about)}
    assert len(found) == 2  # two passages


def test_a_statement_holds_its_words(reader: Reader) -> None:
    for statement in read(reader, BRIEFING).statements:
        passage = BRIEFING[statement.start : statement.end]
        assert statement.text.split() == passage.split()


def test_an_old_quotation_is_not_new(reader: Reader) -> None:
    text = "The Pentagon said last month that it had moved a battery to the base."

    assert [s.new for s in read(reader, text).statements] == [False]


def test_a_day_beside_the_verb_says_when(reader: Reader) -> None:
    # Published on Wednesday.
    old = read(reader, "The Pentagon said on Sunday that it had moved a battery to the base.")
    fresh = read(reader, "The Pentagon said on Tuesday that it had moved a battery to the base.")

    assert [s.new for s in old.statements] == [False]
    assert [s.new for s in fresh.statements] == [True]


def test_an_undated_story_has_nothing_new(reader: Reader) -> None:
    story = a_story(text="The Pentagon said no.", published=None, seen=None)

    assert not any(s.new for s in reader.read(story).statements)


def test_anonymous_speakers_are_kept_without_a_class(reader: Reader) -> None:
    (statement,) = read(reader, "A security source said two rockets fell.").statements

    assert (statement.speaker_class, statement.organisation_id) == (None, None)


def test_a_statement_points_to_the_event_it_tells(reader: Reader) -> None:
    reading = read(
        reader,
        "Two rockets hit Ain al-Asad air base on Wednesday, the Joint Operations Command said.",
    )

    assert [s.about for s in official(reading)] == [0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Pentagon confirmed that three soldiers were hurt.", StatementKind.CONFIRM),
        ("The Pentagon accused Kataib Hezbollah of firing the rockets.", StatementKind.ACCUSE),
        ("The White House vowed to answer.", StatementKind.THREATEN),
        ("The US embassy in Baghdad warned its citizens to stay indoors.", StatementKind.WARN),
        ("The United Nations called for restraint in Iraq.", StatementKind.CALL_FOR),
        ("The Treasury Department sanctioned two commanders.", StatementKind.SANCTION),
        ("Kataib Hezbollah suspended attacks on the base.", StatementKind.CEASEFIRE),
    ],
)
def test_what_a_speaker_does(reader: Reader, text: str, kind: StatementKind) -> None:
    assert [s.kind for s in official(read(reader, text))] == [kind]
