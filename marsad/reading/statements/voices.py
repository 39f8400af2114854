"""Puts the parts of a description together to a speaker, and judges whether he is official."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marsad.model import SpeakerClass
from marsad.reading.names import name_key
from marsad.reading.sentences import Sentence
from marsad.reading.statements.cues import Cue, CueKind
from marsad.reading.statements.parts import Body, Part, PartFinder, PartKind
from marsad.settings.statement_words import StatementWords
from marsad.settings.watchlists import Holder
from marsad.text import fold

_GRACE = timedelta(days=7)  # a new holder's first week: stories still name the old one
_NAMES = frozenset({PartKind.HOLDER, PartKind.PERSON})
_POSTS = frozenset(
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
_BODIES = frozenset({PartKind.ORGANISATION, PartKind.BODY, PartKind.STATE, PartKind.NATION})
_APPOSITIONS = frozenset({",", ", the", ", a", ", an", ", its", ", their"})
_NAMED_POSTS = frozenset(
    {PartKind.ROLE, PartKind.SPEAKS, PartKind.OFFICE, PartKind.UNOFFICIAL, PartKind.PARTY}
)
_WORD = re.compile(r"[^\W_]+")
_AFTER_NATION = frozenset(
    {
        PartKind.BODY,
        PartKind.ROLE,
        PartKind.SPEAKS,
        PartKind.PARTY,
        PartKind.ANONYMOUS,
        PartKind.NAMED_ONLY,
    }
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a sentence describes him: letters `low` to `high` of the folded sentence."""

    low: int
    high: int
    parts: tuple[Part, ...]
    sentence: int

    def has(self, *kinds: PartKind) -> bool:
        """Whether one of the parts is of these kinds."""
        return any(part.kind in kinds for part in self.parts)

    @property
    def only_again(self) -> bool:
        """Nothing but "he" or "the spokesman"."""
        return all(part.kind is PartKind.AGAIN for part in self.parts)

    @property
    def unposted(self) -> bool:
        """A body or a state without a post or a name."""
        return all(part.kind in _BODIES for part in self.parts)

    @property
    def only_person(self) -> bool:
        """Nothing but a name that nobody lists."""
        return all(part.kind is PartKind.PERSON for part in self.parts)

    @property
    def only_state(self) -> bool:
        """Nothing but the name of a country or its capital."""
        return all(part.kind in (PartKind.STATE, PartKind.NATION) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story has spoken of so far: it tells whose "the foreign ministry" is."""

    day: date | None = None
    body: Body | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, judged."""

    key: str  # the same for all that he says in a story
    name: str | None  # as written
    speaker_class: SpeakerClass | None
    office: str | None = None
    role: str | None = None
    body: Body | None = None
    sure: float = 0.9
    by_name: bool = False


class VoiceFinder:
    """Finds the speakers of one language's sentences."""

    def __init__(self, words: StatementWords, parts: PartFinder) -> None:
        self._parts = parts
        self._content = frozenset(map(fold, words.content_starts))
        self._little = frozenset(map(fold, (*words.common, *words.prepositions, *words.adverbs)))
        self._links = frozenset(map(fold, words.links)) | {"", ",", "'s"}
        self._breaks = frozenset(
            fold(word)
            for group in (
                words.prepositions,
                words.conjunctions,
                words.content_starts,
                words.passive,
            )
            for word in group
        )

    def voices(
        self, sentence: Sentence, cues: Sequence[Cue], surnames: Collection[str] = ()
    ) -> tuple[Voice, ...]:
        """The speakers that a sentence could mean, in their order."""
        verbs = [(c.low, c.high) for c in cues if c.kind is CueKind.VERB]
        groups: list[list[Part]] = []
        for part in self._parts.parts(sentence, cues, surnames, self._little):
            if groups and self._joined(sentence, groups[-1], part, verbs):
                groups[-1].append(part)
            else:
                groups.append([part])
        voices = []
        for group in groups:
            kept = self._with_name(sentence, _without_lone_nation(group), cues)
            if kept:
                low, high = kept[0].low, max(part.high for part in kept)
                voices.append(Voice(low, high, tuple(kept), sentence.index))
        return tuple(voices)

    def _joined(
        self,
        sentence: Sentence,
        group: Sequence[Part],
        part: Part,
        verbs: Sequence[tuple[int, int]],
    ) -> bool:
        """Whether a part goes on describing the same speaker."""
        last = group[-1]
        if part.low < last.high:
            return (part.low, part.high) == (last.low, last.high)
        if any(last.high <= low and high <= part.low for low, high in verbs):
            return False
        if last.kind is PartKind.AGAIN and part.kind is PartKind.AGAIN:
            return False
        gap = sentence.folded[last.high : part.low].strip()
        nation = PartKind.NATION in (last.kind, part.kind)
        state = PartKind.STATE in (last.kind, part.kind)
        if nation or state:
            return gap in ("", "'s") and (last.kind in _AFTER_NATION or part.kind in _AFTER_NATION)
        kinds = {last.kind, part.kind}
        if gap == "":
            return True
        if gap in _APPOSITIONS:
            return bool(kinds & _NAMES) and bool(kinds & _POSTS) and PartKind.MEDIA not in kinds
        if part.kind in _NAMES and last.kind in _NAMES:
            return False
        if gap in self._links:
            return PartKind.AGAIN not in kinds or part.kind is not PartKind.AGAIN
        words = gap.split()
        plain = all(word.isalpha() and word not in self._breaks for word in words)
        close = plain and len(words) <= 2 and bool(kinds & _POSTS)
        return close and sentence.language in ("en", "fa") and PartKind.ANONYMOUS not in kinds

    def _with_name(self, sentence: Sentence, group: list[Part], cues: Sequence[Cue]) -> list[Part]:
        """With the unlisted name beside a post, where no capital letters show it.

        Arabic writes it behind the post and before "that", Persian before the post.
        """
        known = any(part.kind in _NAMES for part in group)
        if known or not any(part.kind in _NAMED_POSTS for part in group):
            return group
        if sentence.language == "ar":
            span = self._words_before_content(sentence, group[-1].high)
        elif sentence.language == "fa":
            span = self._words_that_open(sentence, group[0].low)
        else:
            return group
        if span is None or any(span[0] < cue.high and cue.low < span[1] for cue in cues):
            return group
        return sorted([*group, Part(PartKind.PERSON, *span)], key=lambda part: part.low)

    def _words_before_content(self, sentence: Sentence, low: int) -> tuple[int, int] | None:
        words = list(_WORD.finditer(sentence.folded, low))[:6]
        for count, word in enumerate(words):
            if word.group() in self._content:
                return (words[0].start(), words[count - 1].end()) if 2 <= count <= 5 else None
            if word.group() in self._little or not sentence.folded[low : word.start()].isspace():
                return None
            low = word.end()
        return None

    def _words_that_open(self, sentence: Sentence, high: int) -> tuple[int, int] | None:
        before = sentence.folded[:high].rstrip()
        words = list(_WORD.finditer(before))
        plain = all(word.group() not in self._little for word in words)
        if 2 <= len(words) <= 4 and plain and before.replace(" ", "").isalpha():
            return words[0].start(), words[-1].end()
        return None


def _without_lone_nation(group: Sequence[Part]) -> list[Part]:
    """A nation's adjective alone speaks for nobody; "US" as a noun may."""
    has_post = any(part.kind in _AFTER_NATION for part in group)
    nations = any(part.kind is PartKind.NATION for part in group)
    unwanted = PartKind.STATE if has_post and nations else None if has_post else PartKind.NATION
    return [part for part in group if part.kind is not unwanted]


class Judge:
    """Says who a voice is, and whether he speaks for a body."""

    def __init__(self, parts: PartFinder, homes: Mapping[str, str | None]) -> None:
        self._parts = parts
        self._homes = homes

    def judge(self, voice: Voice, sentence: Sentence, setting: Setting) -> Speaker:
        """Who a voice is."""
        name = _text(sentence, _name_parts(voice))
        whole = _slice(sentence, voice.low, voice.high)
        role = _text(sentence, [p for p in voice.parts if p.kind in _POSTS])
        shown = name or whole
        speaker = self._official(voice, sentence, setting)
        if speaker is None:
            role = role if name else None
            named = name is not None
            return Speaker(fold(shown), shown, None, role=role, sure=0.8, by_name=named)
        posted = name is not None or voice.has(PartKind.SPEAKS, PartKind.OFFICE)
        return replace(
            speaker,
            key=speaker.office or _key_of(speaker.body, name, whole),
            name=shown,
            role=role if posted else None,
            by_name=name is not None,
        )

    def _official(self, voice: Voice, sentence: Sentence, setting: Setting) -> Speaker | None:
        if voice.has(PartKind.UNOFFICIAL):
            return None
        named = voice.has(PartKind.HOLDER, PartKind.PERSON)
        office = self._office(voice, sentence, setting.day)
        if office is not None:
            body = self._parts.body_of(office)
            return Speaker("", None, body.speaker_class if body else None, office=office, body=body)
        if voice.has(PartKind.ANONYMOUS) or (voice.has(PartKind.NAMED_ONLY) and not named):
            return None
        if voice.has(PartKind.MEDIA) and not voice.has(PartKind.SPEAKS):
            return None
        body = self._body(voice, sentence, setting)
        party = next((part for part in voice.parts if part.kind is PartKind.PARTY), None)
        if party is not None:
            return Speaker("", None, "party", body=body, sure=0.7)
        if body is None or body.speaker_class is None:
            return None
        only_name = all(part.kind in _NAMES for part in voice.parts)
        return None if only_name else Speaker("", None, body.speaker_class, body=body, sure=0.85)

    def _office(self, voice: Voice, sentence: Sentence, day: date | None) -> str | None:
        """The office in the words, else that of a listed holder who was in post on the day."""
        offices = [id_ for p in voice.parts if p.kind is PartKind.OFFICE for id_ in p.ids]
        bodies = {id_ for p in voice.parts if p.kind is PartKind.ORGANISATION for id_ in p.ids}
        held: list[str] = []
        for part in voice.parts:
            if part.kind is not PartKind.HOLDER:
                continue
            for office in part.ids:
                holder = self._parts.holder(office, sentence.folded[part.low : part.high])
                body = self._parts.body_of(office)
                said = office in offices or (body is not None and body.id in bodies)
                if said or holder is None or in_office(holder, day):
                    held.append(office)
        both = [office for office in held if office in offices]
        if both or held:
            same_body = [o for o in held if (b := self._parts.body_of(o)) and b.id in bodies]
            return (both or same_body or held)[0]
        return offices[0] if offices else None

    def _body(self, voice: Voice, sentence: Sentence, setting: Setting) -> Body | None:
        """Whom the voice belongs to: what the words name, else what the story speaks of."""
        organisation = _first_id(voice, PartKind.ORGANISATION)
        nation = _first_id(voice, PartKind.NATION) or _first_id(voice, PartKind.STATE)
        if organisation is not None and not (nation and _is_sent(voice)):
            return self._parts.body(organisation)
        owner = self._parts.body(nation) if nation else None
        bodies = [part for part in voice.parts if part.kind is PartKind.BODY]
        if owner is not None and owner.speaker_class != "state":
            return owner
        if not bodies:
            posted = voice.has(PartKind.SPEAKS, PartKind.ROLE, PartKind.PARTY)
            return owner or (setting.body if posted and _is_bare(voice, sentence) else None)
        home = self._parts.body(self._homes.get(sentence.language) or "")
        words = name_key(sentence.folded[bodies[0].low : bodies[0].high]).text
        if owner is None and home is None and not _is_bare(voice, sentence):
            return None  # "the German navy": a nation nobody lists
        countries = [owner, home] if owner or home else [setting, setting.body]
        for place in countries:
            if place is not None and place.country:
                found = self._parts.body_in(place.country, words)
                if found is not None:
                    return found
        if (
            owner is None
            and setting.body is not None
            and words in name_key(fold(setting.body.name)).text
        ):
            return setting.body
        return owner or home


def _is_sent(voice: Voice) -> bool:
    """A nation's man at a body: "the Saudi ambassador to the United Nations"."""
    order = [part.kind for part in sorted(voice.parts, key=lambda part: part.low)]
    wanted = [PartKind.NATION, PartKind.ROLE, PartKind.ORGANISATION]
    return [kind for kind in order if kind in wanted][:3] == wanted


def _is_qualified(voice: Voice, sentence: Sentence) -> bool:
    """Arabic: a one-word body with an adjective that nobody lists is another body's name."""
    words = sentence.folded[voice.low : voice.high].split(" ")
    following = sentence.folded[voice.high :]
    return len(words) == 1 and voice.unposted and following.startswith(" ال")


def _is_bare(voice: Voice, sentence: Sentence) -> bool:
    """Whether nothing beside the post says whose it is: "the spokesman", not "a company's"."""
    if sentence.language == "ar":
        return not _is_qualified(voice, sentence)
    if sentence.language != "en":
        return True
    posts = [part for part in voice.parts if part.kind in _POSTS]
    first = min(part.low for part in posts) if posts else voice.low
    if any(part.kind is PartKind.PERSON and part.high <= first for part in voice.parts):
        return False
    before = sentence.folded[:first].rstrip()
    return (
        voice.has(PartKind.BODY) or not before or not before[-1].isalnum() or before.endswith("the")
    )


def _name_parts(voice: Voice) -> list[Part]:
    """The part that is his name: a listed one, else the first that is no adjective of his post."""
    held = [part for part in voice.parts if part.kind is PartKind.HOLDER]
    named = [part for part in voice.parts if part.kind is PartKind.PERSON]
    posts = {part.low for part in voice.parts if part.kind in _POSTS}
    # "Colombian" before "President" is no name.
    alone = [part for part in named if part.high + 1 not in posts]
    return held[:1] or alone[:1] or named[-1:]


def _first_id(voice: Voice, kind: PartKind) -> str | None:
    return next((part.ids[0] for part in voice.parts if part.kind is kind and part.ids), None)


def _key_of(body: Body | None, name: str | None, whole: str) -> str:
    """What is the same in all descriptions of a speaker without a listed office."""
    own = fold(body.id or body.name or whole) if body else fold(whole)
    return f"{own}|{fold(name).split(' ')[-1]}" if name else own


def in_office(holder: Holder, day: date | None) -> bool:
    """Whether he held the office on the day; an unknown day or term counts as yes."""
    if day is None:
        return True
    since, until = _day(holder.since, last=False), _day(holder.until, last=True)
    return (since is None or since - _GRACE <= day) and (until is None or day <= until + _GRACE)


def _day(value: str | None, *, last: bool) -> date | None:
    """An ISO date, month or year; the longer two count from their first or to their last day."""
    if value is None:
        return None
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
    if not last:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _slice(sentence: Sentence, low: int, high: int) -> str:
    return sentence.text[sentence.offsets[low] : sentence.offsets[high - 1] + 1]


def _text(sentence: Sentence, parts: Sequence[Part]) -> str | None:
    if not parts:
        return None
    return _slice(sentence, min(p.low for p in parts), max(p.high for p in parts))
