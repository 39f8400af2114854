"""Finds in a sentence who says something: the verb and its speaker, or a name before a colon."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import StatementKind
from marsad.reading.sentences import Sentence
from marsad.reading.statements.cues import Cue, CueKind
from marsad.reading.statements.parts import Part, PartKind
from marsad.reading.statements.quoting import TURN_OF_PHRASE, is_quoted, phrases_beside
from marsad.reading.statements.voices import Voice, voice_of
from marsad.settings.statement_words import StatementWords
from marsad.text import fold


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker of a sentence and what he does with the words; no voice: the speaker before."""

    voice: Voice | None
    kind: StatementKind
    low: int  # of the verb in the folded sentence
    sure: float


_WORDS = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W_]")
_LABEL_END = re.compile(r"\s*[:：]|\s*\.\.\s")
_QUOTE_OR_COMMA = re.compile(r"[\",'?!.]\s*$")
_ARTICLE = re.compile(r"(?:^|\s)(?:the|a|an)\s*$")
_ARTICLE_FIRST = re.compile(r"^(?:the|a|an|one|two|another|his|her|their|some|many|several) ")
_GAP = 7  # words between a speaker and his verb: "on Monday", "in a televised speech"
_NEXT = 3  # words between a verb and the speaker after it


class AttributionFinder:
    """How one language says who speaks."""

    def __init__(self, words: StatementWords) -> None:
        self._order = words.order
        self._prepositions = frozenset(map(fold, words.prepositions))
        self._conjunctions = frozenset(map(fold, words.conjunctions))
        self._content = frozenset(map(fold, words.content_starts))
        self._capitals = frozenset(map(fold, words.capitals))
        self._subordinators = frozenset(map(fold, words.subordinators))
        self._relatives = frozenset(map(fold, words.relatives))
        self._passive = frozenset(map(fold, words.passive))
        self._closing = (
            self._prepositions | self._conjunctions | frozenset(map(fold, words.adverbs))
        )
        self._little = frozenset(map(fold, (*words.common, *words.adverbs, *words.prepositions)))
        self._clause_words = self._relatives | self._content | self._passive
        self._negations = tuple(map(fold, words.negations))

    def find(
        self, sentence: Sentence, cues: Sequence[Cue], voices: Sequence[Voice]
    ) -> tuple[Said, ...]:
        """Who says something in the sentence, the outer speaker only, in the order of the words."""
        speaking = [cue for cue in cues if cue.kind is CueKind.VERB]
        if not (voices or speaking) or any(cue.kind is CueKind.PENDING for cue in cues):
            return ()
        label = self._label(sentence, voices)
        if label is not None:
            return (label,)
        verbs = [verb for verb in speaking if not is_quoted(sentence, verb.low)]
        said_by_verb = [
            said
            for verb in verbs
            if (said := self._by_verb(sentence, verb, verbs, voices)) is not None
        ]
        # "..., he said": what stands before it is his, whoever else speaks there.
        behind = [said for said in said_by_verb if self._stands_behind(sentence, said, verbs)]
        found: list[Said] = []
        for said in behind or said_by_verb:
            if found and not self._own_clause(sentence, said, found[-1]):
                continue
            if said.voice is None or all(said.voice is not other.voice for other in found):
                found.append(said)
        if not found:
            found = list(self._by_attribution(sentence, cues, voices))
        if not found and self._order == "subject-verb":
            found = list(self._by_quotation(sentence, verbs))
        return tuple(found)

    def _label(self, sentence: Sentence, voices: Sequence[Voice]) -> Said | None:
        """ "Pentagon: no decision yet": a name, a colon, and what is said."""
        if sentence.folded.endswith("?"):
            return None
        for voice in voices[:1]:
            before = _WORDS.findall(sentence.folded[: voice.low])
            if len(before) > 2 or not _LABEL_END.match(sentence.folded, voice.high):
                continue
            if voice.high + 4 >= len(sentence.folded) or voice.only_again:
                continue
            if voice.only_state and sentence.folded[voice.low : voice.high] not in self._capitals:
                continue
            return Said(voice, StatementKind.OTHER, voice.high, 0.85)
        return None

    def _by_verb(
        self, sentence: Sentence, verb: Cue, verbs: Sequence[Cue], voices: Sequence[Voice]
    ) -> Said | None:
        if self._is_negated(sentence, verb):
            return None
        if self._order == "verb-subject" and self._is_in_passing(sentence, verb.low):
            return None
        kind = StatementKind(verb.value)
        if self._order == "verb-subject":
            voice = self._after(sentence, verb, voices) or self._before(
                sentence, verb, verbs, voices
            )
        elif self._order == "subject-object-verb":
            voice = self._first_before(sentence, verb, verbs, voices)
        else:
            voice = self._in_english(sentence, verb, verbs, voices)
        if voice is not None and voice.high <= verb.low:
            voice = None if self._is_in_passing(sentence, voice.low) else voice
        if voice is not None:
            return Said(None if voice.only_again else voice, kind, verb.low, 0.9)
        if self._goes_on(sentence, verb):
            return Said(None, kind, verb.low, 0.7)
        return None

    def _in_english(
        self, sentence: Sentence, verb: Cue, verbs: Sequence[Cue], voices: Sequence[Voice]
    ) -> Voice | None:
        before = self._word_before(sentence, verb.low)
        if before == "to":
            return None  # "led observers to believe"
        if before in self._passive:
            after = sentence.folded[verb.high :].lstrip()
            return (
                self._after(sentence, verb, voices, skip="by") if after.startswith("by ") else None
            )
        inverted = _QUOTE_OR_COMMA.search(sentence.folded[: verb.low])
        if inverted:
            voice = self._after(sentence, verb, voices)
            if voice is not None and self._ends_clause(sentence, voice.high):
                return voice
        return self._before(sentence, verb, verbs, voices)

    def _ends_clause(self, sentence: Sentence, place: int) -> bool:
        """Whether no verb of his own follows: "said the minister", not "said the minister went"."""
        rest = sentence.folded[place:].lstrip()
        word = _WORDS.match(rest)
        return word is None or word.group() in self._closing

    def _before(
        self, sentence: Sentence, verb: Cue, verbs: Sequence[Cue], voices: Sequence[Voice]
    ) -> Voice | None:
        """The nearest speaker before the verb, in its clause and no object of a preposition."""
        for voice in reversed([v for v in voices if v.high <= verb.low]):
            gap = sentence.folded[voice.high : verb.low]
            if any(voice.high <= v.low < verb.low and not _comma_after(gap) for v in verbs):
                return None
            words = _WORDS.findall(gap)
            if voice.only_state and (self._conjunctions & set(words) or "-" in gap):
                return None  # "in Ankara, Turkey, and warned"; a dateline
            if voice.only_person and not self._is_plain_gap(sentence, voice, verb, voices):
                return None
            limit = 1 if voice.only_state else _GAP if self._order == "subject-verb" else 2
            if len(words) > limit or (words and '"' in gap) or any(m in gap for m in ":;?!"):
                return None
            if self._content & set(words):
                return None
            if self._word_before(sentence, voice.low) in self._prepositions:
                continue
            if "," in gap and self._in_aside(sentence, voice.low):
                continue
            return voice
        return None

    def _in_aside(self, sentence: Sentence, place: int) -> bool:
        """ "..., who led the command until May, said": the command does not speak."""
        before = sentence.folded[:place]
        return bool(self._relatives & set(_WORDS.findall(before[before.rfind(",") + 1 :])))

    def _is_plain_gap(
        self, sentence: Sentence, voice: Voice, verb: Cue, voices: Sequence[Voice]
    ) -> bool:
        """Whether little words, other names or an aside alone part a person from his verb."""
        gap = sentence.folded[voice.high : verb.low].strip()
        if gap.startswith(",") and gap.endswith(",") and len(gap) > 2:
            return True
        place = voice.high
        for other in [v for v in voices if voice.high <= v.low < verb.low]:
            if not self._little.issuperset(_WORDS.findall(sentence.folded[place : other.low])):
                return False
            place = other.high
        return self._little.issuperset(_WORDS.findall(sentence.folded[place : verb.low]))

    def _after(
        self, sentence: Sentence, verb: Cue, voices: Sequence[Voice], skip: str = ""
    ) -> Voice | None:
        """The speaker that follows the verb closely."""
        for voice in voices:
            if voice.low < verb.high:
                continue
            gap = sentence.folded[verb.high : voice.low]
            words = [word for word in _WORDS.findall(gap) if word != skip]
            if words and all(part.kind is PartKind.BODY for part in voice.parts):
                return None  # "قوات الدفاع": the last word of another body's name
            if len(words) > _NEXT or (words and '"' in gap) or any(m in gap for m in ":;"):
                return None
            if self._order == "verb-subject" and len(set(words) - self._little) > 1:
                return None
            if set(words) & (self._content | self._prepositions):
                return None
            if self._order == "verb-subject" and _object_prefix(sentence, voice):
                return None
            return voice
        return None

    def _first_before(
        self, sentence: Sentence, verb: Cue, verbs: Sequence[Cue], voices: Sequence[Voice]
    ) -> Voice | None:
        """The first speaker of the clause that no preposition governs: the verb comes last."""
        start = max((v.high for v in verbs if v.high <= verb.low), default=0)
        for voice in voices:
            if voice.low < start or voice.high > verb.low:
                continue
            if self._word_before(sentence, voice.low) in self._prepositions:
                continue
            if voice.unposted and not self._opens_clause(sentence, voice.low, start):
                continue
            return voice
        return None

    def _opens_clause(self, sentence: Sentence, place: int, start: int) -> bool:
        """Whether a body is no genitive: "the head of the ministry" is not the ministry."""
        before = sentence.folded[start:place].rstrip()
        since = max(before.rfind(mark) for mark in ',:;."')
        return self._little.issuperset(_WORDS.findall(before[since + 1 :]))

    def _by_attribution(
        self, sentence: Sentence, cues: Sequence[Cue], voices: Sequence[Voice]
    ) -> Iterator[Said]:
        """ "According to" and its speaker."""
        for cue in cues:
            if cue.kind is not CueKind.ATTRIBUTION:
                continue
            for voice in voices:
                if voice.low < cue.high or voice.only_state:
                    continue
                gap = sentence.folded[cue.high : voice.low]
                if len(_WORDS.findall(gap)) <= _NEXT and not any(m in gap for m in '":;,'):
                    yield Said(voice, StatementKind.OTHER, cue.low, 0.85)
                break

    def _by_quotation(self, sentence: Sentence, verbs: Sequence[Cue]) -> Iterator[Said]:
        """Whoever stands beside the verb of a quotation: "one juror said"."""
        if not any(quote.end - quote.start > TURN_OF_PHRASE for quote in sentence.quotes):
            return
        for verb in verbs:
            for span in phrases_beside(sentence.folded, verb):
                if self._is_noun_phrase(sentence.folded[slice(*span)]):
                    voice = voice_of((Part(PartKind.PERSON, *span),), sentence)
                    yield Said(voice, StatementKind(verb.value), verb.low, 0.6)
                    return

    def _is_noun_phrase(self, phrase: str) -> bool:
        """Whether it can name somebody: no clause, no pronoun."""
        words = _ARTICLE_FIRST.sub("", phrase).split(" ")
        if not phrase or len(words) > _GAP:
            return False
        return not self._little & set(words[:1]) and not self._clause_words & set(words)

    def _own_clause(self, sentence: Sentence, said: Said, before: Said) -> bool:
        """A second speaker needs a clause of his own: after "and", "while", a semicolon."""
        start = min(said.low, said.voice.low) if said.voice is not None else said.low
        if start <= before.low:
            return False
        gap = sentence.folded[before.low : start].rstrip()
        if gap.endswith((";", "؛", ".")):
            return True
        last = _WORDS.findall(gap)[-1:]
        if last and last[0] in ("the", "a", "an"):
            last = _WORDS.findall(gap)[-2:-1]
        if self._order == "verb-subject":
            glued = sentence.folded[max(said.low - 1, 0)] == "و"
            return said.voice is not None and (glued or bool(self._conjunctions & set(last)))
        return bool(last) and last[0] in self._conjunctions

    def _stands_behind(self, sentence: Sentence, said: Said, verbs: Sequence[Cue]) -> bool:
        """A speaker and his verb set apart by a comma, after what he says."""
        if said.voice is None or self._order != "subject-verb":
            return False
        start = min(said.low, said.voice.low)
        before = _ARTICLE.sub("", sentence.folded[:start]).rstrip()
        verb = next(verb for verb in verbs if verb.low == said.low)
        end = max(verb.high, said.voice.high)
        after = sentence.folded[end:].lstrip()
        short = len(_WORDS.findall(after)) <= _GAP and not after.startswith("that ")
        set_apart = before.endswith((",", '"')) and len(_WORDS.findall(before)) >= 4
        return set_apart and (short or after.startswith(","))

    def _goes_on(self, sentence: Sentence, verb: Cue) -> bool:
        """A verb without a subject at the start of a sentence: the speaker before goes on."""
        if self._order == "subject-verb":
            return False
        if self._order == "verb-subject":
            return verb.low <= 1
        return not _WORDS.findall(sentence.folded[verb.high :])[3:] or verb.low < 40

    def _is_negated(self, sentence: Sentence, verb: Cue) -> bool:
        """ "No group claimed": nobody speaks."""
        before = " ".join(_WORDS.findall(sentence.folded[: verb.low])[-3:])
        return any(f" {before} ".find(f" {negation} ") >= 0 for negation in self._negations)

    def _is_in_passing(self, sentence: Sentence, place: int) -> bool:
        """ "days after the Pentagon announced": background, not news."""
        return self._word_before(sentence, place) in self._subordinators

    def _word_before(self, sentence: Sentence, place: int) -> str:
        """The word before a place, articles aside."""
        before = _ARTICLE.sub("", sentence.folded[:place])
        words = _WORDS.findall(before[-24:])
        return words[-1] if words and before.rstrip()[-1:].isalnum() else ""


def _comma_after(gap: str) -> bool:
    return gap.rstrip().endswith(",")


def _object_prefix(sentence: Sentence, voice: Voice) -> bool:
    """Arabic: a speaker with a glued preposition is spoken to, not speaking."""
    before = sentence.folded[max(voice.low - 4, 0) : voice.low].rsplit(" ", 1)[-1]
    return before.lstrip("وف").startswith(("ل", "ب", "ك"))
