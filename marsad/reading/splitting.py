"""Where sentences, paragraphs and quotations begin and end, in Latin and Arabic script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Field
from marsad.reading.sentences import Quote


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a field: code points `start` to `end`, and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


# A stop, what closes after it, a gap, and what can open a sentence.
# The mark stands first, so that the search leaps to it; only the first of a run counts.
_STOP = re.compile(r"""[.!?…؟۔](?<![.!?…؟۔]{2})[.!?…؟۔]*+["'”’»)\]]*+(?=\s)""")
_LINE = re.compile(r"[^\n]+")
_OPENS = re.compile(r"""\s+["'“‘«(\[]*([^\W_])""")
_ABBREVIATION = re.compile(
    r"""(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Maj|Lt|Col|Capt|Sgt|Cpl|Adm|Brig|Cmdr|Const|Insp|Supt|Det|Atty|Sec|Gov|Sen|Rep|Rev|Hon|Pres|Amb
    |St|Jr|Sr|No|Nos|vs|etc|al|approx|est|dept|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec
    |Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|a\.m|p\.m|e\.g|i\.e|U\.S\.A|U\.S|U\.K|U\.N|E\.U)
    |(?:^|\s)[\u0621-\u06d3])\.$""",
    re.VERBOSE,
)
_ENDS_ANYWAY = re.compile(r"\b(?:a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|etc|Jr|Sr|Inc|Ltd|Co|Corp)\.$")
_NEW_START = re.compile(
    r"\s+[\"'“‘«(]*(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|Those|No|Iran|Iraq"
    r"|There|Earlier|Later|Meanwhile|After|Before|Since|According|Last|His|Her|Its|Their|Washington)\b"
)
_LONGEST = 1500  # code points of a sentence
_MOST_PARAGRAPHS = 5  # that a quotation runs on without a mark
# Single letters open every branch, so that the search leaps from one to the next.
_MARKS = re.compile(r"\"|“|”|„|«|»|''(?<!''')(?!')")


def cut_sentences(text: str) -> tuple[Cut, ...]:
    """The sentences of a text, without the gaps between them."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Cut]:
    for number, (low, high) in enumerate(_paragraphs(text)):
        start = low
        for stop in _STOP.finditer(text, low, high):
            if stop.end() <= start or not _ends_sentence(text, stop, high):
                continue
            yield from _pieces(text, start, stop.end(), number)
            start = stop.end()
        yield from _pieces(text, start, high, number)


def _pieces(text: str, start: int, end: int, paragraph: int) -> Iterator[Cut]:
    """A sentence; one longer than anybody writes in pieces, since reading costs its square."""
    while end - start > _LONGEST:
        gap = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = gap if gap > 0 else start + _LONGEST
        yield from _trimmed(text, start, stop, paragraph)
        start = stop
    yield from _trimmed(text, start, end, paragraph)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines; a line that goes on in lower case after an unfinished one is the same paragraph."""
    begun: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if not words:
            continue
        wrapped = begun is not None and words[0].islower() and line.start() - begun[1] <= 2
        if begun is not None and wrapped and text[begun[1] - 1] not in '.!?:؟"”»':
            begun = (begun[0], line.end())
            continue
        if begun is not None:
            yield begun
        begun = (line.start(), line.end())
    if begun is not None:
        yield begun


def _ends_sentence(text: str, stop: re.Match[str], high: int) -> bool:
    opening = _OPENS.match(text, stop.end(), high)
    if opening is None:
        return True
    letter = opening.group(1)
    if letter.islower():  # "Hurry!” he said" and "approx. 5 km" go on
        return False
    if stop.group().rstrip("\"'”’»)]") != ".":
        return True
    before = text[max(stop.start() - 8, 0) : stop.start() + 1]
    if not _ABBREVIATION.search(before):
        return True
    return bool(_ENDS_ANYWAY.search(before) and _NEW_START.match(text, stop.end(), high))


def _trimmed(text: str, start: int, end: int, paragraph: int) -> Iterator[Cut]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Cut(start, end, paragraph)


def find_quotes(text: str, field: Field) -> tuple[Quote, ...]:
    """The quotations of a field.

    One that is not closed in its paragraph runs on when a closing mark comes first in one of the
    next; otherwise it ends with its paragraph.
    """
    found: list[Quote] = []
    opened: int | None = None
    own_end = 0  # of the paragraph in which it was opened
    waited = 0
    for low, high in _paragraphs(text):
        marks = list(_MARKS.finditer(text, low, high))
        if opened is not None:
            waited += 1
            if waited > _MOST_PARAGRAPHS or (marks and not _closes(text, marks[0], low)):
                _keep(found, text, field, opened, own_end)
                opened = None
        for mark in marks:
            if opened is None:
                if _opens(text, mark, low):
                    opened, own_end, waited = mark.end(), high, 0
                continue
            _keep(found, text, field, opened, mark.start())
            opened, own_end, waited = (
                (mark.end(), high, 0) if mark.group() in "“„«" else (None, 0, 0)
            )
    if opened is not None:
        _keep(found, text, field, opened, own_end)
    return tuple(found)


def _opens(text: str, mark: re.Match[str], low: int) -> bool:
    """Any mark but a closing one; a closing one too after a gap and before a word."""
    if mark.group() not in "”»":
        return True
    after = text[mark.end() : mark.end() + 1]
    gap = mark.start() == low or text[mark.start() - 1].isspace()
    return gap and bool(after) and not after.isspace()


def _closes(text: str, mark: re.Match[str], low: int) -> bool:
    """Whether the first mark of a paragraph closes what was opened before it."""
    if mark.group() in "“„«":
        return False
    return mark.start() > low and not text[mark.start() - 1].isspace()


def _keep(found: list[Quote], text: str, field: Field, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Quote(field=field, start=start, end=end))
