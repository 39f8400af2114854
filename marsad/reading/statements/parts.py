"""The pieces that name a speaker: a body, a post, a name, a word like "officials"."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marsad.model import MatchKind, SpeakerClass
from marsad.reading.name_patterns import name_key
from marsad.reading.sentences import Sentence
from marsad.reading.statements.cues import Cue, CueKind
from marsad.settings.watchlists import Holder, WatchedActor, Watchlists
from marsad.text import fold


class PartKind(StrEnum):
    """What a part of a speaker's description is."""

    ORGANISATION = "organisation"
    OFFICE = "office"
    HOLDER = "holder"  # the listed name of an office-holder
    PERSON = "person"  # a name nobody lists
    ROLE = "role"
    SPEAKS = "speaks"
    PARTY = "party"
    BODY = "body"
    NATION = "nation"
    STATE = "state"
    ANONYMOUS = "anonymous"
    NAMED_ONLY = "named_only"
    UNOFFICIAL = "unofficial"
    MEDIA = "media"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Body:
    """Who a part belongs to."""

    id: str | None
    name: str
    speaker_class: SpeakerClass | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a speaker's description: letters `low` to `high` of the folded sentence."""

    kind: PartKind
    low: int
    high: int
    ids: tuple[str, ...] = ()  # offices or organisations


NAMES = frozenset({PartKind.HOLDER, PartKind.PERSON})
POSTS = frozenset(
    {
        PartKind.ROLE,
        PartKind.SPEAKS,
        PartKind.PARTY,
        PartKind.OFFICE,
        PartKind.ORGANISATION,
        PartKind.BODY,
        PartKind.UNOFFICIAL,
        PartKind.MEDIA,
        PartKind.NAMED_ONLY,
    }
)
_CUE_PARTS = {
    CueKind.SPEAKS: PartKind.SPEAKS,
    CueKind.ROLE: PartKind.ROLE,
    CueKind.PARTY: PartKind.PARTY,
    CueKind.BODY: PartKind.BODY,
    CueKind.ANONYMOUS: PartKind.ANONYMOUS,
    CueKind.NAMED_ONLY: PartKind.NAMED_ONLY,
    CueKind.UNOFFICIAL: PartKind.UNOFFICIAL,
    CueKind.MEDIA: PartKind.MEDIA,
    CueKind.AGAIN: PartKind.AGAIN,
    CueKind.STATE: PartKind.STATE,
    CueKind.NATION: PartKind.NATION,
}
_NAME_WORD = re.compile(
    r"(?:(?:bin|ibn|van|von|de|al|el)[ -])?(?:[AaEe]l-)?[A-Z][\w’'‘.-]*[\w’'‘]|[A-Z]\."
)
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ARMED = frozenset({"militia", "facade", "network", "insurgent"})
_STATE = frozenset({"state", "state_security"})


