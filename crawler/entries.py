"""What all kinds of feed share: how a field of a stranger's feed becomes a field of an entry."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.plain import clean, one_line, plain_text, tidy
from marsad.model import Entry

MOST_ENTRIES = 500
_LONGEST_TITLE = 500
_LONGEST_TEXT = 400_000
_LONGEST_ID = 4096
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_MAIL = re.compile(r"[(<\[]?\s*[^\s<>()\[\]]+@[^\s<>()\[\]]+\s*[)>\]]?")
_LOOKS_LIKE_HTML = re.compile(
    r"</(?:a|b|i|p|em|li|ul|div|span|strong|h[1-6])>|<(?:br|p|hr|img)\b", re.I
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2}(?![a-zA-Z])")


T = TypeVar("T")


def newest(entries: list[T], date_of: Callable[[T], datetime | None]) -> list[T]:
    """At most the newest 500, in their order; undated ones count as old."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    dates = [date_of(entry) or _OLDEST for entry in entries]
    by_age = sorted(range(len(entries)), key=lambda n: dates[n], reverse=True)
    return [entries[n] for n in sorted(by_age[:MOST_ENTRIES])]


def newest_entries(entries: list[Entry]) -> tuple[Entry, ...]:
    """At most the newest 500, in their order; undated ones count as old."""
    return tuple(newest(entries, lambda entry: entry.published or entry.updated))


def title_from(markup: str | None) -> str | None:
    """One line of plain text from a title that may hold markup."""
    if not markup:
        return None
    return one_line(plain_text(markup[: 20 * _LONGEST_TITLE]), _LONGEST_TITLE) or None


def title_as_is(text: str | None) -> str | None:
    """One line from a title that says it is plain text."""
    return one_line(text[: 20 * _LONGEST_TITLE], _LONGEST_TITLE) or None if text else None


def text_from(markup: str | None) -> str | None:
    """Plain text, paragraphs on lines of their own, from a field that may hold markup."""
    return plain_text(markup[:_LONGEST_TEXT]) or None if markup else None


def text_as_is(text: str | None) -> str | None:
    """The text of a field that says it is plain text, spaces tidied."""
    return tidy(text[:_LONGEST_TEXT]) or None if text else None


def looks_like_html(text: str | None) -> bool:
    """Whether a field that does not say what it is holds markup."""
    return bool(text and "<" in text and _LOOKS_LIKE_HTML.search(text))


def link_from(link: str | None, base: str | None) -> str | None:
    """A web address, resolved against the feed's own; None for scripts and other schemes."""
    if not link:
        return None
    link = _CONTROL.sub("", link).strip()  # as browsers do
    try:
        if base and not link.startswith(("http://", "https://")):
            link = urljoin(base, link)
        urlsplit(link)
    except ValueError:
        return None
    scheme = _SCHEME.match(link)
    if not link or (scheme and scheme.group().lower() not in ("http:", "https:")):
        return None
    return link.replace(" ", "%20")


def id_from(text: str | None) -> str | None:
    """The outlet's own id of an entry."""
    return clean(text).strip()[:_LONGEST_ID] or None if text else None


def authors_from(names: Iterable[str | None]) -> tuple[str, ...]:
    """Names without mail addresses around them, each once."""
    found: dict[str, None] = {}
    for name in names:
        if not name:
            continue
        without_mail = _MAIL.sub(" ", name).strip(" ()") if "@" in name else name
        shown = title_from(without_mail or name)
        if shown:
            found[shown[:200]] = None
    return tuple(found)[:20]


def language_from(tag: str | None) -> str | None:
    """The two-letter code of a language tag such as "ar-IQ"."""
    found = _LANGUAGE.match(tag.strip()) if tag else None
    return found.group().lower() if found else None
