"""JSON Feed (jsonfeed.org): text to entries."""

import json
from collections.abc import Mapping
from datetime import tzinfo

from crawler.dates import parse_date
from crawler.entries import (
    authors_from,
    id_from,
    language_from,
    link_from,
    newest_entries,
    text_as_is,
    text_from,
    title_as_is,
)
from marsad.errors import UnreadableFeed
from marsad.model import Entry


def read_json_feed(text: str, url: str | None, zone: tzinfo) -> tuple[Entry, ...]:
    """The entries of a JSON feed, at most the newest 500.

    Raises:
        UnreadableFeed: it is not JSON, or no feed.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFeed("not a feed: broken JSON") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableFeed("not a feed: JSON without a list of items")
    language = _string(feed, "language")
    return newest_entries(
        [_entry(item, url, zone, language) for item in items if isinstance(item, dict)]
    )


def _entry(
    item: Mapping[str, object], url: str | None, zone: tzinfo, language: str | None
) -> Entry:
    content = text_as_is(_string(item, "content_text")) or text_from(_string(item, "content_html"))
    return Entry(
        url=link_from(_string(item, "url") or _string(item, "external_url"), url),
        guid=id_from(_string(item, "id")),
        title=title_as_is(_string(item, "title")),
        summary=text_as_is(_string(item, "summary")),
        content=content,
        published=parse_date(_string(item, "date_published"), zone),
        updated=parse_date(_string(item, "date_modified"), zone),
        authors=authors_from(_authors(item)),
        language=language_from(_string(item, "language") or language),
    )


def _authors(item: Mapping[str, object]) -> list[str | None]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]  # "author" is version 1.0
    return [_string(person, "name") for person in people if isinstance(person, dict)]


def _string(document: Mapping[str, object], key: str) -> str | None:
    value = document.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None
