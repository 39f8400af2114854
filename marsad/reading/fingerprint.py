"""What near-duplicates are recognised by: the smallest hashes of a text's word shingles."""

import re
from collections.abc import Iterable
from heapq import nsmallest

import xxhash

from marsad.model import Fingerprint
from marsad.text import fold

SKETCH = 32  # hashes kept: two sketches tell a likeness to about 0.09
_SHINGLE = 3  # words; a changed number spoils three shingles, not the text
_WORD = re.compile(r"[^\W_]+")
_HALF = 1 << 63  # moves an unsigned hash to the signed numbers of a database, in its order


def fingerprint(title: str, lines: Iterable[str]) -> Fingerprint:
    """The fingerprint of a story; `lines` are its folded sentences without link lines."""
    text = " ".join(lines)
    found = shingles(text)
    hashes = {xxhash.xxh3_64_intdigest(shingle.encode("utf-8", "replace")) for shingle in found}
    return Fingerprint(
        sketch=tuple(value - _HALF for value in nsmallest(SKETCH, hashes)),
        shingles=len(hashes),
        title_key=fold(title),
        text_hash=xxhash.xxh3_128_hexdigest(text.encode("utf-8", "replace")),
    )


def shingles(folded: str) -> set[str]:
    """The runs of words of a folded text, punctuation aside; shorter runs for a short text."""
    words = _WORD.findall(folded)
    width = min(_SHINGLE, max(len(words) // 4, 1))
    return set(map(" ".join, zip(*(words[start:] for start in range(width)), strict=False)))
