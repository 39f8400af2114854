"""What to watch, as written in `config/watchlists`: actors, places, weapons, offices, terms."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marsad.model import SpeakerClass

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Names = dict[str, tuple[Name, ...]]  # by language code


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ambiguous(_Entry):
    """A name that means other things too.

    It counts only beside one of `require_any` and never beside `block_if`.
    """

    alias: Name
    language: str
    require_any: tuple[str, ...] = ()
    block_if: tuple[str, ...] = ()


class WatchedActor(_Entry):
    """An armed group, a state body or whoever else attacks or is spoken of."""

    id: Name
    name: Name
    names: Names
    ambiguous: tuple[Ambiguous, ...] = ()
    # state | state_security | militia | facade | umbrella | network | insurgent | political
    kind: str = "militia"
    side: str = "other"  # iran_aligned | iran | iraq_state | us_coalition | israel | isis ...
    country: str | None = None
    sponsor: str | None = None
    parent: str | None = None  # an assessment, never printed as a fact


class Hosted(_Entry):
    """A foreign force at a place; `since` and `until` as ISO dates or months."""

    force: str
    since: str | None = None
    until: str | None = None
    certainty: str | None = None


class WatchedPlace(_Entry):
    """A place of the gazetteer; `within` names larger places that contain it; degrees."""

    id: Name
    name: Name
    names: Names = Field(default_factory=dict)
    ambiguous: tuple[Ambiguous, ...] = ()
    # governorate | region | city | town | base | embassy | airport | oil-gas ...
    kind: str = "area"
    country: str | None = None
    admin1: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    within: tuple[str, ...] = ()
    hosts: tuple[Hosted, ...] = ()


class WatchedWeapon(_Entry):
    """A weapon word; `family` (rocket, missile, drone, mortar ...) is what grouping compares."""

    id: Name
    name: Name
    names: Names
    ambiguous: tuple[Ambiguous, ...] = ()
    family: str
    suggests: str | None = None  # id of an event kind
    strength: Literal["strong", "weak"] = "weak"
    dual: Names = Field(default_factory=dict)  # forms that mean two of them


class Organisation(_Entry):
    """A body whose words are official; `actor` is the armed group it speaks for."""

    id: Name
    name: Name
    names: Names
    ambiguous: tuple[Ambiguous, ...] = ()
    speaker_class: SpeakerClass
    country: str | None = None
    actor: str | None = None


class Holder(_Entry):
    """Who holds an office.

    `since` and `until` are ISO dates or months; None: not known, or still in office.
    """

    name: str
    names: Names = Field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    certainty: Literal["sure", "likely", "unsure"] = "sure"
    unique: bool = False  # the name alone is enough


class Office(_Entry):
    """A post whose holder speaks for an organisation."""

    id: Name
    organisation: str
    title: str
    titles: Names
    ambiguous: tuple[Ambiguous, ...] = ()
    holders: tuple[Holder, ...] = ()


class Term(_Entry):
    """Any other keyword a rule can ask for."""

    id: Name
    names: Names


class Watchlists(_Entry):
    """All watchlists of a configuration, by id."""

    actors: Mapping[str, WatchedActor] = Field(default_factory=dict)
    places: Mapping[str, WatchedPlace] = Field(default_factory=dict)
    weapons: Mapping[str, WatchedWeapon] = Field(default_factory=dict)
    organisations: Mapping[str, Organisation] = Field(default_factory=dict)
    offices: Mapping[str, Office] = Field(default_factory=dict)
    terms: Mapping[str, Term] = Field(default_factory=dict)

    def containing(self, place: str) -> frozenset[str]:
        """The place itself and every larger place around it, its country code included."""
        found: set[str] = set()
        open_ids = [place]
        while open_ids:
            current = open_ids.pop()
            if current in found:
                continue
            found.add(current)
            entry = self.places.get(current)
            if entry is not None:
                open_ids.extend(entry.within)
                if entry.country:
                    found.add(entry.country)
        return frozenset(found)


class WatchlistFile(_Entry):
    """One file of `config/watchlists`: any of the lists."""

    actors: tuple[WatchedActor, ...] = ()
    places: tuple[WatchedPlace, ...] = ()
    weapons: tuple[WatchedWeapon, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    offices: tuple[Office, ...] = ()
    terms: tuple[Term, ...] = ()
