"""Names in the config that point to nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from marsad.settings.alerting import AlertSettings
from marsad.settings.event_words import EventWords
from marsad.settings.problems import did_you_mean
from marsad.settings.watchlists import Office, Organisation, WatchedPlace, WatchedWeapon, Watchlists
from marsad.settings.yaml_files import Key, YamlFile

Value = TypeVar("Value", covariant=True)


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


def dangling_entries(watched: Mapping[str, Entries[object]], kinds: Collection[str]) -> list[str]:
    """What the watchlists name and do not hold."""
    return [
        problem
        for entries in watched.values()
        for entry in entries.values()
        for problem in _dangling(entry, watched, kinds)
    ]


def _dangling(
    entry: Entry[object], watched: Mapping[str, Entries[object]], kinds: Collection[str]
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
