"""Where redirects lead, and what may go along."""

from collections.abc import Mapping
from urllib.parse import urljoin

from yarl import URL

from marsad.errors import FetchError, FetchRefused
from marsad.urls import masked

# What may go to another origin: nothing that could be a secret.
_HARMLESS = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})


def target_of(url: str, location: str | None, status: int) -> str:
    """The address that a redirect from `url` leads to.

    Raises:
        FetchRefused: it holds credentials or is broken.
        FetchError: there is none.
    """
    target = (location or "").strip()
    if not target:
        raise FetchError(f"{masked(url)}: redirect without a target", status=status)
    try:
        onward = urljoin(url, target)
    except ValueError:
        raise FetchRefused(f"{masked(url)}: redirect to a broken address") from None
    if "@" in onward.partition("?")[0].partition("//")[2].partition("/")[0]:
        raise FetchRefused(f"{masked(url)}: redirect to an address with credentials")
    return onward


def going_along(headers: Mapping[str, str], url: str, onward: str) -> dict[str, str]:
    """The headers that may be sent to where a redirect leads."""
    if _same_origin(url, onward):
        return dict(headers)
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _same_origin(one: str, other: str) -> bool:
    try:
        a, b = URL(one), URL(other)
        upgraded = (a.scheme, a.port, b.scheme, b.port) == ("http", 80, "https", 443)
        same = (a.scheme, a.port) == (b.scheme, b.port)
        return a.raw_host == b.raw_host and (same or upgraded)
    except ValueError:
        return False
