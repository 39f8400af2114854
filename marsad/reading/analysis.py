"""Cuts a story into sentences, each with its language, its key and the watched names in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marsad.model import Field, Match, Story
from marsad.reading.language import LanguageTeller
from marsad.reading.names import NameFinder
from marsad.reading.sentences import FoundName, Quote, Sentence
from marsad.reading.splitting import Cut, cut_sentences, find_quotes
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import Watchlists
from marsad.text import fold, fold_with_offsets

LONGEST = 60_000  # code points of a field that are read; nobody writes a longer news story
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_OTHER_LANGUAGE = "en"  # what sentences count as when nobody can tell


@dataclass(frozen=True, slots=True)
class Analysed:
    """A story as the later stages read it."""

    language: str | None
    sentences: tuple[Sentence, ...]


class Analyst:
    """Reads the form of stories; built once."""

    def __init__(self, watchlists: Watchlists, words: Mapping[str, StatementWords]) -> None:
        self._names = NameFinder(watchlists)
        self._teller = LanguageTeller(
            {code: frozenset(map(fold, own.common)) for code, own in words.items()}
        )
        self._openings = tuple(fold(line) for own in words.values() for line in own.boilerplate)

    def analyse(self, story: Story) -> Analysed:
        """The sentences of a story, its title first."""
        title, text = story.title[:LONGEST], story.text[:LONGEST]
        language = self._teller.tell(text or title, story.language)
        language = language or self._teller.tell(f"{title}\n{text}", story.language)
        title_key = fold(title)
        sentences: list[Sentence] = []
        if title.strip():
            start, end = len(title) - len(title.lstrip()), len(title.rstrip())
            cut = Cut(start, end, 0)
            quotes = find_quotes(title, "title")
            sentences.append(self._sentence(0, "title", title, cut, quotes, language, title_key))
        shift = len(sentences)
        quotes = find_quotes(text, "text")
        for index, cut in enumerate(cut_sentences(text), start=shift):
            cut = Cut(cut.start, cut.end, cut.paragraph + shift)
            sentences.append(self._sentence(index, "text", text, cut, quotes, language, title_key))
        return Analysed(language, tuple(sentences))

    def _sentence(
        self,
        index: int,
        field: Field,
        whole: str,
        cut: Cut,
        quotes: tuple[Quote, ...],
        language: str | None,
        title_key: str,
    ) -> Sentence:
        text = whole[cut.start : cut.end]
        folded = fold_with_offsets(text)
        own = self._teller.tell_sentence(text, language) or _OTHER_LANGUAGE
        boilerplate = field == "text" and self._is_boilerplate(text, folded.text)
        beside = title_key if field == "text" else ""
        names = tuple(
            FoundName(
                match=Match(
                    kind=hit.pattern.kind,
                    id=hit.pattern.id,
                    text=text[folded.offsets[hit.low] : folded.offsets[hit.high - 1] + 1],
                    field=field,
                    start=cut.start + folded.offsets[hit.low],
                    end=cut.start + folded.offsets[hit.high - 1] + 1,
                ),
                low=hit.low,
                high=hit.high,
            )
            for hit in self._names.find(folded, text, own, beside)
        )
        return Sentence(
            index=index,
            field=field,
            start=cut.start,
            end=cut.end,
            text=text,
            folded=folded.text,
            offsets=folded.offsets,
            language=own,
            paragraph=cut.paragraph,
            boilerplate=boilerplate,
            names=tuple(sorted(names, key=lambda name: (name.low, -name.high))),
            quotes=tuple(_touching(quotes, cut)),
        )

    def _is_boilerplate(self, text: str, folded: str) -> bool:
        """Link lines in capitals, "read more", captions."""
        if folded.lstrip("\"'([-*> ").startswith(self._openings):
            return True
        if text[-1] in '.!?”"':
            return False
        words = _LATIN_WORD.findall(text)
        return len(words) >= 5 and all(w.isupper() for w in words)


def _touching(quotes: tuple[Quote, ...], cut: Cut) -> Iterator[Quote]:
    return (quote for quote in quotes if quote.start < cut.end and cut.start < quote.end)
