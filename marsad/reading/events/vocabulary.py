"""What event reading knows: the lexicons, the gazetteer, the kinds; built once."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.reading.events.lexicon import Lexicon
from marsad.reading.events.word_lists import lexicon
from marsad.settings.event_words import Cue, EventWords
from marsad.settings.kinds import EventKind
from marsad.settings.watchlists import WatchedPlace, Watchlists

UNARMED = frozenset({"air-defence", "aircraft"})  # families that attack nobody
_SIZES = {"country": 0, "sea": 1, "region": 1, "governorate": 2, "area": 3, "district": 4.5}
_CITY = 4
_SITE = 6
_CITY_KM = 15.0
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class EventVocabulary:
    """Everything that reading events needs besides the story."""

    watchlists: Watchlists
    kinds: Mapping[str, EventKind]
    words: Mapping[str, EventWords]
    lexicons: Mapping[str, Lexicon]
    cues: Mapping[tuple[str, str], Cue]  # by language and id
    around: Mapping[str, frozenset[str]]  # every place with the larger ones around it
    sizes: Mapping[str, float]  # how exact every place is

    def size(self, place: str) -> float:
        """How exact a place is: 0 a country, 6 a base; never less than what it lies in."""
        return self.sizes[place]

    def strikes_as_state(self, actor: str) -> bool:
        """Whether an actor is a foreign state or its force: its strikes are air strikes."""
        entry = self.watchlists.actors.get(actor)
        return self.is_state(actor) and entry is not None and entry.side != "iraq_state"

    def contains(self, larger: str, smaller: str) -> bool:
        """Whether one place of the gazetteer lies in another or is it."""
        return larger in self.around.get(smaller, frozenset())

    def beside(self, one: str, other: str) -> bool:
        """Whether one place lies in the other by the gazetteer, or a site in a city by distance."""
        if self.contains(one, other) or self.contains(other, one):
            return True
        smallest, largest = sorted((self.size(one), self.size(other)), reverse=True)
        if smallest == largest or largest > _CITY:
            return False
        return _kilometres(self.watchlists.places[one], self.watchlists.places[other]) <= _CITY_KM

    def group_of(self, name_id: str) -> str | None:
        """The actor behind a watched name: itself, or the one an organisation speaks for."""
        if name_id in self.watchlists.actors:
            return name_id
        body = self.watchlists.organisations.get(name_id)
        if body is None:
            office = self.watchlists.offices.get(name_id)
            body = self.watchlists.organisations.get(office.organisation) if office else None
        return body.actor if body else None

    def is_state(self, actor: str) -> bool:
        """Whether an actor is a state or one of its forces."""
        entry = self.watchlists.actors.get(actor)
        return entry is not None and entry.kind in ("state", "state_security")


def _kilometres(one: WatchedPlace, other: WatchedPlace) -> float:
    """The distance of two places on a sphere, good enough within one city."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    north = math.radians(one.lat - other.lat)
    east = math.radians(one.lon - other.lon) * math.cos(math.radians(one.lat))
    return _EARTH_KM * math.hypot(north, east)


def exactness(place: WatchedPlace) -> float:
    """How exact a place is, by its kind."""
    size = _SIZES.get(place.kind)
    if size is not None:
        return size
    return _CITY if place.kind in ("city", "town", "village") else _SITE


def vocabulary(
    watchlists: Watchlists, kinds: Sequence[EventKind], words: Mapping[str, EventWords]
) -> EventVocabulary:
    """Compile the word lists; call it once."""
    around = {place: watchlists.containing(place) for place in watchlists.places}
    return EventVocabulary(
        watchlists=watchlists,
        kinds={kind.id: kind for kind in kinds},
        words=words,
        lexicons={language: lexicon(entry, watchlists) for language, entry in words.items()},
        cues={(language, cue.id): cue for language, entry in words.items() for cue in entry.cues},
        around=around,
        sizes={place: _size(place, around[place], watchlists) for place in watchlists.places},
    )


def _size(place: str, around: frozenset[str], watchlists: Watchlists) -> float:
    larger = [
        exactness(watchlists.places[other])
        for other in around
        if other != place and other in watchlists.places
    ]
    return max([exactness(watchlists.places[place]), *(size + 0.5 for size in larger)])
