"""What single values of config mean: ids, addresses, time zones, times of day."""

import re
from datetime import time
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator

from marsad.settings.secrets import secret

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def clock(written: object) -> time:
    """Read "06:30".

    Raises:
        ValueError: it is no time of day.
    """
    if isinstance(written, time):
        return written
    found = _CLOCK.fullmatch(str(written).strip())
    if found is None:
        raise ValueError('expected a time of day such as "06:30"')
    return time(int(found[1]), int(found[2]))


def _an_id(written: str) -> str:
    if not _ID.fullmatch(written):
        raise ValueError("expected letters, digits, dots, hyphens and underscores")
    return written


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise ValueError("expected a language code such as en, ar, fa")
    return written


@cache
def _zone(written: str) -> str:
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected a time zone such as Asia/Baghdad") from None
    return written


def _web_address(written: str) -> str:
    try:
        parts = urlsplit(written)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or not written.isprintable() or " " in written:
        raise ValueError("expected an address that begins with http:// or https://")
    return written


def _reference_or_plain(written: object) -> object:
    if isinstance(written, str) and written.startswith(("env:", "file:")):
        return secret(written)
    return written


Id = Annotated[str, AfterValidator(_an_id)]
Language = Annotated[str, AfterValidator(_language)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Clock = Annotated[time, BeforeValidator(clock)]
# For a value that may stand in the file or be a secret: Annotated[str | Secret, OrSecret].
OrSecret = BeforeValidator(_reference_or_plain)
