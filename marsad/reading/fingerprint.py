"""What near-duplicates are recognised by: the smallest hashes of a text's word shingles."""

import re
from collections.abc import Iterable

import xxhash

from marsad.model import Fingerprint
from marsad.text import fold

SKETCH = 32  # hashes kept: two sketches tell a likeness to about 0.09
_SHINGLE = 3  # words; a changed number spoils three shingles, not the text
_WORD = re.compile(r"[^\W_]+")
_SIGN = 1 << 63


def fingerprint(title: str, lines: Iterable[str]) -> Fingerprint:
    """The fingerprint of a story; `lines` are its folded sentences without link lines."""
    text = " ".join(lines)
    hashes = {
        _signed(xxhash.xxh3_64_intdigest(shingle.encode("utf-8", "replace")))
        for shingle in shingles(text)
    }
    return Fingerprint(
        sketch=tuple(sorted(hashes)[:SKETCH]),
        shingles=len(hashes),
        title_key=fold(title),
        text_hash=xxhash.xxh3_128_hexdigest(text.encode("utf-8", "replace")),
    )


def shingles(folded: str) -> set[str]:
    """The runs of words of a folded text, punctuation aside; shorter runs for a short text."""
    words = _WORD.findall(folded)
    width = min(_SHINGLE, max(len(words) // 4, 1))
    return {" ".join(words[i : i + width]) for i in range(len(words) - width + 1)}


def _signed(value: int) -> int:
    """An unsigned 64-bit hash as databases keep it."""
    return value - (1 << 64) if value >= _SIGN else value
