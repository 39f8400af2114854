"""The phrases of a language file and the watchlists, each with what it stands for."""

import re
from collections.abc import Iterable, Iterator, Mapping

from marsad.reading.events.lexicon import Lexicon
from marsad.reading.events.tags import Tag
from marsad.settings.event_words import EventWords, Toll
from marsad.settings.watchlists import Watchlists


def lexicon(words: EventWords, watchlists: Watchlists) -> Lexicon:
    """The lexicon of one language, weapons of the watchlists included."""
    figures = (c.id for c in words.cues if c.effect == "nothing" and c.scope == "phrase")
    made = Lexicon(words.clitics, frozenset(figures))
    for tag, value, phrases in _entries(words):
        made.add(phrases, tag, value)
    for weapon in watchlists.weapons.values():
        made.add(_plain(weapon.names.get(words.language, ())), Tag.WEAPON, weapon.id)
        made.add(_plain(weapon.dual.get(words.language, ())), Tag.DUAL, weapon.id)
    return made


def _plain(names: Iterable[str]) -> list[str]:
    """Names of the watchlists, in which signs mean themselves."""
    return [re.sub(r"[/?*]|\.\.+", " ", name) for name in names]


def _entries(words: EventWords) -> Iterator[tuple[Tag, str, tuple[str, ...]]]:
    for kind, triggers in words.kinds.items():
        yield Tag.NOUN, kind, triggers.nouns
        yield Tag.VERB, kind, triggers.verbs
    yield Tag.NOUN, "", words.attacks.nouns
    yield Tag.VERB, "", words.attacks.verbs
    yield Tag.WEAPON_VERB, "", words.weapon_verbs
    yield Tag.STRIKE_VERB, "", words.strike_verbs
    yield Tag.FOUND, "", words.found_verbs
    yield Tag.AIR, "", words.air_words
    yield Tag.LAUNCH, "", words.launch_verbs
    yield Tag.DAMAGE, "", words.damage_verbs
    for weapon, phrases in words.weapons.items():
        yield Tag.WEAPON, weapon, phrases
    for actor, phrases in words.states.items():
        yield Tag.STATE, actor, phrases
    yield Tag.SINGLE, "", words.singles
    yield Tag.SHIP, "", words.ships
    yield Tag.AIRCRAFT, "", words.aircraft
    yield Tag.PERSON, "", words.persons
    yield Tag.ATTACKER, "", words.attackers
    yield Tag.BREAKING, "", words.breaking
    yield from _groups(Tag.STOPPED, words.interceptions)
    yield from _tolls(words)
    yield from _groups(Tag.CLAIM, words.claims)
    yield from _numbers(words)
    yield from _times(words)
    yield from _groups(Tag.WHERE, words.places)
    for code, names in words.places.countries.items():
        yield Tag.COUNTRY, code, names
    for code, names in words.places.demonyms.items():
        yield Tag.DEMONYM, code, names
    yield from _groups(Tag.GRAMMAR, words.grammar)
    for cue in words.cues:
        yield Tag.CUE, cue.id, cue.phrases
        yield Tag.CUE, f"not {cue.id}", cue.unless


def _groups(tag: Tag, section: object) -> Iterator[tuple[Tag, str, tuple[str, ...]]]:
    """Every list of phrases of a section, under its own name."""
    for name in type(section).model_fields:  # type: ignore[attr-defined]
        phrases = getattr(section, name)
        if isinstance(phrases, tuple):
            yield tag, name, phrases


def _tolls(words: EventWords) -> Iterator[tuple[Tag, str, tuple[str, ...]]]:
    toll = words.casualties
    sides: Mapping[Tag, Toll] = {Tag.KILLED: toll.killed, Tag.WOUNDED: toll.wounded}
    for tag, sided in sides.items():
        yield from _groups(tag, sided)
    yield Tag.NOBODY, "both", toll.nobody
    yield Tag.NOBODY, "killed", toll.nobody_killed
    yield Tag.NOBODY, "wounded", toll.nobody_wounded
    yield Tag.INDIRECT, "", toll.indirect
    yield Tag.ASIDE, "", toll.attackers
    yield Tag.PART, "", toll.parts
    yield Tag.PEOPLE, "", toll.people
    yield Tag.PEOPLE, "crowd", toll.crowd


def _numbers(words: EventWords) -> Iterator[tuple[Tag, str, tuple[str, ...]]]:
    numbers = words.numbers
    for word, number in numbers.words.items():
        yield Tag.NUMBER, str(number), (word,)
    for name in ("several", "dozens", "at_least", "about", "at_most", "more_than"):
        yield Tag.BOUND, name, getattr(numbers, name)
    yield Tag.ONE, "", numbers.one
    yield Tag.AND, "", numbers.and_
    yield Tag.UNIT, "", numbers.units


def _times(words: EventWords) -> Iterator[tuple[Tag, str, tuple[str, ...]]]:
    times = words.times
    tables: tuple[tuple[Tag, Mapping[int, tuple[str, ...]]], ...] = (
        (Tag.MONTH, times.months),
        (Tag.SOLAR, times.solar_months),
        (Tag.WEEKDAY, times.weekdays),
        (Tag.DAY, times.days),
    )
    for tag, table in tables:
        for number, phrases in table.items():
            yield tag, str(number), phrases
    for unit, phrases in times.units.items():
        yield Tag.SPAN, unit, phrases
    for unit, phrases in times.pairs.items():
        yield Tag.SPAN, f"{unit} 2", phrases
    for name in (
        "ago",
        "last",
        "this",
        "coming",
        "of",
        "year",
        "since",
        "between",
        "clock",
    ):
        yield Tag.WHEN, name, getattr(times, name)
    for word, number in times.ordinals.items():
        yield Tag.ORDINAL, str(number), (word,)
