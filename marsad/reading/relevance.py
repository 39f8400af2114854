"""Whether the watchlists want a story."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from marsad.model import Event, Match, MatchKind, Statement, StatementKind
from marsad.reading.sentences import Sentence
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import WatchedActor, Watchlists
from marsad.text import fold

_ALIGNED = frozenset({"iran_aligned", "iran"})
_IRAQI = frozenset({"iraq_state", "iraq_state_mixed", "krg"})
_HOME = frozenset({"IQ", "IR"})  # whose security is watched whoever is involved
_AREAS = frozenset({"country", "region", "governorate", "city", "town", "district", "area", "sea"})
_HOME_TERMS = frozenset({"iraq", "iran"})
_REGION_TERMS = frozenset(
    {"syria", "lebanon", "yemen", "kuwait", "qatar", "bahrain", "emirates", "oman", "jordan"}
)
_HARD_WORDS = frozenset(
    {
        StatementKind.CLAIM,
        StatementKind.DENY,
        StatementKind.CONDEMN,
        StatementKind.ACCUSE,
        StatementKind.THREATEN,
        StatementKind.WARN,
        StatementKind.CEASEFIRE,
    }
)
_LEAD = 4  # sentences that say what a story is about


class Relevance:
    """Says which stories are wanted; built once."""

    def __init__(self, watchlists: Watchlists, words: Mapping[str, StatementWords]) -> None:
        self._watchlists = watchlists
        self._off_topic = _any_of(fold(w) for own in words.values() for w in own.off_topic)
        self._civil = _any_of(fold(w) for own in words.values() for w in own.civil)
        self._security = _any_of(fold(w) for own in words.values() for w in own.security)
        self._region = {place.country for place in watchlists.places.values() if place.country}

    def is_wanted(
        self,
        sentences: Sequence[Sentence],
        events: Sequence[Event],
        statements: Sequence[Statement],
    ) -> bool:
        """An aligned group, a watched state's security, or an attack in a watched place."""
        told = [sentence for sentence in sentences if not sentence.boilerplate]
        if _found(self._off_topic, told[:_LEAD]):
            return False
        if any(self._is_watched_event(event) for event in events):
            return True
        names = [name.match for sentence in told for name in sentence.names]
        if any(self._is_watched_actor(name) for name in names):
            return True
        armed = any(name.kind is MatchKind.WEAPON for name in names)
        home = any(self._is_about_home(name, armed) for name in names)
        official = [statement for statement in statements if statement.official]
        if armed or _found(self._security, told):
            return home or bool(official)
        if not (home and official):
            return False
        hard = any(statement.kind in _HARD_WORDS for statement in official)
        return hard or not _found(self._civil, told)

    def _is_watched_event(self, event: Event) -> bool:
        """An event at a watched place or target, or an attack somewhere in the region."""
        if event.target_ids or (event.place is not None and event.place.id is not None):
            return True
        return event.attack and event.place is not None and event.place.country in self._region

    def _is_watched_actor(self, name: Match) -> bool:
        actor = self._watchlists.actors.get(name.id) if name.kind is MatchKind.ACTOR else None
        return actor is not None and _is_watched(actor)

    def _is_about_home(self, name: Match, armed: bool) -> bool:
        """Iraq or Iran, their places and bodies, or a site; beside a weapon any place around."""
        if name.kind is MatchKind.TERM:
            return name.id in _HOME_TERMS or (armed and name.id in _REGION_TERMS)
        if name.kind is MatchKind.PLACE:
            place = self._watchlists.places.get(name.id)
            if place is None:
                return False
            return armed or place.country in _HOME or place.kind not in _AREAS
        if name.kind is MatchKind.OFFICIAL:
            return self._country_of(name.id) in _HOME
        actor = self._watchlists.actors.get(name.id)
        return name.kind is MatchKind.ACTOR and actor is not None and actor.country in _HOME

    def _country_of(self, official: str) -> str | None:
        office = self._watchlists.offices.get(official)
        body = self._watchlists.organisations.get(office.organisation if office else official)
        return None if body is None else body.country


def _is_watched(actor: WatchedActor) -> bool:
    """Groups and security bodies; Iran as a state is in the news for anything."""
    aligned = actor.side in _ALIGNED and actor.kind != "state"
    return aligned or actor.side in _IRAQI or actor.kind == "state_security"


def _found(pattern: re.Pattern[str] | None, sentences: Iterable[Sentence]) -> bool:
    return pattern is not None and any(pattern.search(s.folded) for s in sentences)


def _any_of(phrases: Iterator[str]) -> re.Pattern[str] | None:
    """The phrases as whole words; Arabic ones may carry a prefix."""
    longest_first = sorted({re.escape(p) for p in phrases if p}, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<![^\W_])[وفبلك]?(?:ال|لل)?(?:{'|'.join(longest_first)})(?![^\W_])")
