"""A story with what was read in it, for people."""

from marsad.model import Event, Range, Reading, Span, Statement, Story


def explained(story: Story, reading: Reading) -> str:
    """Plain text: the matches, events and statements of a story, each with the words behind it."""
    lines = [story.title or "(no title)", f"  {reading.language or 'language unknown'}"]
    lines[1] += ", relevant" if reading.relevant else ", not relevant"
    lines += [f"  {m.kind} {m.id}: {m.text!r} at {m.field} {m.start}" for m in reading.matches]
    for event in reading.events:
        lines += _event(story, event)
    for statement in reading.statements:
        lines += _statement(statement)
    return "\n".join(lines) + "\n"


def _event(story: Story, event: Event) -> list[str]:
    when = (
        event.happened.latest.isoformat()
        if event.happened and event.happened.latest
        else "day unknown"
    )
    where = (event.place and event.place.name) or "place unknown"
    new = "NEW " if event.new else ""
    head = (
        f"  {new}{event.kind} ({event.reality}), {when}, {where}, confidence {event.confidence:.2f}"
    )
    details = {
        "munitions": _range(event.munitions),
        "killed": _range(event.killed),
        "wounded": _range(event.wounded),
        "weapons": ", ".join(event.weapons),
        "by": ", ".join(f"{p.name or p.id} ({p.basis})" for p in event.perpetrators),
        "targets": ", ".join(event.targets),
    }
    told = [f"      {name}: {value}" for name, value in details.items() if value]
    return [head, *told, *(f"      > {words(story, span)}" for span in event.evidence)]


def _statement(statement: Statement) -> list[str]:
    who = statement.speaker or statement.organisation or "somebody"
    voice = statement.speaker_class or "not official"
    return [f"  statement by {who} ({voice}), {statement.kind}", f"      > {statement.text}"]


def _range(value: Range | None) -> str:
    if value is None:
        return ""
    if value.low == value.high:
        return str(value.low)
    low, high = ("?" if end is None else str(end) for end in (value.low, value.high))
    return f"{low} to {high}"


def words(story: Story, span: Span) -> str:
    """The published words behind a span."""
    field = story.title if span.field == "title" else story.text
    return " ".join(field[span.start : span.end].split())
