"""What holds for every event, whatever the text."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from marsad.model import Event, Range
from marsad.reading.analysis import Analyst
from marsad.reading.events import EventVocabulary, Moment, events_of
from tests.builders import a_story

ENGLISH = """rockets hit the Ain al-Asad base on Wednesday killed two soldiers and wounded at least
five , . " ( ) drone attack in Erbil claimed responsibility no group shot down denied last week
2021-03-03 14 May three weeks ago 10 dozens of up to Kataib Hezbollah could if said Iran-backed
launched from Taji toward Balad more than 20 car bomb exploded near killing a woman"""
ARABIC = """سقطت ثلاثة صواريخ على قاعدة عين الأسد مساء الأربعاء دون إصابات مقتل جنديين وإصابة
5 آخرين ، . هجوم بطائرة مسيرة استهدف أربيل أمس نفت كتائب حزب الله قبل عامين من بلدة باتجاه 2021
آذار لم تعلن أي جهة أكثر من عشرات"""
PERSIAN = """دو راکت به پایگاه عین‌الاسد اصابت کرد شامگاه چهارشنبه چهار سرباز زخمی شدند حمله پهپادی
مسئولیت این حمله را بر عهده گرفت دیروز ۱۸ دی ۱۳۹۸ تکذیب شد بیش از ۲۰ ، ."""
WORDS = {"en": ENGLISH.split(), "ar": ARABIC.split(), "fa": PERSIAN.split()}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str, str]:
    language = draw(st.sampled_from(sorted(WORDS)))
    word = st.one_of(st.sampled_from(WORDS[language]), st.text(max_size=6))
    title = " ".join(draw(st.lists(word, max_size=12)))
    return language, title, " ".join(draw(st.lists(word, max_size=60)))


@hypothesis_settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=texts(), published=st.booleans())
def test_every_event_is_well_formed(
    told: tuple[str, str, str], published: bool, analyst: Analyst, vocabulary: EventVocabulary
) -> None:
    language, title, text = told
    instant = datetime.fromisoformat("2026-05-14T12:00:00+03:00") if published else None
    story = a_story(title=title, text=text, language=language)
    moment = Moment(instant, None, ZoneInfo("Asia/Baghdad"), timedelta(hours=36))
    sentences = analyst.analyse(story).sentences

    events = events_of(sentences, moment, vocabulary)

    assert events == events_of(sentences, moment, vocabulary)
    for event in events:
        assert event.kind in vocabulary.kinds
        assert event.attack is vocabulary.kinds[event.kind].attack
        assert 0 <= event.confidence <= 1
        assert event.evidence
        for span in event.evidence:
            field = story.title if span.field == "title" else story.text
            assert 0 <= span.start < span.end <= len(field)
        assert_days(event, published=published)
        for count in (event.munitions, event.killed, event.wounded, event.died_indirect):
            assert_range(count)


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_an_absurd_date_of_publication_makes_nothing_new(
    year: int, analyst: Analyst, vocabulary: EventVocabulary
) -> None:
    story = a_story(
        title="Rockets hit Erbil on Thursday",
        text="It was the second since a bombing three weeks ago. Mortars hit Balad this month.",
    )
    published = datetime(year, 12, 31, 23, tzinfo=UTC)
    moment = Moment(published, None, ZoneInfo("Asia/Baghdad"), timedelta(hours=36))

    events = events_of(analyst.analyse(story).sentences, moment, vocabulary)

    assert events
    assert not any(event.new for event in events)


def assert_days(event: Event, *, published: bool) -> None:
    if not published:
        assert not event.new
    if event.estimated:
        assert event.date_precision == "day"
    if event.happened is None:
        assert not event.new
        assert event.date_precision is None
        return
    assert event.happened.earliest is not None
    assert event.happened.latest is not None
    assert event.happened.earliest <= event.happened.latest


def assert_range(count: Range | None) -> None:
    if count is None:
        return
    assert (count.low, count.high) != (None, None)
    assert count.low is None or count.low >= 0
    if count.low is not None and count.high is not None:
        assert count.low <= count.high
