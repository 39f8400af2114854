"""Ways to write watched names: from the watchlists to the patterns that are searched for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.model import MatchKind
from marsad.settings.watchlists import Ambiguous, Office, Watchlists
from marsad.text import fold

_DROPPED = re.compile(  # kata'ib -> kataib, u.s. -> us; but not iraq's
    r"(?<=[^\W\d_])'(?!s\b)(?=[^\W\d_])|(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[a-z]\.[a-z])\."
)
_POSSESSIVE = re.compile(r"'(?=s\b)")
ARABIC = re.compile(r"[\u0621-\u06d3]")
_PUNCTUATION = re.compile(r"""["'.,;:!?()\[\]{}/\-*…|]""")
LANGUAGES = ("en", "ar", "fa", "ku")
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ku"})


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


def name_key(text: str) -> Key:
    """A folded text as names are compared: no apostrophes inside words, spaces for hyphens."""
    spaced = text.replace("-", " ")
    if "'" in spaced:
        spaced = _POSSESSIVE.sub(" ", spaced)
    elif spaced.find(".", 0, -1) < 0:
        return Key(spaced, None)
    return without(spaced, _DROPPED)


def without(text: str, unwanted: re.Pattern[str]) -> Key:
    if unwanted.search(text) is None:
        return Key(text, None)
    gone = {place for found in unwanted.finditer(text) for place in range(*found.span())}
    places = tuple(place for place in range(len(text)) if place not in gone)
    return Key("".join(text[place] for place in places), places)


def context_key(text: str) -> str:
    return f" {_PUNCTUATION.sub(' ', text)} "


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


def patterns(watchlists: Watchlists) -> Iterator[tuple[str, Pattern]]:
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
    keys = (context_key(name_key(fold(word)).text).strip() for word in words)
    return tuple(key if ARABIC.match(key) else f" {key}" for key in keys if key)


def spellings(alias: str, pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
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


def meant_in(language: str, patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
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
            meant.append(best[0] if best else max(others, key=strictness))
    return tuple(meant)


def _borrowed_title(pattern: Pattern, language: str) -> bool:
    return (
        pattern.kind is MatchKind.OFFICIAL
        and pattern.language in _ARABIC_SCRIPT
        and language in _ARABIC_SCRIPT
    )


def strictness(pattern: Pattern) -> int:
    return 4 * pattern.article + 2 * (pattern.context is not None) + bool(pattern.blocked)
