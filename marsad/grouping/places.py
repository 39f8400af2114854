"""How two places stand to each other."""

import re
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

from marsad.model import Place
from marsad.settings.watchlists import Watchlists
from marsad.text import fold

NEAR_KM = 15.0
NEXT_DOOR_KM = 5.0
AREAS = frozenset({"governorate", "region", "country", "sea"})
BASES = frozenset({"airbase", "base", "camp"})
SITES = BASES | {
    "airport",
    "border",
    "building",
    "embassy",
    "facility",
    "infrastructure",
    "oil-gas",
    "port",
}
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        "governorate province district region state city town village al el the of in near camp"
        " north south east west northern southern eastern western central air base airbase",
    )
)

# Countries of the region and those that stories of it name most, by ISO 3166 code.
_COUNTRIES = {
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "BH": "Bahrain",
    "EG": "Egypt",
    "IL": "Israel",
    "IQ": "Iraq",
    "IR": "Iran",
    "JO": "Jordan",
    "KW": "Kuwait",
    "LB": "Lebanon",
    "OM": "Oman",
    "PK": "Pakistan",
    "PS": "Palestinian territories",
    "QA": "Qatar",
    "SA": "Saudi Arabia",
    "SY": "Syria",
    "TR": "Turkey",
    "UA": "Ukraine",
    "US": "United States",
    "YE": "Yemen",
}


_NOWHERE = frozenset({None, "INT"})  # no country told; on the high seas


class Nearness(IntEnum):
    """From "cannot be the same place" to "the same place"."""

    APART = 0
    NAMED_OTHERWISE = 1  # two names that no gazetteer knows, in one country
    UNKNOWN = 2  # one side does not say
    COUNTRY = 3  # one side says only the country or region
    NEAR = 4
    WITHIN = 5
    EQUAL = 6


def nearness(one: Place | None, two: Place | None, watchlists: Watchlists) -> Nearness:
    """Say how near two places are, as far as names and gazetteer tell."""
    if one is None or two is None or not (_told(one) and _told(two)):
        return Nearness.UNKNOWN
    if one.id is not None and one.id == two.id:
        return Nearness.EQUAL
    if _wide(one, watchlists) or _wide(two, watchlists):
        return _wide_nearness(one, two, watchlists)
    if one.id is not None and two.id is not None:
        return _listed(one, two, watchlists)
    return _named(one, two)


def kind_of(place: Place | None, watchlists: Watchlists) -> str | None:
    """The gazetteer's kind of a place (base, city, governorate ...)."""
    if place is None or place.id is None or place.id not in watchlists.places:
        return None
    return watchlists.places[place.id].kind


def country_name(code: str | None) -> str | None:
    """The name of a country for people; other countries keep their code."""
    return _COUNTRIES.get(code, code) if code is not None else None


def names_country(place: Place) -> bool:
    """Whether an unlisted name is that of a whole country, or of its people."""
    country = country_name(place.country)
    return country is not None and fold(place.name or "").startswith(fold(country))


def kilometres(one: Place, two: Place) -> float | None:
    """Distance over ground; None when a position is not known."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    a, b = radians(one.lat), radians(two.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(two.lon - one.lon) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, half)))


def _told(place: Place) -> bool:
    return bool(place.id or place.name or place.country)


def _wide(place: Place, watchlists: Watchlists) -> bool:
    """Whether only a country or a region is said."""
    if place.id is None:
        return not place.name or names_country(place)
    return place.id == place.country or kind_of(place, watchlists) in ("country", "region", "sea")


def _wide_nearness(one: Place, two: Place, watchlists: Watchlists) -> Nearness:
    if one.country is not None and one.country == two.country:
        return Nearness.COUNTRY
    if {one.country, two.country} & _NOWHERE:
        return Nearness.UNKNOWN
    around = watchlists.containing(one.id or "") | watchlists.containing(two.id or "")
    return Nearness.COUNTRY if {one.id, two.id} <= around else Nearness.APART


def _listed(one: Place, two: Place, watchlists: Watchlists) -> Nearness:
    if one.id in watchlists.containing(two.id or "") or two.id in watchlists.containing(
        one.id or ""
    ):
        return Nearness.WITHIN
    kinds = {kind_of(one, watchlists), kind_of(two, watchlists)}
    apart = kilometres(one, two)
    if apart is None or kinds <= BASES or kinds & AREAS:
        return Nearness.APART
    # Two named sites are two targets, unless they lie next door (an embassy inside a base).
    limit = NEXT_DOOR_KM if kinds <= SITES else NEAR_KM
    both_settled = not kinds & SITES
    if both_settled:
        limit = NEXT_DOOR_KM
    return Nearness.NEAR if apart < limit else Nearness.APART


def _named(one: Place, two: Place) -> Nearness:
    first, second = _words(one.name), _words(two.name)
    # The name goes before the country, which stories of one town guess differently.
    if first and second and (first <= second or second <= first):
        return Nearness.EQUAL
    if one.country and two.country and one.country != two.country:
        return Nearness.APART
    if first and second and (first <= _words(two.admin1) or second <= _words(one.admin1)):
        return Nearness.WITHIN
    apart = kilometres(one, two)
    if apart is not None:
        return Nearness.NEAR if apart < NEAR_KM else Nearness.APART
    return Nearness.NAMED_OTHERWISE


def _words(name: str | None) -> set[str]:
    words = set(fold(name or "").replace("-", " ").replace(",", " ").split())
    return words - _GENERIC or words
