"""Says who a voice is, and whether he speaks for a body."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.model import SpeakerClass
from marsad.reading.name_patterns import name_key
from marsad.reading.sentences import Sentence
from marsad.reading.statements.parts import NAMES, POSTS, Body, Part, PartFinder, PartKind
from marsad.reading.statements.voices import Voice
from marsad.settings.watchlists import Holder
from marsad.text import fold

_GRACE = timedelta(days=7)  # a new holder's first week: stories still name the old one
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story has spoken of so far: it tells whose "the foreign ministry" is."""

    day: date | None = None
    body: Body | None = None
    country: str | None = None

    def about(self, body: Body | None) -> "Setting":
        """The same with the body spoken of last."""
        return self if body is self.body else Setting(self.day, body, self.country)

    def in_country(self, country: str) -> "Setting":
        """The same with the country named last."""
        return self if country == self.country else Setting(self.day, self.body, country)


@dataclass(frozen=True, slots=True)
class _Standing:
    """For whom a voice speaks."""

    speaker_class: SpeakerClass | None
    office: str | None = None
    body: Body | None = None
    sure: float = 0.9


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


class Judge:
    """Says who a voice is, and whether he speaks for a body."""

    def __init__(self, parts: PartFinder, homes: Mapping[str, str | None]) -> None:
        self._parts = parts
        self._homes = homes

    def judge(self, voice: Voice, sentence: Sentence, setting: Setting) -> Speaker:
        """Who a voice is."""
        name = _text(sentence, _name_parts(voice))
        whole = _slice(sentence, voice.low, voice.high)
        role = _text(sentence, [p for p in voice.parts if p.kind in POSTS])
        shown, named = name or whole, name is not None
        standing = self._official(voice, sentence, setting)
        if standing is None:
            role = role if name else None
            return Speaker(fold(shown), shown, None, role=role, sure=0.8, by_name=named)
        return Speaker(
            key=standing.office or _key_of(standing.body, name, whole),
            name=shown,
            speaker_class=standing.speaker_class,
            office=standing.office,
            role=role if named or voice.has(PartKind.SPEAKS, PartKind.OFFICE) else None,
            body=standing.body,
            sure=standing.sure,
            by_name=named,
        )

    def _official(self, voice: Voice, sentence: Sentence, setting: Setting) -> _Standing | None:
        if voice.has(PartKind.UNOFFICIAL):
            return None
        named = voice.has(PartKind.HOLDER, PartKind.PERSON)
        office = self._office(voice, sentence, setting.day)
        if office is not None:
            body = self._parts.body_of(office)
            return _Standing(body.speaker_class if body else None, office, body)
        if voice.has(PartKind.ANONYMOUS) or (voice.has(PartKind.NAMED_ONLY) and not named):
            return None
        if voice.has(PartKind.MEDIA) and not voice.has(PartKind.SPEAKS):
            return None
        body = self._body(voice, sentence, setting)
        party = next((part for part in voice.parts if part.kind is PartKind.PARTY), None)
        if party is not None:
            return _Standing("party", body=body, sure=0.7)
        if body is None or body.speaker_class is None:
            return None
        return None if voice.kinds <= NAMES else _Standing(body.speaker_class, body=body, sure=0.85)

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
    posts = [part for part in voice.parts if part.kind in POSTS]
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
    posts = {part.low for part in voice.parts if part.kind in POSTS}
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
