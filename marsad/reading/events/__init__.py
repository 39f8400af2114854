"""Reading events: what a story says happened, where, when, to whom, and how it is meant."""

from collections.abc import Iterator, Sequence

from marsad.model import Event, Reality
from marsad.reading.events.lines import Line, line_of
from marsad.reading.events.mentions import told
from marsad.reading.events.merging import accounts
from marsad.reading.events.moments import Moment
from marsad.reading.events.reality import denial, story_effects
from marsad.reading.events.telling import event_of
from marsad.reading.events.vocabulary import EventVocabulary, vocabulary
from marsad.reading.sentences import Sentence

__all__ = ["EventVocabulary", "Moment", "events_of", "vocabulary"]

_MOST_EVENTS = 20


def events_of(
    sentences: Sequence[Sentence], moment: Moment, vocabulary: EventVocabulary
) -> tuple[Event, ...]:
    """Every event that the sentences of one story tell, the main one first."""
    lines = list(_lines(sentences, vocabulary))
    effects = story_effects(tuple(lines[:3]), vocabulary) | denial(lines, vocabulary)
    if "nothing" in effects:
        return ()
    anchor = moment.anchor
    story = [told(line, anchor, vocabulary) for line in lines]
    found = [
        event_of(account, effects, moment, vocabulary)
        for account in accounts(story, vocabulary)[:_MOST_EVENTS]
    ]
    return tuple(sorted(found, key=_rank, reverse=True))


_REPORTED = (Reality.HAPPENED, Reality.CLAIMED)


def _rank(event: Event) -> tuple[bool, bool, float]:
    return event.attack and event.reality in _REPORTED, event.new, event.confidence


_OPENING = 3  # sentences read in any case: they give the day and the kind of story


def _lines(sentences: Sequence[Sentence], vocabulary: EventVocabulary) -> Iterator[Line]:
    for place, sentence in enumerate(sentences):
        if sentence.boilerplate or sentence.language not in vocabulary.lexicons:
            continue
        lexicon = vocabulary.lexicons[sentence.language]
        line = line_of(sentence, lexicon, must_tell=place >= _OPENING)
        if line is not None:
            yield line
