"""Reads stories: the names, events and statements in them, and whether they are wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marsad.model import Match, Reading, Story
from marsad.reading.analysis import Analyst
from marsad.reading.events import Moment, events_of, vocabulary
from marsad.reading.fingerprint import fingerprint
from marsad.reading.relevance import Relevance
from marsad.reading.sentences import Sentence
from marsad.reading.statements import StatementReader
from marsad.settings.event_words import EventWords
from marsad.settings.freshness import Freshness
from marsad.settings.kinds import EventKind
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import Watchlists


class Reader:
    """Reads one story at a time; built once per process, since that takes a moment."""

    def __init__(
        self,
        *,
        watchlists: Watchlists,
        kinds: Sequence[EventKind],
        event_words: Mapping[str, EventWords],
        statement_words: Mapping[str, StatementWords],
        freshness: Freshness,
    ) -> None:
        self._analyst = Analyst(watchlists, statement_words)
        self._vocabulary = vocabulary(watchlists, kinds, event_words)
        self._statements = StatementReader(self._vocabulary, statement_words)
        self._relevance = Relevance(watchlists, statement_words)
        self._freshness = freshness

    def read(self, story: Story) -> Reading:
        """What a story says. Pure: the only clock is the story's own."""
        analysed = self._analyst.analyse(story)
        sentences = analysed.sentences
        told = [sentence for sentence in sentences if not sentence.boilerplate]
        moment = Moment(
            published=story.published,
            seen=story.seen,
            zone=_zone(story.zone),
            window=self._freshness.attack,
        )
        events = events_of(sentences, moment, self._vocabulary)
        spoken = replace(moment, window=self._freshness.statement)
        statements = self._statements.read(sentences, events, spoken)
        return Reading(
            story=story.id,
            language=analysed.language,
            relevant=self._relevance.is_wanted(sentences, events, statements),
            matches=tuple(_matches(told)),
            events=events,
            statements=statements,
            fingerprint=fingerprint(story.title, (s.folded for s in told if s.field == "text")),
        )


def _zone(name: str) -> ZoneInfo:
    """The zone of a source; stories handed in may name one that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _matches(sentences: Sequence[Sentence]) -> Iterator[Match]:
    for sentence in sentences:
        for name in sentence.names:
            yield name.match
