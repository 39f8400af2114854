"""Watched names as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import MatchKind
from marsad.reading.names import NameFinder
from marsad.settings.watchlists import (
    Ambiguous,
    Holder,
    Office,
    Organisation,
    WatchedActor,
    WatchedPlace,
    WatchedWeapon,
    Watchlists,
)
from marsad.text import fold_with_offsets

WATCHED = Watchlists(
    actors={
        "kx": WatchedActor(
            id="kx",
            name="Kata'ib X",
            names={
                "en": ("Kata'ib Hezbollah", "Hezbollah Brigades"),
                "ar": ("كتائب حزب الله",),
                "fa": ("کتائب حزب‌الله",),
            },
            ambiguous=(
                Ambiguous(
                    alias="KH", language="en", require_any=("militia",), block_if=("airport",)
                ),
            ),
        ),
        "hashd": WatchedActor(
            id="hashd", name="Hashd", names={"ar": ("الحشد الشعبي",), "en": ("Hashd al-Shaabi",)}
        ),
    },
    places={
        "asad": WatchedPlace(
            id="asad",
            name="Ain al-Asad",
            names={
                "en": ("Ain al-Asad", "Ain al-Asad air base"),
                "ar": ("عين الأسد",),
                "fa": ("عین‌الاسد",),
            },
        ),
        "iraq": WatchedPlace(id="iraq", name="Iraq", names={"en": ("Iraq",), "ar": ("العراق",)}),
        "balad": WatchedPlace(
            id="balad",
            name="Balad",
            names={"ar": ("بلد",)},
            ambiguous=(Ambiguous(alias="بلد", language="ar", require_any=("قاعدة",)),),
        ),
    },
    weapons={
        "drone": WatchedWeapon(
            id="drone",
            name="Drone",
            family="drone",
            names={"en": ("drone",), "ar": ("مسيرة",), "fa": ("پهپاد",)},
            dual={"ar": ("مسيرتان",)},
        )
    },
    organisations={
        "ministry": Organisation(
            id="ministry",
            name="Ministry",
            speaker_class="state",
            names={"en": ("U.S. Department of War",), "ar": ("وزارة الدفاع",)},
        )
    },
    offices={
        "minister": Office(
            id="minister",
            organisation="ministry",
            title="Minister",
            titles={"ar": ("وزير الدفاع",), "en": ("war minister",)},
            holders=(Holder(name="Sami Rawi", names={"en": ("Sami Rawi", "Rawi")}),),
        )
    },
)
FINDER = NameFinder(WATCHED)


def found(text: str, language: str = "en", context: str = "") -> set[tuple[str, str]]:
    """Ids and words of the names in a text."""
    folded = fold_with_offsets(text)
    return {
        (hit.pattern.id, text[folded.offsets[hit.low] : folded.offsets[hit.high - 1] + 1])
        for hit in FINDER.find(folded, text, language, context)
    }


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Rockets hit Ain al-Asad.", "en", ("asad", "Ain al-Asad"), id="plain"),
        pytest.param("AIN AL ASAD hit", "en", ("asad", "AIN AL ASAD"), id="capitals, no hyphen"),
        pytest.param("#Ain_al_Asad hit", "en", ("asad", "Ain_al_Asad"), id="hashtag"),
        pytest.param("at ‘Ain al-Asad", "en", ("asad", "Ain al-Asad"), id="apostrophe before"),
        pytest.param("Kataib Hezbollah said", "en", ("kx", "Kataib Hezbollah"), id="no apostrophe"),
        pytest.param("Kata’ib Hezbollah’s men", "en", ("kx", "Kata’ib Hezbollah"), id="possessive"),
        pytest.param("three drones fell", "en", ("drone", "drones"), id="plural"),
        pytest.param(
            "the US Department of War", "en", ("ministry", "US Department of War"), id="U.S."
        ),
        pytest.param("وبعين الأسد", "ar", ("asad", "عين الأسد"), id="two prefixes"),
        pytest.param("للحشد الشعبي", "ar", ("hashd", "حشد الشعبي"), id="article swallowed"),
        pytest.param("والحـشد الشعبي", "ar", ("hashd", "الحـشد الشعبي"), id="tatweel"),
        pytest.param("سقطت المسيرتان", "ar", ("drone", "مسيرتان"), id="dual"),
        pytest.param("بمسيراتهم", "ar", None, id="broken plural is not made up"),
        pytest.param("پهپادهایی دیده شد", "fa", ("drone", "پهپادهایی"), id="Persian plural"),
        pytest.param("پهپاد‌ها دیده شد", "fa", ("drone", "پهپاد"), id="plural after a half space"),
        pytest.param("کتائب حزب الله", "fa", ("kx", "کتائب حزب الله"), id="space for half space"),
        pytest.param("کتائب حزبالله", "fa", ("kx", "کتائب حزبالله"), id="no gap"),
        pytest.param("كتا*ئب حزب الله", "ar", ("kx", "كتا*ئب حزب الله"), id="broken word"),
        pytest.param("قصف قاعدة بلد", "ar", ("balad", "بلد"), id="ambiguous beside its word"),
        pytest.param("كل بلد عربي", "ar", None, id="ambiguous alone"),
        pytest.param("في البلدان العربية", "ar", None, id="another word begins alike"),
        pytest.param("KH, a militia, said", "en", ("kx", "KH"), id="acronym beside its word"),
        pytest.param("kh militia", "en", None, id="acronym in small letters"),
        pytest.param("KH militia at the airport", "en", None, id="acronym blocked"),
        pytest.param("THE KH MILITIA", "en", None, id="acronym among capitals"),
        pytest.param("Iraqis voted", "en", None, id="inside a word"),
        pytest.param(
            "war minister Rawi spoke", "en", ("minister", "Rawi"), id="surname by his post"
        ),
        pytest.param("Rawi scored twice", "en", None, id="surname alone"),
        pytest.param("وزیر الدفاع", "fa", None, id="a title of another language"),
    ],
)
def test_names_in_running_text(text: str, language: str, expected: tuple[str, str] | None) -> None:
    names = found(text, language)

    assert (expected in names) if expected else not names


def test_the_longest_name_wins() -> None:
    assert found("at Ain al-Asad air base") == {("asad", "Ain al-Asad air base")}


def test_the_title_is_beside_every_name() -> None:
    assert found("KH denied it", context="militia blamed") == {("kx", "KH")}


@given(st.text(max_size=80))
def test_a_match_yields_its_words(text: str) -> None:
    whole = f"{text} Ain al-Asad {text}"
    folded = fold_with_offsets(whole)

    for hit in FINDER.find(folded, whole, "en", ""):
        start, end = folded.offsets[hit.low], folded.offsets[hit.high - 1] + 1
        assert 0 <= start < end <= len(whole)


def test_kinds_do_not_compete() -> None:
    hits = FINDER.find(fold_with_offsets("Iraq drone"), "Iraq drone", "en", "")

    assert {hit.pattern.kind for hit in hits} == {MatchKind.PLACE, MatchKind.WEAPON}


def test_a_verb_in_small_letters_is_no_town() -> None:
    finder = NameFinder(
        Watchlists(places={"hit": WatchedPlace(id="hit", name="Hit", names={"en": ("Hit",)})})
    )

    def found(text: str) -> int:
        return len(finder.find(fold_with_offsets(text), text, "en", ""))

    assert found("Rockets hit the base near Hit.") == 1
    assert found("explosion heard near hit") == 1  # nothing in it has capitals


def test_a_name_that_two_spellings_yield_is_found_once() -> None:
    rocket = WatchedWeapon(
        id="rocket", name="Rocket", names={"en": ("rocket", "rockets")}, family="rocket"
    )
    finder = NameFinder(Watchlists(weapons={"rocket": rocket}))
    text = "Ten rockets fell."
    assert len(finder.find(fold_with_offsets(text), text, "en", "")) == 1
