"""Incidents while one story is being grouped: opened or changed, not yet a version."""

from dataclasses import dataclass, replace
from datetime import datetime

from marsad.grouping.facts import happened_shown, merge, place_shown, told_by
from marsad.grouping.identity import incident_id
from marsad.grouping.news import changed_facts, reasons_for, status_after
from marsad.grouping.severity import severity_of
from marsad.grouping.slots import DENIED_BY
from marsad.grouping.titles import title_of
from marsad.grouping.wording import evidence
from marsad.grouping.world import World
from marsad.model import (
    Fact,
    FactValue,
    Incident,
    IncidentChange,
    Reading,
    Reason,
    Severity,
    Statement,
    StatementKind,
    Status,
    Story,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The next state of an incident; `base` is its last version, None when it is opened now."""

    incident: Incident
    base: Incident | None
    evidence: str
    events: tuple[int, ...] = ()  # of the story's reading
    answered: bool = False  # another incident of this story is its retaliation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The story in hand and what surrounds it."""

    story: Story
    reading: Reading
    world: World
    now: datetime


def opened(index: int, hand: Hand) -> Draft:
    """A new incident from one event."""
    event = hand.reading.events[index]
    status = status_after(
        None, event, _about(index, hand), grade=hand.story.grade, outlet=hand.story.outlet
    )
    blank = Incident(
        id=incident_id(event, hand.story, index, hand.now),
        kind=event.kind,
        status=status,
        severity=Severity.LOW,
        title="",
        opened=hand.now,
        updated=hand.now,
        version=1,
        facts={},
        stories=(hand.story.id,),
        outlets=(hand.story.outlet,) if hand.story.outlet else (),
    )
    incident = _with_facts(blank, _facts(blank, index, hand), status, hand.world)
    return Draft(
        incident=incident, base=None, evidence=evidence(hand.story, event), events=(index,)
    )


def joined(draft: Draft, index: int, hand: Hand) -> Draft:
    """The incident with what one more event tells."""
    event = hand.reading.events[index]
    status = status_after(
        draft.base or draft.incident,
        event,
        _about(index, hand),
        grade=hand.story.grade,
        outlet=hand.story.outlet,
    )
    facts = _facts(draft.incident, index, hand, aside=bool(draft.events))
    incident = _with_facts(_sourced(draft.incident, hand.story), facts, status, hand.world)
    return replace(
        draft,
        incident=incident,
        events=(*draft.events, index),
        evidence=draft.evidence or evidence(hand.story, event),
    )


def drafted(incident: Incident) -> Draft:
    """A known incident, about to be joined."""
    return Draft(incident=incident, base=incident, evidence="")


def sourced(draft: Draft, story: Story) -> Draft:
    """The incident with one more story that tells nothing new."""
    return replace(
        draft,
        incident=_sourced(draft.incident, story),
        evidence=draft.evidence or story.title or story.text[:200],
    )


def change_of(draft: Draft, hand: Hand) -> IncidentChange | None:
    """The new version and what is new in it; None when nothing is."""
    incident, base = draft.incident, draft.base
    if base is None:
        return IncidentChange(
            incident=incident, reasons=(Reason.FIRST_REPORT,), opened=True, evidence=draft.evidence
        )
    if not draft.answered and _same(incident, base):
        return None
    reasons = why(draft, hand.world)
    incident = replace(incident, version=base.version + 1, updated=hand.now)
    return IncidentChange(incident=incident, reasons=reasons, opened=False, evidence=draft.evidence)


def why(draft: Draft, world: World) -> tuple[Reason, ...]:
    """Why people should hear of a changed incident."""
    base = draft.base
    if base is None:
        return (Reason.FIRST_REPORT,)
    after = draft.incident
    reasons = reasons_for(base.facts, after.facts, base.status, after.status, world)
    return (*reasons, Reason.RETALIATION) if draft.answered else reasons


def has_news(draft: Draft, world: World) -> bool:
    """Whether the incident tells something it did not tell before; one more source is none."""
    if draft.base is None or why(draft, world):
        return True
    return bool(changed_facts(draft.base.facts, draft.incident.facts))


def _same(incident: Incident, base: Incident) -> bool:
    return replace(incident, updated=base.updated, version=base.version) == base


def _sourced(incident: Incident, story: Story) -> Incident:
    stories = incident.stories
    outlets = incident.outlets
    if story.id not in stories:
        stories = (*stories, story.id)
    if story.outlet and story.outlet not in outlets:
        outlets = (*outlets, story.outlet)
    return replace(incident, stories=stories, outlets=outlets)


def _facts(incident: Incident, index: int, hand: Hand, *, aside: bool = False) -> dict[str, Fact]:
    told = told_by(hand.reading.events[index], hand.story)
    spoken = _about(index, hand)
    _add(told, "claimed_by", _speakers(spoken, StatementKind.CLAIM, hand.world, actors_only=True))
    _add(told, DENIED_BY, _speakers(spoken, StatementKind.DENY, hand.world))
    return merge(
        incident.facts,
        told,
        story=hand.story.id,
        grade=hand.story.grade,
        watchlists=hand.world.watchlists,
        aside=aside,
    )


def _with_facts(
    incident: Incident, facts: dict[str, Fact], status: Status, world: World
) -> Incident:
    kind = facts["kind"].value if "kind" in facts else incident.kind
    shown = kind if isinstance(kind, str) else incident.kind
    return replace(
        incident,
        kind=shown,
        status=status,
        facts=facts,
        severity=severity_of(shown, facts, world),
        title=title_of(shown, status, facts, world),
        happened=happened_shown(facts),
        place=place_shown(facts),
    )


def _about(index: int, hand: Hand) -> tuple[Statement, ...]:
    """The official statements about an event."""
    return tuple(s for s in hand.reading.statements if s.about == index and s.official)


def _add(told: dict[str, FactValue], field: str, more: tuple[str, ...]) -> None:
    """Add names to a list that is told."""
    known = told.get(field)
    names: list[object] = list(known) if isinstance(known, list) else []
    names += [name for name in more if name not in names]
    if names:
        told[field] = names


def _speakers(
    statements: tuple[Statement, ...],
    kind: StatementKind,
    world: World,
    *,
    actors_only: bool = False,
) -> tuple[str, ...]:
    """Who says so: the group that a body speaks for, else the body."""
    found = []
    for statement in statements:
        body = world.watchlists.organisations.get(statement.organisation_id or "")
        actor = body.actor if body is not None else None
        speaker = actor or (None if actors_only else statement.organisation_id)
        if statement.kind is kind and speaker:
            found.append(speaker)
    return tuple(found)
