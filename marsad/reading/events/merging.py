"""Which mentions tell one event, and what they tell together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from marsad.model import Basis, Perpetrator, Range, Reality
from marsad.reading.events.date_words import When
from marsad.reading.events.mentions import Mention, Told
from marsad.reading.events.tags import Tag
from marsad.reading.events.tolls import Toll
from marsad.reading.events.vocabulary import EventVocabulary

_OPEN = frozenset({"armed_attack", "explosion_unattributed", ""})  # fit any other attack
_NAMED = 4.0  # from a city on: a place that tells one event from another
_FIRED = frozenset({"rocket", "missile", "artillery", "mortar"})  # outlets mix these words


@dataclass(frozen=True, slots=True)
class Account:
    """All that a story tells of one event: its mentions, and sentences that only add to it."""

    mentions: tuple[Mention, ...]
    added: tuple[Told, ...] = field(default=())

    @property
    def main(self) -> Mention:
        """The mention that tells it best: asserted, dated, in a sentence rather than a headline."""
        return max(self.mentions, key=_telling)

    @property
    def when(self) -> When | None:
        """The day, from the best mention that has one."""
        dated = [m for m in self.mentions if m.when is not None]
        if dated:
            best = max(dated, key=lambda m: (m.sense.asserted, -m.line.sentence.index))
            return best.when
        if not self.main.sense.asserted:
            return None
        for other in self.added:
            for when in other.dates if not other.mentions else ():
                if not when.spoken:
                    return when
        return None


def _telling(mention: Mention) -> tuple[bool, bool, bool, int]:
    return (
        mention.sense.asserted,
        mention.when is not None,
        mention.line.sentence.field == "text",
        -mention.line.sentence.index,
    )


def accounts(story: Sequence[Told], vocabulary: EventVocabulary) -> tuple[Account, ...]:
    """The events of a story, in the order in which they are first told."""
    found: list[Account] = []
    current: int | None = None  # the event that a sentence without a trigger goes on about
    early: list[Told] = []  # lines before the first event: they may give its day
    for told in story:
        touched: list[int] = []
        for mention in told.mentions:
            place = _place_of(mention, found, touched, current, vocabulary)
            if place is None:
                found.append(Account((_first_told(mention),), tuple(early)))
                early = []
                place = len(found) - 1
            else:
                found[place] = Account((*found[place].mentions, mention), found[place].added)
            touched.append(place)
        owner = _owner(told, touched, current, found)
        if owner is not None:
            found[owner] = Account(found[owner].mentions, (*found[owner].added, told))
        if not found and told.dates and _sets_the_scene(told):
            early = [told]
        if touched:
            current = (
                touched[0] if found[touched[0]].main.sense.asserted or current is None else current
            )
    return tuple(found)


def _sets_the_scene(told: Told) -> bool:
    """Whether a line before the first event may give its day.

    A headline does; "Iraq signed a contract on Thursday" says nothing of attacks told below it.
    """
    return told.line.sentence.field == "title"


def _first_told(mention: Mention) -> Mention:
    """A mention that opens an event: "the rockets hit ..." refers to nothing told before."""
    if not (mention.sense.reference and mention.trigger.verb):
        return mention
    return replace(mention, sense=replace(mention.sense, asserted=not mention.sense.past))


def _owner(told: Told, touched: list[int], current: int | None, found: list[Account]) -> int | None:
    """The event that the tolls, claims and places of a line belong to."""
    asserted = [i for i in touched if found[i].main.sense.reality in _REAL]
    if len(asserted) > 1 and not told.toll.silent:
        return min(asserted, key=lambda i: _apart(told, found[i]))
    if asserted:
        return next((i for i in asserted if found[i].main.sense.asserted), asserted[0])
    if touched or told.line.sentence.boilerplate:
        return None
    return current


def _apart(told: Told, account: Account) -> int:
    """Clauses between the casualties of a line and its mention of an event."""
    clause = told.line.clause
    own = [m for m in account.mentions if m.line is told.line]
    return min(abs(clause[m.trigger.hit.first] - clause[told.toll.at]) for m in own)


_REAL = (Reality.HAPPENED, Reality.CLAIMED)


def _place_of(
    mention: Mention,
    found: list[Account],
    touched: list[int],
    current: int | None,
    vocabulary: EventVocabulary,
) -> int | None:
    """The event a mention belongs to, or None for a new one."""
    order: list[int] = list(
        dict.fromkeys([*touched, *([current] if current is not None else []), *range(len(found))])
    )
    for place in order:
        near = place in touched or place == current
        if not near and mention.sense.reference and not _linked(mention, found[place]):
            continue
        if _same(mention, found[place], vocabulary, inside=place in touched):
            return place
    return None


def _describes(mention: Mention, account: Account) -> bool:
    """Whether a relative clause tells more of the event named right before it."""
    line, clause = mention.line, mention.line.clause[mention.trigger.hit.first]
    return any(
        other.line is line
        and other.trigger.hit.last == hit.first
        and line.clause[hit.first] == clause
        for other in account.mentions
        for hit in line.valued(Tag.GRAMMAR, "relative")
    )


def _linked(mention: Mention, account: Account) -> bool:
    """Whether a reference shares the place or the day of an event told further back."""
    place = mention.located.place
    if mention.when is not None and account.when is not None:
        return True
    return place is not None and any(
        m.located.place is not None and m.located.place.name == place.name for m in account.mentions
    )


def _same(mention: Mention, account: Account, vocabulary: EventVocabulary, *, inside: bool) -> bool:
    main = account.main
    if mention.sense.another and not inside:
        return False
    if not _same_reality(mention, main):
        return False
    if not any(_same_kind(mention, other, vocabulary) for other in account.mentions):
        return False
    old = mention.sense.past != main.sense.past
    if old and not (mention.sense.reference or _headline_of(mention, main)):
        return False
    if not _same_days(mention.when, account.when):
        return False
    if (
        inside
        and not _describes(mention, account)
        and not mention.sense.asserted
        and not mention.sense.reference
        and main.sense.asserted
    ):
        return False
    return _same_place(mention, account, vocabulary)


def _same_reality(mention: Mention, main: Mention) -> bool:
    one, other = mention.sense.reality, main.sense.reality
    return one == other or {one, other} <= {Reality.HAPPENED, Reality.CLAIMED}


def _same_kind(one: Mention, other: Mention, vocabulary: EventVocabulary) -> bool:
    if one.kind == other.kind:
        return True
    attacks = [vocabulary.kinds[m.kind] for m in (one, other) if m.kind in vocabulary.kinds]
    if len(attacks) < 2 or any(not k.attack and k.id not in _OPEN for k in attacks):
        return False
    if {one.kind, other.kind} & _OPEN:
        return True
    families = {k.family for k in attacks}
    if len(families - {None}) == 1 or families <= _FIRED:
        return True
    return bool(set(one.weapons) & set(other.weapons)) or "interception" in {one.kind, other.kind}


def _same_days(one: When | None, other: When | None) -> bool:
    if one is None or other is None:
        return True
    return one.earliest <= other.latest and other.earliest <= one.latest


def _same_place(mention: Mention, account: Account, vocabulary: EventVocabulary) -> bool:
    place = mention.located.place
    if place is None:
        return True
    countries = {m.located.place.country for m in account.mentions if m.located.place} - {None}
    if place.country and countries and place.country not in countries:
        return False
    if mention.sense.reference and mention.located.size < _NAMED:
        return True
    for other in account.mentions:
        known = other.located.place
        if known is None:
            continue
        if _headline_of(mention, other) and place.admin1 and place.admin1 == known.admin1:
            continue  # a headline names the province by its capital
        if place.id and known.id:
            if not _overlap(place.id, known.id, vocabulary):
                return False
        elif place.country and known.country and place.country != known.country:
            return False
    return True


def _headline_of(one: Mention, other: Mention) -> bool:
    """Whether one of two mentions is the headline and the other the lead below it."""
    fields = {one.line.sentence.field, other.line.sentence.field}
    return len(fields) > 1 and abs(one.line.sentence.index - other.line.sentence.index) <= 1


def _overlap(one: str, other: str, vocabulary: EventVocabulary) -> bool:
    if vocabulary.beside(one, other):
        return True
    shared = vocabulary.around.get(one, frozenset()) & vocabulary.around.get(other, frozenset())
    near = {p for p in shared if p in vocabulary.watchlists.places}
    return any(vocabulary.size(p) >= _NAMED for p in near)


def merged_toll(account: Account) -> Toll:
    """The dead and wounded: the first number told, later ones when they say more."""
    tolls = [told.toll for told in account.added]
    killed, indirect = (
        _first([getattr(t, name) for t in tolls]) for name in ("killed", "indirect")
    )
    if indirect is not None and killed == indirect:
        killed = None  # the one who died is the one whose heart failed
    attackers = _first([t.attackers for t in tolls])
    if killed is None and indirect is None:
        killed = attackers  # the only dead that the story tells
    return Toll(
        killed=killed,
        wounded=_first([t.wounded for t in tolls]),
        indirect=indirect,
    )


def _first(ranges: Iterable[Range | None]) -> Range | None:
    told = [r for r in ranges if r is not None]
    exact = [r for r in told if r.high is not None or (r.low or 0) > 2]
    return next(iter(exact or told), None)


def merged_perpetrators(account: Account) -> tuple[tuple[Perpetrator, ...], tuple[str, ...]]:
    """Who did it, the strongest ground for each, and who claimed it."""
    found: dict[str, Perpetrator] = {}
    everyone = [p for m in account.mentions for p in m.perpetrators]
    everyone += [p for told in account.added for p in told.blame.perpetrators]
    for person in everyone:
        denied = " denied" if person.basis is Basis.DENIED else ""
        key = (person.id or (person.name or "").casefold()) + denied
        known = found.get(key)
        if known is None or _GROUNDS.index(person.basis) < _GROUNDS.index(known.basis):
            found[key] = person
    claimed = [a for told in account.added for a in told.blame.claimed_by]
    return tuple(found.values()), tuple(dict.fromkeys(claimed))


_GROUNDS = ("claimed", "denied", "named", "blamed", "suspected")
