"""From what is heard in a story to its statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from marsad.model import Event, Reality, Statement, StatementKind
from marsad.reading.events import EventVocabulary, Moment
from marsad.reading.events.dates import dates
from marsad.reading.events.lines import line_of
from marsad.reading.sentences import Sentence
from marsad.reading.statements.judging import Speaker
from marsad.reading.statements.walk import Listener, Utterance
from marsad.settings.statement_words import StatementWords

_LONGEST = 700  # code points of one statement
_WORDS_OF_A_QUOTE = 5  # fewer words in quotation marks are a turn of phrase
_AUTHORITIES = frozenset({"state", "intl", "sub_state"})
# What a speaker does who does several things: the most telling first.
_TELLING = (
    StatementKind.CLAIM,
    StatementKind.DENY,
    StatementKind.THREATEN,
    StatementKind.CEASEFIRE,
    StatementKind.CONDEMN,
    StatementKind.ACCUSE,
    StatementKind.SANCTION,
    StatementKind.CONFIRM,
    StatementKind.NO_COMMENT,
    StatementKind.WARN,
    StatementKind.CALL_FOR,
    StatementKind.INVESTIGATE,
    StatementKind.ANNOUNCE,
    StatementKind.EXPRESS_SUPPORT,
    StatementKind.NEGOTIATE,
)


class StatementReader:
    """Reads the statements of stories; built once."""

    def __init__(self, vocabulary: EventVocabulary, words: Mapping[str, StatementWords]) -> None:
        self._listener = Listener(vocabulary.watchlists, words)
        self._lexicons = vocabulary.lexicons

    def read(
        self, sentences: Sequence[Sentence], events: Sequence[Event], moment: Moment
    ) -> tuple[Statement, ...]:
        """The statements of a story in its order; `moment` has the window of new statements.

        What a speaker says at one occasion has one kind and one subject, however many pieces of it
        the story quotes: it is one statement for whoever is alerted.
        """
        anchor = moment.anchor
        utterances = self._listener.listen(sentences, anchor.date() if anchor else None)
        occasions: dict[tuple[str, int, bool], list[Utterance]] = {}
        for utterance in utterances:
            key = (utterance.speaker.key, utterance.venue, utterance.past)
            occasions.setdefault(key, []).append(utterance)
        found: list[Statement] = []
        for told in occasions.values():
            about = _about(told, events)
            kind = _kind(told)
            if kind is StatementKind.OTHER and _tells_event(told, events):
                kind = StatementKind.CONFIRM
            speaker = next((u.speaker for u in told if u.speaker.by_name), told[0].speaker)
            for run in _runs(told):
                new = anchor is not None and all(self._is_new(one, moment) for one in run)
                found.append(_statement(run, speaker, kind, about, new))
        return tuple(sorted(found, key=lambda s: (s.field != "title", s.start)))

    def _is_new(self, utterance: Utterance, moment: Moment) -> bool:
        """Whether nothing says that it was said before the window: "said on Monday"."""
        anchor = moment.anchor
        if utterance.past or anchor is None:
            return False
        sentence = utterance.sentence
        if not utterance.dated or sentence.language not in self._lexicons:
            return True
        line = line_of(sentence, self._lexicons[sentence.language])
        if line is None:
            return True
        said = [
            when.latest
            for when in dates(line, anchor)
            if when.spoken or (utterance.opens and when.first <= 1)
        ]
        ends = (datetime.combine(day, time.max, tzinfo=moment.zone) for day in said)
        return all(end >= anchor - moment.window for end in ends)


def _kind(told: Sequence[Utterance]) -> StatementKind:
    kinds = {kind for utterance in told for kind in utterance.kinds}
    return next((kind for kind in _TELLING if kind in kinds), StatementKind.OTHER)


def _tells_event(told: Sequence[Utterance], events: Sequence[Event]) -> bool:
    """Whether an authority says itself what happened, and does not only speak of it."""
    if told[0].speaker.speaker_class not in _AUTHORITIES:
        return False
    return any(
        event.reality is Reality.HAPPENED and _inside(utterance.sentence, span.field, span.start)
        for utterance in told
        for event in events
        for span in event.evidence
    )


def _runs(told: Sequence[Utterance]) -> list[list[Utterance]]:
    """Sentences of a speaker that follow one another, up to a length that can be quoted."""
    runs: list[list[Utterance]] = []
    for utterance in told:
        if runs and _follows(runs[-1], utterance):
            runs[-1].append(utterance)
        else:
            runs.append([utterance])
    return runs


def _follows(run: Sequence[Utterance], utterance: Utterance) -> bool:
    first, last, new = run[0].sentence, run[-1].sentence, utterance.sentence
    if new is last:
        return True
    near = new.field == last.field and new.index == last.index + 1
    return near and new.end - first.start <= _LONGEST


def _statement(
    run: Sequence[Utterance], speaker: Speaker, kind: StatementKind, about: int | None, new: bool
) -> Statement:
    first, last = run[0].sentence, run[-1].sentence
    body = speaker.body
    return Statement(
        text=" ".join(u.sentence.text for u in _once(run)),
        field=first.field,
        start=first.start,
        end=last.end,
        kind=kind,
        direct=any(_is_quotation(utterance.sentence) for utterance in run),
        new=new,
        confidence=run[0].sure,
        speaker=speaker.name,
        speaker_id=speaker.office or (body.id if body else None),
        role=speaker.role,
        organisation=body.name or None if body else None,
        organisation_id=body.id if body else None,
        speaker_class=speaker.speaker_class,
        about=about,
    )


def _once(run: Sequence[Utterance]) -> list[Utterance]:
    """Each sentence of a run once."""
    return [u for i, u in enumerate(run) if i == 0 or u.sentence is not run[i - 1].sentence]


def _is_quotation(sentence: Sentence) -> bool:
    for quote in sentence.quotes:
        low, high = max(quote.start, sentence.start), min(quote.end, sentence.end)
        words = sentence.text[low - sentence.start : high - sentence.start].split()
        if len(words) >= _WORDS_OF_A_QUOTE:
            return True
    return False


def _about(told: Sequence[Utterance], events: Sequence[Event]) -> int | None:
    """The event that a speaker speaks of.

    Told in his sentence, or sharing its place or weapon; else the one new attack of the story when
    he speaks of "the attack". Old events count only in stories without a new one.
    """
    new = [index for index, event in enumerate(events) if event.new]
    pool = new or range(len(events))
    for index in pool:
        if any(_inside(u.sentence, s.field, s.start) for u in told for s in events[index].evidence):
            return index
    named = {name.match.id for u in told for name in u.sentence.names}
    for index in pool:
        if named & _ids(events[index]):
            return index
    attacks = [index for index in new if events[index].attack]
    refers = any(utterance.refers for utterance in told)
    return attacks[0] if len(attacks) == 1 and refers else None


def _ids(event: Event) -> set[str]:
    own = {*event.weapons, *event.target_ids}
    if event.place is not None and event.place.id:
        own.add(event.place.id)
    return own


def _inside(sentence: Sentence, field: str, start: int) -> bool:
    return sentence.field == field and sentence.start <= start < sentence.end
