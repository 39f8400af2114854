"""Finds watched names in a sentence: all lists, all languages, in one pass.

A name is compared by its matching key, at word borders, with what its language glues to it: Arabic
prefixes, the suffixes of weapon words, English possessives and plurals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from marsad.model import MatchKind
from marsad.reading.name_patterns import (
    ARABIC,
    LANGUAGES,
    Key,
    Pattern,
    context_key,
    meant_in,
    name_key,
    patterns,
    spellings,
    strictness,
    without,
)
from marsad.settings.watchlists import Watchlists
from marsad.text import Folded


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: letters `low` to `high` of the folded sentence."""

    pattern: Pattern
    low: int
    high: int


# The sign stands first, so that the search leaps to it.
_BROKEN_WORD = re.compile(r"[/*._\-](?<=[\u0621-\u06d3].)[/*._\-]*(?=[\u0621-\u06d3])")
_PREFIX = re.compile(r"[وف]?[بلك]?(?:ال|لل)?")
_ENDS_WITH_ARTICLE = re.compile(r"[وف]?لل")
_WEAPON_SUFFIXES = frozenset(
    "ه ها هم هن ك كم نا ي ان ين ات ون هاي هايي اي تان تين".split()  # noqa: SIM905
)
_KURDISH_SUFFIXES = frozenset("ي دا هوه وه ش هكان هكه يش".split())  # noqa: SIM905


class NameFinder:
    """All watched names, ready to be found."""

    def __init__(self, watchlists: Watchlists) -> None:
        spelled: dict[str, dict[tuple[MatchKind, str, str], Pattern]] = {}
        for alias, pattern in patterns(watchlists):
            for key, own in spellings(alias, pattern):
                entries = spelled.setdefault(key, {})
                place = (own.kind, own.id, own.language)
                known = entries.get(place)
                if known is None or strictness(own) < strictness(known):
                    entries[place] = own
        self._automaton = ahocorasick.Automaton()
        for key, entries in spelled.items():
            written = tuple(entries.values())
            by_language = {code: meant_in(code, written) for code in LANGUAGES}
            self._automaton.add_word(key, (len(key), by_language))
        self._empty = not spelled
        if spelled:
            self._automaton.make_automaton()

    def find(
        self, sentence: Folded, published: str, language: str, context: str
    ) -> tuple[Hit, ...]:
        """The watched names of a folded sentence.

        `published` is the sentence before folding; `context` is what else counts as beside a name
        (the folded title).
        """
        folded = sentence.text
        if self._empty or not folded:
            return ()
        key = name_key(folded)
        hits = list(self._hits(key, language))
        if not folded.isascii() and _BROKEN_WORD.search(folded):
            hits += self._hits(without(folded, _BROKEN_WORD), language)
        if not hits:
            return ()
        beside = ""
        kept: list[Hit] = []
        for hit in hits:
            pattern = hit.pattern
            if pattern.capitals and not _in_capitals(sentence, published, hit):
                continue
            if pattern.kind is MatchKind.PLACE and _is_common_word(sentence, published, hit):
                continue
            if pattern.context is not None or pattern.blocked:
                beside = beside or context_key(f"{key.text} | {context}")
                if not _allowed(pattern, beside):
                    continue
            kept.append(hit)
        return tuple(_longest(kept))

    def _hits(self, key: Key, language: str) -> Iterator[Hit]:
        text = key.text
        known = language if language in LANGUAGES else "en"
        for last, (length, by_language) in self._automaton.iter(text):
            low, high = last + 1 - length, last + 1
            glued = low > 0 and text[low - 1].isalnum()
            if glued and not _starts_arabic_stem(text, low, language, length):
                continue
            whole = high == len(text) or not text[high].isalnum()
            for pattern in by_language[known]:
                end = high if whole else _end_of_name(text, high, pattern)
                if end is None:
                    continue
                if pattern.article and not _after_swallowed_article(text, low):
                    continue
                yield Hit(pattern, key.low(low), key.high(end))


def _in_capitals(sentence: Folded, published: str, hit: Hit) -> bool:
    """Whether an acronym is written as one; among capitals alone only one that needs no context."""
    if hit.pattern.context is not None and published.isupper():
        return False
    low, high = sentence.offsets[hit.low], sentence.offsets[hit.high - 1] + 1
    return not any(letter.islower() for letter in published[low:high])


def _is_common_word(sentence: Folded, published: str, hit: Hit) -> bool:
    """Whether a place's English name stands in small letters in a sentence that has capitals.

    "Rockets hit the base" does not name the town of Hit.
    """
    low, high = sentence.offsets[hit.low], sentence.offsets[hit.high - 1] + 1
    written = published[low:high]
    return written.islower() and written.isascii() and not published.islower()


def _starts_arabic_stem(text: str, low: int, language: str, length: int) -> bool:
    """Whether only Arabic prefixes stand between the start of the word and the name."""
    if length < 3 or not ARABIC.match(text[low]):
        return False
    prefix = _prefix(text, low)
    if language != "ar":
        return prefix == "ال"
    return bool(_PREFIX.fullmatch(prefix))


def _after_swallowed_article(text: str, low: int) -> bool:
    return bool(_ENDS_WITH_ARTICLE.fullmatch(_prefix(text, low)))


def _prefix(text: str, low: int) -> str:
    start = low
    while start > 0 and low - start < 5 and text[start - 1].isalnum():
        start -= 1
    return text[start:low]


def _end_of_name(text: str, high: int, pattern: Pattern) -> int | None:
    """Where a word with a suffix ends; None when the name goes on as another word."""
    end = high
    while end < len(text) and end - high < 6 and text[end].isalnum():
        end += 1
    suffix = text[high:end]
    if pattern.language == "en":
        plural = pattern.kind in (MatchKind.WEAPON, MatchKind.TERM) and suffix == "s"
        return end if plural else None
    if pattern.kind is MatchKind.WEAPON and suffix in _WEAPON_SUFFIXES:
        return end
    return end if pattern.language == "ku" and suffix in _KURDISH_SUFFIXES else None


def _longest(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Within a kind, the longest of names that overlap; all entries of the same words stay."""
    if len(hits) == 1:
        yield hits[0]
        return
    taken: dict[MatchKind, list[tuple[int, int]]] = {}
    once = {(hit.pattern.kind, hit.pattern.id, hit.low, hit.high): hit for hit in hits}
    for hit in sorted(once.values(), key=lambda h: (h.low - h.high, h.low)):
        spans = taken.setdefault(hit.pattern.kind, [])
        span = (hit.low, hit.high)
        if any(span != other and hit.low < other[1] and other[0] < hit.high for other in spans):
            continue
        spans.append(span)
        yield hit


def _allowed(pattern: Pattern, beside: str) -> bool:
    if any(word in beside for word in pattern.blocked):
        return False
    return pattern.context is None or any(word in beside for word in pattern.context)
