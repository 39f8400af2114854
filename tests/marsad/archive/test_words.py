"""The searchable form of texts and questions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive.words import MOST_BYTES, Question, question, searchable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ain al-Asad!", "ain al asad", id="signs are spaces"),
        pytest.param("a_b  c", "a b c", id="single spaces"),
        pytest.param("الصواريخ", "صواريخ", id="the article"),
        pytest.param("وبالصواريخ", "صواريخ", id="and-by-the"),
        pytest.param("للقوات", "قوات", id="to-the"),
        pytest.param("الله", "الله", id="too short without it"),
        pytest.param("حالات", "حالات", id="inside a word"),
        pytest.param("\u0663 rockets", "3 rockets", id="digits"),
        pytest.param('"*:^()-', "", id="nothing but signs"),
    ],
)
def test_searchable_words(text: str, expected: str) -> None:
    assert searchable(text) == expected


@given(st.text())
def test_searchable_words_need_no_second_look(text: str) -> None:
    words = searchable(text)
    assert words == " ".join(words.split())
    assert all(part.isalnum() for part in words.split())


@settings(max_examples=20)
@given(st.text(alphabet="كal\ud83d 𐤀", min_size=300, max_size=400))
def test_searchable_words_have_an_end(text: str) -> None:
    assert len(searchable(text * 400).encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Question(()), id="nothing"),
        pytest.param("a b", Question(((("a",),), (("b",),))), id="words"),
        pytest.param('"a b" c', Question(((("a", "b"),), (("c",),))), id="phrase"),
        pytest.param("a-b", Question(((("a", "b"),),)), id="a hyphen makes a phrase"),
        pytest.param("a -b", Question(((("a",),),), (("b",),)), id="not"),
        pytest.param('a -"b c"', Question(((("a",),),), (("b", "c"),)), id="not the phrase"),
        pytest.param("a OR b c", Question(((("a",), ("b",)), (("c",),))), id="or"),
        pytest.param("a OR b OR c", Question(((("a",), ("b",), ("c",)),)), id="several"),
        pytest.param("OR a OR", Question(((("a",),),)), id="or without neighbours"),
        pytest.param("a OR -b", Question(((("a",),),), (("b",),)), id="or not is not"),
        pytest.param('a "b c', Question(((("a",),), (("b",),), (("c",),))), id="unbalanced"),
    ],
)
def test_questions(text: str, expected: Question) -> None:
    assert question(text) == expected


@given(st.text())
def test_every_text_is_a_question(text: str) -> None:
    asked = question(text)
    for phrase in (*(each for group in asked.groups for each in group), *asked.without):
        assert phrase
        assert all(word.isalnum() for word in phrase)
