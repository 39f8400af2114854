"""Markup to plain text, in time linear in its length."""

import html
import re

_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "applet", "canvas", "embed", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template",
})  # fmt: skip
_SPACED = frozenset({"td", "th", "img", "input", "button", "video", "audio"})
# Quoted values may hold ">" but end at the next "<", so that a missing quote costs no second scan.
_NAME = r"([a-zA-Z][\w-]*(?::[a-zA-Z][\w-]*)?)(?=[\s/>])"
_TAG = re.compile(
    rf"<(/?){_NAME}(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>|<(/?){_NAME}[^<>]*>|<!--|<[!?][^<>]*>"
)
# Control characters, direction overrides, the byte-order mark and halves of characters.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKS = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")


def clean(text: str) -> str:
    """Text without characters that no store, mail or page can carry; line ends are "\n"."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if text.replace("\n", "").isprintable():
        return text
    return _UNWANTED.sub("", text)


def one_line(text: str, longest: int = 500) -> str:
    """A title: one line, at most `longest` characters."""
    line = clean(" ".join(text.split()))
    if not line.isascii() and _MARKS.search(line):
        line = _MARKS.sub(r"\1", line)
    return line[:longest].rstrip()


def plain_text(markup: str) -> str:
    """The words of HTML, paragraphs on lines of their own; script, style and tags are gone."""
    if "<" in markup:
        if "<![CDATA[" in markup:  # escaped twice, as some feeds have it
            markup = markup.replace("<![CDATA[", "").replace("]]>", "")
        markup = _without_tags(markup)
    if "&" in markup:
        markup = html.unescape(markup)
    return tidy(markup)


def tidy(text: str) -> str:
    """Text with single spaces, without empty lines and unwanted characters."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _without_tags(markup: str) -> str:
    parts: list[str] = []
    endless: set[str] = set()
    position = 0
    while found := _TAG.search(markup, position):
        parts.append(markup[position : found.start()].replace("\n", " "))
        position = found.end()
        name = (found.group(2) or found.group(4) or "").lower()
        if not name:
            if found.group() == "<!--":
                position = _after(markup, "-->", position)
            continue
        opening = not (found.group(1) or found.group(3))
        if name in _SILENT and opening and name not in endless:
            end = _after_element(markup, name, position)
            if end is None:
                endless.add(name)
            position = end or position
        elif name in _BLOCK:
            parts.append("\n")
        elif name in _SPACED:
            parts.append(" ")
    parts.append(markup[position:].replace("\n", " "))
    return "".join(parts)


def _after(markup: str, closing: str, position: int) -> int:
    end = markup.find(closing, position)
    return len(markup) if end < 0 else end + len(closing)


def _after_element(markup: str, name: str, position: int) -> int | None:
    """Behind the end tag; None when there is none: only its own tag goes, unless it is code."""
    ending = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(markup, position)
    if ending:
        return ending.end()
    return len(markup) if name in ("script", "style") else None
