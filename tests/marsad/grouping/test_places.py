import pytest

from marsad.grouping.places import Nearness, kilometres, nearness
from marsad.model import Place
from tests.marsad.grouping.small_world import a_world

WATCHLISTS = a_world().watchlists


def listed(id: str) -> Place:
    known = WATCHLISTS.places[id]
    return Place(id=id, name=known.name, country=known.country, lat=known.lat, lon=known.lon)


def named(name: str | None, country: str | None = None, admin1: str | None = None) -> Place:
    return Place(id=None, name=name, country=country, admin1=admin1)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        pytest.param(listed("harir"), listed("harir"), Nearness.EQUAL, id="the same"),
        pytest.param(listed("harir"), listed("erbil-gov"), Nearness.WITHIN, id="inside"),
        pytest.param(
            listed("us-embassy-baghdad"), listed("baghdad-gov"), Nearness.WITHIN, id="deep inside"
        ),
        pytest.param(listed("ain-al-asad"), listed("baghdadi"), Nearness.NEAR, id="base and town"),
        pytest.param(listed("erbil"), listed("erbil-airport"), Nearness.NEAR, id="city, airport"),
        pytest.param(listed("ain-al-asad"), listed("harir"), Nearness.APART, id="two bases"),
        pytest.param(listed("erbil-gov"), listed("anbar"), Nearness.APART, id="two governorates"),
        pytest.param(listed("harir"), named(None, "IQ"), Nearness.COUNTRY, id="a country"),
        pytest.param(listed("harir"), named("Iraq", "IQ"), Nearness.COUNTRY, id="a country's name"),
        pytest.param(listed("harir"), named(None, "SY"), Nearness.APART, id="another country"),
        pytest.param(listed("harir"), named(None), Nearness.UNKNOWN, id="nothing told"),
        pytest.param(listed("harir"), None, Nearness.UNKNOWN, id="no place"),
        pytest.param(
            named("Tirah", "PK"), named("town of Tirah", None), Nearness.EQUAL, id="one name"
        ),
        pytest.param(named("Rafah", "PS"), named("Rafah", "IL"), Nearness.EQUAL, id="other guess"),
        pytest.param(
            named("Orakzai", None, "Khyber"), named("Khyber district"), Nearness.WITHIN, id="admin"
        ),
        pytest.param(named("Tirah", "PK"), named("Juba", "SS"), Nearness.APART, id="far away"),
        pytest.param(
            named("Tirah", "PK"), named("Orakzai", "PK"), Nearness.NAMED_OTHERWISE, id="two names"
        ),
    ],
)
def test_how_near_two_places_are(one: Place, two: Place | None, expected: Nearness) -> None:
    assert nearness(one, two, WATCHLISTS) is expected
    assert nearness(two, one, WATCHLISTS) is expected


def test_kilometres_over_ground() -> None:
    assert kilometres(listed("erbil"), listed("harir")) == pytest.approx(48, abs=5)
    assert kilometres(listed("erbil"), named("Erbil")) is None
