"""Sentences, paragraphs and quotations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.splitting import cut_sentences, find_quotes


def sentences(text: str) -> list[str]:
    return [text[cut.start : cut.end] for cut in cut_sentences(text)]


def quotes(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, "text")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One fell. Two fell.", ["One fell.", "Two fell."], id="plain"),
        pytest.param(
            "The U.S. struck on Feb. 25. Gen. Ali Noor left.",
            ["The U.S. struck on Feb. 25.", "Gen. Ali Noor left."],
            id="abbreviations",
        ),
        pytest.param(
            "It hosts troops of the U.S. The base was hit.",
            ["It hosts troops of the U.S.", "The base was hit."],
            id="abbreviation at an end",
        ),
        pytest.param("It fell 3.5 km away.", ["It fell 3.5 km away."], id="decimal"),
        pytest.param(
            "“We saw it.” He left.", ["“We saw it.”", "He left."], id="quotation then sentence"
        ),
        pytest.param("“Stop!” he said. Done.", ["“Stop!” he said.", "Done."], id="he said"),
        pytest.param(
            "سقط صاروخ. هل أصيب أحد؟ لا!", ["سقط صاروخ.", "هل أصيب أحد؟", "لا!"], id="Arabic"
        ),
        pytest.param("راکت‌ها فرود آمد. تمام.", ["راکت‌ها فرود آمد.", "تمام."], id="Persian"),
        pytest.param("A headline\n\nA text.", ["A headline", "A text."], id="paragraphs"),
        pytest.param("It was hit\nby two rockets.", ["It was hit\nby two rockets."], id="wrapped"),
        pytest.param(" \n\n ", [], id="empty"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“One,” he said. “Two.”", ["One,", "Two."], id="curly"),
        pytest.param('He said "no" twice', ["no"], id="straight"),
        pytest.param("قال «لن نرد» وغادر", ["لن نرد"], id="angle"),
        pytest.param("“It goes on.\nNew line.", ["It goes on."], id="never closed"),
        pytest.param("asked “will it, he said “yes.”", ["will it, he said", "yes."], id="reopened"),
        pytest.param("the group's men", [], id="apostrophe"),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@given(st.text(alphabet="aB.!?… \n“”\"«»'ا،؟U.S", max_size=120))
def test_sentences_lie_in_order_and_hold_every_word(text: str) -> None:
    cuts = cut_sentences(text)

    assert all(one.end <= other.start for one, other in pairwise(cuts))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_line_of_full_stops_costs_no_time() -> None:
    assert "".join(sentences("." * 5_000 + "x")) == "." * 5_000 + "x"


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    pieces = sentences("rockets fell " * 1000)

    assert max(map(len, pieces)) <= 1500
    assert " ".join(pieces).split() == ["rockets", "fell"] * 1000
