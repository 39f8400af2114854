"""The grammar of phrases in `config/languages/<code>/events.yaml`."""

import pytest

from marsad.reading.events.lexicon import Lexicon, pieces
from marsad.reading.events.tags import Tag
from marsad.settings.event_words import Clitics
from marsad.text import fold


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("rocket attack", "A Rocket-Attack on the base", True),
        ("rocket attack", "a rocket and an attack", False),
        ("bomb/bombs exploded", "two bombs exploded", True),
        ("the old? base", "the base", True),
        ("the old? base", "the old base", True),
        ("commemorat*", "they commemorated it", True),
        ("set .. bomb", "set off a large bomb", True),
        ("set .. bomb", "set bomb", True),
        ("set .. bomb", "set off one two three four bomb", False),
        ("set .. bomb", "set off. A bomb", False),
        ("u.s. strike", "a U.S. strike", True),
        ("airstrike", "the air strike", False),
    ],
)
def test_phrases(phrase: str, text: str, found: bool) -> None:
    lexicon = Lexicon(Clitics())
    lexicon.add([phrase], Tag.NOUN)

    assert bool(lexicon.find(pieces(fold(text)))) is found


@pytest.mark.parametrize("word", ["صاروخ", "بصاروخ", "والصاروخ", "للصاروخ", "فبالصاروخ", "صاروخها"])
def test_glued_particles_need_not_be_written(word: str) -> None:
    lexicon = Lexicon(
        Clitics(before=(("و", "ف"), ("ب", "ل", "ك"), ("ال", "لل")), after=("ها",), least=2)
    )
    lexicon.add(["صاروخ"], Tag.WEAPON, "rocket")

    assert [hit.value for hit in lexicon.find(pieces(fold(word)))] == ["rocket"]


def test_the_longest_phrase_of_a_kind_wins() -> None:
    lexicon = Lexicon(Clitics())
    lexicon.add(["drone"], Tag.WEAPON, "drone")
    lexicon.add(["drone boat"], Tag.WEAPON, "vessel")

    assert [hit.value for hit in lexicon.find(pieces("a drone boat"))] == ["vessel"]


def test_a_word_is_what_it_says_before_what_its_stem_says() -> None:
    lexicon = Lexicon(Clitics(before=(("و",), ("ب",)), least=2))
    lexicon.add(["در"], Tag.WEAPON, "stem")
    lexicon.add(["بدر"], Tag.WEAPON, "longer stem")
    lexicon.add(["وبدر"], Tag.WEAPON, "word")

    hits = lexicon.find(pieces("وبدر"))

    assert [hit.value for hit in hits] == ["word", "longer stem", "stem"]


def test_the_gate_lets_telling_sentences_through() -> None:
    lexicon = Lexicon(Clitics())
    lexicon.add(["rocket attack"], Tag.NOUN)
    lexicon.add(["in"], Tag.WHERE, "at")

    assert lexicon.tells(pieces("a rocket in the north"))
    assert not lexicon.tells(pieces("a talk in the north"))


def test_the_first_gate_holds_back_less_than_the_second() -> None:
    lexicon = Lexicon(Clitics())
    assert not lexicon.may_tell("a rocket in the north")

    lexicon.add(["bomb/bombard*"], Tag.VERB)

    assert lexicon.may_tell("they bombarded it")
    assert lexicon.may_tell("a bombastic speech")
    assert not lexicon.tells(pieces("a bombastic speech"))
    assert not lexicon.may_tell("a talk in the north")
