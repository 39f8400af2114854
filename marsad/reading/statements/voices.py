"""Puts the parts of a description together to a possible speaker."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marsad.reading.sentences import Sentence
from marsad.reading.statements.cues import Cue, CueKind
from marsad.reading.statements.parts import NAMES, POSTS, Part, PartFinder, PartKind
from marsad.settings.statement_words import StatementWords
from marsad.text import fold

_BODIES = frozenset({PartKind.ORGANISATION, PartKind.BODY, PartKind.STATE, PartKind.NATION})
_STATES = frozenset({PartKind.STATE, PartKind.NATION})
_PERSONS = frozenset({PartKind.PERSON})
_AGAIN = frozenset({PartKind.AGAIN})
_APPOSITIONS = frozenset({",", ", the", ", a", ", an", ", its", ", their"})
_NAMED_POSTS = frozenset(
    {PartKind.ROLE, PartKind.SPEAKS, PartKind.OFFICE, PartKind.UNOFFICIAL, PartKind.PARTY}
)
_WORD = re.compile(r"[^\W_]+")
_AFTER_NATION = frozenset(
    {
        PartKind.BODY,
        PartKind.ROLE,
        PartKind.SPEAKS,
        PartKind.PARTY,
        PartKind.ANONYMOUS,
        PartKind.NAMED_ONLY,
    }
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a sentence describes him: letters `low` to `high` of the folded sentence."""

    low: int
    high: int
    parts: tuple[Part, ...]
    kinds: frozenset[PartKind]  # of the parts
    sentence: int

    def has(self, *kinds: PartKind) -> bool:
        """Whether one of the parts is of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def only_again(self) -> bool:
        """Nothing but "he" or "the spokesman"."""
        return self.kinds <= _AGAIN

    @property
    def unposted(self) -> bool:
        """A body or a state without a post or a name."""
        return self.kinds <= _BODIES

    @property
    def only_person(self) -> bool:
        """Nothing but a name that nobody lists."""
        return self.kinds <= _PERSONS

    @property
    def only_state(self) -> bool:
        """Nothing but the name of a country or its capital."""
        return self.kinds <= _STATES


def voice_of(parts: Sequence[Part], sentence: Sentence) -> Voice:
    """The voice that parts describe together, in their order."""
    kinds = frozenset([part.kind for part in parts])
    high = max(part.high for part in parts)
    return Voice(parts[0].low, high, tuple(parts), kinds, sentence.index)


class VoiceFinder:
    """Finds the speakers of one language's sentences."""

    def __init__(self, words: StatementWords, parts: PartFinder) -> None:
        self._parts = parts
        self._content = frozenset(map(fold, words.content_starts))
        self._little = frozenset(map(fold, (*words.common, *words.prepositions, *words.adverbs)))
        self._links = frozenset(map(fold, words.links)) | {"", ",", "'s"}
        self._breaks = frozenset(
            fold(word)
            for group in (
                words.prepositions,
                words.conjunctions,
                words.content_starts,
                words.passive,
            )
            for word in group
        )

    def voices(
        self, sentence: Sentence, cues: Sequence[Cue], surnames: Collection[str] = ()
    ) -> tuple[Voice, ...]:
        """The speakers that a sentence could mean, in their order."""
        verbs = [(c.low, c.high) for c in cues if c.kind is CueKind.VERB]
        groups: list[list[Part]] = []
        for part in self._parts.parts(sentence, cues, surnames, self._little):
            if groups and self._joined(sentence, groups[-1], part, verbs):
                groups[-1].append(part)
            else:
                groups.append([part])
        voices = []
        for group in groups:
            kept = self._with_name(sentence, _without_lone_nation(group), cues)
            if kept:
                voices.append(voice_of(kept, sentence))
        return tuple(voices)

    def _joined(
        self,
        sentence: Sentence,
        group: Sequence[Part],
        part: Part,
        verbs: Sequence[tuple[int, int]],
    ) -> bool:
        """Whether a part goes on describing the same speaker."""
        last = group[-1]
        if part.low < last.high:
            return (part.low, part.high) == (last.low, last.high)
        if any(last.high <= low and high <= part.low for low, high in verbs):
            return False
        if last.kind is PartKind.AGAIN and part.kind is PartKind.AGAIN:
            return False
        gap = sentence.folded[last.high : part.low].strip()
        nation = PartKind.NATION in (last.kind, part.kind)
        state = PartKind.STATE in (last.kind, part.kind)
        if nation or state:
            return gap in ("", "'s") and (last.kind in _AFTER_NATION or part.kind in _AFTER_NATION)
        kinds = {last.kind, part.kind}
        if gap == "":
            return True
        if gap in _APPOSITIONS:
            return bool(kinds & NAMES) and bool(kinds & POSTS) and PartKind.MEDIA not in kinds
        if part.kind in NAMES and last.kind in NAMES:
            return False
        if gap in self._links:
            return PartKind.AGAIN not in kinds or part.kind is not PartKind.AGAIN
        words = gap.split()
        plain = all(word.isalpha() and word not in self._breaks for word in words)
        close = plain and len(words) <= 2 and bool(kinds & POSTS)
        return close and sentence.language in ("en", "fa") and PartKind.ANONYMOUS not in kinds

    def _with_name(self, sentence: Sentence, group: list[Part], cues: Sequence[Cue]) -> list[Part]:
        """With the unlisted name beside a post, where no capital letters show it.

        Arabic writes it behind the post and before "that", Persian before the post.
        """
        known = any(part.kind in NAMES for part in group)
        if known or not any(part.kind in _NAMED_POSTS for part in group):
            return group
        if sentence.language == "ar":
            span = self._words_before_content(sentence, group[-1].high)
        elif sentence.language == "fa":
            span = self._words_that_open(sentence, group[0].low)
        else:
            return group
        if span is None or any(span[0] < cue.high and cue.low < span[1] for cue in cues):
            return group
        return sorted([*group, Part(PartKind.PERSON, *span)], key=lambda part: part.low)

    def _words_before_content(self, sentence: Sentence, low: int) -> tuple[int, int] | None:
        words = list(_WORD.finditer(sentence.folded, low))[:6]
        for count, word in enumerate(words):
            if word.group() in self._content:
                return (words[0].start(), words[count - 1].end()) if 2 <= count <= 5 else None
            if word.group() in self._little or not sentence.folded[low : word.start()].isspace():
                return None
            low = word.end()
        return None

    def _words_that_open(self, sentence: Sentence, high: int) -> tuple[int, int] | None:
        before = sentence.folded[:high].rstrip()
        words = list(_WORD.finditer(before))
        plain = all(word.group() not in self._little for word in words)
        if 2 <= len(words) <= 4 and plain and before.replace(" ", "").isalpha():
            return words[0].start(), words[-1].end()
        return None


def _without_lone_nation(group: Sequence[Part]) -> list[Part]:
    """A nation's adjective alone speaks for nobody; "US" as a noun may."""
    has_post = any(part.kind in _AFTER_NATION for part in group)
    nations = any(part.kind is PartKind.NATION for part in group)
    unwanted = PartKind.STATE if has_post and nations else None if has_post else PartKind.NATION
    return [part for part in group if part.kind is not unwanted]
