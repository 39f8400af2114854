"""Finds watched names in a sentence: all lists, all languages, in one pass.

A name is compared by its matching key, at word borders, with what its language glues to it: Arabic
prefixes, the suffixes of weapon words, English possessives and plurals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import ahocorasick

from marsad.model import MatchKind
from marsad.settings.watchlists import Ambiguous, Office, Watchlists
from marsad.text import Folded, fold


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write the name of one entry."""

    kind: MatchKind
    id: str
    language: str
    capitals: bool = False  # a short acronym: only in capitals
    article: bool = False  # written here without ال; only after لل, which swallows it
    context: tuple[str, ...] | None = None  # at least one must stand beside it; None: no condition
    blocked: tuple[str, ...] = ()  # none of these may stand beside it


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: letters `low` to `high` of the folded sentence."""

    pattern: Pattern
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Key:
    """A folded sentence as names are compared, and where its letters were before."""

    text: str
    places: tuple[int, ...] | None  # None: unchanged

    def low(self, index: int) -> int:
        """The place of a letter in the folded sentence."""
        return index if self.places is None else self.places[index]

    def high(self, index: int) -> int:
        """The place behind the letter that ends at `index`."""
        return index if self.places is None else self.places[index - 1] + 1


_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_DROPPED = re.compile(  # kata'ib -> kataib, u.s. -> us; but not iraq's
    r"(?<=[^\W\d_])'(?!s\b)(?=[^\W\d_])|(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[a-z]\.[a-z])\."
)
_BROKEN_WORD = re.compile(r"(?<=[\u0621-\u06d3])[/*._\-]+(?=[\u0621-\u06d3])")
_POSSESSIVE = re.compile(r"'(?=s\b)")
_WORD = re.compile(r"[^\W_]")
_ARABIC = re.compile(r"[\u0621-\u06d3]")
_PREFIX = re.compile(r"[وف]?[بلك]?(?:ال|لل)?")
_ENDS_WITH_ARTICLE = re.compile(r"[وف]?لل")
_LANGUAGES = ("en", "ar", "fa", "ku")
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ku"})
_WEAPON_SUFFIXES = frozenset(
    "ه ها هم هن ك كم نا ي ان ين ات ون هاي هايي اي تان تين".split()  # noqa: SIM905
)
_KURDISH_SUFFIXES = frozenset("ي دا هوه وه ش هكان هكه يش".split())  # noqa: SIM905
_PUNCTUATION = str.maketrans(dict.fromkeys("\"'.,;:!?()[]{}/-*…|", " "))


def name_key(text: str) -> Key:
    """A folded text as names are compared: no apostrophes inside words, spaces for hyphens."""
    spaced = text.replace("-", " ")
    if "'" in spaced:
        spaced = _POSSESSIVE.sub(" ", spaced)
    return _without(spaced, _DROPPED)


def _without(text: str, unwanted: re.Pattern[str]) -> Key:
    if unwanted.search(text) is None:
        return Key(text, None)
    gone = {place for found in unwanted.finditer(text) for place in range(*found.span())}
    places = tuple(place for place in range(len(text)) if place not in gone)
    return Key("".join(text[place] for place in places), places)


class NameFinder:
    """All watched names, ready to be found."""

    def __init__(self, watchlists: Watchlists) -> None:
        spelled: dict[str, dict[tuple[MatchKind, str, str], Pattern]] = {}
        for alias, pattern in _patterns(watchlists):
            for key, own in _spellings(alias, pattern):
                entries = spelled.setdefault(key, {})
                place = (own.kind, own.id, own.language)
                known = entries.get(place)
                if known is None or _conditions(own) < _conditions(known):
                    entries[place] = own
        self._automaton = ahocorasick.Automaton()
        for key, entries in spelled.items():
            patterns = tuple(entries.values())
            by_language = {code: _meant_in(code, patterns) for code in _LANGUAGES}
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
        if _BROKEN_WORD.search(folded):
            hits += self._hits(_without(folded, _BROKEN_WORD), language)
        if not hits:
            return ()
        beside = ""
        kept: list[Hit] = []
        for hit in hits:
            pattern = hit.pattern
            if pattern.capitals and not _in_capitals(sentence, published, hit):
                continue
            if pattern.context is not None or pattern.blocked:
                beside = beside or _context_key(f"{key.text} | {context}")
                if not _allowed(pattern, beside):
                    continue
            kept.append(hit)
        return tuple(_longest(kept))

    def _hits(self, key: Key, language: str) -> Iterator[Hit]:
        text = key.text
        known = language if language in _LANGUAGES else "en"
        for last, (length, by_language) in self._automaton.iter(text):
            patterns = by_language[known]
            low, high = last + 1 - length, last + 1
            if not (_starts_word(text, low) or _starts_arabic_stem(text, low, language, length)):
                continue
            for pattern in patterns:
                end = _end_of_name(text, high, pattern)
                if end is None:
                    continue
                if pattern.article and not _after_swallowed_article(text, low):
                    continue
                yield Hit(pattern, key.low(low), key.high(end))


def _in_capitals(sentence: Folded, published: str, hit: Hit) -> bool:
    low, high = sentence.offsets[hit.low], sentence.offsets[hit.high - 1] + 1
    return not any(letter.islower() for letter in published[low:high])


def _starts_word(text: str, low: int) -> bool:
    return low == 0 or not _WORD.match(text[low - 1])


def _starts_arabic_stem(text: str, low: int, language: str, length: int) -> bool:
    """Whether only Arabic prefixes stand between the start of the word and the name."""
    if length < 3 or not _ARABIC.match(text[low]):
        return False
    prefix = _prefix(text, low)
    if language != "ar":
        return prefix == "ال"
    return bool(_PREFIX.fullmatch(prefix))


def _after_swallowed_article(text: str, low: int) -> bool:
    return bool(_ENDS_WITH_ARTICLE.fullmatch(_prefix(text, low)))


def _prefix(text: str, low: int) -> str:
    start = low
    while start > 0 and low - start < 5 and _WORD.match(text[start - 1]):
        start -= 1
    return text[start:low]


def _end_of_name(text: str, high: int, pattern: Pattern) -> int | None:
    """Where the word with its suffix ends; None when the name goes on as another word."""
    if high == len(text) or not _WORD.match(text[high]):
        return high
    end = high
    while end < len(text) and end - high < 6 and _WORD.match(text[end]):
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
    taken: dict[MatchKind, list[tuple[int, int]]] = {}
    for hit in sorted(hits, key=lambda h: (h.low - h.high, h.low)):
        spans = taken.setdefault(hit.pattern.kind, [])
        span = (hit.low, hit.high)
        if any(span != other and hit.low < other[1] and other[0] < hit.high for other in spans):
            continue
        spans.append(span)
        yield hit


def _context_key(text: str) -> str:
    return f" {text.translate(_PUNCTUATION)} "


def _allowed(pattern: Pattern, beside: str) -> bool:
    if any(word in beside for word in pattern.blocked):
        return False
    return pattern.context is None or any(word in beside for word in pattern.context)


# ---- from the watchlists to patterns ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listed:
    kind: MatchKind
    id: str
    names: Mapping[str, Sequence[str]]
    ambiguous: Sequence[Ambiguous] = field(default=())


def _listed(watchlists: Watchlists) -> Iterator[_Listed]:
    for actor in watchlists.actors.values():
        yield _Listed(MatchKind.ACTOR, actor.id, actor.names, actor.ambiguous)
    for place in watchlists.places.values():
        yield _Listed(
            MatchKind.PLACE, place.id, place.names or {"en": (place.name,)}, place.ambiguous
        )
    for weapon in watchlists.weapons.values():
        yield _Listed(MatchKind.WEAPON, weapon.id, weapon.names, weapon.ambiguous)
        yield _Listed(MatchKind.WEAPON, weapon.id, weapon.dual, weapon.ambiguous)
    for body in watchlists.organisations.values():
        yield _Listed(MatchKind.OFFICIAL, body.id, body.names, body.ambiguous)
    for office in watchlists.offices.values():
        yield _Listed(MatchKind.OFFICIAL, office.id, office.titles, _office_conditions(office))
        yield from _holders(watchlists, office)
    for term in watchlists.terms.values():
        yield _Listed(MatchKind.TERM, term.id, term.names)


def _office_conditions(office: Office) -> list[Ambiguous]:
    """A title that others bear too also counts beside the name of one of its holders."""
    people = [name for h in office.holders for own in h.names.values() for name in own]
    return [
        condition.model_copy(update={"require_any": (*condition.require_any, *people)})
        for condition in office.ambiguous
    ]


def _holders(watchlists: Watchlists, office: Office) -> Iterator[_Listed]:
    """Names of holders; a single word ("Sudani") counts only beside his office or body."""
    body = watchlists.organisations.get(office.organisation)
    beside = [title for titles in office.titles.values() for title in titles]
    if body is not None:
        beside += [name for names in body.names.values() for name in names]
    for holder in office.holders:
        names = dict(holder.names) or {"en": (holder.name,)}
        whole = [name for own in names.values() for name in own if " " in name.strip()]
        single = [
            Ambiguous(alias=name, language=code, require_any=(*beside, *whole))
            for code, own in names.items()
            for name in own
            if " " not in name.strip() and not holder.unique
        ]
        yield _Listed(MatchKind.OFFICIAL, office.id, names, single)


def _patterns(watchlists: Watchlists) -> Iterator[tuple[str, Pattern]]:
    for entry in _listed(watchlists):
        conditions = {(a.language, fold(a.alias)): a for a in entry.ambiguous}
        for language, names in entry.names.items():
            for alias in names:
                condition = conditions.get((language, fold(alias)))
                yield alias, _pattern(entry, language, alias, condition)
        for condition in entry.ambiguous:
            own = entry.names.get(condition.language, ())
            if entry.names and all(fold(name) != fold(condition.alias) for name in own):
                yield (
                    condition.alias,
                    _pattern(entry, condition.language, condition.alias, condition),
                )


def _pattern(entry: _Listed, language: str, alias: str, condition: Ambiguous | None) -> Pattern:
    return Pattern(
        kind=entry.kind,
        id=entry.id,
        language=language,
        capitals=len(alias) <= 5 and alias.isupper() and alias.isascii(),
        context=_context_words(condition.require_any)
        if condition and condition.require_any
        else None,
        blocked=_context_words(condition.block_if) if condition else (),
    )


def _context_words(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are looked for beside a name; Latin ones at the start of a word."""
    keys = (_context_key(name_key(fold(word)).text).strip() for word in words)
    return tuple(key if _ARABIC.match(key) else f" {key}" for key in keys if key)


