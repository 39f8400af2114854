"""Lines and keys of a message as channels write them."""

import re
from hashlib import blake2b

_LABEL = re.compile(r"([A-Z][a-z ]{1,19}): (.+)", re.DOTALL)
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_KEY = 120


def labelled(line: str) -> tuple[str | None, str]:
    """A line's label and the rest: ("Where", "Erbil, IQ"); None for a line without one."""
    found = _LABEL.fullmatch(line)
    return (found[1], found[2]) if found else (None, line)


def plain_key(key: str) -> str:
    """A key as it may stand in a header or file name; a long or strange one by its digest."""
    if 0 < len(key) <= _LONGEST_KEY and not _NOT_IN_KEY.search(key):
        return key
    return digest(key)


def digest(text: str) -> str:
    """A short name made from a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
