"""Who does it by the build of the sentence."""

from collections.abc import Iterator

from marsad.model import Basis, Perpetrator
from marsad.reading.events.doer_names import actors, names_doer, unique
from marsad.reading.events.lexicon import Hit
from marsad.reading.events.lines import Line
from marsad.reading.events.phrases import phrase_after, phrase_before
from marsad.reading.events.tags import Tag
from marsad.reading.events.triggers import Trigger, is_bare_participle
from marsad.reading.events.vocabulary import EventVocabulary

_HEDGE = 8  # tokens between "fits the profile of" and whom it suspects


def doers(line: Line, trigger: Trigger, vocabulary: EventVocabulary) -> tuple[Perpetrator, ...]:
    """Who does it by the build of the clause: before a verb, after "by", beside the noun."""
    hit, verb = _carrier(line, trigger)
    found: list[Perpetrator] = []
    passive = _is_passive(line, hit)
    for first, last, actor in actors(line, vocabulary):
        if _is_doer(line, hit, first, last, verb, passive):
            basis = Basis.SUSPECTED if _suspected(line, first) else Basis.NAMED
            found.append(Perpetrator(id=actor, name=line.text(first, last), basis=basis))
    if not found and line.sentence.language == "en":
        found.extend(_unwatched(line, hit, verb, passive))
    return unique(found)


def launchers(line: Line, vocabulary: EventVocabulary) -> tuple[Perpetrator, ...]:
    """Who launched what was shot down: "a drone launched by ..."."""
    found = []
    for by in line.valued(Tag.CLAIM, "by"):
        if not any(0 <= by.first - hit.last <= 6 for hit in line.of(Tag.LAUNCH)):
            continue
        for first, last, actor in actors(line, vocabulary):
            if 0 <= first - by.last <= 1:
                found.append(Perpetrator(id=actor, name=line.text(first, last), basis=Basis.NAMED))
    return unique(found)


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
        if span and (done or line.clause[hit.first] == clause) and names_doer(line, *span):
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
    if span and names_doer(line, *span):
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
