"""Who is said to have done it, and on what ground."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Basis, MatchKind, Perpetrator
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line, Named
from marsad.reading.events.phrases import phrase_after, phrase_before
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import Trigger, is_bare_participle
from marsad.reading.events.vocabulary import EventVocabulary

_HEDGE = 8  # tokens between "fits the profile of" and whom it suspects
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
    return Blame(_unique(found), tuple(dict.fromkeys(claimed)), nobody, announced)


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
    if span and _names_doer(line, *span):
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
    for first, last, actor in _actors(line, vocabulary):
        if hit.first <= first and last <= hit.last:
            return actor, line.text(first, last)
        apart = line.clause[first] != line.clause[hit.first]
        if apart and line.sentence.language != "en" and hit.value != "own_deed":
            continue
        away = first - hit.last if behind else hit.first - last
        if 0 <= away <= reach and (best is None or away < best[0]):
            best = (away, actor, line.text(first, last))
    return best[1:] if best else None


def _actors(line: Line, vocabulary: EventVocabulary) -> Iterator[tuple[int, int, str]]:
    spans = [(name, vocabulary.group_of(name.id)) for name in line.names if _acts(name)]
    for name, actor in spans:
        if actor is not None and not line.has(Tag.GRAMMAR, "sponsored", name.last):
            yield name.first, name.last, actor
    for hit in line.of(Tag.STATE):
        if line.has(Tag.GRAMMAR, "sponsored", hit.last):
            continue
        if hit.value in vocabulary.watchlists.actors and not any(
            n.first <= hit.first < n.last for n in line.names if _acts(n)
        ):
            yield hit.first, hit.last, hit.value


def _acts(name: Named) -> bool:
    return name.kind in (MatchKind.ACTOR, MatchKind.OFFICIAL)


def _names_doer(line: Line, first: int, last: int) -> bool:
    """Whether a phrase can name a doer: an attacker's word or a proper name."""
    if any(first <= h.first < last for h in line.valued(Tag.GRAMMAR, "say", "reactions")):
        return False
    if any(first <= h.first < last for h in line.valued(Tag.CLAIM, "deny", "claim")):
        return False
    if any(first <= h.first < last for h in line.of(Tag.ATTACKER)):
        return not line.word(first).endswith("ing")
    if any(first <= h.first < last for h in line.of(Tag.WEAPON, Tag.NOUN, Tag.VERB)):
        return False
    if any(line.word(place).endswith("ing") for place in range(first, last)):
        return False
    capitals = [i for i in range(first, last) if line.capital(i)]
    if capitals == [0]:  # the first word of a sentence is always written so
        return line.text(0, 1).isupper() and len(line.word(0)) > 1
    return bool(capitals)


