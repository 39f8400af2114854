from dataclasses import replace
from datetime import timedelta

import pytest

from marsad.grouping.statements import new_statements, one_voice, repeats, same_words
from marsad.model import IncidentId, StatementKind, StatementRecord
from tests.builders import (
    PUBLISHED,
    a_reading,
    a_statement,
    a_statement_record,
    a_story,
    an_incident,
)
from tests.marsad.grouping.small_world import a_world

WORLD = a_world()
ONE, OTHER = IncidentId("one"), IncidentId("other")
KNOWN = a_statement_record(incident=ONE)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(replace(KNOWN), True, id="the same"),
        pytest.param(a_statement_record("2", incident=None), True, id="without its incident"),
        pytest.param(
            a_statement_record(
                "2", incident=ONE, statement=a_statement("Beware", kind=StatementKind.WARN)
            ),
            True,
            id="a threat worded as a warning",
        ),
        pytest.param(
            a_statement_record(
                "2", incident=ONE, statement=a_statement("Bad", kind=StatementKind.CONDEMN)
            ),
            False,
            id="another act",
        ),
        pytest.param(
            a_statement_record("2", incident=OTHER, statement=a_statement("Other words")),
            False,
            id="about another incident",
        ),
        pytest.param(
            a_statement_record("2", said=PUBLISHED + timedelta(days=1), incident=ONE),
            False,
            id="the next day",
        ),
        pytest.param(
            a_statement_record("2", said=PUBLISHED + timedelta(hours=10), incident=ONE),
            False,
            id="the next day where the source sits",
        ),
    ],
)
def test_what_repeats_a_statement(record: StatementRecord, expected: bool) -> None:
    assert repeats(record, KNOWN, "Asia/Baghdad") is expected


def test_the_same_words_are_a_repeat_on_any_day() -> None:
    words = a_statement("We hold them responsible and will answer in our own time")
    cut = replace(words, text="We hold them responsible and will answer", kind=StatementKind.WARN)
    later = a_statement_record("2", said=PUBLISHED + timedelta(days=2), statement=cut)
    assert repeats(later, a_statement_record(statement=words), "UTC")
    assert not same_words("We condemn it", "We condemn it")


def test_a_body_and_its_speaker_are_one_voice() -> None:
    body = a_statement(speaker=None, speaker_id=None)
    other = a_statement(speaker_id="pentagon-chief")
    assert one_voice(a_statement(), body)
    assert not one_voice(a_statement(), other)


def test_old_statements_of_a_late_story_are_not_news() -> None:
    reading = a_reading(statements=(a_statement(),))
    late = PUBLISHED + timedelta(hours=30)
    assert new_statements(a_story(), reading, (), {}, WORLD, PUBLISHED)
    assert not new_statements(a_story(), reading, (), {}, WORLD, late)


def test_words_on_nothing_particular_are_about_the_only_incident_of_the_story() -> None:
    reading = a_reading(statements=(a_statement(kind=StatementKind.NO_COMMENT),))
    incident = an_incident()
    (record,) = new_statements(a_story(), reading, (), {0: incident}, WORLD, PUBLISHED)
    assert record.incident == incident.id
    talks = a_reading(statements=(a_statement(kind=StatementKind.NEGOTIATE),))
    (free,) = new_statements(a_story(), talks, (), {0: incident}, WORLD, PUBLISHED)
    assert free.incident is None
