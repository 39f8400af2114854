"""Article pages: bytes to title, text, dates, authors."""

import re
from dataclasses import replace
from datetime import UTC, tzinfo

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.charset import decode
from crawler.dates import parse_date
from crawler.documents import Document
from crawler.entries import text_from, title_from
from crawler.pagefacts import PageFacts, page_facts
from crawler.plain import clean
from crawler.xmltext import FORBIDDEN
from marsad.errors import UnreadablePage
from marsad.model import Article, Selectors

_LARGEST = 2_000_000  # characters: trafilatura takes seconds for more
_MOST_CONTROLS = 0.02  # share of control characters from which bytes are no text
_MOST_TAGS = 60_000  # of a tree that takes about 30 MB
_SHORTEST_TEXT = 25  # a flash is one short sentence
_SHORTEST_PAID_TEXT = 400
_NOT_A_PAGE = re.compile(r"^(?:image|audio|video|font)/|pdf|zip|octet-stream|msword", re.IGNORECASE)
_BINARY = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_GATES = re.compile(
    r"just a moment\.\.\.|checking your browser|attention required! \| cloudflare|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|enable javascript and cookies|"
    r"please (?:enable|turn on) javascript|^\W*access (?:to this page has been )?denied|"
    r"before you continue to|request unsuccessful\. incapsula|"
    r"ddos protection by|pardon our interruption|unusual traffic from your|press (?:and|&) hold",
    re.IGNORECASE | re.MULTILINE,
)
_CONSENT = re.compile(
    r"we and our (?:\d[\d,.]* )?partners|accept all cookies|we value your privacy|"
    r"information on (?:a|your) device|consent to (?:the use of )?cookies",
    re.IGNORECASE,
)
# Beginnings that no sentence of a story has, and words that are a line of their own.
_POINTER = re.compile(
    r"^\W*(?:(?:read (?:more|also|next)|also read|see also|you may (?:also )?like|follow us|"
    r"share this|subscribe (?:to|now|for)|sign up (?:for|to|now)|click here|"
    r"lire aussi|lesen sie auch|"
    r"اقرأ (?:أيضا|ايضا|أيضاً|أيضًا|المزيد)|إقرأ أيضاً?|شاهد أيضاً?|تابعونا|"
    r"بیشتر بخوانید|همچنین بخوانید)(?![^\W\d_])|"
    r"(?:(?:related|recommended|more)(?: (?:stories|articles|news|topics|content|reading|on this|"
    r"from|for you))?|watch(?: also| now)?|subscribe|sign up|للمزيد|مواضيع ذات صلة|أخبار ذات صلة|"
    r"مطالب مرتبط|اخبار مرتبط)\s*(?:[:：|]|$))",
    re.IGNORECASE,
)
_LONGEST_POINTER = 220
# Persian words are written with joiners; letters of a dead script stand in for them.
_STAND_INS = {0x200C: "\U00010a00", 0x200D: "\U00010a10"}
_JOINERS = {0x10A00: "\u200c", 0x10A10: "\u200d"}


def extract(document: Document, select: Selectors, *, zone: tzinfo = UTC) -> Article:
    """The article on a page.

    A date without a zone is in `zone`; one that the page does not tell is None.

    Raises:
        UnreadablePage: no article is there, or a challenge, consent or paid page instead of it.
    """
    tree = _tree(document)
    facts = page_facts(tree, document.url, zone)
    facts = _selected(tree, select, facts, zone)
    text = _selected_text(tree, select) or _found_text(tree) or text_from(facts.body)
    text = _without_pointers(text or "", facts.title)
    _refuse_gates(text, facts)
    return Article(
        url=document.url or None,
        canonical_url=facts.canonical_url,
        title=facts.title,
        text=text,
        published=facts.published,
        modified=facts.modified,
        authors=facts.authors,
        language=facts.language,
        site=facts.site,
    )


