"""Which language a text is written in: script, letters, and the little words of each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marsad.text import fold

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ARABIC = re.compile(r"[\u0621-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
# Letters that one language writes and its neighbours do not.
_OWN_LETTERS: Mapping[str, re.Pattern[str]] = {
    "ku": re.compile("[ێۆڵڕڤە]"),
    "fa": re.compile("[پچژگ\u06cc\u06a9]|\u200c"),
    "ar": re.compile("[ةىكيأإؤ\u064b-\u0652]"),
}
_FOREIGN_LATIN = re.compile("[äöüßéèêëçñãõåøæœğşıİłžčćřšőűđÄÖÜŞĞÇ]")
_TELLING_LENGTH = 60  # code points of a sentence that tell its language
_HEAD = 1200  # code points that are enough to tell


@dataclass(frozen=True, slots=True)
class LanguageTeller:
    """Tells languages by the little words of `config/languages`."""

    common: Mapping[str, frozenset[str]]  # language: folded words

    def tell(self, text: str, hint: str | None = None) -> str | None:
        """The language of a text, None when unsure; `hint` decides what the text leaves open."""
        head = text[:_HEAD]
        if head.isascii():
            return self._by_latin_script(head, hint) if _LATIN.search(head) else None
        arabic, latin = len(_ARABIC.findall(head)), len(_LATIN.findall(head))
        if arabic >= latin and arabic:
            return self._by_arabic_script(head, hint)
        if latin and latin * 2 >= len(_LETTER.findall(head)):
            return self._by_latin_script(head, hint)
        return None

    def tell_sentence(self, text: str, story: str | None) -> str | None:
        """The language of one sentence: the story's, unless it is written in another script.

        Within a script only long sentences are told apart; a name or two says nothing.
        """
        arabic = not text.isascii() and _ARABIC.search(text) is not None
        same_script = story is not None and (story in _OWN_LETTERS) is arabic
        if same_script and (not arabic or len(text) < _TELLING_LENGTH):
            return story
        if same_script and _LATIN.search(text) is None and not _is_mixed(text, story):
            return story
        return self.tell(text, story) or story

    def _by_arabic_script(self, text: str, hint: str | None) -> str | None:
        words = fold(text).split(" ")
        scores = {
            code: 2.0 * sum(map(self.common.get(code, frozenset()).__contains__, words))
            + min(len(own.findall(text)), 30) * (1.5 if code == "ku" else 0.5)
            for code, own in _OWN_LETTERS.items()
        }
        if hint in scores:
            scores[hint] += 1.0
        best = max(scores, key=lambda code: scores[code])
        return best if scores[best] > 0 else None

    def _by_latin_script(self, text: str, hint: str | None) -> str | None:
        words = re.findall(r"[a-z']+", fold(text))
        english = sum(map(self.common.get("en", frozenset()).__contains__, words))
        foreign = len(_FOREIGN_LATIN.findall(text)) + sum(map(_FOREIGN_WORDS.__contains__, words))
        if english > foreign:
            return "en"
        if hint == "en" and not foreign:
            return "en"
        return None


def _is_mixed(text: str, story: str | None) -> bool:
    """Whether a sentence shows letters of another language than the story's."""
    return any(code != story and own.search(text) for code, own in _OWN_LETTERS.items())


_FOREIGN_WORDS = frozenset(
    """le la les des du est et une dans der die das und ist ein eine nicht mit von el los las que en
    por con una del il che di per non ve bir bu ile icin da de""".split()  # noqa: SIM905
)
