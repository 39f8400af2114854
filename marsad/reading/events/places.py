"""Where an event struck, and where it was launched: the gazetteer first, then places as written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from marsad.model import MatchKind, Place
from marsad.reading.events.lines import Line, Named
from marsad.reading.events.loose_places import loose_places
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import EventVocabulary

_COUNTRY_ONLY = 0.5
_SITE = 6.0
_OPENING = 10  # tokens in which a line sets its scene


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of a line. `role`: at, near, away, launched; `size`: how exact it is."""

    place: Place
    role: str
    size: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Located:
    """The place of an event and where it came from; `size` says how exact the place is."""

    place: Place | None = None
    launch: Place | None = None
    size: float = -1.0


def candidates(line: Line, vocabulary: EventVocabulary) -> tuple[Candidate, ...]:
    """Every place a line names, with its part in the sentence."""
    roles = _roles(line)
    found = list(_known(line, vocabulary, roles))
    taken = {i for c in found for i in range(c.first, c.last)}
    countries = list(_countries(line, roles, taken))
    for loose in loose_places(line):
        inner = [c for c in found if c.first < loose.last and loose.first < c.last]
        if any(c.first < loose.core for c in inner):
            continue  # the gazetteer knows this very name
        best = max((c.size for c in inner), default=-1.0)
        # A city of the gazetteer is worth more than a quarter that it does not know.
        if best >= (3.5 if loose.small else 2.5):
            continue
        holder = max(inner, key=lambda c: c.size, default=None)
        code = loose.country or (holder.place.country if holder else None)
        admin1 = loose.admin1 or (holder.place.name if holder else None)
        place = Place(id=None, name=loose.name, country=code, admin1=admin1)
        found.append(
            Candidate(
                place, roles[loose.first], 5.0 if loose.small else 3.0, loose.first, loose.last
            )
        )
    return (*found, *countries)


def _known(line: Line, vocabulary: EventVocabulary, roles: list[str]) -> Iterator[Candidate]:
    for name in line.names:
        if name.kind is not MatchKind.PLACE or name.id not in vocabulary.watchlists.places:
            continue
        if _inside_other(line, name) or _is_dateline(line, name.last):
            continue
        entry = vocabulary.watchlists.places[name.id]
        place = Place(
            id=entry.id,
            name=entry.name,
            country=entry.country,
            admin1=entry.admin1,
            lat=entry.lat,
            lon=entry.lon,
        )
        size = float(vocabulary.size(entry.id))
        role = "title" if _is_title(line, name) else roles[name.first]
        if line.word(name.last) == "'s" and size < _SITE:
            size = 0.5  # "Tehran's proxies"
        elif role == "none" and size < _SITE and line.sentence.field == "text":
            size = 1.0
        yield Candidate(place, role, size, name.first, name.last)


def _inside_other(line: Line, name: Named) -> bool:
    """Whether the name is part of a longer one: the city in "Baghdad Operations Command"."""
    return any(
        other.first <= name.first
        and name.last <= other.last
        and other.last - other.first > name.last - name.first
        and other.kind in (MatchKind.OFFICIAL, MatchKind.ACTOR, MatchKind.PLACE)
        for other in line.names
    )


def _is_title(line: Line, name: Named) -> bool:
    """Whether the name belongs to somebody's post: "Erbil governor"."""
    return any(hit.first == name.last or hit.last == name.first for hit in line.of(Tag.PERSON))


def _is_dateline(line: Line, last: int) -> bool:
    """Whether the line opens with the place and a dash: "BAGHDAD - ..."."""
    if line.sentence.field != "text" or last > 4:
        return False
    return any(
        line.word(i) in ("-", "—", "/", "--")
        for i in range(last, min(last + 9, len(line.tokens)))
        if i < 12
    )


_NAME = 4  # tokens of a launch place's name: "from Bartella in the Nineveh plain"
_PHRASE = 9  # tokens that a phrase of place may be long


def _roles(line: Line) -> list[str]:
    """For every token the part that a place standing there has."""
    roles = ["none"] * (len(line.tokens) + 1)
    marks = {hit.last: hit.value for hit in line.of(Tag.WHERE) if hit.value in ("at", "near")}
    marks |= {hit.last: hit.value for hit in line.valued(Tag.WHERE, "towards")}
    strong = {hit.last: hit.value for hit in line.valued(Tag.WHERE, "away", "launched")}
    if not marks and not strong:
        return roles
    if not line.of(Tag.WEAPON, Tag.LAUNCH):  # nothing is launched: "abducted from the village"
        strong = {last: "at" if value == "launched" else value for last, value in strong.items()}
    ends = _ends(line)
    role, since = "none", 0
    for place in range(len(line.tokens)):
        if place in strong:
            role, since = strong[place], place
        elif place in marks and not (
            role == "launched" and marks[place] != "towards" and place - since <= _NAME
        ):
            if role != "away" or place - since > 1:
                role, since = marks[place], place
        elif place in ends or place - since > _PHRASE:
            role = "none"
        roles[place] = role
    return roles