def _tree(document: Document) -> HtmlElement:
    if _NOT_A_PAGE.search((document.content_type or "").partition(";")[0]):
        raise UnreadablePage(f"not a page: {document.content_type}")
    if document.body.startswith(_BINARY):
        raise UnreadablePage("not a page: no text")
    text, controls = FORBIDDEN.subn("", decode(document.body, document.content_type)[:_LARGEST])
    if controls > len(text) * _MOST_CONTROLS:
        raise UnreadablePage("not a page: no text")
    # lxml refuses text that declares its encoding.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        raise UnreadablePage("empty page")
    if text.count("<") > _MOST_TAGS:
        text = "<".join(text.split("<", _MOST_TAGS)[:_MOST_TAGS])
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage("not a page: no HTML in it") from error
    return tree


def _selected(tree: HtmlElement, select: Selectors, facts: PageFacts, zone: tzinfo) -> PageFacts:
    """Facts with what the outlet's own selectors find."""
    if select.title:
        title = title_from(_joined(tree, select.title).replace("<", "&lt;"))
        facts = replace(facts, title=title or facts.title)
    if select.published:
        for element in _css(tree, select.published)[:3]:
            told = element.get("datetime") or element.get("content") or element.text_content()
            published = parse_date(str(told), zone)
            if published:
                return replace(facts, published=published)
    return facts


def _css(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    from cssselect import SelectorError

    try:
        found: list[HtmlElement] = tree.cssselect(selector)
    except (SelectorError, etree.XPathError) as error:
        raise UnreadablePage(f"selector {selector!r} cannot be used: {error}") from error
    return found


def _joined(tree: HtmlElement, selector: str) -> str:
    return " ".join(str(element.text_content()) for element in _css(tree, selector)[:1])


def _selected_text(tree: HtmlElement, select: Selectors) -> str | None:
    if not select.text:
        return None
    parts = [
        text_from(etree.tostring(element, encoding="unicode", method="html"))
        for element in _css(tree, select.text)[:500]
    ]
    return "\n".join(filter(None, parts)) or None


def _found_text(tree: HtmlElement) -> str | None:
    import trafilatura  # half a second to import; only workers extract

    _drop_link_paragraphs(tree)
    _hide_joiners(tree)
    text = trafilatura.extract(
        tree, fast=True, include_comments=False, include_tables=False, include_links=False
    )
    if not isinstance(text, str):
        return None
    # Of a page with a short story trafilatura keeps everything, menus too.
    links = {" ".join(str(link.text_content()).split()) for link in tree.iter("a")}
    lines = (line for line in text.split("\n") if line.strip("- ") not in links)
    return clean("\n".join(lines)).translate(_JOINERS)


def _hide_joiners(tree: HtmlElement) -> None:
    """Put letters in the place of zero-width joiners, which trafilatura would drop from words."""
    for element in tree.iter():
        for part in (element.text, element.tail):
            if part and ("\u200c" in part or "\u200d" in part):
                element.text = element.text and element.text.translate(_STAND_INS)
                element.tail = element.tail and element.tail.translate(_STAND_INS)
                break


def _drop_link_paragraphs(tree: HtmlElement) -> None:
    """Paragraphs that are one link and nothing else point to other stories."""
    for link in tree.xpath("//p//a[@href] | //li//a[@href]")[:3000]:
        around = link
        while around.getparent() is not None and around.tag not in ("p", "li"):
            around = around.getparent()
        words = str(link.text_content()).strip()
        if 15 < len(words) < _LONGEST_POINTER and words == str(around.text_content()).strip():
            around.clear()


def _without_pointers(text: str, title: str | None) -> str:
    """The text below the headline, without lines that lead elsewhere."""
    lines = [line.strip() for line in text.splitlines()]
    kept = [
        line
        for line in lines
        if line and not (len(line) < _LONGEST_POINTER and _POINTER.match(line))
    ]
    # What stands above the headline is no part of the story.
    if title and title in kept[:5]:
        kept = kept[kept.index(title) + 1 :]
    return "\n".join(kept)


def _refuse_gates(text: str, facts: PageFacts) -> None:
    if len(text) < 500 and _GATES.search(f"{facts.title or ''}\n{text}"):
        raise UnreadablePage("a challenge page instead of the article")
    if len(_CONSENT.findall(text)) > (0 if len(text) < 600 else 2):
        raise UnreadablePage("a consent page instead of the article")
    if facts.paid and len(text) < _SHORTEST_PAID_TEXT:
        raise UnreadablePage("only for subscribers")
    if len(text) < _SHORTEST_TEXT:
        raise UnreadablePage("no article text found")
