"""The matching key and safe text."""

import sys
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text import clean, fold, fold_with_offsets, one_line

ANY_TEXT = st.text(max_size=200)
MIXED = st.text(
    alphabet="aB é's-_.“”،؟ \u00a0\u200c\u0640\u064e\ufeffأإآئؤةىیکك١۵ﷲßİ\n\t", max_size=60
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("أربيل", "اربيل", id="hamza on alef"),
        pytest.param("قاعدة", "قاعده", id="ta marbuta"),
        pytest.param("مصطفى", "مصطفي", id="alef maksura"),
        pytest.param("موشک", "موشك", id="Persian and Arabic kaf"),
        pytest.param("عراقی", "عراقي", id="Persian and Arabic ya"),
        pytest.param("الحــشد", "الحشد", id="tatweel"),
        pytest.param("العِراقُ", "العراق", id="vowel signs"),
        pytest.param("حزب‌الله", "حزب الله", id="half space"),
        pytest.param("‌‌سپاه  پاسداران ", "سپاه پاسداران", id="gaps"),
        pytest.param("۱۲ راکت ٣", "12 راکت 3", id="digits"),
        pytest.param("سلیمانیۀ", "سلیمانیه", id="ezafe on heh"),
        pytest.param("Kata’ib “X”", 'kata\'ib "x"', id="quotation marks"),
        pytest.param("Amêdî", "amedi", id="accents"),
        pytest.param("ain_al–asad", "Ain al-Asad", id="underscore and dash"),
        pytest.param("ﻗﺎﻋﺪﺓ", "قاعدة", id="presentation forms"),
        pytest.param("\u202bبغداد\u202c", "بغداد", id="direction marks"),
    ],
)
def test_spellings_fold_alike(one: str, other: str) -> None:
    assert fold(one).replace(" ", "") == fold(other).replace(" ", "")


@given(ANY_TEXT | MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | MIXED)
def test_offsets_lead_back_into_the_text(text: str) -> None:
    folded = fold_with_offsets(text)

    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    for letter, place in zip(folded.text, folded.offsets, strict=False):
        assert letter in fold(f"x{text[place]}x") or letter == " "


def test_every_letter_folds_to_a_form_that_stays() -> None:
    letters = [chr(code) for code in range(0, sys.maxunicode + 1, 7)]

    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []


def test_words_of_the_key_come_from_their_place() -> None:
    text = "عين  الأســد، قُصفت"
    folded = fold_with_offsets(text)
    low = folded.text.index("الاسد")

    start, end = folded.offsets[low], folded.offsets[low + len("الاسد") - 1] + 1

    assert text[start:end] == "الأســد"


def test_folding_is_fast_enough_for_every_story() -> None:
    text = "سقطت ثلاثة صواريخ على محيط القاعدة Ain al-Asad at dawn. " * 20
    fold(text)

    started = process_time()
    for _ in range(50):
        fold(text)

    assert (process_time() - started) / 50 < 0.002  # seconds; ten times what it takes


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("a\x00b", "ab", id="nul"),
        pytest.param("a\x1b[31mb", "a[31mb", id="escape"),
        pytest.param("user\u202egpj.exe", "usergpj.exe", id="turned writing"),
        pytest.param("a\r\nb\rc\td", "a\nb\nc\td", id="line ends"),
        pytest.param("می‌شود", "می‌شود", id="half space stays"),
        pytest.param("a\ud800b", "ab", id="half a surrogate pair"),
    ],
)
def test_clean_keeps_what_can_be_stored_and_shown(text: str, safe: str) -> None:
    assert clean(text) == safe


@given(ANY_TEXT)
def test_clean_text_can_be_encoded(text: str) -> None:
    assert "\x00" not in clean(text)
    clean(text).encode()


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        pytest.param("two\n lines", 20, "two lines", id="short enough"),
        pytest.param("rockets hit the base", 13, "rockets hit…", id="cut at a word"),
        pytest.param("x" * 30, 10, "x" * 9 + "…", id="cut in a long word"),
    ],
)
def test_one_line(text: str, limit: int, line: str) -> None:
    assert one_line(text, limit) == line
