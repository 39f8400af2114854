"""The words of a language, made ready to be found in the tokens of a sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import ahocorasick

from marsad.reading.events.tags import Tag
from marsad.settings.event_words import Clitics
from marsad.text import fold

# Words of two letters and more stand first, since most tokens are such.
_TOKEN = re.compile(
    r"[^\W\d_]{2,}(?:'(?!s\b)[^\W\d_]+)*|(?:[a-z]\.){2,}|\d+(?:[.,:/]\d+)*"
    r"|[^\W\d_](?:'(?!s\b)[^\W\d_]+)*|'s\b|[^\s\w]"
)
_ANY = ".."
_GAP = 4  # words that `..` stands for at most
_KEPT_WORDS = 60_000  # words remembered with what can begin there


class Piece(NamedTuple):
    """One token of a folded text."""

    word: str
    low: int
    high: int


class Hit(NamedTuple):
    """A phrase found at tokens `first` up to `last`."""

    tag: Tag
    value: str
    first: int
    last: int


class _Phrase(NamedTuple):
    rest: tuple[str, ...]  # after the first word; `word*` and `..` as written
    tag: Tag
    value: str


def pieces(folded: str) -> list[Piece]:
    """The tokens of a folded text; hyphens inside words split them and are left out."""
    found = []
    for match in _TOKEN.finditer(folded):
        word, low, high = match.group(), match.start(), match.end()
        if word == "-" and _inside_word(folded, low):
            continue
        found.append(Piece(word, low, high))
    return found


def _inside_word(folded: str, place: int) -> bool:
    return (
        0 < place < len(folded) - 1 and folded[place - 1].isalnum() and folded[place + 1].isalnum()
    )


class _Known(NamedTuple):
    """What a word can begin: itself alone, phrases by their second word, and the rest."""

    forms: tuple[str, ...]  # the longest first
    alone: tuple[_Phrase, ...]
    followed: Mapping[str, tuple[_Phrase, ...]]
    loose: tuple[_Phrase, ...]
    telling: bool  # whether a sentence with the word can tell an event


@dataclass(slots=True)
class Lexicon:
    """Finds the phrases of one language; remembers what each word can begin."""

    clitics: Clitics
    masks: frozenset[str] = frozenset()  # cues for figures of speech, whose words tell nothing
    _whole: dict[str, list[_Phrase]] = field(default_factory=dict)
    _stems: dict[str, list[_Phrase]] = field(default_factory=dict)
    _gates: set[str] = field(default_factory=set)
    _gate_stems: set[str] = field(default_factory=set)
    _gate_letters: ahocorasick.Automaton | None = None  # finds gates wherever they stand
    _known: dict[str, _Known] = field(default_factory=dict)

    def add(self, phrases: Iterable[str], tag: Tag, value: str = "") -> None:
        """Learn phrases in the grammar of `EventWords`."""
        self._gate_letters = None
        for phrase in phrases:
            for words in _spelled_out(phrase):
                entry = _Phrase(words[1:], tag, value)
                if words[0].endswith("*"):
                    self._stems.setdefault(words[0][:-1], []).append(entry)
                else:
                    self._whole.setdefault(words[0], []).append(entry)
                if tag in _TELLING or (tag is Tag.CLAIM and value in _CLAIMING):
                    gate = max((w for w in words if w != _ANY), key=len)
                    (self._gate_stems if gate.endswith("*") else self._gates).add(gate.rstrip("*"))

    def may_tell(self, folded: str) -> bool:
        """Whether the letters of a telling word stand in a text: cheaper still than `tells`."""
        if not (self._gates or self._gate_stems):
            return False
        if self._gate_letters is None:
            self._gate_letters = _automaton(self._gates | self._gate_stems)
        return next(self._gate_letters.iter(folded), None) is not None

    def tells(self, tokens: Sequence[Piece]) -> bool:
        """Whether the tokens can tell an event at all: a cheap look before all else."""
        known = self._known
        for token in tokens:
            entry = known.get(token.word)
            if (entry or self._learn(token.word)).telling:
                return True
        return False

    def find(self, tokens: Sequence[Piece]) -> list[Hit]:
        """Every phrase in the tokens, the longest where a tag begins twice at a token."""
        known = self._known
        entries = [known.get(token.word) or self._learn(token.word) for token in tokens]
        hits: list[Hit] = []
        last = len(tokens) - 1
        for place, entry in enumerate(entries):
            phrases = entry.alone
            if entry.followed and place < last:
                for form in entries[place + 1].forms:
                    phrases += entry.followed.get(form, ())
            if entry.loose:
                phrases += entry.loose
            if phrases is entry.alone:
                for phrase in phrases:
                    hits.append(Hit(phrase.tag, phrase.value, place, place + 1))
            else:
                self._add_hits(place, phrases, tokens, hits)
        return hits

    def forms(self, word: str) -> tuple[str, ...]:
        """The word and what is left of it without glued particles."""
        return (self._known.get(word) or self._learn(word)).forms

    def _add_hits(
        self,
        place: int,
        phrases: tuple[_Phrase, ...],
        tokens: Sequence[Piece],
        hits: list[Hit],
    ) -> None:
        best: dict[tuple[Tag, str], int] = {}
        longest: dict[Tag, int] = {}
        for phrase in phrases:
            end = place + 1 if not phrase.rest else self._end(phrase.rest, place + 1, tokens)
            if end and end >= best.get((phrase.tag, phrase.value), 0):
                best[phrase.tag, phrase.value] = end
                longest[phrase.tag] = max(end, longest.get(phrase.tag, 0))
        hits.extend(
            Hit(tag, value, place, end)
            for (tag, value), end in best.items()
            if end == longest[tag] or tag in _PARALLEL
        )

    def _end(self, rest: tuple[str, ...], place: int, tokens: Sequence[Piece]) -> int:
        """Where the rest of a phrase ends; 0 when it is not there."""
        for number, wanted in enumerate(rest):
            if wanted == _ANY:
                for skipped in range(_GAP + 1):
                    if skipped and not _is_word(tokens, place + skipped - 1):
                        return 0
                    end = self._end(rest[number + 1 :], place + skipped, tokens)
                    if end:
                        return end
                return 0
            if place >= len(tokens) or not self._is(wanted, tokens[place].word):
                return 0
            place += 1
        return place

    def _is(self, wanted: str, word: str) -> bool:
        if word == wanted:
            return True
        forms = self.forms(word)
        if wanted[-1] == "*":
            return any(form.startswith(wanted[:-1]) for form in forms)
        return wanted in forms

    def _learn(self, word: str) -> _Known:
        # In one order, so that two runs find the same phrase first.
        forms = tuple(sorted(_forms(word, self.clitics), key=lambda form: (-len(form), form)))
        found = [phrase for form in forms for phrase in self._whole.get(form, ())]
        stems = [form[:length] for form in forms for length in range(1, len(form) + 1)]
        if self._stems:
            found.extend(phrase for stem in stems for phrase in self._stems.get(stem, ()))
        followed: dict[str, tuple[_Phrase, ...]] = {}
        loose = []
        for phrase in found:
            if not phrase.rest:
                continue
            if phrase.rest[0] == _ANY or phrase.rest[0].endswith("*"):
                loose.append(phrase)
            else:
                followed[phrase.rest[0]] = (*followed.get(phrase.rest[0], ()), phrase)
        entry = _Known(
            forms=forms,
            alone=tuple(dict.fromkeys(phrase for phrase in found if not phrase.rest)),
            followed=followed,
            loose=tuple(loose),
            telling=not self._gates.isdisjoint(forms) or not self._gate_stems.isdisjoint(stems),
        )
        if len(self._known) < _KEPT_WORDS:
            self._known[word] = entry
        return entry


_TELLING = frozenset(
    {
        Tag.NOUN,
        Tag.VERB,
        Tag.WEAPON_VERB,
        Tag.STRIKE_VERB,
        Tag.FOUND,
        Tag.STOPPED,
        Tag.KILLED,
        Tag.WOUNDED,
        Tag.NOBODY,
        Tag.INDIRECT,
    }
)
# Classes whose words may be several things at once: "village" and "village of".
_PARALLEL = frozenset({Tag.WHERE, Tag.GRAMMAR, Tag.CUE, Tag.CLAIM, Tag.WHEN, Tag.STOPPED})
_CLAIMING = frozenset({"claim", "claimed_by", "own_deed", "announce", "nobody", "deny", "blame"})


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for word in words:
        found.add_word(word, word)
    found.make_automaton()
    return found


def _is_word(tokens: Sequence[Piece], place: int) -> bool:
    return place < len(tokens) and tokens[place].word[0].isalnum()


def _forms(word: str, clitics: Clitics) -> set[str]:
    """The word without one particle of each group, and without one ending."""
    forms = {word}
    if word[0].isdigit():
        return forms  # nothing is glued to numbers
    for group in clitics.before:
        forms |= {
            form[len(particle) :]
            for form in forms
            for particle in group
            if form.startswith(particle) and len(form) - len(particle) >= clitics.least
        }
    for ending in clitics.after:
        forms |= {
            form[: -len(ending)]
            for form in set(forms)
            if form.endswith(ending) and len(form) - len(ending) >= clitics.least
        }
    return forms


def _spelled_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to write a phrase: alternatives and words that may be missing."""
    choices = []
    for word in phrase.split():
        if word == _ANY:
            choices.append(((_ANY,),))
            continue
        optional = word.endswith("?") and len(word) > 1
        ways = (
            [_folded(part) for part in word.rstrip("?").split("/")] if len(word) > 1 else [(word,)]
        )
        choices.append((*ways, *(((),) if optional else ())))
    for way in product(*choices):
        words = tuple(word for part in way for word in part)
        if words:
            yield words


def _folded(word: str) -> tuple[str, ...]:
    star = "*" if word.endswith("*") else ""
    found = [piece.word for piece in pieces(fold(word.rstrip("*")))]
    return (*found[:-1], found[-1] + star) if found else ()
