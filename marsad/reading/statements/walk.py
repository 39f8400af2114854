"""Goes through a story sentence by sentence and says who speaks in each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.model import MatchKind, StatementKind
from marsad.reading.sentences import Sentence
from marsad.reading.statements.attribution import AttributionFinder, Said
from marsad.reading.statements.cues import Cue, CueFinder, CueKind
from marsad.reading.statements.judging import Judge, Setting, Speaker
from marsad.reading.statements.parts import PartFinder, PartKind
from marsad.reading.statements.voices import Voice, VoiceFinder
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import Watchlists
from marsad.text import fold

_TELLING_PARTS = (PartKind.HOLDER, PartKind.PERSON, PartKind.ORGANISATION, PartKind.OFFICE)
_PLAIN_PARTS = (PartKind.PERSON, PartKind.HOLDER, PartKind.ROLE)
_LINE = 80  # letters of a line that signs a communique
_BESIDE = 40  # letters between a verb and the words that say when
_ARTICLE = 4  # letters that may stand before the first name of a sentence: "The"
_ALL = 0.9  # share that makes it nothing but a quotation
_MOSTLY = 0.55  # share of a sentence in quotation marks that makes it a quotation


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence of one speaker."""

    speaker: Speaker
    sentence: Sentence
    kinds: tuple[StatementKind, ...]  # what he does with the words, surest first
    sure: float
    venue: int  # counts the occasions a story tells of
    past: bool  # said long ago
    dated: bool  # names a day, perhaps the one on which it was said
    refers: bool  # speaks of "the attack"
    opens: bool  # the sentence begins with the saying


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence with its cues and possible speakers."""

    sentence: Sentence
    cues: tuple[Cue, ...]
    kinds: frozenset[CueKind]  # of the cues
    voices: tuple[Voice, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tools:
    """What hears one language."""

    cues: CueFinder
    voices: VoiceFinder
    attributions: AttributionFinder


class Listener:
    """Hears who speaks in the sentences of a story; built once."""

    def __init__(self, watchlists: Watchlists, words: Mapping[str, StatementWords]) -> None:
        parts = self._parts = PartFinder(watchlists)
        self._judge = Judge(parts, {code: own.home for code, own in words.items()})
        self._tools = {
            code: _Tools(CueFinder(own, code), VoiceFinder(own, parts), AttributionFinder(own))
            for code, own in words.items()
        }

    def listen(self, sentences: Sequence[Sentence], day: date | None) -> tuple[Utterance, ...]:
        """Everything that somebody says in a story; `day` decides who is in office."""
        heard = [
            self._hear(sentence)
            for sentence in sentences
            if not sentence.boilerplate and sentence.language in self._tools
        ]
        people = self._people(heard, day)
        if people:
            heard = [self._hear_again(one, people) for one in heard]
        heard = [self._attributed(one) for one in heard]
        walk = _Walk(self._judge, Setting(day), people)
        for place, one in enumerate(heard):
            walk.setting = self._located(walk.setting, one.sentence)
            walk.step(one, _end_of_quotation(heard, place))
        if not walk.utterances and _begins_communique(heard):
            walk.read_communique(heard)
        return tuple(walk.utterances)

    def _attributed(self, heard: _Heard) -> _Heard:
        finder = self._tools[heard.sentence.language].attributions
        said = finder.find(heard.sentence, heard.cues, heard.voices)
        return replace(heard, said=said) if said else heard

    def _hear(self, sentence: Sentence, surnames: Collection[str] = ()) -> _Heard:
        tools = self._tools[sentence.language]
        cues = tools.cues.find(sentence)
        kinds = frozenset([cue.kind for cue in cues])
        if not _may_speak(sentence, kinds):
            return _Heard(sentence, cues, kinds)
        return _Heard(sentence, cues, kinds, tools.voices.voices(sentence, cues, surnames))

    def _hear_again(self, heard: _Heard, people: Mapping[str, Speaker]) -> _Heard:
        """With the people of the story known by their last names."""
        folded = heard.sentence.folded
        met = {
            folded[part.low : part.high].rsplit(" ", 1)[-1]
            for voice in heard.voices
            for part in voice.parts
            if part.kind in (PartKind.PERSON, PartKind.HOLDER)
        }
        if heard.cues and any(name in folded and name not in met for name in people):
            return self._hear(heard.sentence, people)
        return heard

    def _located(self, setting: Setting, sentence: Sentence) -> Setting:
        """With the country of the first place that a sentence names."""
        for name in sentence.names:
            if name.match.kind is MatchKind.PLACE:
                country = self._parts.country_of(name.match.id)
                return setting if country is None else setting.in_country(country)
        return setting

    def _people(self, heard: Sequence[_Heard], day: date | None) -> dict[str, Speaker]:
        """Everybody whom the story names in full, by last name; the fullest description wins."""
        known: dict[str, Speaker] = {}
        setting = Setting(day)
        for one in heard:
            setting = self._located(setting, one.sentence)
            for voice in one.voices:
                if not voice.has(*_TELLING_PARTS):
                    continue
                speaker = self._judge.judge(voice, one.sentence, setting)
                setting = setting.about(speaker.body or setting.body)
                if not voice.has(PartKind.HOLDER, PartKind.PERSON) or not speaker.name:
                    continue
                words = fold(speaker.name).split(" ")
                before = known.get(words[-1])
                better = before is None or (before.speaker_class is None and speaker.role)
                if len(words) > 1 and len(words[-1]) > 2 and better:
                    known[words[-1]] = speaker
        return known


def _end_of_quotation(heard: Sequence[_Heard], place: int) -> _Heard | None:
    """The sentence with "he said" that closes a quotation opened in a sentence without."""
    own = heard[place]
    if own.said or not own.sentence.quotes:
        return None
    opened = [q for q in own.sentence.quotes if q.start >= own.sentence.start]
    for quote in opened:
        for later in heard[place + 1 : place + 8]:
            inside = later.sentence.field == quote.field and later.sentence.start < quote.end
            if inside and quote.end <= later.sentence.end and later.said:
                return later
    return None


def _begins_communique(heard: Sequence[_Heard]) -> bool:
    return any(CueKind.HEADER in one.kinds for one in heard[:3])


def _is_signature(sentence: Sentence, voice: Voice) -> bool:
    """A short line that is little more than a name."""
    letters = sum(letter.isalpha() for letter in sentence.folded)
    return voice.high - voice.low >= 0.6 * letters and len(sentence.folded) <= _LINE


def _beside_verb(heard: _Heard, said: Said, kind: CueKind) -> bool:
    """Whether a cue belongs to the saying, not to what is said."""
    return any(c.kind is kind and abs(c.low - said.low) <= _BESIDE for c in heard.cues)


def _quoted(sentence: Sentence) -> float:
    """The share of a sentence that stands in quotation marks."""
    quoted = sum(min(q.end, sentence.end) - max(q.start, sentence.start) for q in sentence.quotes)
    return quoted / (sentence.end - sentence.start)


def _is_quotation(sentence: Sentence) -> bool:
    return _quoted(sentence) >= _ALL


def _may_speak(sentence: Sentence, kinds: Collection[CueKind]) -> bool:
    """Whether anybody can say anything in the sentence, or a body is named that may go on later."""
    if CueKind.VERB in kinds or CueKind.ATTRIBUTION in kinds:
        return True
    if ":" in sentence.folded or ".." in sentence.folded:
        return True
    return any(name.match.kind in (MatchKind.OFFICIAL, MatchKind.ACTOR) for name in sentence.names)


class _Walk:
    """What is remembered while going through a story."""

    def __init__(self, judge: Judge, setting: Setting, people: Mapping[str, Speaker]) -> None:
        self._judge = judge
        self.setting = setting
        self._people = people
        self._last: Speaker | None = None
        self._last_sentence: Sentence | None = None
        self._mentioned: Speaker | None = None  # the official voice named last
        self._subject: Speaker | None = None  # whom the sentence before begins with
        self._venue = 0
        self._named: dict[str, Speaker] = {}  # by key: how a speaker was called by name
        self.utterances: list[Utterance] = []

    def step(self, heard: _Heard, end: _Heard | None) -> None:
        """Take in one sentence; `end` is where a quotation that it opens is attributed."""
        sentence = heard.sentence
        if CueKind.VENUE in heard.kinds:
            self._venue += 1
        kept = [(one, spk) for one in heard.said if (spk := self._heard_from(one, heard))]
        if kept:
            for one, speaker in kept:
                self._say(heard, speaker, one)
            self._last = kept[0][1]
        elif end is not None and (opener := self._speaker(end.said[0], end)) is not None:
            self._say(heard, opener, None)
            self._last = opener
        elif self._last is not None and self._goes_on(sentence):
            self._say(heard, self._last, None)
        elif self._subject is not None and _is_quotation(sentence):
            self._say(heard, self._subject, None)
            self._last = self._subject
        if kept or (self.utterances and self.utterances[-1].sentence is sentence):
            self._last_sentence = sentence
        self._remember(heard)
        self._subject = self._opening(heard)

    def read_communique(self, heard: Sequence[_Heard]) -> None:
        """Take its body as spoken by whoever signs it in the last lines."""
        for place in range(len(heard) - 1, max(len(heard) - 5, 0), -1):
            for voice in heard[place].voices:
                if voice.unposted and _is_signature(heard[place].sentence, voice):
                    speaker = self._judged(voice, heard[place])
                    for one in heard[:place]:
                        self._say(one, speaker, None)
                    return

    def _opening(self, heard: _Heard) -> Speaker | None:
        """Whom a sentence begins with: a quotation alone behind it is his."""
        first = heard.voices[0] if heard.voices else None
        if first is None or first.low > _ARTICLE or first.only_state or first.only_again:
            return None
        named = first.has(PartKind.PERSON, PartKind.HOLDER, PartKind.OFFICE, PartKind.SPEAKS)
        return self._judged(first, heard) if named else None

    def _heard_from(self, said: Said, heard: _Heard) -> Speaker | None:
        """The speaker; "its spokesman" later in the sentence is then of his body."""
        speaker = self._speaker(said, heard)
        if speaker is not None and speaker.body is not None and speaker.body.name:
            self.setting = self.setting.about(speaker.body)
        return speaker

    def _speaker(self, said: Said, heard: _Heard) -> Speaker | None:
        if said.voice is None:
            return self._last or self._mentioned
        return self._judged(said.voice, heard)

    def _judged(self, voice: Voice, heard: _Heard) -> Speaker:
        speaker = self._judge.judge(voice, heard.sentence, self.setting)
        names = voice.has(PartKind.PERSON, PartKind.HOLDER)
        plain = all(part.kind in _PLAIN_PARTS for part in voice.parts)
        if names and speaker.name and speaker.office is None:
            known = self._people.get(fold(speaker.name).split(" ")[-1], speaker)
            stranger = known.speaker_class is None and speaker.speaker_class is None
            return known if plain or stranger else speaker
        if speaker.office is None:
            return speaker
        if names:
            return self._named.setdefault(speaker.key, speaker)
        return self._named.get(speaker.key, speaker)

    def _say(self, heard: _Heard, speaker: Speaker, said: Said | None) -> None:
        kinds = [] if said is None else [said.kind]
        kinds += [StatementKind(c.value) for c in heard.cues if c.kind is CueKind.CONTENT]
        self.utterances.append(
            Utterance(
                speaker=speaker,
                sentence=heard.sentence,
                kinds=tuple(kinds),
                sure=round(speaker.sure * (said.sure if said else 0.8), 3),
                venue=self._venue,
                past=said is not None and _beside_verb(heard, said, CueKind.PAST),
                dated=CueKind.DAY in heard.kinds,
                opens=said is not None and said.low <= _BESIDE,
                refers=CueKind.REFERENCE in heard.kinds,
            )
        )

    def _goes_on(self, sentence: Sentence) -> bool:
        """A quotation that runs on, or stands alone after its speaker in the paragraph."""
        before = self._last_sentence
        if before is None or sentence.field != before.field or not sentence.quotes:
            return False
        if any(q.start < before.end and q.end > sentence.start for q in sentence.quotes):
            return True
        if sentence.index == before.index + 1 and _is_quotation(sentence):
            return True
        return sentence.paragraph == before.paragraph and _quoted(sentence) >= _MOSTLY

    def _remember(self, heard: _Heard) -> None:
        for voice in heard.voices:
            if not voice.has(PartKind.ORGANISATION, PartKind.OFFICE, PartKind.HOLDER):
                continue
            speaker = self._judge.judge(voice, heard.sentence, self.setting)
            if speaker.body is not None and speaker.body.name:
                self.setting = self.setting.about(speaker.body)
                self._mentioned = speaker