def _ends(line: Line) -> set[int]:
    """The tokens at which a phrase of place ends."""
    ends = {place for place, token in enumerate(line.tokens) if token.word in _STOPS}
    marks = {place for hit in line.of(Tag.WHERE) for place in range(hit.first, hit.last)}
    for hit in (*line.valued(Tag.GRAMMAR, "stops"), *line.valued(Tag.CLAIM, "by")):
        ends.update(place for place in range(hit.first, hit.last) if place not in marks)
    ends.update(h.first for h in line.of(Tag.NOUN, Tag.VERB, Tag.STRIKE_VERB, Tag.WEAPON))
    return ends


_STOPS = frozenset(".;:!?")


def _countries(line: Line, roles: list[str], taken: set[int]) -> Iterator[Candidate]:
    for hit in line.of(Tag.COUNTRY):
        if hit.first in taken or _in_name(line, hit.first):
            continue
        if _owns_site(line, hit.first):
            continue
        if line.sentence.folded[line.tokens[hit.last - 1].high :][:1] == "-":
            continue  # "Iran-backed"
        noun = roles[hit.first] in ("at", "near", "towards") and any(
            hit.first - 3 <= other.last <= hit.first
            for other in line.of(Tag.WHERE)
            if other.value in ("at", "near", "towards")
        )
        place = Place(id=None, name=line.text(hit.first, hit.last), country=hit.value)
        yield Candidate(
            place, roles[hit.first], _COUNTRY_ONLY if noun else 0.0, hit.first, hit.last
        )


def with_launches(
    found: tuple[Candidate, ...], line: Line, verbs: Iterable[int]
) -> tuple[Candidate, ...]:
    """The places, those behind "were launched west of ..." as launch places."""
    for at in verbs:
        clause = line.clause[at]
        aimed = any(c.role == "towards" and line.clause[c.first] == clause for c in found)
        if _is_launching(line, at) and not aimed:
            found = tuple(
                _from_there(c) if c.first > at and line.clause[c.first] - clause <= 1 else c
                for c in found
            )
    return found


def _is_launching(line: Line, at: int) -> bool:
    """Whether the words tell where something came from, in the passive of a launching verb."""
    return any(hit.first == at for hit in line.of(Tag.LAUNCH)) and any(
        line.has(Tag.GRAMMAR, "passive", place) for place in range(max(at - 2, 0), at)
    )


def _from_there(candidate: Candidate) -> Candidate:
    return replace(candidate, role="launched") if candidate.role in ("at", "near") else candidate


def _owns_site(line: Line, place: int) -> bool:
    """Whether a country is the owner of a base or embassy: "سفارت ترکیه"."""
    return line.sentence.language != "en" and any(
        hit.last == place for hit in line.valued(Tag.WHERE, "sites")
    )


def _in_name(line: Line, place: int) -> bool:
    """Whether a country is part of a group's name: "Islamic Resistance in Iraq"."""
    return any(n.first < place < n.last for n in line.names if n.kind is not MatchKind.PLACE)


def locate(found: tuple[Candidate, ...], line: Line, at: int, foreign: frozenset[int]) -> Located:
    """The place where the event told at token `at` struck; `foreign` clauses tell other events."""
    usable = [c for c in found if c.role not in ("launched", "away", "title") and c.size > 0]
    best = max(usable, key=lambda c: _score(c, line, at, foreign), default=None)
    if best is not None and best.size <= _COUNTRY_ONLY and _clauses_apart(line, best, at) > 1:
        best = None
    launches = [c for c in found if c.role == "launched" and c.size >= 1]
    launch = max(launches, key=lambda c: c.size, default=None)
    if best is None:
        return Located(launch=launch.place if launch else None)
    place = best.place
    if place.country is None:
        code = next((c.place.country for c in found if c.size == _COUNTRY_ONLY), None)
        place = Place(id=None, name=place.name, country=code, admin1=place.admin1)
    return Located(place, launch.place if launch else None, best.size)


def _sets_scene(candidate: Candidate, line: Line) -> bool:
    """Whether the line opens with the place: "On Monday, in the village of ..."."""
    if candidate.role != "at" or candidate.first > _OPENING or candidate.size < 1:
        return False
    told = line.of(Tag.NOUN, Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB, Tag.WEAPON, Tag.ATTACKER)
    return all(hit.first > candidate.first for hit in told)


def _clauses_apart(line: Line, candidate: Candidate, at: int) -> int:
    return abs(line.clause[candidate.first] - line.clause[at])


def _score(candidate: Candidate, line: Line, at: int, foreign: frozenset[int]) -> float:
    score = candidate.size + (1.5 if _sets_scene(candidate, line) else 0.0)
    score += 1.0 if candidate.role in ("at", "towards") else 0.0
    apart = _clauses_apart(line, candidate, at)
    score += 2.0 if apart == 0 else 1.0 if apart == 1 else -min(apart - 1, 3)
    score -= 4.0 if line.clause[candidate.first] in foreign else 0.0
    return score - min(abs(candidate.first - at), 30) * 0.05
