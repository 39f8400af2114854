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
    looks_like_html,
    newest_entries,
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
    return newest_entries([_entry(entry, url, zone, literal, language) for entry in feed.entries])


def _first_entries(xml: str) -> str:
    starts = _START.finditer(xml)
    for count, start in enumerate(starts):
        if count == _MOST_PARSED:
            return xml[: start.start()]
    return xml


def _entry(
    entry: Mapping[str, Any], url: str | None, zone: tzinfo, literal: bool, language: str | None
) -> Entry:
    summary = entry.get("summary_detail")
    content = next((c for c in entry.get("content", ()) if c.get("value")), None)
    if summary and content and summary.get("value") == content["value"]:
        summary = None  # feedparser also files a lone content under "summary"
    published = entry.get("published") or entry.get("created")
    updated = _own(entry, "updated")
    if not literal and not published:
        published, updated = updated, None  # the one date of RSS 1.0 is that of publication
    return Entry(
        url=_link(entry, url),
        guid=id_from(entry.get("id")),
        title=_title(entry.get("title_detail"), literal),
        summary=_text(summary, literal),
        content=_text(content, literal),
        published=parse_date(published, zone),
        updated=parse_date(updated, zone),
        authors=authors_from(a.get("name") for a in entry.get("authors", ()) if a),
        language=language_from(entry.get("language")) or language,
    )


def _own(entry: Mapping[str, Any], key: str) -> str | None:
    # feedparser answers "updated" with "published" when an entry has only that, `get` too.
    return entry[key] if key in entry else None  # noqa: SIM401


def _link(entry: Mapping[str, Any], url: str | None) -> str | None:
    link = entry.get("feedburner_origlink") or entry.get("link")
    if link and link == entry.get("id") and "/" not in link:
        return None  # a guid that is no address
    return link_from(link, url)


def _is_plain(detail: Mapping[str, Any], literal: bool) -> bool:
    # Only Atom says what a text is; in RSS it may be markup whatever feedparser thinks.
    plain = literal and detail.get("type") == "text/plain"
    return plain and not looks_like_html(detail.get("value"))


def _title(detail: Mapping[str, Any] | None, literal: bool) -> str | None:
    if not detail:
        return None
    return (title_as_is if _is_plain(detail, literal) else title_from)(detail.get("value"))


def _text(detail: Mapping[str, Any] | None, literal: bool) -> str | None:
    if not detail:
        return None
    return (text_as_is if _is_plain(detail, literal) else text_from)(detail.get("value"))
