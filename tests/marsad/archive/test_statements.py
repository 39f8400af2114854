"""Statements: who said what, each once."""

from typing import Any

import pytest

from marsad.archive import Archive, Query
from marsad.model import Severity, StatementKind, StoryId, speaker_key
from tests.builders import PUBLISHED, a_statement, a_statement_record, an_incident
from tests.marsad.archive.values import NOW, a_change, a_stored_story, later


def test_a_statement_comes_back_as_it_was(archive: Archive) -> None:
    record = a_statement_record(incident=an_incident().id)
    with archive.writing() as work:
        work.statements.add(record)
        assert work.statements.get(record.id) == record
        assert work.statements.of_story(record.story) == (record,)
        assert work.statements.of_story(StoryId("other")) == ()


def test_one_id_is_one_statement(archive: Archive) -> None:
    with archive.writing() as work:
        work.statements.add(a_statement_record(severity=Severity.LOW))
        work.statements.add(a_statement_record(severity=Severity.HIGH))
        [record] = work.statements.find(Query())
    assert record.severity is Severity.HIGH


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(a_statement(), id="office"),
        pytest.param(a_statement(speaker_id=None), id="organisation"),
        pytest.param(a_statement(speaker_id=None, organisation_id=None), id="name as written"),
        pytest.param(
            a_statement(speaker_id=None, organisation_id=None, speaker="سعد\ud800"), id="odd name"
        ),
    ],
)
def test_what_a_speaker_said_lately(archive: Archive, statement: Any) -> None:
    record = a_statement_record(statement=statement, said=NOW)
    key = speaker_key(statement)
    with archive.writing() as work:
        work.statements.add(record)
        found = work.statements.by_speaker([key, "other"], NOW)
        assert work.statements.by_speaker([key], later(1)) == ()
        assert work.statements.by_speaker(["other"], NOW) == ()
        assert work.statements.by_speaker([], NOW) == ()
    if "\ud800" not in key:  # such a name can be stored, but not as it was
        assert found == (record,)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({}, ["deny", "threat"], id="all, last said first"),
        pytest.param({"since": NOW}, ["deny"], id="since, included"),
        pytest.param({"until": NOW}, ["threat"], id="until, excluded"),
        pytest.param({"actor": "pentagon-press-secretary"}, ["threat"], id="office"),
        pytest.param({"actor": "pentagon"}, ["deny", "threat"], id="organisation"),
        pytest.param({"kind": "deny"}, ["deny"], id="kind"),
        pytest.param({"severity": Severity.HIGH}, ["deny"], id="severity at least"),
        pytest.param({"place": "IQ"}, ["deny"], id="place of the incident"),
        pytest.param({"place": "SY"}, [], id="another place"),
        pytest.param({"source": "first-en"}, ["deny", "threat"], id="source of the story"),
        pytest.param({"language": "ar"}, [], id="language of the story"),
        pytest.param({"text": "find them"}, ["threat"], id="words"),
        pytest.param({"text": "kirby"}, ["threat"], id="speaker"),
        pytest.param({"text": "نحن"}, ["deny"], id="Arabic words"),
    ],
)
def test_finding_statements(archive: Archive, filters: dict[str, Any], expected: list[str]) -> None:
    incident = an_incident()
    denial = a_statement(
        "نَحْنُ لم نفعل ذلك", kind=StatementKind.DENY, speaker="المتحدث", speaker_id=None
    )
    with archive.writing() as work:
        work.stories.add(a_stored_story())
        work.incidents.save(a_change(incident), NOW, None)
        work.statements.add(a_statement_record("threat", said=PUBLISHED))
        work.statements.add(
            a_statement_record(
                "deny", statement=denial, said=NOW, severity=Severity.HIGH, incident=incident.id
            )
        )
        found = work.statements.find(Query(**filters))
    assert [each.id for each in found] == expected
