"""Stories handed in as JSON lines: to `read`, `replay` and `import`."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.errors import MarsadError
from marsad.model import Route, Source, SourceId, Story, StoryId
from marsad.urls import story_id

# Where a story's zone is not known, its language tells the likeliest desk.
ZONE_OF_LANGUAGE = {
    "ar": "Asia/Baghdad",
    "fa": "Asia/Tehran",
    "ckb": "Asia/Baghdad",
    "ku": "Asia/Baghdad",
}


LONGEST_ID = 500  # characters; a database indexes no more


class BadStory(MarsadError):
    """A line is no story; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: a story, or what is wrong with it."""

    number: int
    story: Story | None
    fault: str | None


def stories_of(lines: Iterable[str], sources: Mapping[SourceId, Source]) -> Iterator[Line]:
    """The story on each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Line(number, story_from(line, sources), None)
        except BadStory as error:
            yield Line(number, None, str(error))


def story_from(line: str, sources: Mapping[SourceId, Source]) -> Story:
    """The story of one JSON line.

    Raises:
        BadStory: it is no JSON object, has neither title nor text, or a field of another type.
    """
    try:
        given = json.loads(line)
    except ValueError as error:
        raise BadStory(f"not JSON: {error}") from error
    except RecursionError as error:
        raise BadStory("not JSON that we read: nested too deeply") from error
    if not isinstance(given, dict):
        raise BadStory("expected a JSON object with a title or a text")
    title, text = _text(given, "title") or "", _text(given, "text") or ""
    if not title and not text:
        raise BadStory("expected a title or a text")
    url, language = _text(given, "url"), _text(given, "language")
    if len(_text(given, "id") or "") > LONGEST_ID:
        raise BadStory(f"id: expected at most {LONGEST_ID} characters")
    published, seen = _moment(given, "published"), _moment(given, "seen")
    source = sources.get(SourceId(_text(given, "source") or ""))
    return Story(
        id=StoryId(_text(given, "id") or made_id(url, title, text)),
        url=url,
        source=SourceId(given["source"]) if given.get("source") else None,
        title=title,
        text=text,
        language=language,
        published=published and published.astimezone(UTC),
        seen=seen and seen.astimezone(UTC),
        zone=source.zone if source else _zone(published or seen, language),
        outlet=source.outlet if source else _text(given, "source"),
        grade=source.grade if source else "F",
        route=Route.IMPORT,
    )


def made_id(url: str | None, title: str, text: str) -> StoryId:
    """The id of a story that brings none: from its address, else from its words."""
    if url:
        return story_id(url)
    return StoryId(
        hashlib.blake2b(f"{title}\n{text}".encode(errors="replace"), digest_size=8).hexdigest()
    )


def _text(given: Mapping[str, object], key: str) -> str | None:
    value = given.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadStory(f"{key}: expected a string or null, got {type(value).__name__}")
    # A lone surrogate can be neither printed nor stored.
    return value.encode("utf-8", "replace").decode("utf-8")


def _moment(given: Mapping[str, object], key: str) -> datetime | None:
    value = _text(given, key)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise BadStory(f"{key}: expected an ISO 8601 time with an offset, got {value[:40]!r}")
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadStory(
            f"{key}: expected an ISO 8601 time with an offset, got {value[:40]!r}"
        ) from error
    return moment


def _zone(moment: datetime | None, language: str | None) -> str:
    """The zone in which a story's "on Wednesday" is meant, as far as one can tell."""
    offset = moment.utcoffset() if moment else None
    if offset:
        minutes = int(offset.total_seconds() // 60)
        if minutes == 210:
            return "Asia/Tehran"
        if minutes % 60 == 0 and abs(minutes) <= 12 * 60:
            return f"Etc/GMT{-minutes // 60:+d}"  # the sign of Etc zones is turned round
    return ZONE_OF_LANGUAGE.get(language or "", "UTC")
