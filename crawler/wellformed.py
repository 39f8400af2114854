"""RSS, RDF and Atom feeds that are well-formed XML, read with lxml, far cheaper than feedparser."""

import re
from datetime import datetime, tzinfo

from lxml import etree

from crawler.dates import parse_date
from crawler.entries import (
    MOST_ENTRIES,
    authors_from,
    id_from,
    language_from,
    link_from,
    looks_like_html,
    newest,
    text_as_is,
    text_from,
    title_as_is,
    title_from,
)
from marsad.model import Entry

_ATOM = "{http://www.w3.org/2005/Atom}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Namespaces whose elements mean what RSS elements without one mean.
_PLAIN = (
    "",
    "{http://purl.org/rss/1.0/}",
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://channel.netscape.com/rdf/simple/0.9/}",
    "{http://backend.userland.com/rss2}",
    "{http://backend.userland.com/RSS2}",
    "{http://blogs.law.harvard.edu/tech/rss}",
    "{http://my.netscape.com/publish/formats/rss-0.91.dtd}",
)
_DC = ("{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/elements/1.0/}")
_TERMS = "{http://purl.org/dc/terms/}"
_FIELDS = {
    **{
        space + name: name
        for space in _PLAIN
        for name in (
            "title", "link", "guid", "description", "pubDate", "author", "body", "language",
        )
    },
    **{space + "creator": "creator" for space in _DC},
    **{space + "date": "date" for space in _DC},
    **{space + "title": "dc_title" for space in _DC},
    **{space + "description": "dc_description" for space in _DC},
    **{space + "language": "language" for space in _DC},
    _TERMS + "modified": "updated",
    _TERMS + "issued": "issued",
    _TERMS + "created": "issued",
    "{http://purl.org/rss/1.0/modules/content/}encoded": "encoded",
    "{http://www.w3.org/1999/xhtml}body": "xhtml",
    "{http://www.w3.org/1999/xhtml}div": "xhtml",
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": "origin",
    "{http://search.yahoo.com/mrss/}title": "dc_title",
    "{http://search.yahoo.com/mrss/}description": "dc_description",
    "{http://search.yahoo.com/mrss/}group": "group",
    "{http://www.itunes.com/dtds/podcast-1.0.dtd}author": "creator",
    "{http://www.itunes.com/dtds/podcast-1.0.dtd}summary": "dc_description",
    **{
        _ATOM + name: "atom_" + name
        for name in (
            "title", "link", "id", "summary", "content", "published", "updated", "author",
        )
    },
}  # fmt: skip
_DATES = ("pubDate", "atom_published", "date", "issued", "atom_updated", "updated")
Fields = dict[str, list[etree._Element]]


class NotWellFormed(Exception):
    """This document is for the tolerant parser."""