class PartFinder:
    """Finds the parts of speakers in sentences; built once."""

    def __init__(self, watchlists: Watchlists) -> None:
        self._watchlists = watchlists
        self._by_actor = {
            body.actor: body.id for body in watchlists.organisations.values() if body.actor
        }
        self._state_names: dict[str, list[tuple[str, str]]] = {}
        for body in watchlists.organisations.values():
            if body.speaker_class == "state" and body.country:
                own = self._state_names.setdefault(body.country, [])
                own += [(_key(name), body.id) for names in body.names.values() for name in names]
        self._titles = {
            office.id: {_key(title) for titles in office.titles.values() for title in titles}
            for office in watchlists.offices.values()
        }
        self._holders: dict[tuple[str, str], Holder] = {}
        for office in watchlists.offices.values():
            for holder in office.holders:
                for names in holder.names.values() or ((holder.name,),):
                    for name in names:
                        self._holders[office.id, _key(name)] = holder

    def parts(
        self,
        sentence: Sentence,
        cues: Sequence[Cue],
        surnames: Collection[str],
        little: Collection[str],
    ) -> tuple[Part, ...]:
        """The parts of a sentence in their order; listed names win over words, words over people.

        `surnames` are the (folded) last names met in the story, `little` words that are no names.
        """
        states = {(cue.low, cue.high) for cue in cues if cue.kind is CueKind.STATE}
        found = [part for part in self._listed(sentence) if (part.low, part.high) not in states]
        _add(found, (part for part in map(_of_cue, cues) if part is not None))
        if sentence.language == "en":
            taken = [(part.low, part.high) for part in found]
            taken += [(name.low, name.high) for name in sentence.names]
            found += _people(sentence, taken, little)
        if surnames:
            _add(found, tuple(_known_surnames(sentence, surnames)))
        return tuple(sorted(found, key=lambda part: (part.low, part.high)))

    def body(self, organisation: str) -> Body | None:
        """An organisation of the watchlists, or an armed group without one (by actor id)."""
        listed = self._watchlists.organisations.get(organisation)
        if listed is not None:
            return Body(listed.id, listed.name, listed.speaker_class, listed.country)
        actor = self._watchlists.actors.get(organisation)
        if actor is not None:
            return Body(None, actor.name, _class_of(actor), actor.country)
        if len(organisation) == 2 and organisation.isupper():  # a country without listed bodies
            return Body(None, "", "state", organisation)
        return None

    def body_in(self, country: str, words: str) -> Body | None:
        """A state's body by the words that every country uses: "foreign ministry"."""
        fitting = [
            (len(name), id_)
            for name, id_ in self._state_names.get(country, ())
            if f" {words} " in f" {name} "
        ]
        return self.body(min(fitting)[1]) if fitting else None

    def country_of(self, place: str) -> str | None:
        """The country of a watched place."""
        listed = self._watchlists.places.get(place)
        return None if listed is None else listed.country

    def holder(self, office: str, name: str) -> Holder | None:
        """Who of an office bears this (folded) name."""
        return self._holders.get((office, name_key(name).text))

    def body_of(self, office: str) -> Body | None:
        """The organisation that an office speaks for."""
        listed = self._watchlists.offices.get(office)
        return None if listed is None else self.body(listed.organisation)

    def title_of(self, office: str) -> str:
        """The name of an office."""
        return self._watchlists.offices[office].title

    def _listed(self, sentence: Sentence) -> Iterator[Part]:
        spans: dict[tuple[int, int], list[tuple[PartKind, str]]] = {}
        # A body by its own name before the body behind an actor of that name.
        names = sorted(sentence.names, key=lambda name: name.match.kind is MatchKind.ACTOR)
        for name in names:
            entry = self._entry(
                name.match.kind, name.match.id, sentence.folded[name.low : name.high]
            )
            if entry is not None:
                spans.setdefault((name.low, name.high), []).append(entry)
        order = (PartKind.HOLDER, PartKind.OFFICE, PartKind.ORGANISATION)
        taken: list[Part] = []
        for (low, high), entries in sorted(spans.items(), key=lambda s: s[0][0] - s[0][1]):
            kind = min((kind for kind, _ in entries), key=order.index)
            ids = tuple(dict.fromkeys(id_ for own, id_ in entries if own is kind))
            _add(taken, (Part(kind, low, high, ids),))
        yield from taken

    def _entry(self, kind: MatchKind, id_: str, words: str) -> tuple[PartKind, str] | None:
        if kind is MatchKind.ACTOR:
            if id_ in self._by_actor:
                return PartKind.ORGANISATION, self._by_actor[id_]
            actor = self._watchlists.actors.get(id_)
            known = actor is not None and _class_of(actor) is not None
            return (PartKind.ORGANISATION, id_) if known else None
        if kind is not MatchKind.OFFICIAL:
            return None
        if id_ in self._watchlists.organisations:
            return PartKind.ORGANISATION, id_
        if name_key(words).text in self._titles.get(id_, ()):
            return PartKind.OFFICE, id_
        return PartKind.HOLDER, id_


def _class_of(actor: WatchedActor) -> SpeakerClass | None:
    if actor.kind in _ARMED:
        return "armed_group"
    return "state" if actor.kind in _STATE else None


def _key(name: str) -> str:
    return name_key(fold(name)).text


def _of_cue(cue: Cue) -> Part | None:
    kind = _CUE_PARTS.get(cue.kind)
    if kind is None:
        return None
    return Part(kind, cue.low, cue.high, (cue.value,) if cue.value else ())


def _people(
    sentence: Sentence, taken: Sequence[tuple[int, int]], little: Collection[str]
) -> Iterator[Part]:
    """Runs of capitalised words that nothing else explains."""
    if sentence.field == "title" and _is_in_capitals(sentence.text):
        return  # no name stands out
    run: list[tuple[int, int]] = []
    for found in _NAME_WORD.finditer(sentence.text):
        word = _POSSESSIVE.sub("", found.group())
        low = bisect_left(sentence.offsets, found.start())
        high = bisect_left(sentence.offsets, found.start() + len(word))
        if high <= low:
            continue
        free = sentence.folded[low:high] not in little
        free = free and not any(low < end and start < high for start, end in taken)
        if run and (not free or low - run[-1][1] > 1):
            yield from _person(run)
            run = []
        if free:
            run.append((low, high))
            if len(word) < found.end() - found.start():
                yield from _person(run)
                run = []
    yield from _person(run)


def _is_in_capitals(headline: str) -> bool:
    """Whether most words of a headline begin with a capital."""
    words = [word for word in headline.split() if word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _person(run: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """A single word at the start of a sentence is no name."""
    if run and (len(run) > 1 or run[0][0] > 1) and run[-1][1] - run[0][0] > 2:
        yield Part(PartKind.PERSON, run[0][0], run[-1][1])


def _known_surnames(sentence: Sentence, surnames: Collection[str]) -> Iterator[Part]:
    for word in _WORD.finditer(sentence.folded):
        if word.group() in surnames:
            yield Part(PartKind.PERSON, word.start(), word.end())


def _add(found: list[Part], more: Iterable[Part]) -> None:
    """Keeps what does not lie on something kept; two readings of the same words stay together."""
    taken = [(part.low, part.high) for part in found]
    for part in more:
        if not any(part.low < high and low < part.high for low, high in taken):
            found.append(part)
