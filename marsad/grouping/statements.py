"""Which official statements of a story are new: one per speaker, kind, subject and local day."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from marsad.grouping.identity import local_day, statement_id, told_at
from marsad.grouping.severity import statement_severity
from marsad.grouping.world import World
from marsad.model import (
    Incident,
    Reading,
    Statement,
    StatementKind,
    StatementRecord,
    Story,
    speaker_key,
)
from marsad.text import fold

SAME_WORDS = 0.6
LEAST_WORDS = 5
# Kinds that stand on their own: they need no incident to speak of.
_FREE = frozenset({StatementKind.OTHER, StatementKind.NEGOTIATE, StatementKind.SANCTION})

_ONE_ACT = (
    {StatementKind.ANNOUNCE, StatementKind.CONFIRM},
    {StatementKind.THREATEN, StatementKind.WARN},
)


def new_statements(
    story: Story,
    reading: Reading,
    known: tuple[StatementRecord, ...],
    incidents: Mapping[int, Incident],
    world: World,
    now: datetime,
) -> tuple[StatementRecord, ...]:
    """The official statements that nobody has told yet; `incidents` by index of the event."""
    said = told_at(story, now)
    if now - said > world.freshness.statement:
        return ()
    fresh: list[StatementRecord] = []
    for statement in sorted(reading.statements, key=lambda s: -s.confidence):
        if not (statement.official and statement.new and speaker_key(statement)):
            continue
        incident = subject_of(statement, incidents)
        record = _record(statement, story, incident, world, now)
        if not any(repeats(record, other, story.zone) for other in (*fresh, *known)):
            fresh.append(record)
    return tuple(fresh)


def subject_of(statement: Statement, incidents: Mapping[int, Incident]) -> Incident | None:
    """The incident that a statement is about: by its event, else the only one of its story."""
    if statement.about is not None and statement.about in incidents:
        return incidents[statement.about]
    only = {incident.id: incident for incident in incidents.values()}
    if statement.about is not None or len(only) != 1 or statement.kind in _FREE:
        return None
    return next(iter(only.values()))


def repeats(record: StatementRecord, other: StatementRecord, zone: str) -> bool:
    """Whether a statement was told before, by whichever outlet."""
    if record.id == other.id:
        return True
    if not one_voice(record.statement, other.statement):
        return False
    if same_words(record.statement.text, other.statement.text):
        return True
    place = ZoneInfo(zone)
    if record.said.astimezone(place).date() != other.said.astimezone(place).date():
        return False
    if not one_act(record.statement.kind, other.statement.kind):
        return False
    # An outlet that does not say what it is about repeats what another outlet could place.
    return None in (record.incident, other.incident) or record.incident == other.incident


def one_act(one: StatementKind, two: StatementKind) -> bool:
    """Whether two kinds are one, as outlets word one release differently."""
    return one is two or any({one, two} <= group for group in _ONE_ACT)


def one_voice(one: Statement, two: Statement) -> bool:
    """Whether one speaks, or a body and somebody of it."""
    if speaker_key(one) == speaker_key(two):
        return True
    body = one.organisation_id
    return body is not None and body == two.organisation_id and body in map(speaker_key, (one, two))


def same_words(one: str, two: str) -> bool:
    """Whether two quotations are the same words, one perhaps cut short."""
    first, second = set(fold(one).split()), set(fold(two).split())
    shorter = min(len(first), len(second))
    return shorter >= LEAST_WORDS and len(first & second) / shorter >= SAME_WORDS


def _record(
    statement: Statement, story: Story, incident: Incident | None, world: World, now: datetime
) -> StatementRecord:
    subject = incident.id if incident is not None else ""
    return StatementRecord(
        id=statement_id(statement, subject, local_day(story, now)),
        story=story.id,
        statement=statement,
        incident=incident.id if incident is not None else None,
        severity=statement_severity(statement, incident, world),
        said=told_at(story, now),
    )