def read_wellformed(xml: str, url: str | None, zone: tzinfo) -> tuple[Entry, ...]:
    """The entries of a feed that is well-formed XML.

    Raises:
        NotWellFormed: it is not, or its root is no feed that is known here.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml.strip().encode("utf-8", "replace"), parser, base_url=url or "")
    except etree.XMLSyntaxError as error:
        raise NotWellFormed from error
    based = "xml:base" in xml
    if root.tag == _ATOM + "feed":
        return _read_atom(root, url, zone, based)
    return _read_rss(root, url, zone, based)


def _newest(elements: list[etree._Element], zone: tzinfo) -> list[etree._Element]:
    """The newest of very many, chosen by their dates alone: all the rest of a field costs time."""
    if len(elements) <= MOST_ENTRIES:
        return elements
    return newest(elements, lambda element: _date_of(element, zone))


def _date_of(element: etree._Element, zone: tzinfo) -> datetime | None:
    fields = _fields(element)
    written = (parse_date(_text(fields, name), zone) for name in _DATES)
    return next(filter(None, written), None)


def _read_atom(
    root: etree._Element, url: str | None, zone: tzinfo, based: bool
) -> tuple[Entry, ...]:
    language = root.get(_XML + "lang")
    entries = _newest(list(root.iterchildren(_ATOM + "entry")), zone)
    return tuple(_atom_entry(entry, url, zone, based, language) for entry in entries)


def _atom_entry(
    element: etree._Element, url: str | None, zone: tzinfo, based: bool, language: str | None
) -> Entry:
    fields = _fields(element)
    guid = _text(fields, "atom_id")
    link = _atom_link(fields.get("atom_link", []))
    base = _base(link if link is not None else element, url, based)
    return Entry(
        url=link_from(_text(fields, "origin"), url)
        or link_from(link.get("href") if link is not None else _web(guid), base),
        guid=id_from(guid),
        title=_atom_title(fields) or title_from(_text(fields, "dc_title")),
        summary=_atom_text(fields, "atom_summary") or text_from(_text(fields, "dc_description")),
        content=_atom_text(fields, "atom_content"),
        published=parse_date(_text(fields, "atom_published") or _text(fields, "issued"), zone),
        updated=parse_date(_text(fields, "atom_updated") or _text(fields, "date"), zone),
        authors=_atom_authors(fields),
        language=language_from(element.get(_XML + "lang") or language),
    )


def _read_rss(
    root: etree._Element, url: str | None, zone: tzinfo, based: bool
) -> tuple[Entry, ...]:
    name = etree.QName(root).localname
    if name not in ("rss", "RDF"):
        raise NotWellFormed
    items: list[etree._Element] = []
    language = root.get(_XML + "lang")
    for holder in (root, *root):
        if not isinstance(holder.tag, str):
            continue
        items += [child for child in holder if child.tag in _ITEMS]
        language = language or holder.get(_XML + "lang") or _channel_language(holder)
    return tuple(_rss_entry(item, url, zone, based, language) for item in _newest(items, zone))


_ITEMS = frozenset(space + "item" for space in _PLAIN)


def _channel_language(holder: etree._Element) -> str | None:
    for child in holder:
        if _FIELDS.get(str(child.tag)) == "language":
            return child.text
    return None


def _rss_entry(
    item: etree._Element, url: str | None, zone: tzinfo, based: bool, language: str | None
) -> Entry:
    fields = _fields(item)
    guid = _text(fields, "guid") or _text(fields, "atom_id") or item.get(_RDF + "about")
    encoded = _text(fields, "encoded") or _markup(fields, "xhtml") or _markup(fields, "body")
    return Entry(
        url=_rss_link(item, fields, url, based),
        guid=id_from(guid),
        title=title_from(_markup(fields, "title") or _text(fields, "dc_title")),
        summary=text_from(_markup(fields, "description") or _text(fields, "dc_description")),
        content=text_from(encoded) or _atom_text(fields, "atom_content"),
        published=parse_date(
            _text(fields, "pubDate")
            or _text(fields, "date")
            or _text(fields, "issued")
            or _text(fields, "atom_published"),
            zone,
        ),
        updated=parse_date(_text(fields, "updated") or _text(fields, "atom_updated"), zone),
        authors=authors_from(_texts(fields, "author") + _texts(fields, "creator"))
        or _atom_authors(fields),
        language=language_from(_text(fields, "language") or item.get(_XML + "lang") or language),
    )


def _rss_link(item: etree._Element, fields: Fields, url: str | None, based: bool) -> str | None:
    origin = _text(fields, "origin")
    if origin:
        return link_from(origin, url)
    # The last one counts when there are several, as for feedparser; some write it as in Atom.
    for element in reversed(fields.get("link", [])):
        written = element.text if element.text and not element.text.isspace() else None
        if written or element.get("rel", "alternate") == "alternate":
            link = link_from(written or element.get("href"), _base(element, url, based))
            if link:
                return link
    atom = _atom_link(fields.get("atom_link", []))
    if atom is not None:
        return link_from(atom.get("href"), _base(atom, url, based))
    for element in fields.get("guid", []):
        if (element.get("isPermaLink") or "true").lower() != "false":
            return link_from(_web(element.text), None)
    return None


def _fields(element: etree._Element) -> Fields:
    fields: Fields = {}
    for child in element:
        name = _FIELDS.get(child.tag)
        if name == "group":
            for key, values in _fields(child).items():
                fields.setdefault(key, []).extend(values)
        elif name:
            fields.setdefault(name, []).append(child)
    return fields


def _text(fields: Fields, name: str) -> str | None:
    """The first of these elements that has text."""
    for element in fields.get(name, ()):
        if element.text and not element.text.isspace():
            return element.text.strip()
    return None


def _texts(fields: Fields, name: str) -> list[str | None]:
    return [element.text for element in fields.get(name, ())]


def _markup(fields: Fields, name: str) -> str | None:
    """Text of an element; its own elements, which RSS does not foresee, are read as markup."""
    for element in fields.get(name, ()):
        inner = _inner(element)
        if inner and not inner.isspace():
            return inner
    return None


def _inner(element: etree._Element) -> str:
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def _is_markup(element: etree._Element) -> bool:
    """Whether an Atom text is HTML: it says so or, as many forget to say, it looks like it.

    Raises:
        NotWellFormed: it is encoded, which the tolerant parser knows how to undo.
    """
    kind = element.get("type")
    if "mode" in element.attrib or (kind and "/" in kind and not _READABLE.search(kind)):
        raise NotWellFormed
    if len(element):
        return True
    if kind in (None, "text", "text/plain"):
        return looks_like_html(element.text)
    return True


_READABLE = re.compile(r"^text/|xml")


def _atom_title(fields: Fields) -> str | None:
    for element in fields.get("atom_title", ()):
        markup = _is_markup(element)
        return title_from(_inner(element)) if markup else title_as_is(element.text)
    return None


def _atom_text(fields: Fields, name: str) -> str | None:
    for element in fields.get(name, ()):
        markup = _is_markup(element)
        text = text_from(_inner(element)) if markup else text_as_is(element.text)
        if text:
            return text
    return None


def _atom_link(links: list[etree._Element]) -> etree._Element | None:
    """The link to the story: an alternate one, in HTML if there is a choice."""
    alternate = [
        link for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")
    ]
    for link in alternate:
        if "html" in link.get("type", "html"):
            return link
    return alternate[0] if alternate else None


def _atom_authors(fields: Fields) -> tuple[str, ...]:
    return authors_from(
        name.text
        for person in fields.get("atom_author", ())
        for name in person.iterchildren(_ATOM + "name")
    )


def _web(text: str | None) -> str | None:
    return text if text and text.strip().lower().startswith(("http://", "https://")) else None


def _base(element: etree._Element, url: str | None, based: bool) -> str | None:
    return (element.base or url) if based else url
