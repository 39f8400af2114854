"""Feeds that are no well-formed XML, read with feedparser."""

import io
import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from crawler.dates import parse_date
from crawler.entries import (
    authors_from,
    id_from,
    language_from,
    link_from,
    newest,
    text_as_is,
    text_from,
    title_as_is,
    title_from,
)
from marsad.errors import UnreadableFeed
from marsad.model import Entry

_START = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.IGNORECASE)
# feedparser takes 1-2 ms an entry: of a huge broken feed only the first ones, which are the newest.
_MOST_PARSED = 2000
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:html|head|body|script|div|p|h1|table|center)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_broken(xml: str, url: str | None, zone: tzinfo) -> tuple[Entry, ...]:
    """What feedparser finds in text that `harmless_xml` has been over.

    Raises:
        UnreadableFeed: it finds no feed.
    """
    import feedparser  # takes 0.1 s to import, and most feeds do not need it

    if _HTML.match(xml[:5000]):
        raise UnreadableFeed("not a feed: an HTML page")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    feed = feedparser.parse(
        io.BytesIO(_first_entries(xml).encode("utf-8", "replace")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.version and not feed.entries:
        raise UnreadableFeed("not a feed: no RSS, RDF or Atom in it")
    literal = feed.version.startswith("atom")
    language = language_from(feed.feed.get("language"))
    return newest([_entry(entry, url, zone, literal, language) for entry in feed.entries])


def _first_entries(xml: str) -> str:
    starts = _START.finditer(xml)
    for count, start in enumerate(starts):
        if count == _MOST_PARSED:
            return xml[: start.start()]
    return xml


def _entry(
    entry: Mapping[str, Any], url: str | None, zone: tzinfo, literal: bool, language: str | None
) -> Entry:
    title = entry.get("title")
    plain_title = literal and entry.get("title_detail", {}).get("type") == "text/plain"
    summary = entry.get("summary")
    contents = entry.get("content", ())
    content = next((c for c in contents if c.get("value")), None)
    return Entry(
        url=link_from(entry.get("feedburner_origlink") or entry.get("link"), url),
        guid=id_from(entry.get("id")),
        title=title_as_is(title) if plain_title else title_from(title),
        summary=text_from(summary) if summary and not _same(summary, content) else None,
        content=_content(content, literal),
        published=parse_date(entry.get("published"), zone),
        updated=parse_date(_own(entry, "updated"), zone),
        authors=authors_from(a.get("name") for a in entry.get("authors", ()) if a),
        language=language_from(entry.get("language")) or language,
    )


def _own(entry: Mapping[str, Any], key: str) -> str | None:
    # feedparser answers "updated" with "published" when an entry has only that.
    # (`entry.get` would too.)
    return entry[key] if key in entry else None  # noqa: SIM401


def _content(content: Mapping[str, Any] | None, literal: bool) -> str | None:
    if content is None:
        return None
    if literal and content.get("type") == "text/plain":
        return text_as_is(content["value"])
    return text_from(content["value"])


def _same(summary: str, content: Mapping[str, Any] | None) -> bool:
    """feedparser also files a lone content under "summary"."""
    return content is not None and content.get("value") == summary
