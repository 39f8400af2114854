"""Laws of grouping that hold for any story."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.grouping.group import group, wanted
from marsad.model import (
    Basis,
    DateRange,
    Disposition,
    Event,
    Known,
    Perpetrator,
    Place,
    Range,
    Reality,
    StatementKind,
)
from tests.builders import DAY, PUBLISHED, a_reading, a_span, a_statement, a_story, an_event
from tests.marsad.grouping.desk import Desk
from tests.marsad.grouping.small_world import KINDS, PLACES, WEAPONS, a_world

WORLD = a_world()
days = st.none() | st.dates(DAY - timedelta(days=40), DAY + timedelta(days=2))
places = st.sampled_from(
    [None, Place(id=None, name=None), Place(id=None, name="Nowhere", country="IQ")]
    + [Place(id=p.id, name=p.name, country=p.country, lat=p.lat, lon=p.lon) for p in PLACES]
)
counts = st.none() | st.builds(
    lambda low, more: Range(low=low, high=None if more is None else (low or 0) + more),
    st.none() | st.integers(0, 20),
    st.none() | st.integers(0, 3),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    happened = draw(st.booleans()) and DateRange(earliest=first, latest=last)
    actor = draw(st.sampled_from(["kh", "axis", None]))
    return an_event(
        draw(st.sampled_from([kind for kind, *_ in KINDS])),
        attack=draw(st.booleans()),
        reality=draw(st.sampled_from(Reality)),
        new=draw(st.booleans()),
        happened=happened or None,
        place=draw(places),
        weapons=tuple(draw(st.lists(st.sampled_from([w for w, _ in WEAPONS]), max_size=2))),
        killed=draw(counts),
        wounded=draw(counts),
        munitions=draw(counts),
        perpetrators=(Perpetrator(id=actor, name="X", basis=draw(st.sampled_from(Basis))),),
        evidence=(a_span(0, draw(st.integers(0, 90)), draw(st.sampled_from(["title", "text"]))),),
    )


readings = st.builds(
    lambda told, kind, about: a_reading(
        events=tuple(told),
        statements=(a_statement(kind=kind, about=about if about < len(told) else None),),
    ),
    st.lists(events(), max_size=4),
    st.sampled_from(StatementKind),
    st.integers(0, 4),
)


@settings(max_examples=150, deadline=None)
@given(readings)
def test_a_story_read_twice_changes_nothing(reading: object) -> None:
    desk = Desk(world=WORLD)
    first = desk.takes(a_story(), reading)  # type: ignore[arg-type]
    before, statements = dict(desk.incidents), list(desk.statements)
    again = desk.takes(a_story(), reading)  # type: ignore[arg-type]
    assert again.disposition is Disposition.REVISION
    assert again.incidents == first.incidents
    assert desk.incidents == before
    assert desk.statements == statements


@settings(max_examples=150, deadline=None)
@given(readings)
def test_a_copy_opens_nothing(reading: object) -> None:
    desk = Desk(world=WORLD)
    desk.takes(a_story(), reading)  # type: ignore[arg-type]
    known = set(desk.incidents)
    copy = a_reading("story-2", fingerprint=reading.fingerprint, events=reading.events)  # type: ignore[attr-defined]
    grouping = desk.takes(a_story("story-2", outlet="Second Outlet"), copy)
    assert grouping.near_duplicate_of == "story-1"
    assert set(desk.incidents) == known


@settings(max_examples=150, deadline=None)
@given(readings)
def test_what_is_decided_fits_together(reading: object) -> None:
    grouping = group(a_story(), reading, Known(), WORLD, PUBLISHED)  # type: ignore[arg-type]
    opened = [change for change in grouping.changes if change.opened]
    assert (grouping.disposition is Disposition.ALERTED) is bool(opened)
    assert {change.incident.id for change in opened} <= set(grouping.incidents)
    assert len(set(grouping.incidents)) == len(grouping.incidents)
    assert grouping.reason
    assert "\n" not in grouping.reason
    for change in grouping.changes:
        assert change.incident.title
        assert change.incident.facts["kind"].value == change.incident.kind


@settings(max_examples=100, deadline=None)
@given(readings)
def test_what_is_looked_up_is_in_order(reading: object) -> None:
    request = wanted(a_story(), reading, PUBLISHED)  # type: ignore[arg-type]
    assert "" not in request.speakers
    if request.incidents is not None:
        assert date(2019, 1, 1) < request.incidents.earliest <= request.incidents.latest
