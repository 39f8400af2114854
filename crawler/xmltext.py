"""A stranger's XML made harmless and as readable as it can be, before any parser sees it."""

import html.entities
import re

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#x?[0-9a-fA-F]{9,};?|&#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}));?")
_NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31});")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{65536,}>")
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)


def harmless_xml(text: str) -> str:
    """The document without declaration, DOCTYPE and forbidden characters.

    Without a DOCTYPE no entity can grow and no outside file can be named.
    """
    declared = _DECLARATION.match(text)
    if declared:
        text = text[declared.end() :]
    text = _without_doctype(text)
    if FORBIDDEN.search(text):
        text = FORBIDDEN.sub("", text)
    if "&" in text:
        if "&#" in text:
            text = _REFERENCE.sub(_checked_reference, text)
        text = _NAMED.sub(_character, text)
    return _LONG_TAG.sub("", text)


def _checked_reference(found: re.Match[str]) -> str:
    hexadecimal, decimal = found.groups()
    if not hexadecimal and not decimal:
        return ""
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0x80 <= code <= 0x9F:  # meant as windows-1252, as every browser reads it
        return bytes([code]).decode("cp1252", "ignore")
    allowed = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    if not allowed and not 0x10000 <= code <= 0x10FFFF:
        return ""
    return f"&#{code};"


def _character(found: re.Match[str]) -> str:
    name = found.group(1)
    character = html.entities.html5.get(name + ";")
    if name in _KEPT or character is None or character in "<>&\"'":
        return found.group()
    return character


def _without_doctype(text: str) -> str:
    """Cuts the document type with its inner subset; an unfinished one takes everything with it."""
    while found := _DOCTYPE.search(text):
        end = _end_of_doctype(text, found.end())
        text = text[: found.start()] + text[end:]
    return text


def _end_of_doctype(text: str, position: int) -> int:
    subset = text.find("[", position)
    end = text.find(">", position)
    if subset < 0 or (0 <= end < subset):
        return len(text) if end < 0 else end + 1
    close = re.compile(r"\]\s*>").search(text, subset)
    return close.end() if close else len(text)
