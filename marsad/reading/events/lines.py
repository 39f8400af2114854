"""A sentence as event reading sees it: tokens, found phrases, clauses."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from marsad.model import MatchKind, Span
from marsad.reading.events.lexicon import Hit, Lexicon, Piece, pieces
from marsad.reading.events.tags import Tag
from marsad.reading.sentences import FoundName, Sentence

_MOST_TOKENS = 400  # of one sentence; a longer one is no sentence and is not read


@dataclass(frozen=True, slots=True)
class Named:
    """A watched name at tokens `first` up to `last`."""

    kind: MatchKind
    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with what was found in it; `clause` numbers the clause of every token."""

    sentence: Sentence
    tokens: tuple[Piece, ...]
    hits: tuple[Hit, ...]
    names: tuple[Named, ...]
    clause: tuple[int, ...]
    by_tag: dict[Tag, tuple[Hit, ...]]

    def of(self, *tags: Tag) -> tuple[Hit, ...]:
        """The hits of these tags, in order."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], ())
        found = [self.by_tag[tag] for tag in tags if tag in self.by_tag]
        if len(found) < 2:
            return found[0] if found else ()
        return tuple(sorted(chain(*found), key=_first))

    def valued(self, tag: Tag, *values: str) -> list[Hit]:
        """The hits of a tag with one of these values."""
        return [hit for hit in self.by_tag.get(tag, ()) if hit.value in values]

    def has(self, tag: Tag, value: str, place: int) -> Hit | None:
        """The hit of that tag and value that covers a token."""
        for hit in self.by_tag.get(tag, ()):
            if hit.first <= place < hit.last and hit.value == value:
                return hit
        return None

    def word(self, place: int) -> str:
        """The folded word at a token; empty beyond the ends."""
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def text(self, first: int, last: int) -> str:
        """Tokens as published."""
        span = self.span(first, last)
        start = self.sentence.start
        return self.sentence.text[span.start - start : span.end - start]

    def span(self, first: int, last: int) -> Span:
        """Where tokens stand in the field."""
        return self.sentence.span(self.tokens[first].low, self.tokens[last - 1].high)

    def capital(self, place: int) -> bool:
        """Whether a token is written with a capital first letter."""
        if not 0 <= place < len(self.tokens):
            return False
        letter = self.sentence.text[self.sentence.offsets[self.tokens[place].low]]
        return letter.isupper()


def _first(hit: Hit) -> int:
    return hit.first


def line_of(sentence: Sentence, lexicon: Lexicon, *, must_tell: bool = False) -> Line | None:
    """Tokens, phrases, names and clauses of a sentence; None when it cannot tell an event."""
    if must_tell and not lexicon.may_tell(sentence.folded):
        return None
    tokens = tuple(pieces(sentence.folded))
    if len(tokens) > _MOST_TOKENS or (must_tell and not lexicon.tells(tokens)):
        return None
    hits = lexicon.find(tokens)
    tagged = _tagged(hits)
    figures = [hit for hit in tagged.get(Tag.CUE, ()) if hit.value in lexicon.masks]
    if figures:
        hits = _unmasked(hits, figures)
        tagged = _tagged(hits)
    return Line(
        sentence,
        tokens,
        tuple(hits),
        tuple(_named(sentence.names, tokens)),
        _clauses(tokens, tagged),
        tagged,
    )


def _tagged(hits: list[Hit]) -> dict[Tag, tuple[Hit, ...]]:
    by_tag: dict[Tag, list[Hit]] = {}
    for hit in hits:
        by_tag.setdefault(hit.tag, []).append(hit)
    return {tag: tuple(found) for tag, found in by_tag.items()}


_MASKED = frozenset(
    {
        Tag.NOUN,
        Tag.VERB,
        Tag.WEAPON,
        Tag.DUAL,
        Tag.WEAPON_VERB,
        Tag.STRIKE_VERB,
        Tag.STOPPED,
        Tag.FOUND,
        Tag.ATTACKER,
    }
)


def _unmasked(hits: list[Hit], figures: list[Hit]) -> list[Hit]:
    """The hits without those inside a figure of speech: "heart attack" is no attack."""
    covered = {place for hit in figures for place in range(hit.first, hit.last)}
    return [
        hit
        for hit in hits
        if hit.tag not in _MASKED or covered.isdisjoint(range(hit.first, hit.last))
    ]


def _named(names: tuple[FoundName, ...], tokens: tuple[Piece, ...]) -> Iterator[Named]:
    for name in names:
        inside = [i for i, t in enumerate(tokens) if t.low < name.high and t.high > name.low]
        if inside:
            yield Named(name.match.kind, name.match.id, inside[0], inside[-1] + 1)


_BOUNDARY = frozenset(",.;:!?()[]|—–-/")


def _clauses(tokens: tuple[Piece, ...], by_tag: dict[Tag, tuple[Hit, ...]]) -> tuple[int, ...]:
    """A number for every token: a new one at stops, commas and words that begin a clause."""
    starts = {
        hit.first
        for hit in by_tag.get(Tag.GRAMMAR, ())
        if hit.value in ("clause", "relative", "after")
    }
    numbers: list[int] = []
    current = latest = 0
    outer: list[int] = []  # clauses that a bracket interrupts
    for place, token in enumerate(tokens):
        if token.word in _BOUNDARY:
            latest += 1
            if token.word in ")]" and outer:
                numbers.append(current)
                current = outer.pop()
                continue
            if token.word in "([":
                outer.append(current)
            current = latest
        elif place in starts and place and tokens[place - 1].word not in _BOUNDARY:
            latest += 1
            current = latest
        numbers.append(current)
    return tuple(numbers)
