"""A small gazetteer and a few actors, for tests of grouping."""

from marsad.grouping.world import World
from marsad.settings.freshness import Freshness
from marsad.settings.kinds import EventKind
from marsad.settings.watchlists import (
    Hosted,
    Office,
    Organisation,
    WatchedActor,
    WatchedPlace,
    WatchedWeapon,
    Watchlists,
)

US = Hosted(force="US / coalition", since="2014-11", until="2026-01-17")
PLACES = (
    WatchedPlace(id="anbar", name="Anbar", kind="governorate", country="IQ", lat=32.8, lon=42.0),
    WatchedPlace(id="erbil-gov", name="Erbil Governorate", kind="governorate", country="IQ"),
    WatchedPlace(id="baghdad-gov", name="Baghdad Governorate", kind="governorate", country="IQ"),
    WatchedPlace(
        id="ain-al-asad",
        name="Ain al-Asad Air Base",
        kind="airbase",
        country="IQ",
        admin1="Anbar",
        lat=33.8,
        lon=42.44,
        within=("anbar",),
        hosts=(US,),
    ),
    WatchedPlace(
        id="baghdadi", name="al-Baghdadi", kind="town", country="IQ", lat=33.86, lon=42.54
    ),
    WatchedPlace(
        id="victory-base",
        name="Victory Base Complex",
        kind="base",
        country="IQ",
        admin1="Baghdad",
        lat=33.3,
        lon=44.25,
        within=("baghdad-gov",),
        hosts=(US,),
    ),
    WatchedPlace(
        id="erbil",
        name="Erbil",
        kind="city",
        country="IQ",
        lat=36.19,
        lon=44.01,
        within=("erbil-gov",),
    ),
    WatchedPlace(
        id="erbil-airport",
        name="Erbil International Airport",
        kind="airport",
        country="IQ",
        admin1="Erbil",
        lat=36.24,
        lon=43.96,
        within=("erbil-gov",),
        hosts=(US,),
    ),
    WatchedPlace(
        id="harir",
        name="Harir Air Base",
        kind="airbase",
        country="IQ",
        admin1="Erbil",
        lat=36.53,
        lon=44.34,
        within=("erbil-gov",),
        hosts=(US,),
    ),
    WatchedPlace(
        id="green-zone",
        name="Green Zone",
        kind="district",
        country="IQ",
        lat=33.3,
        lon=44.39,
        within=("baghdad-gov",),
    ),
    WatchedPlace(
        id="us-embassy-baghdad",
        name="US Embassy Baghdad",
        kind="embassy",
        country="IQ",
        lat=33.3,
        lon=44.39,
        within=("green-zone",),
    ),
)
WEAPONS = (
    ("rocket", "rocket"),
    ("katyusha", "rocket"),
    ("mortar", "mortar"),
    ("drone-attack", "drone"),
    ("ballistic-missile", "missile"),
    ("airstrike", "air"),
    ("ied", "explosive"),
)
KINDS = (
    ("rocket_attack", "Rocket attack", True, "rocket"),
    ("mortar_attack", "Mortar attack", True, "mortar"),
    ("drone_attack", "Drone attack", True, "drone"),
    ("missile_strike", "Missile strike", True, "missile"),
    ("airstrike", "Air strike", True, "air"),
    ("ied_attack", "Bomb attack", True, "explosive"),
    ("interception", "Attack intercepted", True, None),
    ("explosion_unattributed", "Explosion", False, None),
    ("accident", "Accident", False, None),
    ("arrest", "Arrest", False, None),
)
ACTORS = (
    WatchedActor(id="kh", name="Kata'ib Hezbollah", names={}, side="iran_aligned"),
    WatchedActor(id="aah", name="Asa'ib Ahl al-Haq", names={}, side="iran_aligned"),
    WatchedActor(
        id="axis", name="Iran-backed militias", names={}, kind="umbrella", side="iran_aligned"
    ),
    WatchedActor(
        id="us-forces", name="US forces", names={}, kind="state_security", side="us_coalition"
    ),
)
ORGANISATIONS = (
    Organisation(id="pentagon", name="Pentagon", names={}, speaker_class="state"),
    Organisation(id="kh-media", name="KH media", names={}, speaker_class="armed_group", actor="kh"),
)
OFFICES = (
    Office(
        id="us-president",
        organisation="white-house",
        title="President of the United States",
        titles={},
    ),
)


def a_world(**changes: object) -> World:
    """The small world; everything else as shipped."""
    values: dict[str, object] = {
        "watchlists": Watchlists(
            actors={a.id: a for a in ACTORS},
            places={p.id: p for p in PLACES},
            weapons={w: WatchedWeapon(id=w, name=w, names={}, family=f) for w, f in WEAPONS},
            organisations={o.id: o for o in ORGANISATIONS},
            offices={o.id: o for o in OFFICES},
        ),
        "kinds": {
            id: EventKind(
                id=id,
                label=label,
                attack=attack,
                family=family,
                alert_unconfirmed=id == "explosion_unattributed",
            )
            for id, label, attack, family in KINDS
        },
        "freshness": Freshness(),
    }
    return World(**(values | changes))  # type: ignore[arg-type]
