"""Valid dull values for tests; a test names only what it is about."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marsad.model import (
    DateRange,
    Event,
    Fact,
    Fingerprint,
    Incident,
    IncidentId,
    KnownCopy,
    Place,
    Range,
    Reading,
    Reality,
    Severity,
    Source,
    SourceId,
    Span,
    Statement,
    StatementId,
    StatementKind,
    StatementRecord,
    Status,
    Story,
    StoryId,
)

PUBLISHED = datetime(2021, 3, 3, 12, 0, tzinfo=UTC)
DAY = date(2021, 3, 3)
AIN_AL_ASAD = Place(
    id="ain-al-asad", name="Ain al-Asad Air Base", country="IQ", admin1="Anbar", lat=33.8, lon=42.44
)


def a_source(id: str = "first-en", **changes: Any) -> Source:
    """A working RSS feed of an outlet nobody graded."""
    values: dict[str, Any] = {
        "outlet": "First Outlet",
        "kind": "rss",
        "url": f"https://{id}.example/feed.xml",
        "language": "en",
        "zone": "Asia/Baghdad",
        "grade": "B",
    }
    return Source(id=SourceId(id), **(values | changes))


def a_story(id: str = "story-1", **changes: Any) -> Story:
    """A short report of ten rockets, seen minutes after it was published."""
    values: dict[str, Any] = {
        "url": f"https://first.example/{id}",
        "source": SourceId("first-en"),
        "title": "Rockets hit Ain al-Asad",
        "text": "Ten rockets hit the Ain al-Asad air base on Wednesday, the army said.",
        "language": "en",
        "published": PUBLISHED,
        "seen": PUBLISHED + timedelta(minutes=5),
        "zone": "Asia/Baghdad",
        "outlet": "First Outlet",
        "grade": "B",
    }
    return Story(id=StoryId(id), **(values | changes))


def a_span(start: int = 0, end: int = 10, field: Any = "text") -> Span:
    """A few letters of the text."""
    return Span(field=field, start=start, end=end)


def an_event(kind: str = "rocket_attack", **changes: Any) -> Event:
    """A new rocket attack on Ain al-Asad on 3 March 2021, without casualties told."""
    values: dict[str, Any] = {
        "attack": True,
        "reality": Reality.HAPPENED,
        "new": True,
        "evidence": (a_span(),),
        "confidence": 0.9,
        "happened": DateRange(earliest=DAY, latest=DAY),
        "date_precision": "day",
        "place": AIN_AL_ASAD,
        "weapons": ("rocket",),
    }
    return Event(kind=kind, **(values | changes))


def a_statement(text: str = "We will find them.", **changes: Any) -> Statement:
    """A new threat by the Pentagon's press secretary, verbatim."""
    values: dict[str, Any] = {
        "field": "text",
        "start": 0,
        "end": len(text),
        "kind": StatementKind.THREATEN,
        "direct": True,
        "new": True,
        "confidence": 0.9,
        "speaker": "John Kirby",
        "speaker_id": "pentagon-press-secretary",
        "role": "press secretary",
        "organisation": "Pentagon",
        "organisation_id": "pentagon",
        "speaker_class": "state",
    }
    return Statement(text=text, **(values | changes))


def a_fingerprint(text: str = "ten rockets hit the base", title: str = "") -> Fingerprint:
    """A fingerprint over word pairs; equal texts have equal ones, others share what they share."""
    words = text.casefold().split()
    pairs = {" ".join(words[i : i + 2]) for i in range(max(1, len(words) - 1))}
    hashes = sorted(
        int.from_bytes(hashlib.blake2b(p.encode(), digest_size=8).digest(), signed=True)
        for p in pairs
    )
    return Fingerprint(
        sketch=tuple(hashes[:128]),
        shingles=len(pairs),
        title_key=title.casefold(),
        text_hash=hashlib.blake2b(text.casefold().encode(), digest_size=16).hexdigest(),
    )


def a_reading(
    story: str = "story-1",
    events: tuple[Event, ...] = (),
    statements: tuple[Statement, ...] = (),
    **changes: Any,
) -> Reading:
    """What a relevant story says; its fingerprint is made from its id unless given."""
    values: dict[str, Any] = {
        "language": "en",
        "relevant": True,
        "matches": (),
        "fingerprint": a_fingerprint(" ".join(f"{story}/{i}" for i in range(9))),
    }
    return Reading(story=StoryId(story), events=events, statements=statements, **(values | changes))


def an_incident(id: str = "2021-03-03-ain-al-asad-abc123", **changes: Any) -> Incident:
    """The rocket attack of `an_event`, reported by one story."""
    stories = changes.pop("stories", ("story-1",))
    facts: dict[str, Fact] = {
        "kind": Fact(value="rocket_attack", stories=stories),
        "happened": Fact(value={"earliest": "2021-03-03", "latest": "2021-03-03"}, stories=stories),
        "place": Fact(
            value={
                "id": "ain-al-asad",
                "name": "Ain al-Asad Air Base",
                "country": "IQ",
                "admin1": "Anbar",
                "lat": 33.8,
                "lon": 42.44,
            },
            stories=stories,
        ),
        "weapons": Fact(value=["rocket"], stories=stories),
    }
    values: dict[str, Any] = {
        "kind": "rocket_attack",
        "status": Status.REPORTED,
        "severity": Severity.HIGH,
        "title": "Rocket attack on Ain al-Asad Air Base, Anbar – 3 Mar 2021",
        "opened": PUBLISHED + timedelta(minutes=5),
        "updated": PUBLISHED + timedelta(minutes=5),
        "version": 1,
        "facts": facts,
        "stories": stories,
        "outlets": ("First Outlet",),
        "happened": DateRange(earliest=DAY, latest=DAY),
        "place": AIN_AL_ASAD,
    }
    return Incident(id=IncidentId(id), **(values | changes))


def a_statement_record(id: str = "2021-03-03-pentagon-1", **changes: Any) -> StatementRecord:
    """The stored form of `a_statement`."""
    values: dict[str, Any] = {
        "story": StoryId("story-1"),
        "statement": a_statement(),
        "incident": None,
        "severity": Severity.MEDIUM,
        "said": PUBLISHED,
    }
    return StatementRecord(id=StatementId(id), **(values | changes))


def a_known_copy(reading: Reading, **changes: Any) -> KnownCopy:
    """A stored story of another outlet that may hold the same text as the one in hand."""
    values: dict[str, Any] = {
        "fingerprint": reading.fingerprint,
        "shared": len(reading.fingerprint.sketch),
        "outlet": "First Outlet",
        "source": SourceId("first-en"),
        "published": PUBLISHED,
        "seen": PUBLISHED + timedelta(minutes=5),
        "near_duplicate_of": None,
        "incidents": (),
    }
    return KnownCopy(story=reading.story, reading=reading, **(values | changes))


def a_toll(number: int) -> Range:
    """An exact number of people."""
    return Range(low=number, high=number)
