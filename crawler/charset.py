"""Bytes to text: what is said about an encoding is often wrong, above all for Arabic."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names that mean a superset in practice, as browsers read them.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Python codecs that do not read a character set: escapes, host names, markup smuggling (utf-7).
_NEVER = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape"}
    | {"raw-unicode-escape", "undefined", "mbcs", "oem", "hz"}
)
_STATEFUL = frozenset(
    {"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr"}
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})|"
    rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})",
    re.IGNORECASE,
)
# Eight-bit sets that come without a word, with the letters that texts in them are mostly made of.
_ARABIC = frozenset("اليمونرتبعدسفةهكحقأجىيشصطخزضغثءئإذؤظآ،؟")
_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюОЕАИНТСРВЛКМДПУ«»–—")
_WESTERN = frozenset("éèàçêùôîâûäöüßñáíóúãõåøæÉÄÖÜ’‘“”–—…«»°£€·®©\xa0")
_CERTAIN = 0.65
_GUESSES = (
    ("cp1256", _ARABIC),
    ("iso8859-6", _ARABIC),
    ("cp1252", _WESTERN),
    ("cp1251", _CYRILLIC),
    ("koi8-r", _CYRILLIC),
)


def declared_in_header(content_type: str | None) -> str | None:
    """The charset that an HTTP Content-Type names."""
    found = _HEADER.search(content_type or "")
    return found.group(1) if found else None


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a feed or page; what cannot be read becomes U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace")
    named = _named(body, content_type)
    if body.isascii():
        stateful = next((name for name in named if name in _STATEFUL), None)
        return body.decode(stateful or "ascii", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(body, named)


def _wide(body: bytes) -> str | None:
    """UTF-16 or EBCDIC without a mark, seen from the first characters of markup."""
    start = body[:4]
    if start[:2] == b"<\0" and start[3:4] == b"\0":
        return "utf-16-le"
    if start[:1] == b"\0" and start[1:3] == b"<\0":
        return "utf-16-be"
    return "cp037" if start == _EBCDIC else None


def _named(body: bytes, content_type: str | None) -> list[str]:
    """Charsets that the document itself and then the server name, as Python codecs."""
    inside = _DECLARED.search(body[:4096])
    labels = [
        (inside.group(1) or inside.group(2)).decode("ascii", "replace") if inside else None,
        declared_in_header(content_type),
    ]
    names = [_codec(label) for label in labels if label]
    return [name for name in names if name]


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    if not label.isascii() or label in _NEVER:
        return None
    try:
        name = codecs.lookup(label).name
        b"a".decode(name, "replace")  # refuses codecs that do not make text
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if name in _NEVER else _MEANT.get(name, name)


def _decode_legacy(body: bytes, named: list[str]) -> str:
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    eight_bit = [name for name in named if not name.startswith("utf")]
    # cp1252 is what servers say when nobody told them: it counts as one guess among others.
    for name in eight_bit:
        if name != "cp1252" and _readable(body, name):
            return body.decode(name, "replace")
    guess = _guess(body, eight_bit)
    if guess is None:
        guess = "utf-8" if "utf-8" in named else "cp1252"
    return body.decode(guess, "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Whether it is UTF-8 with a few broken characters."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(character > "\x7f" for character in text) - broken > 4 * broken


def _readable(body: bytes, name: str) -> bool:
    text = body.decode(name, "replace")
    return text.count("\N{REPLACEMENT CHARACTER}") * 50 <= len(text)


def _guess(body: bytes, named: list[str]) -> str | None:
    """The eight-bit set whose usual letters the high bytes mostly are; None when none fits."""
    high = bytes(byte for byte in body[:200_000] if byte > 0x7F)
    scores = {}
    for name, letters in _GUESSES:
        text = high.decode(name, "replace")
        usual = sum(character in letters for character in text)
        scores[name] = usual / len(high) + (0.1 if name in named else 0)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < _CERTAIN or (best != "cp1252" and not _in_words(body)):
        return None
    return best


def _in_words(body: bytes) -> bool:
    """Whether high bytes stand together, as in a script of its own, not among Latin letters."""
    sample = body[:200_000]
    high = sum(map(len, re.findall(rb"[\x80-\xff]+", sample)))
    together = sum(map(len, re.findall(rb"[\x80-\xff]{2,}", sample)))
    return together * 2 > high
