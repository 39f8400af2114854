"""Stories with their fate, their revisions, and the ways to find one again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from marsad.archive import Archive, StoredStory
from marsad.model import (
    AlertId,
    Disposition,
    EarlierRevision,
    IncidentId,
    Match,
    MatchKind,
    Route,
    StoryId,
)
from marsad.urls import story_id
from tests.builders import (
    PUBLISHED,
    a_reading,
    a_statement,
    a_story,
    an_event,
)
from tests.marsad.archive.values import NOW, a_new_item, a_stored_story, a_told_story, later


def kept(archive: Archive, *stories: StoredStory) -> None:
    with archive.writing() as work:
        for story in stories:
            work.stories.add(story)


def got(archive: Archive, id: str) -> StoredStory:
    with archive.looking() as work:
        stored = work.stories.get(StoryId(id))
    assert stored is not None
    return stored


def test_a_story_comes_back_as_it_was(archive: Archive) -> None:
    match = Match(
        kind=MatchKind.PLACE, id="ain-al-asad", text="Ain al-Asad", field="title", start=12, end=23
    )
    stored = StoredStory(
        story=a_story(authors=("Ann", "Bob"), route=Route.PAGE),
        reading=a_reading(events=(an_event(),), statements=(a_statement(),), matches=(match,)),
        disposition=Disposition.ALERTED,
        reason="opened an incident",
        near_duplicate_of=StoryId("story-0"),
        incidents=(IncidentId("incident-1"), IncidentId("incident-2")),
        alerts=(AlertId("alert-1"),),
        withheld="mute",
        page_error="403 Forbidden",
    )
    kept(archive, stored)
    assert got(archive, "story-1") == stored


def test_what_nobody_said_stays_unknown(archive: Archive) -> None:
    stored = StoredStory(
        story=a_story(url=None, source=None, published=None, seen=None, language=None, outlet=None),
        disposition=Disposition.UNREADABLE,
        reason="no article in the page",
    )
    kept(archive, stored)
    assert got(archive, "story-1") == stored


def test_times_come_back_in_utc(archive: Archive) -> None:
    baghdad = timezone(timedelta(hours=3))
    published = datetime(2021, 3, 3, 9, 0, tzinfo=baghdad)
    kept(archive, a_stored_story(story=a_story(published=published)))
    read = got(archive, "story-1").story.published
    assert read == published
    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "published",
    [
        pytest.param(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))), id="first day"),
        pytest.param(
            datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=3))), id="last day"
        ),
        pytest.param(datetime(1969, 7, 20, 12, 0, 0, 5, tzinfo=UTC), id="before computers"),
    ],
)
def test_odd_times_are_stored(archive: Archive, published: datetime) -> None:
    kept(archive, a_stored_story(story=a_story(published=published)))
    assert got(archive, "story-1").story.published is not None


def test_an_off_topic_story_keeps_no_words(archive: Archive) -> None:
    kept(archive, a_stored_story(disposition=Disposition.OFF_TOPIC))
    stored = got(archive, "story-1")
    assert (stored.story.title, stored.story.text) == ("Rockets hit Ain al-Asad", "")
    assert stored.reading is None
    with archive.looking() as work:
        assert work.stories.copies(a_reading("story-1").fingerprint, PUBLISHED) == ()


def test_a_later_revision_takes_the_place_of_the_earlier(archive: Archive) -> None:
    first = a_told_story("story-1", "Rockets hit base", "Ten rockets, one killed.")
    second = replace(
        first,
        story=replace(
            first.story, revision=2, title="Toll rises", text="Ten rockets, two dead.", seen=NOW
        ),
        disposition=Disposition.REVISION,
    )
    kept(archive, first, second)
    assert got(archive, "story-1") == second
    with archive.looking() as work:
        old, new = work.stories.revisions(StoryId("story-1"))
        assert work.stories.counts() == {Disposition.REVISION: 1}
    assert (old.revision, old.title, old.text) == (
        1,
        "Rockets hit base",
        "Ten rockets, one killed.",
    )
    assert old.seen == first.story.seen
    assert (new.revision, new.title, new.seen) == (2, "Toll rises", NOW)


def test_a_story_without_revisions_is_its_only_one(archive: Archive) -> None:
    kept(archive, a_stored_story())
    with archive.looking() as work:
        assert [each.revision for each in work.stories.revisions(StoryId("story-1"))] == [1]
        assert work.stories.revisions(StoryId("other")) == ()


def test_storing_a_revision_again_replaces_it(archive: Archive) -> None:
    kept(archive, a_stored_story(), a_stored_story(reason="read again"))
    assert got(archive, "story-1").reason == "read again"
    with archive.looking() as work:
        assert len(work.stories.revisions(StoryId("story-1"))) == 1
    assert archive.check() == ()


def test_an_earlier_revision_is_ignored(archive: Archive) -> None:
    second = a_stored_story(story=a_story(revision=2))
    kept(archive, second, a_stored_story(story=a_story(title="Late comer")))
    assert got(archive, "story-1") == second


def test_the_stored_revision_of_a_story_that_comes_again(archive: Archive) -> None:
    stored = a_stored_story(incidents=(IncidentId("incident-1"),))
    kept(archive, stored)
    with archive.looking() as work:
        assert work.stories.earlier(StoryId("other")) is None
        assert work.stories.earlier(StoryId("story-1")) == EarlierRevision(
            story=stored.story,
            reading=stored.reading,
            near_duplicate_of=None,
            incidents=stored.incidents,
        )


def test_a_story_is_found_by_any_spelling_of_its_address(archive: Archive) -> None:
    url = "https://first.example/news/rockets"
    kept(archive, a_stored_story(story=a_story(story_id(url), url=url)))
    with archive.looking() as work:
        for spelling in (url, "http://www.first.example/news/rockets?utm_source=x", story_id(url)):
            stored = work.stories.by_url(spelling)
            assert stored is not None, spelling
            assert stored.story.url == url
        assert work.stories.by_url("https://first.example/other") is None


def test_a_story_under_an_id_of_its_own_is_found_by_its_address(archive: Archive) -> None:
    url = "https://first.example/" + "long/" * 2000
    kept(archive, a_stored_story("mine", story=a_story("mine", url=url)))
    with archive.looking() as work:
        stored = work.stories.by_url(url)
    assert stored is not None
    assert stored.story.id == "mine"


def test_a_story_is_found_by_the_address_its_feed_gave(archive: Archive) -> None:
    feed_url, page_url = "https://short.example/x1", "https://first.example/news/rockets"
    item = replace(a_new_item("one", url=feed_url), story=story_id(feed_url))
    with archive.writing() as work:
        work.items.add(a_story().source or "", [item], NOW)  # type: ignore[arg-type]
        [claimed] = work.items.claim(NOW, 1)
        work.stories.add(a_stored_story(story=a_story(story_id(page_url), url=page_url)))
        work.items.finish(claimed.id, story_id(page_url))
        stored = work.stories.by_url(feed_url)
    assert stored is not None
    assert stored.story.url == page_url


def test_stale_stories_are_kept_and_found(archive: Archive) -> None:
    old = [(a_story(f"old-{number}", text=f"Old news {number}"), "old") for number in range(3)]
    kept(archive, a_stored_story("old-1"))
    with archive.writing() as work:
        work.stories.add_stale(old)
        work.stories.add_stale([])
        assert work.stories.counts() == {Disposition.STALE: 2, Disposition.KEPT: 1}
    assert got(archive, "old-0") == StoredStory(
        story=old[0][0], disposition=Disposition.STALE, reason="old"
    )
    assert got(archive, "old-1").disposition is Disposition.KEPT
    assert archive.check() == ()


def test_text_that_no_database_takes_is_taken(archive: Archive) -> None:
    text = "a\x00b\ud800c ten rockets"
    statement = a_statement(text, speaker="x\ud800")
    stored = a_stored_story(
        story=a_story(title=text, text=text, url="https://x.example/\ud800", authors=("\udfff",)),
        reading=a_reading(statements=(statement,)),
        reason=text,
    )
    kept(archive, stored)
    read = got(archive, "story-1")
    assert read.story.text == "a\ufffdb\ufffdc ten rockets"
    assert read.reading is not None
    assert read.reading.statements[0].end == statement.end
    assert len(read.reading.statements[0].text) == len(text)


def test_a_very_long_story_is_stored_whole(archive: Archive) -> None:
    text = " ".join(f"كلمة{number}" for number in range(150_000))
    kept(archive, a_stored_story(story=a_story(text=text)))
    assert got(archive, "story-1").story.text == text


def test_fates_are_counted_since_a_time(archive: Archive) -> None:
    kept(
        archive,
        a_stored_story("old", story=a_story("old", seen=NOW - timedelta(days=9))),
        a_stored_story("new", story=a_story("new", seen=NOW)),
    )
    with archive.looking() as work:
        assert work.stories.counts() == {Disposition.KEPT: 2}
        assert work.stories.counts(since=NOW) == {Disposition.KEPT: 1}


def test_stories_are_counted_between_two_times(archive: Archive) -> None:
    kept(archive, *(a_stored_story(f"s{n}", story=a_story(f"s{n}", seen=later(n))) for n in (0, 5)))
    with archive.looking() as work:
        assert work.stories.count_seen(NOW, later(5)) == 1
        assert work.stories.count_seen(NOW, later(6)) == 2
