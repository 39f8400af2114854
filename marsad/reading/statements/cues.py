"""Finds the words that announce a statement or name a kind of speaker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import ahocorasick

from marsad.reading.sentences import Sentence
from marsad.settings.statement_words import StatementWords
from marsad.text import fold


class CueKind(StrEnum):
    """What a cue tells."""

    VERB = "verb"  # value: the kind of statement
    CONTENT = "content"  # value: the kind of statement that the words themselves are
    ATTRIBUTION = "attribution"
    DOCUMENT = "document"
    VENUE = "venue"
    PENDING = "pending"
    PAST = "past"
    DAY = "day"
    REFERENCE = "reference"
    HEADER = "header"
    SPEAKS = "speaks"  # a spokesman
    ROLE = "role"
    PARTY = "party"  # value: the class that the post gives
    BODY = "body"
    ANONYMOUS = "anonymous"
    NAMED_ONLY = "named_only"
    UNOFFICIAL = "unofficial"
    MEDIA = "media"
    AGAIN = "again"
    STATE = "state"  # value: an organisation
    NATION = "nation"  # value: an organisation


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a folded sentence: letters `low` to `high`, without glued prefixes."""

    kind: CueKind
    value: str
    low: int
    high: int


_NOUN_PREFIX = re.compile(r"[وف]?[بلك]?(?:ال|لل)?")
_VERB_PREFIX = re.compile(r"[وف]?")
_VERBAL = frozenset({CueKind.VERB, CueKind.STATE, CueKind.ATTRIBUTION, CueKind.AGAIN})
# Cues that do not stand in the way of others.
_LOOSE = frozenset(
    {CueKind.CONTENT, CueKind.PAST, CueKind.VENUE, CueKind.DAY, CueKind.REFERENCE, CueKind.HEADER}
)


class CueFinder:
    """The cues of one language."""

    def __init__(self, words: StatementWords, language: str) -> None:
        self._arabic = language == "ar"
        entries: dict[str, list[tuple[CueKind, str, bool]]] = {}
        for kind, value, phrase in _phrases(words):
            key = fold(phrase)
            entry = (kind, value, phrase.isupper() and phrase.isascii())
            if key and entry not in entries.setdefault(key, []):
                entries[key].append(entry)
        self._automaton = ahocorasick.Automaton()
        for key, cues in entries.items():
            self._automaton.add_word(key, (len(key), tuple(cues)))
        self._empty = not entries
        if entries:
            self._automaton.make_automaton()

    def find(self, sentence: Sentence) -> tuple[Cue, ...]:
        """The cues of a sentence in their order; the longest where they overlap."""
        found = [] if self._empty else list(self._all(sentence))
        if not found:
            return ()
        found.sort(key=lambda cue: (cue.low - cue.high, cue.low))
        kept: list[Cue] = []
        spans: list[tuple[int, int]] = []
        for cue in found:
            if cue.kind not in _LOOSE:
                span = (cue.low, cue.high)
                if any(span != s and cue.low < s[1] and s[0] < cue.high for s in spans):
                    continue
                spans.append(span)
            kept.append(cue)
        return tuple(sorted(kept, key=lambda cue: (cue.low, cue.high)))

    def _all(self, sentence: Sentence) -> Iterator[Cue]:
        folded = sentence.folded
        for last, (length, cues) in self._automaton.iter(folded):
            low, high = last + 1 - length, last + 1
            glued = low > 0 and folded[low - 1].isalnum()
            if glued and not self._arabic:
                continue
            if high < len(folded) and folded[high].isalnum() and folded[high - 1].isalnum():
                continue
            prefix = _prefix(folded, low) if glued else ""
            compound = folded[high : high + 1] == "-"  # "Iran-backed", "US-led"
            for kind, value, capitals in cues:
                if compound and kind in (CueKind.STATE, CueKind.NATION):
                    continue
                if capitals and not _in_capitals(sentence, low, high):
                    continue
                pattern = _VERB_PREFIX if kind in _VERBAL else _NOUN_PREFIX
                if not prefix or pattern.fullmatch(prefix):
                    yield Cue(kind, value, low, high)


def _in_capitals(sentence: Sentence, low: int, high: int) -> bool:
    """Whether "us" is written US."""
    return sentence.text[sentence.offsets[low] : sentence.offsets[high - 1] + 1].isupper()


def _prefix(folded: str, low: int) -> str:
    start = low
    while start > 0 and low - start < 5 and folded[start - 1].isalnum():
        start -= 1
    return folded[start:low]


def _phrases(words: StatementWords) -> Iterator[tuple[CueKind, str, str]]:
    for statement_kind, verbs in words.verbs.items():
        yield from ((CueKind.VERB, statement_kind, verb) for verb in verbs)
    for statement_kind, phrases in words.content.items():
        yield from ((CueKind.CONTENT, statement_kind, phrase) for phrase in phrases)
    for role in words.roles:
        kind = CueKind.ROLE
        if role.speaker_class is not None:
            kind = CueKind.PARTY
        elif role.speaks:
            kind = CueKind.SPEAKS
        yield from ((kind, role.speaker_class or "", word) for word in role.words)
    for kind, bodies in ((CueKind.STATE, words.states), (CueKind.NATION, words.nations)):
        for body, names in bodies.items():
            yield from ((kind, body, name) for name in names)
    plain = {
        CueKind.ATTRIBUTION: words.attribution,
        CueKind.DOCUMENT: words.documents,
        CueKind.VENUE: words.venues,
        CueKind.PENDING: words.pending,
        CueKind.PAST: words.past,
        CueKind.DAY: words.days,
        CueKind.REFERENCE: words.references,
        CueKind.HEADER: words.headers,
        CueKind.BODY: words.bodies,
        CueKind.ANONYMOUS: words.anonymous,
        CueKind.NAMED_ONLY: words.named_only,
        CueKind.UNOFFICIAL: words.unofficial,
        CueKind.MEDIA: words.media,
        CueKind.AGAIN: words.again,
    }
    for kind, phrases in plain.items():
        yield from ((kind, "", phrase) for phrase in phrases)