def doers(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> tuple[Perpetrator, ...]:
    """Who does it by the build of the clause: before a verb, after "by", beside the noun."""
    hit, verb = _carrier(line, trigger)
    found: list[Perpetrator] = []
    passive = _is_passive(line, hit)
    for first, last, actor in _actors(line, vocabulary):
        if _is_doer(line, hit, first, last, verb, passive):
            basis = Basis.SUSPECTED if _suspected(line, first) else Basis.NAMED
            found.append(Perpetrator(id=actor, name=line.text(first, last), basis=basis))
    if not found and line.sentence.language == "en":
        found.extend(_unwatched(line, hit, verb, passive))
    return _unique(found)


def launchers(line: Line, vocabulary: EventVocabulary) -> tuple[Perpetrator, ...]:
    """Who launched what was shot down: "a drone launched by ..."."""
    found = []
    for by in line.valued(Tag.CLAIM, "by"):
        if not any(0 <= by.first - hit.last <= 6 for hit in line.of(Tag.LAUNCH)):
            continue
        for first, last, actor in _actors(line, vocabulary):
            if 0 <= first - by.last <= 1:
                found.append(Perpetrator(id=actor, name=line.text(first, last), basis=Basis.NAMED))
    return _unique(found)


def _carrier(line: Line, trigger: Trigger) -> tuple[Hit, bool]:
    """The verb whose subject does it, the event being its object: "carried out a strike"."""
    if trigger.verb or line.sentence.language != "en":
        return trigger.hit, trigger.verb
    hit = trigger.hit
    doing = line.valued(Tag.GRAMMAR, "doing")
    verbs = [
        verb
        for verb in (*line.of(Tag.VERB, Tag.WEAPON_VERB, Tag.STRIKE_VERB), *doing)
        if 0 <= hit.first - verb.last <= 4
        and line.clause[verb.first] == line.clause[hit.first]
        and not any(line.has(Tag.GRAMMAR, "stops", place) for place in range(verb.last, hit.first))
    ]
    return (verbs[-1], True) if verbs else (hit, False)


def _is_passive(line: Line, hit: Hit) -> bool:
    if is_bare_participle(line, hit):
        return True
    before = range(max(hit.first - 2, 0), hit.first)
    return any(line.has(Tag.GRAMMAR, "passive", i) for i in before)


def _is_doer(line: Line, hit: Hit, first: int, last: int, verb: bool, passive: bool) -> bool:
    clause = line.clause[hit.first]
    if line.clause[first] != clause or _speaks(line, first):
        return False
    if any(other.last == first for other in _agents(line)):
        return True
    if line.sentence.language != "en" and _is_adjective(line, first, hit):
        return False
    if not verb:
        return _beside_noun(line, hit, first, last) and not _is_object(line, first, hit)
    if passive:
        return False
    if line.sentence.language == "ar":
        behind = 0 <= first - hit.first - 1 <= 1
        return (behind or (last <= hit.first and first <= 3)) and not _is_object(line, first, hit)
    if line.sentence.language == "fa":
        return first == 0 or (last <= hit.first and not _is_object(line, first, hit) and first <= 2)
    gap = range(last, hit.first)
    return (
        last <= hit.first
        and len(gap) <= 4
        and not any(line.word(i) in (",", "in", "on", "at", "to", "against") for i in gap)
        and not _is_object(line, first, hit)
    )


def _is_adjective(line: Line, first: int, told: Hit) -> bool:
    """Whether a nationality only describes a target: "قاعدة أمريكية", not "غارة أمريكية"."""
    if not any(hit.first <= first < hit.last for hit in line.of(Tag.DEMONYM)):
        return False
    if told.first <= first <= told.last:
        return False
    armed = line.of(Tag.WEAPON, Tag.NOUN)
    return not any(hit.last == first or hit.first <= first < hit.last for hit in armed)


def _agents(line: Line) -> Iterator[Hit]:
    """The words "by" of a doer, not those of an owner: "a base used by"."""
    return (
        hit
        for hit in line.valued(Tag.CLAIM, "by")
        if line.has(Tag.GRAMMAR, "sponsored", hit.first - 1) is None
    )


def _beside_noun(line: Line, hit: Hit, first: int, last: int) -> bool:
    """Whether a name stands at an attack noun as its doer: "Israeli strike", "قصف إيراني"."""
    if line.sentence.language == "en":
        gap = range(last, hit.first)
        return len(gap) <= 1 and not any(_is_action(line, i) for i in gap) and last <= hit.first
    if hit.value in _OBJECT_KINDS:
        return False
    if hit.value == "" and hit.last - hit.first == 1 and _takes_object(line, hit):
        return False
    start = hit.last
    while any(w.first <= start < w.last for w in line.of(Tag.WEAPON)):
        start += 1
    return first == start or hit.first <= first < hit.last


def _is_action(line: Line, place: int) -> bool:
    """Whether a word between a name and an attack is a verb: "US condemns attack"."""
    word = line.word(place)
    reaction = line.has(Tag.GRAMMAR, "reactions", place) or line.has(Tag.GRAMMAR, "say", place)
    return bool(reaction) or not word[0].isalpha() or word.endswith(("s", "ed"))


def _speaks(line: Line, first: int) -> bool:
    """Whether the name follows a verb of saying, as speakers do in Arabic."""
    return line.sentence.language == "ar" and any(
        first - 1 <= hit.last <= first for hit in line.valued(Tag.GRAMMAR, "say")
    )


_OBJECT_KINDS = frozenset({"shootdown_attempt", "interception", "abduction", "assassination"})


def _takes_object(line: Line, hit: Hit) -> bool:
    """Whether what follows the noun is what was hit: "استهداف القاعدة"."""
    return any(h.first == hit.first for h in line.valued(Tag.GRAMMAR, "transitive"))


def _is_object(line: Line, first: int, told: Hit) -> bool:
    """Whether a word right before says that the name is the target or a place."""
    if line.sentence.language == "ar" and line.word(first).startswith(("لل", "ل")):
        return True  # "نقطة للبيشمركة"
    return any(
        first - 2 <= hit.last <= first
        for hit in line.of(Tag.WHERE)
        if hit.value in ("at", "near", "towards", "launched")
        and hit.first != told.first
        and not hit.last <= told.first < first
    )


def _suspected(line: Line, first: int) -> bool:
    return any(0 <= first - h.last <= _HEDGE for h in line.valued(Tag.CLAIM, "suspect"))


def _unwatched(line: Line, hit: Hit, verb: bool, passive: bool) -> Iterator[Perpetrator]:
    """Doers that no watchlist knows."""
    trigger = hit
    clause = line.clause[hit.first]
    for hit in _agents(line):
        span = phrase_after(line, hit.last)
        done = any(0 <= hit.first - d.last <= 8 for d in line.valued(Tag.GRAMMAR, "doing"))
        if span and (done or line.clause[hit.first] == clause) and _names_doer(line, *span):
            basis = Basis.SUSPECTED if _suspected(line, span[0]) else Basis.NAMED
            yield Perpetrator(id=None, name=line.text(*span), basis=basis)
            return
    owner = _owner_of_weapon(line, trigger)
    if owner:
        yield Perpetrator(id=None, name=owner, basis=Basis.NAMED)
        return
    if not verb or passive:
        return
    span = _alliance(line, trigger.first) or phrase_before(line, trigger.first)
    if span and _names_doer(line, *span):
        basis = (
            Basis.SUSPECTED
            if _suspected(line, span[0]) or _suspected(line, span[0] + 1)
            else Basis.NAMED
        )
        yield Perpetrator(id=None, name=line.text(*span), basis=basis)


def _owner_of_weapon(line: Line, hit: Hit) -> str | None:
    """Whose weapon it is: "IS drones", "an IS-guided drone"."""
    clause = line.clause[hit.first]
    places = [w.first for w in line.of(Tag.WEAPON) if w.first <= hit.first]
    for place in [p for p in places if line.clause[p] == clause][:1]:
        end = place
        while end > 0 and (
            line.has(Tag.GRAMMAR, "sponsored", end - 1) or _is_quality(line, end - 1)
        ):
            end -= 1
        start = end
        while start > 1 and line.capital(start - 1) and len(line.word(start - 1)) > 1:
            start -= 1
        text = line.text(start, end) if start < end else ""
        named = line.of(Tag.COUNTRY, Tag.DEMONYM, Tag.STATE)
        country = any(start <= h.first < end for h in named)
        if text and not country and not _is_day(line, start, end):
            return text
    return None


def _is_quality(line: Line, place: int) -> bool:
    """Whether a word only describes the weapon: "suicide", "guided", "armed"."""
    return (
        line.word(place).isalpha()
        and not line.capital(place)
        and (
            line.word(place).endswith("ed")
            or line.word(place) in ("suicide", "explosive", "kamikaze")
        )
    )


def _is_day(line: Line, start: int, end: int) -> bool:
    return any(start <= h.first < end for h in line.of(Tag.MONTH, Tag.WEEKDAY))


def _alliance(line: Line, place: int) -> tuple[int, int] | None:
    """The first of several groups that act together: "a combined force of the A, B and C"."""
    for hit in line.valued(Tag.GRAMMAR, "alliances"):
        if hit.last < place <= hit.last + _LIST:
            told = line.of(Tag.VERB, Tag.STRIKE_VERB, Tag.WEAPON_VERB)
            if not any(hit.last <= other.first < place for other in told):
                return phrase_after(line, hit.last)
    return None


_LIST = 45  # tokens that a list of allied groups may be long


def _unique(found: list[Perpetrator]) -> tuple[Perpetrator, ...]:
    return tuple(dict.fromkeys(found))
