"""An alert as one recipient reads it: a first line for the lock screen, then what a desk asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.body import incident_lines, statement_lines
from alerts.listings import Listed, listing
from marsad.documents import alert_document
from marsad.model import Alert, Incident, Message, Reason, StatementRecord, Story
from marsad.settings.alerting import RecipientSettings
from marsad.text import one_line
from marsad.urls import host_of, safe_link

OLD = timedelta(hours=3)
LONGEST_SUBJECT = 400
LONGEST_LINE = 1200
MOST_LISTED = 40
MOST_SOURCES = 10


def render(
    alert: Alert,
    *,
    stories: Sequence[Story],
    incident: Incident | None,
    record: StatementRecord | None,
    recipient: RecipientSettings,
    key: str,
    thread: str | None,
    first_in_thread: bool,
    reply_to: str | None,
    uncertain: bool,
    public_url: str | None,
    now: datetime,
) -> Message:
    """Write an alert out for one recipient; times are told in the recipient's zone and in UTC."""
    page = _Page(
        alert=alert,
        stories=tuple(stories),
        incident=incident,
        record=record,
        zone=ZoneInfo(recipient.zone),
        public_url=public_url,
        now=now,
    )
    return Message(
        key=key,
        thread=thread,
        first_in_thread=first_in_thread,
        subject=_subject(page, uncertain=uncertain),
        lines=tuple(one_line(line, LONGEST_LINE) for line in _lines(page, uncertain=uncertain)),
        links=tuple(_links(page)),
        reply_to=reply_to,
        severity=alert.severity,
        alert=alert_document(alert),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Everything that goes into one message."""

    alert: Alert
    stories: tuple[Story, ...]
    incident: Incident | None
    record: StatementRecord | None
    zone: ZoneInfo
    public_url: str | None
    now: datetime


def _subject(page: _Page, *, uncertain: bool) -> str:
    age = _age(page)
    marks = [f"({age} old)"] if age else []
    marks += ["(may repeat)"] if uncertain else []
    return " ".join([one_line(page.alert.title, LONGEST_SUBJECT), *marks])


def _age(page: _Page) -> str | None:
    """How old the news is, when it is older than three hours."""
    if page.alert.about in ("wave", "digest"):
        return None
    told = [moment for story in page.stories if (moment := story.published or story.seen)]
    if page.record is not None:
        told = [page.record.said]
    if not told or page.now - max(told) < OLD:
        return None
    hours = int((page.now - max(told)).total_seconds() // 3600)
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"


def _lines(page: _Page, *, uncertain: bool) -> Iterator[str]:
    if uncertain:
        yield "This message may repeat one that has arrived: its receipt was lost."
    alert = page.alert
    match alert.about:
        case "incident" if page.incident is not None:
            yield from incident_lines(alert, page.incident)
        case "statement" if page.record is not None:
            yield from statement_lines(page.record)
        case "wave" | "digest":
            yield from _listed(listing(alert))
        case _:
            pass
    if alert.about not in ("wave", "digest") and alert.why.evidence:
        yield _evidence(page)
    yield from _sources(page)
    yield from _last_lines(page)


def _listed(rows: Sequence[Listed]) -> Iterator[str]:
    for row in rows[:MOST_LISTED]:
        title = one_line(row.title, LONGEST_SUBJECT)
        quoted = f" “{one_line(row.evidence, 300)}”" if row.evidence else ""
        yield f"• {title}{quoted}"
    if len(rows) > MOST_LISTED:
        yield f"… and {len(rows) - MOST_LISTED} more"


def _evidence(page: _Page) -> str:
    words = one_line(page.alert.why.evidence, 700)
    teller = next((story for story in reversed(page.stories) if _holds(story, words)), None)
    outlet = f" – {_outlet(teller)}" if teller else ""
    return f"Key sentence: “{words}”{outlet}"


def _holds(story: Story, words: str) -> bool:
    start = words.rstrip("…")
    return start in one_line(story.text, len(story.text)) or start in one_line(story.title, 2000)


def _sources(page: _Page) -> Iterator[str]:
    if page.alert.about in ("wave", "digest") or not page.stories:
        return
    outlets = {_outlet(story) for story in page.stories}
    total = max(len(page.alert.stories), len(page.stories))
    told = _count(total, "story", "stories")
    yield f"Sources: {told}, {_count(len(outlets), 'outlet', 'outlets')}"
    for story in page.stories[:MOST_SOURCES]:
        yield f"• {_outlet(story)} ({story.grade}), {_when(story, page.zone)}"


def _when(story: Story, zone: ZoneInfo) -> str:
    if story.published is not None:
        return f"published {both_times(story.published, zone)}"
    if story.seen is not None:
        return f"publication time not told, seen {both_times(story.seen, zone)}"
    return "time not known"


def both_times(moment: datetime, zone: ZoneInfo) -> str:
    """ "3 Mar 2021 15:00 Baghdad (12:00 UTC)"."""
    local = moment.astimezone(zone)
    day = f"{local.day} {local:%b %Y %H:%M}"
    if local.utcoffset() == timedelta(0):
        return f"{day} UTC"
    place = zone.key.rpartition("/")[2].replace("_", " ")
    utc = moment.astimezone(ZoneInfo("UTC"))
    other_day = "" if utc.date() == local.date() else f"{utc.day} {utc:%b} "
    return f"{day} {place} ({other_day}{utc:%H:%M} UTC)"


def _last_lines(page: _Page) -> Iterator[str]:
    alert = page.alert
    told = f"Alert: {alert.id}, {both_times(alert.at, page.zone)}"
    if alert.incident:
        version = f", version {alert.version}" if alert.about == "incident" else ""
        reason = alert.reason.value.replace("_", " ")
        yield f"Incident: {alert.incident}{version}, {reason}"
    if page.incident is not None and alert.reason is not Reason.FIRST_REPORT:
        yield f"Status: {page.incident.status.value}, severity {page.incident.severity.value}"
    yield told
    yield f"Why you are told: {alert.why.rule}"


def _links(page: _Page) -> Iterator[tuple[str, str]]:
    """Addresses of the stories, each named with its host so that nobody is led elsewhere."""
    shown: set[str] = set()
    for story in page.stories:
        link = safe_link(story.url) if story.url else None
        if link is None or link in shown or len(shown) == MOST_SOURCES:
            continue
        shown.add(link)
        yield f"{_outlet(story)} ({host_of(link)})", link
    base = safe_link(page.public_url) if page.public_url else None
    if base and page.alert.incident:
        yield "Page", f"{base.rstrip('/')}/#{page.alert.incident}"


def _outlet(story: Story) -> str:
    name = story.outlet or story.source or (host_of(story.url) if story.url else "")
    return one_line(name, 80) or "outlet not named"


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
