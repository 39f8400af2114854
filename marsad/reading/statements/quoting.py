"""Words inside quotations, and the words beside the verb of one."""

import re
from collections.abc import Iterator

from marsad.reading.sentences import Sentence
from marsad.reading.statements.cues import Cue

_PHRASE_MARK = re.compile(r"[\",.;:?!]")
_PHRASE = 80  # letters in which a speaker is named
TURN_OF_PHRASE = 25  # code points; a shorter quotation is a few words of the outlet's sentence


def phrases_beside(folded: str, verb: Cue) -> Iterator[tuple[int, int]]:
    """What stands between a verb and the marks before and behind it."""
    low = max(verb.low - _PHRASE, 0)
    marks = list(_PHRASE_MARK.finditer(folded, low, verb.low))
    yield _stripped(folded, marks[-1].end() if marks else low, verb.low)
    mark = _PHRASE_MARK.search(folded, verb.high, verb.high + _PHRASE)
    yield _stripped(folded, verb.high, mark.start() if mark else len(folded))


def _stripped(folded: str, low: int, high: int) -> tuple[int, int]:
    piece = folded[low:high]
    return low + len(piece) - len(piece.lstrip()), low + len(piece.rstrip())


def is_quoted(sentence: Sentence, place: int) -> bool:
    """Whether a word stands inside a quotation: whoever "said" something there is not heard."""
    if not sentence.quotes:
        return False
    published = sentence.start + sentence.offsets[place]
    for quote in sentence.quotes:
        if not quote.start <= published < quote.end:
            continue
        if quote.end == sentence.end and quote.start >= sentence.start:
            continue  # never closed
        behind = sentence.text[max(quote.end - sentence.start, 0) :].lstrip()
        closed = not behind.startswith(("“", "„", "«"))
        if closed and quote.end - quote.start > TURN_OF_PHRASE:
            return True
    return False
