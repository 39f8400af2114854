"""What became of a story, told in the order in which it was decided."""

from marsad.archive import StoredStory, Work


def told(work: Work, stored: StoredStory) -> str:
    """A few readable lines."""
    story, reading = stored.story, stored.reading
    published = f"{story.published:%Y-%m-%d %H:%M} UTC" if story.published else "without a date"
    seen = f"{story.seen:%Y-%m-%d %H:%M} UTC" if story.seen else "unknown"
    lines = [
        story.title or "(no title)",
        f"  {story.url or story.id}",
        f"  published {published}, seen {seen}, in {story.source or 'no source'}"
        f" by {story.route.value}, revision {story.revision}",
    ]
    if stored.page_error:
        lines.append(f"  its page was not used: {stored.page_error}")
    if reading is not None:
        names = sorted({f"{match.kind} {match.id}" for match in reading.matches})
        lines.append(f"  matched {', '.join(names) or 'nothing'}")
        lines += [
            f"  event {event.kind}, {event.reality}, {'new' if event.new else 'not new'}"
            f", {(event.place and event.place.name) or 'no place'}"
            for event in reading.events
        ]
        lines += [
            f"  statement by {said.speaker or said.organisation or 'somebody'}"
            f" ({said.speaker_class or 'not official'}), {said.kind}"
            for said in reading.statements
        ]
    if stored.near_duplicate_of:
        lines.append(f"  a copy of {stored.near_duplicate_of}")
    lines.append(f"  {stored.disposition.value}: {stored.reason}")
    for id in stored.incidents:
        incident = work.incidents.get(id)
        lines.append(f"  incident {id}: {incident.title if incident else 'gone'}")
    for told_by in stored.alerts:
        alert = work.alerts.get(told_by)
        if alert is not None:
            lines.append(f"  alert {told_by}: {alert.title}")
            lines.append(f"    because {alert.why.rule}")
        lines += [
            f"    {one.recipient} by {one.channel}: {one.state.value}"
            + (f" ({one.error})" if one.error else "")
            for one in work.alerts.deliveries_of(told_by)
        ]
    if not stored.alerts:
        lines.append(f"  no alert{f': withheld by {stored.withheld}' if stored.withheld else ''}")
    return "\n".join(lines)
