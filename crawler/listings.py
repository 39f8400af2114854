"""Listing pages: the links of a page that has no feed."""

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from crawler.charset import decode
from crawler.dates import parse_date
from crawler.entries import language_from, link_from, newest_entries, title_from
from marsad.errors import UnreadableFeed
from marsad.model import Entry, Selectors

if TYPE_CHECKING:
    from parsel import Selector

# Where listings usually have their stories, when nobody said.
_USUAL = "article h1 a, article h2 a, article h3 a, h2 a, h3 a"
_DATES = "time, [itemprop=datePublished]"
_MOST_LINKS = 2000
_LARGEST = 5_000_000


def read_listing(
    body: bytes,
    content_type: str | None,
    url: str,
    select: Selectors,
    *,
    zone: tzinfo = UTC,
) -> tuple[Entry, ...]:
    """The stories that a page links to, first link first; dates only where the page shows them.

    Raises:
        UnreadableFeed: no link was found, or a selector is not valid CSS.
    """
    from cssselect import SelectorError
    from parsel import Selector

    text = decode(body, content_type)[:_LARGEST]
    if "<" not in text:
        raise UnreadableFeed("not a listing: no HTML")
    page = Selector(text=text, type="html", base_url=url)
    chosen = select.entry or _USUAL
    try:
        links = [_link(found) for found in page.css(chosen)[:_MOST_LINKS]]
        language = language_from(page.css("html::attr(lang)").get())
        entries = _entries([link for link in links if link], url, select, zone, language)
    except (SelectorError, ValueError) as error:
        raise UnreadableFeed(f"selector {chosen!r} cannot be used: {error}") from error
    if not entries:
        raise UnreadableFeed(f"no story links found with {chosen!r}")
    return newest_entries(entries)


def _link(found: "Selector") -> "Selector | None":
    """The link that a selector means: itself, one inside it, or one around it."""
    inside = found.xpath("descendant-or-self::a[@href][1]")
    return next(iter(inside), None) or next(iter(found.xpath("ancestor::a[@href][1]")), None)


def _entries(
    links: "list[Selector]", url: str, select: Selectors, zone: tzinfo, language: str | None
) -> list[Entry]:
    entries: dict[str, Entry] = {}
    addresses = {link_from(link.attrib["href"], url) for link in links}
    for link in links:
        address = link_from(link.attrib["href"].partition("#")[0], url)
        title = _title(link)
        if address is None or address.rstrip("/") == url.rstrip("/"):
            continue
        known = entries.get(address)
        # A picture and a headline often link to one story: the one with words counts.
        if known and (known.title or not title):
            continue
        entries[address] = Entry(
            url=address,
            guid=address,
            title=title,
            published=_published(link, select, zone, url, addresses),
            language=language,
        )
    return list(entries.values())


def _title(link: "Selector") -> str | None:
    text = title_from(" ".join(link.css("::text").getall()).replace("<", "&lt;"))
    return (
        text or title_from(link.attrib.get("title")) or title_from(link.css("img::attr(alt)").get())
    )


def _published(
    link: "Selector", select: Selectors, zone: tzinfo, url: str, addresses: set[str | None]
) -> datetime | None:
    """The date in the smallest box around a link that holds no other story."""
    for box in reversed(link.xpath("ancestor::*[position() <= 5]")):
        inside = {link_from(href, url) for href in box.css("a::attr(href)").getall()[:50]}
        if len(inside & addresses) > 1:
            return None
        for element in box.css(select.published or _DATES)[:3]:
            told = element.attrib.get("datetime") or element.attrib.get("content")
            date = parse_date(told or " ".join(element.css("::text").getall()), zone)
            if date:
                return date
    return None
