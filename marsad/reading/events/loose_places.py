"""Places that no gazetteer knows: capitalised names after "in", "near", "town of"."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import MatchKind
from marsad.reading.events.lines import Line
from marsad.reading.events.tags import Tag

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "ad",
        "ash",
        "az",
        "an",
        "ar",
        "at",
        "de",
        "del",
        "la",
        "las",
        "los",
        "of",
        "e",
        "the",
        "y",
    ]
)
_LINKS = frozenset(["of", "in"])


@dataclass(frozen=True, slots=True)
class LoosePlace:
    """A place as written; `small` when it is called a town, a village or a site."""

    name: str
    admin1: str | None
    country: str | None
    small: bool
    first: int
    core: int  # where its first name ends
    last: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One name of a chain like "Nabi Yunus, Mosul, Nineveh"."""

    first: int
    last: int
    small: bool
    wide: bool
    country: str | None


def loose_places(line: Line) -> Iterator[LoosePlace]:
    """Places after words of place; none where capitals tell nothing."""
    if not any(map(str.isupper, line.sentence.text)):
        return
    done = 0
    for hit in sorted(line.of(Tag.WHERE), key=lambda h: h.last):
        if hit.value not in ("at", "near") or hit.last < done:
            continue
        chain = _chain(line, hit.last)
        if any(part.country is None for part in chain):
            if not done and _all_capitals(line):
                return
            done = chain[-1].last
            yield _place(line, chain)


def _place(line: Line, chain: list[_Part]) -> LoosePlace:
    named = [part for part in chain if part.country is None]
    country = next((part.country for part in chain if part.country), None)
    wide = [part for part in named[1:] if part.wide]
    admin = wide[-1] if wide else named[-1] if len(named) > 1 else None
    kept = [part for part in named if part is not admin] or named or chain
    kept = kept[:2] if kept[0].small or len(kept) > 1 else kept[:1]
    name = line.text(kept[0].first, kept[-1].last)
    return LoosePlace(
        name=name,
        admin1=line.text(admin.first, admin.last) if admin else None,
        country=country,
        small=any(part.small for part in kept) or len(named) > 1,
        first=chain[0].first,
        core=chain[0].last,
        last=chain[-1].last,
    )


def _chain(line: Line, start: int) -> list[_Part]:
    """The names from a token on, linked by commas, brackets, "of" and "in"."""
    chain: list[_Part] = []
    place = start
    while True:
        part = _part(line, place)
        if part is None:
            break
        chain.append(part)
        place = part.last
        word = line.word(place)
        if word == ")":
            place, word = place + 1, line.word(place + 1)
        if word in (",", "(", "/") or (word in _LINKS and (part.small or part.wide)):
            place += 1
            continue
        break
    return chain


def _part(line: Line, start: int) -> _Part | None:
    """One name: capitalised words with a word for its kind before or behind."""
    place = start
    while line.word(place) in ("the", "a", "an") or _direction(line, place):
        place += 1
    place = _past_holder(line, place)
    small = wide = False
    before = _kind(line, place)
    if before and line.word(before[1]) == "of":
        small, wide = before[0] == "kinds", before[0] == "wide"
        place = before[1] + 1
        while line.word(place) == "the":
            place += 1
    end = _name_end(line, place)
    if end == place:
        return None
    country = next(
        (h.value for h in line.of(Tag.COUNTRY) if h.first == place and h.last == end), None
    )
    behind = _kind(line, end)
    if behind and country is None:
        small, wide = small or behind[0] in ("kinds", "sites"), wide or behind[0] == "wide"
        end = behind[1]
    if country is None and not _may_be_place(line, place, end, small or wide):
        return None
    return _Part(place, end, small, wide and not small, country)


def _past_holder(line: Line, place: int) -> int:
    """Past a nationality before the name: "the Russian-held Hmeimim base"."""
    hit = next((h for h in line.of(Tag.COUNTRY, Tag.DEMONYM) if h.first == place), None)
    if hit is None:
        return place
    after = hit.last
    if line.has(Tag.GRAMMAR, "sponsored", after) is not None:
        return after + 1
    named = line.capital(after) and line.word(after - 1) not in ("saudi",)
    return after if named and _joined_to(line, hit.last) else place


def _joined_to(line: Line, place: int) -> bool:
    """Whether only a space stands before a token."""
    return line.sentence.folded[line.tokens[place - 1].high : line.tokens[place].low] == " "


def _direction(line: Line, place: int) -> bool:
    return line.word(place) in (
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "rural",
        "downtown",
        "southeastern",
        "southwestern",
        "northeastern",
        "northwestern",
    ) and not line.capital(place)


def _kind(line: Line, place: int) -> tuple[str, int] | None:
    """The word for a kind of place at a token, and where it ends."""
    found: tuple[str, int] | None = None
    for hit in line.valued(Tag.WHERE, "kinds", "wide", "sites"):
        if hit.first == place and (found is None or hit.last >= found[1]):
            found = (hit.value, hit.last)
    return found


def _name_end(line: Line, place: int) -> int:
    """Where the capitalised words from a token on end."""
    end = place
    while end < len(line.tokens):
        if line.word(end) in _PARTICLES and end > place - 1 and _joins_name(line, end):
            end += 1
            continue
        if not line.capital(end) or not line.word(end)[0].isalpha():
            break
        end += 1
        if end - place >= 6:
            break
    return end


def _joins_name(line: Line, place: int) -> bool:
    """Whether a small word is part of a name: capital, or hyphened to a capitalised word."""
    if line.capital(place):
        return True
    token = line.tokens[place]
    folded = line.sentence.folded
    hyphen = token.high < len(folded) and folded[token.high] == "-"
    spanish = (
        line.word(place) in ("de", "del", "la", "las", "los", "y")
        and place > 0
        and line.capital(place - 1)
    )
    return (hyphen or spanish) and (
        line.capital(place + 1) or line.word(place + 1) in ("la", "los", "las")
    )


def _may_be_place(line: Line, first: int, last: int, kind: bool) -> bool:
    unfit = line.valued(Tag.WHERE, "not_places", "bodies")
    if any(h.first < last and first < h.last for h in unfit):
        return False
    if any(h.first < last and first < h.last for h in line.of(Tag.PERSON, Tag.ATTACKER)):
        return False
    if not kind and any(_is_acronym(line, place) for place in range(first, last)):
        return False
    for name in line.names:
        if (
            name.first < last
            and first < name.last
            and name.kind is not MatchKind.PLACE
            and not kind
        ):
            return False
    if any(h.first <= first and last <= h.last for h in line.of(Tag.MONTH, Tag.WEEKDAY)):
        return False
    if any(h.first == first for h in line.of(Tag.COUNTRY)) and not kind:
        return False
    if any(h.first == first for h in line.of(Tag.DEMONYM)):
        return False  # "an Iraqi base"
    return line.word(last) != "'s" or kind


def _is_acronym(line: Line, place: int) -> bool:
    text = line.text(place, place + 1)
    return len(text) > 1 and text.isupper()


def _all_capitals(line: Line) -> bool:
    words = [i for i, t in enumerate(line.tokens) if t.word.isalpha() and len(t.word) > 3]
    return len(words) > 3 and sum(line.capital(i) for i in words) > 0.8 * len(words)
