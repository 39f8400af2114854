"""News sitemaps: text to entries."""

import re
from datetime import tzinfo

from lxml import etree

from crawler.dates import parse_date
from crawler.entries import language_from, link_from, newest_entries, title_from
from marsad.errors import UnreadableFeed
from marsad.model import Entry

_ROOT = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)\b")


def is_sitemap(text: str) -> bool:
    """Whether a document is a sitemap, by its first element."""
    return bool(_ROOT.search(text[:2000]))


def read_sitemap(xml: str, url: str | None, zone: tzinfo) -> tuple[Entry, ...]:
    """The entries of a news sitemap, at most the newest 500; titles are there when `news:title` is.

    Raises:
        UnreadableFeed: it is no sitemap, or an index of sitemaps.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(xml.strip().encode("utf-8", "replace"), parser)
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        raise UnreadableFeed("not a sitemap")
    if _local(root) == "sitemapindex":
        raise UnreadableFeed("an index of sitemaps: name one of its sitemaps as the source")
    return newest_entries([_entry(child, url, zone) for child in root if _local(child) == "url"])


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _entry(element: etree._Element, url: str | None, zone: tzinfo) -> Entry:
    own = {_local(child): child.text or "" for child in element}
    news = next((child for child in element if _local(child) == "news"), None)
    told = {} if news is None else {_local(child): child.text or "" for child in news.iter()}
    location = link_from(own.get("loc"), url)
    return Entry(
        url=location,
        guid=location,
        title=title_from(told.get("title")),
        published=parse_date(told.get("publication_date"), zone),
        updated=parse_date(own.get("lastmod"), zone),
        language=language_from(told.get("language")),
    )
