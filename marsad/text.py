"""The matching key of a text, and text made safe to store and show.

Names, places, search and fingerprints compare keys, never what was published: `fold` is applied
alike to both sides. Every letter is folded on its own, so that a key can be traced back to the
published code points.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_DROPPED = frozenset(
    "\u00ad\u034f\u0640\u061c\u180e\u200b\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0670"
)
_MARKS = (  # combining marks that people leave out: Latin accents, Arabic vowels and Quranic signs
    (0x0300, 0x036F),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
_LETTERS = str.maketrans(
    {
        "ٱ": "ا",
        "ٲ": "ا",
        "ٳ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ێ": "ي",
        "ک": "ك",
        "ڪ": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ە": "ه",
        "ۆ": "و",
        "ۇ": "و",
        "ڵ": "ل",
        "ڕ": "ر",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        # punctuation: one sign for all its forms
        "_": " ",
        "#": " ",
        "\u200c": " ",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "ʼ": "'",
        "ʿ": "'",
        "ʾ": "'",
        "ʻ": "'",
        "ˈ": "'",
        "′": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "«": '"',
        "»": '"',
        "″": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "،": ",",
        "٬": ",",
        "؛": ";",
        "؟": "?",
        "۔": ".",
        "٫": ".",
        "٪": "%",
        "٭": "*",
        "\u2028": " ",
        "\u2029": " ",
    }
)
_KEPT_LETTERS = 50_000  # folded letters remembered; strangers' texts must not fill the memory


@dataclass(frozen=True, slots=True)
class Folded:
    """A key and, for each of its letters, its place in the text; one more at the end."""

    text: str
    offsets: Sequence[int]  # a range where every letter became one letter


class _Letters(dict[int, str]):
    """What each code point becomes, filled as letters are met (for `str.translate`)."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()  # letters met that become none or several

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = _fold_letter(letter)
        if len(folded) != 1:
            self.uneven.add(letter)
        if len(self) < _KEPT_LETTERS:
            self[code] = folded
        return folded


def fold(text: str) -> str:
    """The matching key: lower case, one form per letter, ASCII digits, no marks, single spaces."""
    return _single(text.translate(_TABLE))


def fold_with_offsets(text: str) -> Folded:
    """The matching key with the place in `text` of each of its letters."""
    raw = text.translate(_TABLE)
    # ASCII letters become one letter or none, never several.
    even = len(raw) == len(text) and (text.isascii() or _TABLE.uneven.isdisjoint(text))
    if even and _single(raw) == raw:
        return Folded(raw, range(len(raw) + 1))
    letters: list[str] = []
    offsets: list[int] = []
    gap = True  # a space here would be a second one, or a leading one
    for place, letter in enumerate(text):
        for part in _TABLE[ord(letter)]:
            if part == " " and gap:
                continue
            gap = part == " "
            letters.append(part)
            offsets.append(place)
    if letters and gap:
        letters.pop()
        offsets.pop()
    return Folded("".join(letters), (*offsets, offsets[-1] + 1 if offsets else 0))


def clean(text: str) -> str:
    """A stranger's text, safe to store and show: no control characters, nothing that turns it."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int) -> str:
    """The text on one line, at most `limit` code points, cut at a word where that is near."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    cut = line[: max(limit - 1, 0)]
    word = cut.rfind(" ")
    return (cut[:word] if word > limit * 2 // 3 else cut).rstrip(" ,;:-–—،") + "…"


_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_GAPS = re.compile(" {2,}")


def _single(raw: str) -> str:
    """Without doubled, leading and trailing spaces."""
    return _GAPS.sub(" ", raw).strip(" ") if "  " in raw else raw.strip(" ")


def _fold_letter(letter: str) -> str:
    """One code point to a form that folds to itself."""
    folded = letter
    for _ in range(4):  # lower case and decomposition can each make room for the other
        previous = folded
        folded = "".join(map(_fold_part, unicodedata.normalize("NFKD", folded.casefold())))
        if folded == previous:
            break
    return folded


def _fold_part(part: str) -> str:
    code = ord(part)
    if part in _DROPPED or any(low <= code <= high for low, high in _MARKS):
        return ""
    if part.isspace():
        return " "
    category = unicodedata.category(part)
    if category in ("Cc", "Cs"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(part))
    return part.translate(_LETTERS)


_TABLE = _Letters()
