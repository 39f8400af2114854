"""Reading whole stories."""

import pickle
from time import process_time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from marsad.documents import reading_from, stored_reading
from marsad.reading.reader import Reader
from marsad.settings.load import Settings
from tests.builders import a_story

LETTERS = "Two rockets hit Ain al-Asad. قال “ن»\u200c\u0640،\n…: Pentagon said '\"*_/ \u00a0ﷲ"


@pytest.mark.parametrize(
    ("title", "text", "language", "relevant"),
    [
        pytest.param("", "Kataib Hezbollah held a rally.", "en", True, id="an aligned group"),
        pytest.param(
            "", "Two rockets hit Erbil airport.", "en", True, id="an attack at a listed place"
        ),
        pytest.param(
            "Striker fires two rockets past the keeper",
            "The championship match in Baghdad ended 2-0 for Air Force Club.",
            "en",
            False,
            id="sport",
        ),
        pytest.param("", "A new bakery opened in Lyon.", "en", False, id="something else"),
        pytest.param(
            "",
            "قال المتحدث باسم الحكومة العراقية إن الحكومة ترفض أي اعتداء.",
            "ar",
            True,
            id="the state about security",
        ),
        pytest.param("", "افتتح جسر جديد في بغداد.", "ar", False, id="a bridge"),
        pytest.param("", "گران شدن نان در تهران مردم را نگران کرد.", "fa", False, id="bread"),
    ],
)
def test_relevance(reader: Reader, title: str, text: str, language: str, relevant: bool) -> None:
    assert reader.read(a_story(title=title, text=text, language=language)).relevant is relevant


def test_matches_yield_their_words(reader: Reader) -> None:
    story = a_story(
        title="Rockets hit Ain al-Asad", text="كتائب حزب الله في العراق، وقاعدة عين الأسد."
    )

    reading = reader.read(story)

    assert reading.matches
    for match in reading.matches:
        published = story.title if match.field == "title" else story.text
        assert published[match.start : match.end] == match.text


def test_link_lines_hold_no_names(reader: Reader) -> None:
    story = a_story(title="", text="The market was calm.\n\nRead more: Kataib Hezbollah denies it")

    assert [match.id for match in reader.read(story).matches] == []


@pytest.mark.parametrize("text", ["", " ", "\x00", "…", "﷽", "." * 5000, "“" * 500, "a" * 100_000])
def test_odd_texts_are_read(reader: Reader, text: str) -> None:
    assert reader.read(a_story(title="", text=text)).statements == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pentagon said " * 4000, id="one sentence"),
        pytest.param("Kataib Hezbollah " * 3500, id="names"),
        pytest.param("قال البنتاغون " * 4000, id="Arabic"),
        pytest.param("'a" * 30_000, id="apostrophes"),
        pytest.param("“a.” " * 12_000, id="quotations"),
        pytest.param(
            f"“{'a ' * 40}” {'a' * 700} {'b' * 500} said so", id="quotation and long words"
        ),
    ],
)
def test_a_hostile_text_costs_little_time(reader: Reader, text: str) -> None:
    started = process_time()

    reader.read(a_story(title="", text=text))

    assert process_time() - started < 10.0  # seconds; a tenth of it is usual


@hypothesis_settings(max_examples=60, deadline=None)
@given(title=st.text(LETTERS, max_size=40), text=st.text(LETTERS, max_size=160))
def test_every_span_lies_in_its_field(reader: Reader, title: str, text: str) -> None:
    story = a_story(title=title, text=text, language=None)

    reading = reader.read(story)

    fields = {"title": story.title, "text": story.text}
    for match in reading.matches:
        assert fields[match.field][match.start : match.end] == match.text
    for statement in reading.statements:
        passage = fields[statement.field][statement.start : statement.end]
        assert passage.split() == statement.text.split()


def test_a_reading_survives_storage(reader: Reader) -> None:
    reading = reader.read(a_story())

    assert reading_from(stored_reading(reading)) == reading


def test_an_unknown_zone_counts_as_utc(reader: Reader) -> None:
    assert reader.read(a_story(zone="Mars/Base")).story == "story-1"


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    assert reader.read(a_story()) == reader.read(a_story())


def test_a_reader_is_built_from_what_can_be_sent_to_a_worker(settings: Settings) -> None:
    parts = (settings.watchlists, settings.kinds, settings.event_words, settings.statement_words)
    watchlists, kinds, event_words, statement_words = pickle.loads(pickle.dumps(parts))

    started = process_time()
    Reader(
        watchlists=watchlists,
        kinds=kinds,
        event_words=event_words,
        statement_words=statement_words,
        freshness=settings.freshness,
    )

    assert process_time() - started < 2.0  # seconds; a quarter of it is usual