def _spellings(alias: str, pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    folded = fold(alias)
    key = name_key(folded).text.strip("' ")
    if not key:
        return
    yield key, pattern
    if "\u200c" in alias:  # Persian writes the two parts together, apart, or half apart
        yield name_key(fold(alias.replace("\u200c", ""))).text, pattern
    if key.startswith("ال") and len(key) >= 5 and pattern.language == "ar":
        yield key[2:], _without_article(pattern)


def _without_article(pattern: Pattern) -> Pattern:
    return Pattern(
        kind=pattern.kind,
        id=pattern.id,
        language=pattern.language,
        article=True,
        context=pattern.context,
        blocked=pattern.blocked,
    )


def _meant_in(language: str, patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """The patterns of one spelling that count in a language.

    Its own come first; without any, the strictest of the others. Titles and bodies are not borrowed
    between Arabic, Persian and Kurdish, where the same words name other posts.
    """
    by_entry: dict[tuple[MatchKind, str], list[Pattern]] = {}
    for pattern in patterns:
        by_entry.setdefault((pattern.kind, pattern.id), []).append(pattern)
    meant: list[Pattern] = []
    for own in by_entry.values():
        best = [pattern for pattern in own if pattern.language == language]
        others = [p for p in own if not _borrowed_title(p, language)]
        if best or others:
            meant.append(best[0] if best else max(others, key=_conditions))
    return tuple(meant)


def _borrowed_title(pattern: Pattern, language: str) -> bool:
    return (
        pattern.kind is MatchKind.OFFICIAL
        and pattern.language in _ARABIC_SCRIPT
        and language in _ARABIC_SCRIPT
    )


def _conditions(pattern: Pattern) -> int:
    return 4 * pattern.article + 2 * (pattern.context is not None) + bool(pattern.blocked)
