"""What people find, in every script and with every slip of the pen; the same on both engines."""

from datetime import timedelta

import pytest

from marsad.archive import Archive, Query, engines, search
from marsad.archive.query import Sort
from marsad.errors import CannotDo
from marsad.model import Disposition, IncidentId, Match, MatchKind, Severity, SourceId
from tests.builders import PUBLISHED, a_reading, a_story, an_event, an_incident
from tests.marsad.archive.values import NOW, a_change, a_stored_story, a_told_story

STORIES = {
    "asad": ("Rockets hit Ain al-Asad", "Ten rockets struck the air base in Anbar at dawn."),
    "erbil": ("Drone shot down near Erbil", "Air defences at Harir stopped a drone, no rockets."),
    "arabic": ("هاجَمَت الفصائل قاعدة في أربيل", "قال المتحدث إن الصواريخ سقطت قرب المطار."),
    "persian": ("حمله موشکی به پایگاه", "سخنگوی ارتش گفت که موشک‌ها به پایگاه خوردند."),
    "market": ("Oil price falls", "Traders in Basra expect more oil, an attack is priced in."),
}


@pytest.fixture
def told(archive: Archive) -> Archive:
    """An archive of a few stories in three languages."""
    with archive.writing() as work:
        for id, (title, text) in STORIES.items():
            work.stories.add(a_told_story(id, title, text))
    return archive


def found(archive: Archive, text: str | None = None, **rest: object) -> list[str]:
    with archive.looking() as work:
        stories = work.stories.search(Query(text=text, **rest))  # type: ignore[arg-type]
    return [each.story.id for each in stories]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rockets", {"asad", "erbil"}, id="a word"),
        pytest.param("ROCKETS", {"asad", "erbil"}, id="in capitals"),
        pytest.param("rockets anbar", {"asad"}, id="all words"),
        pytest.param('"air base"', {"asad"}, id="a phrase"),
        pytest.param('"base air"', set(), id="a phrase the wrong way round"),
        pytest.param("al-asad", {"asad"}, id="a name with a hyphen"),
        pytest.param("al asad", {"asad"}, id="the same without"),
        pytest.param("rockets -drone", {"asad"}, id="but not"),
        pytest.param('rockets -"air base"', {"erbil"}, id="but not the phrase"),
        pytest.param("-rockets -oil", {"arabic", "persian"}, id="only not"),
        pytest.param("anbar OR harir", {"asad", "erbil"}, id="either"),
        pytest.param("rockets anbar OR basra", {"asad"}, id="or binds its neighbours"),
        pytest.param("anbar or harir", set(), id="a small or is a word"),
        pytest.param("أربيل", {"arabic"}, id="hamza"),
        pytest.param("اربيل", {"arabic"}, id="without hamza"),
        pytest.param("اربیل", {"arabic"}, id="Persian yeh"),
        pytest.param("هاجمت", {"arabic"}, id="without vowel signs"),
        pytest.param("فصائل", {"arabic"}, id="without the article"),
        pytest.param("والفصائل", {"arabic"}, id="with and-the"),
        pytest.param("للفصائل", {"arabic"}, id="with to-the"),
        pytest.param("صواريخ", {"arabic"}, id="stem of a word with the article"),
        pytest.param("حملة", {"persian"}, id="Arabic teh for Persian heh"),
        pytest.param("موشكي", {"persian"}, id="Arabic kaf and yeh"),
        pytest.param("موشک‌ها", {"persian"}, id="half space"),
        pytest.param("موشک ها", {"persian"}, id="full space"),
        pytest.param("nowhere", set(), id="nothing"),
    ],
)
def test_what_words_find(told: Archive, text: str, expected: set[str]) -> None:
    assert set(found(told, text)) == expected
    assert set(found(told, text, sort="relevance")) == expected


# fmt: off
HOSTILE = (
    '"', '""', "'", "''", "*", "**", "rock*", "NEAR(", "NEAR(a b, 3)", "title:rockets",
    "{title text}: x", "rockets AND", "AND", "OR", "OR OR", "OR rockets", "rockets OR", "NOT",
    "-", "--", '-"', "- rockets", "(", ")", "((rockets", "^rockets", "rockets + drone", "a:b:c",
    "rockets\x00drone", "\ud800", "rockets | drone & !x", "<->", "\\", "%", "_", "'; DROP",
    "rockets" * 500, "rockets " * 2000, '"rockets ' * 300, "-rockets " * 300, "\u202e", "🚀",
    "①②", "ﷺ", "क्षि", "١٢", "\n\t", ":q", "to_tsquery('x')", "e1 1e5 -1 3.5 a@b.c /x/y",
)
# fmt: on


def test_nothing_in_a_question_is_an_error(told: Archive) -> None:
    for text in HOSTILE:
        found(told, text)
        found(told, text, sort="relevance")


def test_signs_alone_find_nothing(told: Archive) -> None:
    assert found(told, '"*" (') == []
    assert len(found(told, "")) == len(found(told, "  ")) == len(STORIES)


def test_the_newest_come_first(archive: Archive) -> None:
    with archive.writing() as work:
        for number in (2, 0, 1):
            story = a_story(f"story-{number}", published=PUBLISHED - timedelta(hours=number))
            work.stories.add(a_stored_story(story=story))
        undated = a_story("undated", published=None, seen=None)
        work.stories.add(a_stored_story(story=undated))
        future = a_story("future", published=NOW + timedelta(days=900), seen=PUBLISHED)
        work.stories.add(a_stored_story(story=future))
    expected = ["future", "story-0", "story-1", "story-2", "undated"]
    assert found(archive) == expected
    assert found(archive, "rockets") == expected


