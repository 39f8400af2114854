"""Names in the config that point to nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from marsad.settings.alerting import AlertSettings
from marsad.settings.event_words import EventWords
from marsad.settings.problems import did_you_mean
from marsad.settings.watchlists import (
    Office,
    Organisation,
    Term,
    WatchedActor,
    WatchedPlace,
    WatchedWeapon,
    Watchlists,
)
from marsad.settings.yaml_files import Key, YamlFile

Value = TypeVar("Value", covariant=True)
Watched = WatchedActor | WatchedPlace | WatchedWeapon | Organisation | Office | Term


@dataclass(frozen=True)
class Entry(Generic[Value]):
    """One entry of a list in a file, and where it stands."""

    value: Value
    file: YamlFile
    key: Key
    own: bool = False  # the user's, not shipped

    def problem(self, key: Key, text: str) -> str:
        """One line about something inside the entry."""
        return self.file.problem((*self.key, *key), text)


Entries = Mapping[str, Entry[Value]]  # by id


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name points to nothing."""
    return f'there is no {what} "{name}"{did_you_mean(name, sorted(known))}'


def loosened_entries(
    watched: Mapping[str, Entries[Watched]], kinds: Collection[str]
) -> dict[str, Entries[Watched]]:
    """The watchlists, shipped entries without the names that a user's file took away."""
    return {
        name: {
            id_: replace(entry, value=value)
            for id_, entry in entries.items()
            if (value := entry.value if entry.own else _loosened(entry.value, watched, kinds))
        }
        for name, entries in watched.items()
    }


def _loosened(
    value: Watched, watched: Mapping[str, Entries[Watched]], kinds: Collection[str]
) -> Watched | None:
    """An entry without names that point to nothing; None when it is nothing without them."""
    match value:
        case WatchedPlace() if not watched["places"].keys() >= set(value.within):
            within = tuple(outer for outer in value.within if outer in watched["places"])
            return value.model_copy(update={"within": within})
        case WatchedWeapon() if value.suggests not in (None, *kinds):
            return value.model_copy(update={"suggests": None})
        case Organisation() if value.actor not in (None, *watched["actors"]):
            return value.model_copy(update={"actor": None})
        case Office() if value.organisation not in watched["organisations"]:
            return None
        case _:
            return value


def loosened_words(
    words: Mapping[str, Entry[EventWords]], kinds: Collection[str], weapons: Collection[str]
) -> dict[str, Entry[EventWords]]:
    """The words, shipped ones without the kinds and weapons that a user's file took away."""
    return {
        language: entry if entry.own else replace(entry, value=_kept(entry.value, kinds, weapons))
        for language, entry in words.items()
    }


def _kept(words: EventWords, kinds: Collection[str], weapons: Collection[str]) -> EventWords:
    left = {
        "kinds": {id_: listed for id_, listed in words.kinds.items() if id_ in kinds},
        "weapons": {id_: listed for id_, listed in words.weapons.items() if id_ in weapons},
    }
    return words.model_copy(update=left)


def dangling_entries(watched: Mapping[str, Entries[Watched]], kinds: Collection[str]) -> list[str]:
    """What the watchlists name and do not hold."""
    return [
        problem
        for entries in watched.values()
        for entry in entries.values()
        for problem in _dangling(entry, watched, kinds)
    ]


def _dangling(
    entry: Entry[Watched], watched: Mapping[str, Entries[Watched]], kinds: Collection[str]
) -> Iterator[str]:
    value = entry.value
    if isinstance(value, WatchedPlace):
        for number, outer in enumerate(value.within):
            if outer not in watched["places"]:
                text = unknown("place", outer, watched["places"])
                yield entry.problem(("within", number), text)
    if isinstance(value, WatchedWeapon) and value.suggests not in (None, *kinds):
        yield entry.problem(("suggests",), unknown("kind of event", value.suggests or "", kinds))
    if isinstance(value, Organisation) and value.actor not in (None, *watched["actors"]):
        yield entry.problem(("actor",), unknown("actor", value.actor or "", watched["actors"]))
    if isinstance(value, Office) and value.organisation not in watched["organisations"]:
        text = unknown("organisation", value.organisation, watched["organisations"])
        yield entry.problem(("organisation",), text)


def dangling_words(
    words: Mapping[str, Entry[EventWords]], kinds: Collection[str], weapons: Collection[str]
) -> list[str]:
    """What the words of the languages name and no list holds."""
    found: list[str] = []
    for entry in words.values():
        asked = (
            ("kinds", "kind of event", entry.value.kinds, kinds),
            ("weapons", "weapon", entry.value.weapons, weapons),
        )
        found.extend(
            entry.problem((key, name), unknown(what, name, known))
            for key, what, names, known in asked
            for name in names
            if name not in known
        )
    return found


def dangling_rules(file: YamlFile, alerts: AlertSettings, watchlists: Watchlists) -> list[str]:
    """What the rules ask for and no watchlist holds."""
    countries = {place.country for place in watchlists.places.values() if place.country}
    places = {*watchlists.places, *countries}
    found: list[str] = []
    for number, rule in enumerate(alerts.rules):
        asked = (
            ("places", "place or country", rule.places, places),
            ("actors", "actor", rule.actors, set(watchlists.actors)),
            ("terms", "term", rule.terms, set(watchlists.terms)),
        )
        found.extend(
            file.problem(("rules", number, key, index), unknown(what, name, known))
            for key, what, names, known in asked
            for index, name in enumerate(names)
            if name not in known
        )
    return found
