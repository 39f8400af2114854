"""Whether the watchlists want a story."""

import re
from collections.abc import Iterable, Mapping, Sequence

from marsad.model import Event, MatchKind, Statement
from marsad.reading.sentences import Sentence
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import Watchlists
from marsad.text import fold

_ALIGNED = frozenset({"iran_aligned", "iran"})
_SECURITY_KINDS = frozenset({"state_security"})
_IRAQI = frozenset({"iraq_state", "iraq_state_mixed", "krg"})
_LEAD = 4  # sentences that say what a story is about


class Relevance:
    """Says which stories are wanted; built once."""

    def __init__(self, watchlists: Watchlists, words: Mapping[str, StatementWords]) -> None:
        self._watchlists = watchlists
        phrases = {fold(phrase) for own in words.values() for phrase in own.off_topic}
        self._off_topic = _any_of(phrases)

    def is_wanted(
        self,
        sentences: Sequence[Sentence],
        events: Sequence[Event],
        statements: Sequence[Statement],
    ) -> bool:
        """An aligned group, a watched state's security, or an attack in a watched place."""
        told = [sentence for sentence in sentences if not sentence.boilerplate]
        if self._is_off_topic(told[:_LEAD]):
            return False
        if any(self._is_watched_attack(event) for event in events):
            return True
        found = {(n.match.kind, n.match.id) for sentence in told for n in sentence.names}
        if any(self._is_watched_actor(kind, id_) for kind, id_ in found):
            return True
        kinds = {kind for kind, _ in found}
        if MatchKind.WEAPON in kinds and MatchKind.PLACE in kinds:
            return True
        return any(statement.official for statement in statements) and bool(
            kinds & {MatchKind.WEAPON, MatchKind.PLACE, MatchKind.ACTOR} or events
        )

    def _is_off_topic(self, lead: Iterable[Sentence]) -> bool:
        pattern = self._off_topic
        return pattern is not None and any(pattern.search(s.folded) for s in lead)

    def _is_watched_attack(self, event: Event) -> bool:
        place = event.place
        return bool(event.target_ids) or (place is not None and place.id is not None)

    def _is_watched_actor(self, kind: MatchKind, entry: str) -> bool:
        actor = self._watchlists.actors.get(entry) if kind is MatchKind.ACTOR else None
        if actor is None:
            return False
        return actor.side in _ALIGNED or actor.side in _IRAQI or actor.kind in _SECURITY_KINDS


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """The phrases as whole words; Arabic ones may carry a prefix."""
    longest_first = sorted((re.escape(p) for p in phrases if p), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<![^\W_])[وفبلك]?(?:ال|لل)?(?:{'|'.join(longest_first)})(?![^\W_])")