def test_the_most_relevant_come_first(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(a_told_story("aside", "Weather", "Sun. " * 200 + "A drone flew by."))
        work.stories.add(a_told_story("about", "Drone hits base", "A drone hit the base."))
        work.stories.add(a_told_story("again", "Weather", "More sun. " * 200 + "A drone again."))
    assert found(archive, "drone", sort="relevance")[0] == "about"
    assert found(archive, "drone")[0] == "again"


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_pages_follow_each_other(told: Archive, sort: str) -> None:
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        with told.looking() as work:
            page = work.stories.page(
                Query(text="-nothing", sort=sort, limit=2, cursor=cursor)  # type: ignore[arg-type]
            )
        seen += [each.story.id for each in page.found]
        cursor = page.next
    assert cursor is None
    assert sorted(seen) == sorted(STORIES)


def test_pages_go_on_through_stories_without_a_date(archive: Archive) -> None:
    with archive.writing() as work:
        for number in range(5):
            story = a_story(f"story-{number}", published=None, seen=None)
            work.stories.add(a_stored_story(story=story))
    seen: list[str] = []
    cursor = None
    while True:
        with archive.looking() as work:
            page = work.stories.page(Query(limit=2, cursor=cursor))
        seen += [each.story.id for each in page.found]
        if page.next is None:
            break
        cursor = page.next
    assert seen == [f"story-{number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_a_strange_cursor_is_refused(told: Archive, sort: str) -> None:
    for cursor in ("", "x", "WzFd", "bnVsbA", "é", "W1wieFwiLDFd", "eyJhIjoxfQ"):
        with pytest.raises(CannotDo, match="cursor"):
            found(told, "rockets", sort=sort, cursor=cursor)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"actor": "kataib"}, {"told"}, id="actor"),
        pytest.param({"actor": "other"}, set(), id="another actor"),
        pytest.param({"place": "ain-al-asad"}, {"told"}, id="place"),
        pytest.param(
            {"place": "anbar", "within": ("ain-al-asad",)}, {"told"}, id="what lies in it"
        ),
        pytest.param({"kind": "rocket_attack"}, {"told"}, id="kind of event"),
        pytest.param({"kind": "kataib"}, set(), id="an actor is no kind"),
        pytest.param({"source": "first-en"}, {"told"}, id="source"),
        pytest.param({"language": "ar"}, {"plain"}, id="language as read"),
        pytest.param({"severity": Severity.HIGH}, {"told"}, id="severity at least"),
        pytest.param({"severity": Severity.CRITICAL}, set(), id="more severe"),
        pytest.param({"since": PUBLISHED}, {"told"}, id="since, included"),
        pytest.param({"until": PUBLISHED}, {"plain"}, id="until, excluded"),
        pytest.param(
            {"text": "rockets", "place": "ain-al-asad"}, {"told"}, id="words and a filter"
        ),
    ],
)
def test_filters(archive: Archive, filters: dict[str, object], expected: set[str]) -> None:
    incident = an_incident("incident-1", severity=Severity.HIGH)
    matches = tuple(
        Match(kind=kind, id=id, text="x", field="text", start=0, end=1)
        for kind, id in ((MatchKind.ACTOR, "kataib"), (MatchKind.PLACE, "ain-al-asad"))
    )
    reading = a_reading("told", events=(an_event("rocket_attack"),), matches=matches)
    early = a_story("plain", source=SourceId("second"), published=PUBLISHED - timedelta(hours=1))
    with archive.writing() as work:
        work.incidents.save(a_change(incident), NOW, a_story().id)
        work.stories.add(
            a_stored_story("told", reading=reading, incidents=(IncidentId("incident-1"),))
        )
        work.stories.add(
            a_stored_story("plain", story=early, reading=a_reading("plain", language="ar"))
        )
    assert set(found(archive, **filters)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["rockets", "rockets -drone", '"air base" OR drone', "-rockets", "صواريخ", "nowhere"]
)
def test_common_and_rare_words_are_found_alike(archive_url: str, text: str) -> None:
    archive = Archive.open(archive_url)
    with archive.writing() as work:
        for id, (title, body) in STORIES.items():
            work.stories.add(a_told_story(id, title, body))
    archive.close()
    engine = engines.opened(archive_url)

    def pages(sort: Sort, common_from: int) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            query = Query(text=text, sort=sort, limit=1, cursor=cursor)
            with engine.connect() as connection:
                page = search.found(
                    connection, query, lambda row: str(row.id), common_from=common_from
                )
            found += page.found
            if page.next is None:
                return found
            cursor = page.next

    assert pages("newest", 0) == pages("newest", 100)
    assert pages("relevance", 0) == pages("relevance", 100)
    engine.dispose()


def test_words_of_an_earlier_revision_are_not_found(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(a_told_story("one", "Rockets", "Ten rockets."))
        second = a_story("one", title="Drones", text="It was drones.", revision=2)
        work.stories.add(a_stored_story(story=second))
    assert found(archive, "rockets") == []
    assert found(archive, "drones") == ["one"]


def test_off_topic_stories_are_not_found_by_their_words(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(
            a_told_story("one", "Football", "A goal.", disposition=Disposition.OFF_TOPIC)
        )
    assert found(archive, "football") == []
    assert found(archive) == ["one"]


def test_the_end_of_a_huge_story_is_not_indexed_but_the_story_is(archive: Archive) -> None:
    words = " ".join(f"w{number:x}" for number in range(200_000))
    with archive.writing() as work:
        work.stories.add(a_told_story("huge", "Huge", words))
    assert found(archive, "w1 w2") == ["huge"]
