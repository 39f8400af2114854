"""RSS, Atom and RDF feeds: bytes to entries.

Well-formed feeds go through lxml, everything else through feedparser, the reference for broken
ones. Both see the same harmless text; a test holds them to the same answers.
"""

from datetime import UTC, tzinfo

from crawler.brokenfeeds import read_broken
from crawler.charset import decode
from crawler.jsonfeeds import read_json_feed
from crawler.sitemaps import is_sitemap, read_sitemap
from crawler.wellformed import NotWellFormed, read_wellformed
from crawler.xmltext import harmless_xml
from marsad.errors import UnreadableFeed
from marsad.model import Entry


def read_feed(
    body: bytes, content_type: str | None, url: str | None, *, zone: tzinfo = UTC
) -> tuple[Entry, ...]:
    """The entries of an RSS, RDF or Atom feed, at most the newest 500, in the order of the feed.

    Relative links are resolved against `url`; dates without a zone are read in `zone`.

    Raises:
        UnreadableFeed: the bytes are no feed.
    """
    return _read_xml(_text(body, content_type), url, zone)


def read_any(
    body: bytes, content_type: str | None, url: str | None, *, zone: tzinfo = UTC
) -> tuple[Entry, ...]:
    """The entries of a feed, JSON feed or news sitemap, whichever it is. Raises as `read_feed`."""
    text = _text(body, content_type)
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return read_json_feed(text, url, zone)
    if is_sitemap(text):
        return read_sitemap(harmless_xml(text), url, zone)
    return _read_xml(text, url, zone)


def _text(body: bytes, content_type: str | None) -> str:
    if not body.strip():
        raise UnreadableFeed("not a feed: empty")
    return decode(body, content_type)


def _read_xml(text: str, url: str | None, zone: tzinfo) -> tuple[Entry, ...]:
    xml = harmless_xml(text)
    try:
        return read_wellformed(xml, url, zone)
    except NotWellFormed:
        return read_broken(xml, url, zone)
