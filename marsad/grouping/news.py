"""What is new in an incident since its last version, and why people should hear of it."""

from collections.abc import Iterable, Mapping

from marsad.grouping.facts import (
    TOLLS,
    happened_shown,
    largest,
    place_shown,
    texts_shown,
)
from marsad.grouping.places import Nearness, nearness
from marsad.grouping.slots import DENIED_BY, is_estimated
from marsad.grouping.world import World
from marsad.model import (
    Basis,
    DateRange,
    Event,
    Fact,
    Grade,
    Incident,
    Reality,
    Reason,
    Statement,
    StatementKind,
    Status,
)

MATERIAL = frozenset({Reason.TOLL, Reason.CLAIM, Reason.DENIAL, Reason.ATTRIBUTION})
_AUTHORITIES = frozenset({"state", "intl", "sub_state"})
_CONFIRMING = frozenset({StatementKind.CONFIRM, StatementKind.ANNOUNCE, StatementKind.CLAIM})
_TRUSTED: tuple[Grade, ...] = ("A", "B")


def changed_facts(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> tuple[str, ...]:
    """The fields whose shown value is new."""
    return tuple(
        field
        for field, fact in after.items()
        if field not in before or before[field].value != fact.value
    )


def reasons_for(
    before: Mapping[str, Fact],
    after: Mapping[str, Fact],
    was: Status,
    now: Status,
    world: World,
) -> tuple[Reason, ...]:
    """Why people should hear of the change; empty when it only adds sources or detail."""
    found = []
    if any(largest(after.get(toll)) > largest(before.get(toll)) for toll in TOLLS):
        found.append(Reason.TOLL)
    claimed = set(texts_shown(after, "claimed_by")) - set(texts_shown(before, "claimed_by"))
    if claimed:
        found.append(Reason.CLAIM)
    if blamed(after, world) - blamed(before, world) - claimed:
        found.append(Reason.ATTRIBUTION)
    if denied(after) - denied(before) or (now is Status.DENIED and was is not now):
        found.append(Reason.DENIAL)
    lifted = now is Status.CONFIRMED and was in (Status.CLAIMED, Status.DENIED)
    if lifted or (_is_attack(after, world) and not _is_attack(before, world)):
        found.append(Reason.CONFIRMATION)
    if (now is Status.ACCIDENT and was is not now) or moved(before, after, world):
        found.append(Reason.CORRECTION)
    return tuple(found)


def _is_attack(facts: Mapping[str, Fact], world: World) -> bool:
    fact = facts.get("kind")
    kind = world.kinds.get(fact.value) if fact is not None and isinstance(fact.value, str) else None
    return kind is not None and kind.attack


def blamed(facts: Mapping[str, Fact], world: World) -> set[str]:
    """Who is said to have done it; suspicion, umbrella words and stray names left out."""
    found = set()
    for id, name, basis in _perpetrators(facts):
        if basis in (Basis.DENIED, Basis.SUSPECTED) or (not id and basis == Basis.NAMED):
            continue
        actor = world.watchlists.actors.get(id)
        if actor is None or actor.kind != "umbrella" or basis == Basis.CLAIMED:
            found.add(id or name)
    return found


def denied(facts: Mapping[str, Fact]) -> set[str]:
    """Who is said to have denied it."""
    named = {id or name for id, name, basis in _perpetrators(facts) if basis == Basis.DENIED}
    return named | set(texts_shown(facts, DENIED_BY))


def moved(before: Mapping[str, Fact], after: Mapping[str, Fact], world: World) -> bool:
    """Whether the place or the day shown is another one, not only a finer one."""
    old, new = place_shown(before), place_shown(after)
    elsewhere = (Nearness.APART, Nearness.NAMED_OTHERWISE)
    if old != new and nearness(old, new, world.watchlists) in elsewhere:
        return True
    if is_estimated(before):
        return False
    first, second = happened_shown(before), happened_shown(after)
    return first is not None and second is not None and not _touch(first, second)


def status_after(
    incident: Incident | None,
    event: Event,
    statements: Iterable[Statement],
    *,
    grade: Grade,
    outlet: str | None,
) -> Status:
    """How sure the incident is once this event of a story is known."""
    was = incident.status if incident is not None else None
    if event.reality is Reality.ACCIDENT:
        return Status.ACCIDENT
    statements = tuple(statements)
    if event.reality is Reality.DENIED or (was is Status.CLAIMED and _denied_by(statements)):
        return Status.DENIED if was is not Status.CONFIRMED else Status.CONFIRMED
    if was in (Status.ACCIDENT, Status.DISMISSED, Status.CONFIRMED):
        return was
    if any(s.speaker_class in _AUTHORITIES and s.kind in _CONFIRMING for s in statements):
        return Status.CONFIRMED
    if event.reality is Reality.CLAIMED or _only_claimed(event, statements):
        return was or Status.CLAIMED
    if incident is not None and _independent(incident, grade=grade, outlet=outlet):
        return Status.CONFIRMED
    return Status.REPORTED if was is None or was is Status.CLAIMED else was


def _only_claimed(event: Event, statements: tuple[Statement, ...]) -> bool:
    """Whether the text tells it in nothing but a group's own claim."""
    claims = [
        s for s in statements if s.kind is StatementKind.CLAIM and s.speaker_class == "armed_group"
    ]
    told = [span for span in event.evidence if span.field == "text"]
    return bool(told) and all(
        any(s.field == "text" and s.start <= span.start and span.end <= s.end for s in claims)
        for span in told
    )


def _denied_by(statements: Iterable[Statement]) -> bool:
    """Whether an authority says that it did not happen."""
    return any(s.speaker_class in _AUTHORITIES and s.kind is StatementKind.DENY for s in statements)


def _independent(incident: Incident, *, grade: Grade, outlet: str | None) -> bool:
    """Whether a second trusted outlet tells what a first trusted one told."""
    known = incident.facts.get("kind")
    if known is None or known.grade not in _TRUSTED or grade not in _TRUSTED:
        return False
    told_as_fact = incident.status is Status.REPORTED
    return told_as_fact and outlet is not None and outlet not in incident.outlets


def _perpetrators(facts: Mapping[str, Fact]) -> list[tuple[str, str, str]]:
    fact = facts.get("perpetrators")
    values = fact.value if fact is not None and isinstance(fact.value, list) else []
    return [
        (str(v.get("id") or ""), str(v.get("name") or ""), str(v.get("basis") or ""))
        for v in values
        if isinstance(v, dict)
    ]


def _touch(one: DateRange, two: DateRange) -> bool:
    before = one.latest is not None and two.earliest is not None and one.latest < two.earliest
    after = two.latest is not None and one.earliest is not None and two.latest < one.earliest
    return not (before or after)
