"""Labelled sentences in three languages: what their main event must be."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from marsad.model import Event, Place, Range, Reality
from marsad.reading.analysis import Analyst
from marsad.reading.events import EventVocabulary, Moment, events_of
from tests.builders import a_story

DATA = Path(__file__).parents[3] / "data" / "readings"
PUBLISHED = datetime.fromisoformat("2026-05-14T12:00:00+03:00")
REPORTED = (Reality.HAPPENED, Reality.CLAIMED)

Case = dict[str, Any]


def cases() -> list[Any]:
    found = []
    for language in ("en", "ar", "fa"):
        for number, case in enumerate(
            yaml.safe_load((DATA / f"events_{language}.yaml").read_text())
        ):
            words = (case.get("title") or case["text"])[:48]
            found.append(pytest.param(language, case, id=f"{language}-{number}-{words}"))
    return found


def main_event(
    case: Case, language: str, analyst: Analyst, vocabulary: EventVocabulary
) -> Event | None:
    story = a_story(title=case.get("title", ""), text=case["text"], language=language)
    moment = Moment(PUBLISHED, None, ZoneInfo("Asia/Baghdad"), timedelta(hours=36))
    events = events_of(analyst.analyse(story).sentences, moment, vocabulary)
    return events[0] if events else None


def is_report(event: Event | None) -> bool:
    return event is not None and event.attack and event.reality in REPORTED


def told(event: Event) -> Case:
    """The event in the words of the table."""
    return {
        "kind": event.kind,
        "reality": event.reality.value,
        "new": event.new,
        "estimated": event.estimated,
        "date": days(event),
        "place": event.place and event.place.id,
        "place_name": first_name(event.place),
        "launch": event.launch_place and event.launch_place.id,
        "munitions": pair(event.munitions),
        "killed": pair(event.killed),
        "wounded": pair(event.wounded),
        "indirect": pair(event.died_indirect),
        "intercepted": event.intercepted,
        "claimed_by": list(event.claimed_by),
        "doers": [f"{p.id}/{p.basis.value}" for p in event.perpetrators if p.id],
        "attack": is_report(event),
    }


def pair(count: Range | None) -> list[int | None] | None:
    return None if count is None else [count.low, count.high]


def first_name(place: Place | None) -> str | None:
    if place is None or place.name is None:
        return None
    return place.name.split(",")[0].replace("village of ", "")


def days(event: Event) -> date | list[date | None] | None:
    if event.happened is None:
        return None
    if event.happened.earliest == event.happened.latest:
        return event.happened.earliest
    return [event.happened.earliest, event.happened.latest]


@pytest.mark.parametrize(("language", "case"), cases())
def test_main_event(
    language: str, case: Case, analyst: Analyst, vocabulary: EventVocabulary
) -> None:
    event = main_event(case, language, analyst, vocabulary)
    expect: Case = case["expect"]
    if event is None:
        assert expect.get("attack") is False or expect.get("new") is False
        return
    found = told(event)
    if expect.get("attack") is False and not found["attack"]:
        expect = {key: value for key, value in expect.items() if key in ("kind", "attack")}
    assert {key: found[key] for key in expect} == expect


def alerts() -> list[Any]:
    found = yaml.safe_load((DATA / "events_alerts.yaml").read_text())
    return [pytest.param(case, id=f"{case['language']}-{case['title'][:48]}") for case in found]


@pytest.mark.parametrize("case", alerts())
def test_fresh_attacks(case: Case, analyst: Analyst, vocabulary: EventVocabulary) -> None:
    event = main_event(case, case["language"], analyst, vocabulary)

    assert (is_report(event) and event is not None and event.new) is case["alert"]
