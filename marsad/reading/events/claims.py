"""Who claims an attack, denies it or is blamed for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Basis, Perpetrator
from marsad.reading.events.doer_names import actors, names_doer, unique
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.phrases import phrase_after, phrase_before
from marsad.reading.events.tags import Tag
from marsad.reading.events.vocabulary import EventVocabulary

_FAR = 14  # tokens between a claim and the claimer


@dataclass(frozen=True, slots=True)
class Blame:
    """Who did it as one line tells; `nobody` when it says that nobody claimed it."""

    perpetrators: tuple[Perpetrator, ...] = ()
    claimed_by: tuple[str, ...] = ()
    nobody: bool = False
    announced: bool = False  # the doer itself reports it


def claims(line: Line, vocabulary: EventVocabulary) -> Blame:
    """Claims, denials and blame of a line, whatever event they are about."""
    if Tag.CLAIM not in line.by_tag:
        return Blame()
    found: list[Perpetrator] = []
    claimed: list[str] = []
    denied = {line.clause[hit.first] for hit in line.valued(Tag.CLAIM, "deny")}
    nobody = any(line.valued(Tag.CLAIM, "nobody"))
    announced = False
    for hit in line.of(Tag.CLAIM):
        basis = _BASES.get(hit.value)
        if basis is None or _within_nobody(line, hit):
            continue
        if basis is not Basis.DENIED and line.clause[hit.first] in denied:
            continue  # "denied it was behind the attack"
        for doer in _doers(line, hit, vocabulary):
            found.append(Perpetrator(id=doer[0], name=doer[1], basis=basis))
            if basis is Basis.CLAIMED:
                announced = announced or hit.value in ("announce", "own_deed")
                if doer[0] and not vocabulary.is_state(doer[0]):
                    claimed.append(doer[0])
    return Blame(unique(found), tuple(dict.fromkeys(claimed)), nobody, announced)


_BASES = {
    "claim": Basis.CLAIMED,
    "claimed_by": Basis.CLAIMED,
    "own_deed": Basis.CLAIMED,
    "announce": Basis.CLAIMED,
    "deny": Basis.DENIED,
    "blame": Basis.BLAMED,
    "blamed": Basis.BLAMED,
    "suspect": Basis.SUSPECTED,
}

_BEHIND = frozenset({"claimed_by", "blame", "suspect"})


def _within_nobody(line: Line, hit: Hit) -> bool:
    return any(
        other.first < hit.last and hit.first < other.last
        for other in line.valued(Tag.CLAIM, "nobody")
    )


def _doers(line: Line, hit: Hit, vocabulary: EventVocabulary) -> Iterator[tuple[str | None, str]]:
    """The actor that a word of claim or blame is about, else the words themselves."""
    behind = hit.value in _BEHIND
    reach = 5 if hit.value == "suspect" else _FAR
    behind = behind or (line.sentence.language == "ar" and hit.value != "claim")
    named = _nearest(line, hit, vocabulary, behind=behind, reach=reach)
    if named is None and line.sentence.language != "en":
        named = _nearest(line, hit, vocabulary, behind=not behind, reach=reach)
    if named is not None:
        yield named
        return
    if line.sentence.language != "en" or hit.value in ("own_deed", "suspect"):
        return
    if not behind and line.word(hit.first - 1) == "separately":
        yield from _both(line, hit)
    span = phrase_after(line, hit.last) if behind else phrase_before(line, hit.first)
    if span and names_doer(line, *span):
        yield None, line.text(*span)


def _both(line: Line, hit: Hit) -> Iterator[tuple[str | None, str]]:
    """The first of two claimers: "both A and B separately claimed ..."."""
    for place in range(max(hit.first - 16, 0), hit.first):
        if line.word(place) == "both" and (span := phrase_after(line, place + 1)):
            yield None, line.text(*span).split(" and ")[0]


def _nearest(
    line: Line, hit: Hit, vocabulary: EventVocabulary, *, behind: bool, reach: int
) -> tuple[str, str] | None:
    best: tuple[int, str, str] | None = None
    for first, last, actor in actors(line, vocabulary):
        if hit.first <= first and last <= hit.last:
            return actor, line.text(first, last)
        apart = line.clause[first] != line.clause[hit.first]
        if apart and line.sentence.language != "en" and hit.value != "own_deed":
            continue
        away = first - hit.last if behind else hit.first - last
        if 0 <= away <= reach and (best is None or away < best[0]):
            best = (away, actor, line.text(first, last))
    return best[1:] if best else None
