"""Telling languages."""

import pytest

from marsad.reading.language import LanguageTeller
from marsad.settings.load import Settings
from marsad.text import fold


@pytest.fixture(scope="module")
def teller(settings: Settings) -> LanguageTeller:
    words = settings.statement_words
    return LanguageTeller({code: frozenset(map(fold, w.common)) for code, w in words.items()})


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        pytest.param("Two rockets hit the base in Iraq.", None, "en", id="English"),
        pytest.param("سقط صاروخان على القاعدة في بغداد.", None, "ar", id="Arabic"),
        pytest.param("دو راکت به پایگاه در بغداد اصابت کرد.", None, "fa", id="Persian"),
        pytest.param(
            "دو راكت به پايگاه اصابت كرد و خسارتي نداشت", None, "fa", id="Persian, Arabic letters"
        ),
        pytest.param("دوو درۆن لە نزیک هەولێر کەوتنە خوارەوە", None, "ku", id="Kurdish"),
        pytest.param("Die Rakete ist in der Stadt und nicht im Dorf", None, None, id="German"),
        pytest.param("Rockets Ain al-Asad", "en", "en", id="hint decides what is open"),
        pytest.param("سقط صاروخ على القاعدة في أربيل", "en", "ar", id="hint is only a hint"),
        pytest.param("火箭弹击中基地", "en", None, id="another script"),
        pytest.param("12.5", None, None, id="no letters"),
    ],
)
def test_language(
    teller: LanguageTeller, text: str, hint: str | None, language: str | None
) -> None:
    assert teller.tell(text, hint) == language


def test_a_quotation_in_another_script_has_its_own_language(teller: LanguageTeller) -> None:
    assert (
        teller.tell_sentence("قالت الخلية إن الصواريخ سقطت في ساحة فارغة دون إصابات", "en") == "ar"
    )
    assert teller.tell_sentence("Reuters", "en") == "en"
