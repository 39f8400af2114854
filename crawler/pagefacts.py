"""What a page says about itself: JSON-LD, OpenGraph, meta elements, <time>."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import unescape

from lxml.html import HtmlElement

from crawler.dates import parse_date
from crawler.entries import authors_from, language_from, link_from, title_from
from marsad.urls import same_site

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")
_OF_ANY_PAGE = ("datePublished", "dateModified", "author", "inLanguage")
_LARGEST_JSON = 500_000
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "date_published", "publishdate", "publish-date", "publish_date", "pubdate", "publication_date",
    "article.published", "article:published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "lastmod",
    "last-modified", "dcterms.modified",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
# Where pages show when a story was published, the plainest first.
_DATE_PLACES = (
    "//*[@itemprop='datePublished'][not(self::meta)] | //time[@pubdate]",
    "//article//time | //main//time | //header//time",
    "//time",
    "//*[contains(@class, 'publish') or contains(@class, 'post') or contains(@class, 'article')"
    " or contains(@class, 'story') or contains(@class, 'entry')]"
    "[contains(@class, 'date') or contains(@class, 'Date')]",
)
_NOT_A_NAME = re.compile(r"\d|://|@|(?:\S+\s+){5}")
_BY = re.compile(r"^(?:by|written by|par|von|بقلم|كتب|نوشته)\s*:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|،|\||\band\b|&)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+[|\-–—:»·]+\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page's own data tells; None or empty where it does not."""

    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    canonical_url: str | None = None
    site: str | None = None
    language: str | None = None
    body: str | None = None  # JSON-LD articleBody
    paid: bool = False


def page_facts(tree: HtmlElement, url: str, zone: tzinfo) -> PageFacts:
    """Read everything that a page says about itself; dates without a zone are in `zone`."""
    linked = _linked_article(tree)
    meta = _meta(tree)
    canonical = _first(tree.xpath("//link[@rel='canonical']/@href")) or meta.get("og:url")
    address = link_from(canonical, url)
    return PageFacts(
        title=_title(tree, linked, meta),
        published=_date(
            [_string(linked, "datePublished"), *_values(meta, _PUBLISHED), *_times(tree)], zone
        ),
        modified=_date([_string(linked, "dateModified"), *_values(meta, _MODIFIED)], zone),
        authors=_authors(tree, linked, meta),
        # A page may not pass itself off as another outlet's.
        canonical_url=address if address and (not url or same_site(address, url)) else None,
        site=title_from(
            meta.get("og:site_name") or _publisher(linked) or meta.get("application-name")
        ),
        language=_language(tree, linked, meta),
        body=_string(linked, "articleBody"),
        paid=str(linked.get("isAccessibleForFree", "")).lower() == "false",
    )


def _linked_article(tree: HtmlElement) -> Mapping[str, object]:
    """The JSON-LD node that describes the article, or else one that at least tells its date."""
    dated: Mapping[str, object] = {}
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        if not text or len(text) > _LARGEST_JSON:
            continue
        try:
            document = json.loads(text.strip().rstrip(";"), strict=False)
            for node in _nodes(document, 4):
                if _is_article(node):
                    return node
                if not dated and node.get("datePublished"):
                    dated = {key: node[key] for key in _OF_ANY_PAGE if key in node}
        except (ValueError, RecursionError):
            continue  # one broken block says nothing about the others
    return dated


def _nodes(document: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth == 0:
        return
    if isinstance(document, list):
        for item in document[:200]:
            yield from _nodes(item, depth - 1)
    elif isinstance(document, dict):
        yield document
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(document.get(key), depth - 1)


def _is_article(node: Mapping[str, object]) -> bool:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in listed)


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta elements by lower-case name, property or itemprop; the first of a name counts."""
    meta: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]")[:500]:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _title(tree: HtmlElement, linked: Mapping[str, object], meta: Mapping[str, str]) -> str | None:
    headings = [title_from(_words(h)) for h in tree.xpath("//h1")[:5]]
    told = title_from(
        _string(linked, "headline") or meta.get("og:title") or meta.get("twitter:title")
    )
    told = (
        told
        or next(filter(None, headings), None)
        or title_from(_first(tree.xpath("//title/text()")))
    )
    if not told:
        return None
    for heading in headings:
        if heading and told != heading and _only_adds_a_name(told, heading):
            return heading
    return _without_site(told, meta.get("og:site_name"))


def _only_adds_a_name(title: str, heading: str) -> bool:
    rest = title.removeprefix(heading)
    return len(heading) > 15 and rest != title and bool(_SUFFIX.match(rest))


def _without_site(title: str, site: str | None) -> str:
    if site:
        front, mark, name = title.rpartition(site)
        if mark and not name and _SUFFIX.search(front[-4:] + " "):
            return re.sub(r"\s*[|\-–—:»·]+\s*$", "", front)
    return title


def _words(element: HtmlElement) -> str:
    return str(element.text_content()).replace("<", "&lt;")


def _times(tree: HtmlElement) -> list[str | None]:
    """Dates that the page shows to its readers, the likeliest first."""
    shown: list[str | None] = []
    for path in _DATE_PLACES:
        for element in tree.xpath(path)[:2]:
            told = element.get("datetime") or element.get("content")
            shown.append(told or " ".join(str(element.text_content()).split())[:120])
        if shown:
            break
    return shown


def _date(values: Iterable[str | None], zone: tzinfo) -> datetime | None:
    return next(filter(None, (parse_date(value, zone) for value in values if value)), None)


def _authors(
    tree: HtmlElement, linked: Mapping[str, object], meta: Mapping[str, str]
) -> tuple[str, ...]:
    names = list(_people(linked.get("author"))) or [
        name for value in _values(meta, _AUTHORS)[:1] for name in _split_names(value)
    ]
    if not names:
        marked = tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')]"
        )
        names = [name for one in marked[:3] for name in _split_names(_words(one)[:200])]
    return authors_from(name for name in names if not _NOT_A_NAME.search(name))


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _split_names(value)
    elif isinstance(value, dict):
        yield from _people(value.get("name"))
    elif isinstance(value, list):
        for one in value[:20]:
            yield from _people(one)


def _split_names(text: str) -> list[str]:
    text = _BY.sub("", " ".join(unescape(text).split()))
    return [name for name in _BETWEEN.split(text) if name]


def _publisher(linked: Mapping[str, object]) -> str | None:
    publisher = linked.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    return _string(publisher, "name") if isinstance(publisher, dict) else None


def _language(
    tree: HtmlElement, linked: Mapping[str, object], meta: Mapping[str, str]
) -> str | None:
    told = [
        tree.get("lang"),
        _string(linked, "inLanguage"),
        meta.get("og:locale"),
        meta.get("language"),
    ]
    return next(filter(None, (language_from(value) for value in told)), None)


def _values(meta: Mapping[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _string(document: Mapping[str, object], key: str) -> str | None:
    value = document.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return unescape(value) if isinstance(value, str) and value.strip() else None


def _first(values: object) -> str | None:
    return str(values[0]) if isinstance(values, list) and values else None
