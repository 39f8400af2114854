"""A story cut into sentences, each with its matching key and the watched names in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Field, Match, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundName:
    """A match inside a sentence, with its place in the sentence's folded text."""

    match: Match
    low: int  # in Sentence.folded
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words inside quotation marks, marks excluded; they may run over sentences."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence (or headline) of a story."""

    index: int  # over the whole story; the title is 0 when there is one
    field: Field
    start: int  # code points of the field, as published
    end: int
    text: str  # as published
    folded: (
        str  # the matching key of `text`: lower case, normalised letters and digits, single spaces
    )
    offsets: Sequence[int]  # offsets[i] = index in `text` of folded[i]; one more at the end
    language: str
    paragraph: int
    boilerplate: bool  # link lines, "read more", captions: hold no events or statements
    names: tuple[FoundName, ...]
    quotes: tuple[Quote, ...]  # the quotations that touch this sentence

    def span(self, low: int, high: int) -> Span:
        """The published code points behind folded[low:high]."""
        end = self.offsets[high - 1] + 1 if high > low else self.offsets[low]
        return Span(field=self.field, start=self.start + self.offsets[low], end=self.start + end)

    def whole(self) -> Span:
        """The span of the whole sentence."""
        return Span(field=self.field, start=self.start, end=self.end)
