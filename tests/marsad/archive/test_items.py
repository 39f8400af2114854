"""Which entries are new, known or changed, and which wait."""

from datetime import timedelta
from typing import Any

import pytest

from marsad.archive import Added, Archive, NewItem
from marsad.model import SourceId, StoryId
from tests.builders import PUBLISHED, a_story
from tests.marsad.archive.values import NOW, a_new_item, a_stored_story, later

FIRST, SECOND = SourceId("first-en"), SourceId("second-en")


def added(archive: Archive, *items: NewItem, at: float = 0, source: SourceId = FIRST) -> Added:
    with archive.writing() as work:
        return work.items.add(source, items, later(at))


def finish_all(archive: Archive, at: float = 0) -> None:
    with archive.writing() as work:
        for item in work.items.claim(later(at), 100):
            work.items.finish(item.id, item.story)


def test_new_entries_wait_and_known_ones_do_not(archive: Archive) -> None:
    one, two, three = a_new_item("one"), a_new_item("two"), a_new_item("three")
    assert added(archive, one, two) == Added(
        new=2, known=0, changed=0, fresh=(one.story, two.story)
    )
    assert added(archive, three, one, two) == Added(new=1, known=2, changed=0, fresh=(three.story,))
    with archive.looking() as work:
        assert work.items.pending_count() == 3


def test_no_entries_are_no_work(archive: Archive) -> None:
    assert added(archive) == Added(new=0, known=0, changed=0, fresh=())


@pytest.mark.parametrize(
    ("second", "source", "new"),
    [
        pytest.param(a_new_item("one", guid="other"), FIRST, 0, id="same address, new guid"),
        pytest.param(a_new_item("one", guid=None), FIRST, 0, id="same address, no guid"),
        pytest.param(a_new_item("two", guid="guid-one"), FIRST, 0, id="same guid, moved"),
        pytest.param(a_new_item("two", guid="guid-one"), SECOND, 1, id="same guid, another feed"),
        pytest.param(a_new_item("one"), SECOND, 0, id="same address in another feed"),
        pytest.param(a_new_item("two", guid=None), FIRST, 1, id="another address, no guid"),
        pytest.param(a_new_item("two", guid=""), FIRST, 1, id="another address, empty guid"),
    ],
)
def test_what_makes_an_entry_known(
    archive: Archive, second: NewItem, source: SourceId, new: int
) -> None:
    added(archive, a_new_item("one"))
    assert added(archive, second, source=source).new == new


def test_an_entry_that_a_feed_brings_twice_is_one(archive: Archive) -> None:
    assert added(archive, a_new_item("one"), a_new_item("one")).new == 1


def test_a_guid_that_several_entries_carry_names_none_of_them(archive: Archive) -> None:
    one, two, three, four = (a_new_item(name, guid="same") for name in ("1", "2", "3", "4"))
    assert added(archive, one, two).new == 2
    assert added(archive, two, three).new == 1
    assert added(archive, four).new == 1  # alone in its poll, but the guid is known for what it is


def test_a_guid_can_turn_out_to_be_shared_later(archive: Archive) -> None:
    one, two, three = (a_new_item(name, guid="same") for name in ("1", "2", "3"))
    assert added(archive, one).new == 1
    assert added(archive, one, two).new == 1
    assert added(archive, three).new == 1


def test_a_story_that_came_by_another_way_is_known(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(a_stored_story("story-one"))
    assert added(archive, a_new_item("one"), a_new_item("two")).fresh == ("story-two",)


@pytest.mark.parametrize(
    ("minutes", "change", "changed"),
    [
        pytest.param(1, {}, 0, id="the same words"),
        pytest.param(1, {"title": "Toll rises"}, 1, id="new headline"),
        pytest.param(1, {"summary": "Two killed."}, 1, id="new summary"),
        pytest.param(1, {"content": "More of it."}, 1, id="new content"),
        pytest.param(1, {"updated": NOW}, 0, id="only touched"),
        pytest.param(3 * 24 * 60 + 1, {"title": "Toll rises"}, 0, id="too old to watch"),
    ],
)
def test_an_entry_whose_words_change_waits_again(
    archive: Archive, minutes: float, change: dict[str, Any], changed: int
) -> None:
    added(archive, a_new_item("one"))
    finish_all(archive)
    assert added(archive, a_new_item("one", **change), at=minutes).changed == changed
    with archive.writing() as work:
        items = work.items.claim(later(minutes), 10)
    assert [item.revision_of for item in items] == ["story-one"] * changed


def test_an_entry_changes_at_most_every_ten_minutes(archive: Archive) -> None:
    added(archive, a_new_item("one"))
    finish_all(archive)
    assert added(archive, a_new_item("one", title="A"), at=1).changed == 1
    finish_all(archive, at=1)
    assert added(archive, a_new_item("one", title="B"), at=5).changed == 0
    assert added(archive, a_new_item("one", title="B"), at=11).changed == 1  # not forgotten


def test_an_entry_that_changes_while_it_waits_is_no_revision(archive: Archive) -> None:
    added(archive, a_new_item("one"))
    assert added(archive, a_new_item("one", title="Corrected"), at=1).changed == 1
    with archive.writing() as work:
        [item] = work.items.claim(later(1), 10)
    assert item.entry.title == "Corrected"
    assert item.revision_of is None


def test_another_feed_with_other_words_changes_nothing(archive: Archive) -> None:
    added(archive, a_new_item("one"))
    other = a_new_item("one", summary="Shorter.")
    assert added(archive, other, source=SECOND, at=20) == Added(new=0, known=1, changed=0, fresh=())


def test_a_moved_story_with_a_new_headline_is_a_revision_of_the_first(archive: Archive) -> None:
    added(archive, a_new_item("one"))
    finish_all(archive)
    assert added(archive, a_new_item("two", guid="guid-one"), at=1).changed == 1
    with archive.writing() as work:
        [item] = work.items.claim(later(1), 10)
    assert (item.story, item.revision_of) == ("story-one", "story-one")
    assert item.entry.url == "https://first.example/two"


def test_a_revision_names_the_story_that_the_entry_became(archive: Archive) -> None:
    added(archive, a_new_item("one"))
    with archive.writing() as work:
        [item] = work.items.claim(NOW, 10)
        work.items.finish(item.id, StoryId("canonical-story"))
    added(archive, a_new_item("one", title="Toll rises"), at=1)
    with archive.writing() as work:
        [item] = work.items.claim(later(1), 10)
    assert item.revision_of == "canonical-story"


def test_the_oldest_are_claimed_first_and_only_once(archive: Archive) -> None:
    young = a_new_item("young", published=PUBLISHED)
    old = a_new_item("old", published=PUBLISHED - timedelta(hours=2))
    undated = a_new_item("undated", published=None)
    added(archive, undated, young, old)
    with archive.writing() as work:
        first = work.items.claim(NOW, 2)
        second = work.items.claim(NOW, 2)
        assert work.items.claim(NOW, 2) == ()
    assert [item.story for item in (*first, *second)] == [old.story, young.story, undated.story]
    assert first[0].entry == old.entry
    assert first[0].source == FIRST
    assert first[0].seen == NOW


def test_a_lease_that_runs_out_can_be_claimed_again(archive: Archive) -> None:
    added(archive, a_new_item())
    with archive.writing() as work:
        assert len(work.items.claim(NOW, 1)) == 1
        assert work.items.claim(later(9), 1) == ()
        assert len(work.items.claim(later(10), 1)) == 1


def test_a_new_daemon_takes_over_every_lease(archive: Archive) -> None:
    added(archive, a_new_item("one"), a_new_item("two"))
    with archive.writing() as work:
        assert len(work.items.claim(NOW, 10)) == 2
        assert work.items.release_all() == 2
        assert len(work.items.claim(NOW, 10)) == 2


def test_a_lease_that_is_given_back_counts_as_no_try(archive: Archive) -> None:
    added(archive, a_new_item())
    with archive.writing() as work:
        [item] = work.items.claim(NOW, 1)
        work.items.release(item.id)
        [again] = work.items.claim(NOW, 1)
        assert again.attempts == 0


def test_a_page_that_failed_is_tried_again_when_due(archive: Archive) -> None:
    added(archive, a_new_item())
    with archive.writing() as work:
        [item] = work.items.claim(NOW, 1)
        work.items.retry(item.id, "no answer", later(5))
        assert work.items.claim(later(4), 1) == ()
        [again] = work.items.claim(later(5), 1)
    assert (item.attempts, again.attempts) == (0, 1)


def test_what_is_finished_waits_no_more(archive: Archive) -> None:
    added(archive, a_new_item())
    finish_all(archive)
    with archive.writing() as work:
        assert work.items.pending_count() == 0
        assert work.items.release_all() == 0
        assert work.items.claim(later(60), 1) == ()


def test_stale_entries_never_wait(archive: Archive) -> None:
    stale, fresh = a_new_item("stale", stale=True), a_new_item("fresh")
    with archive.writing() as work:
        taken = work.items.add(FIRST, [stale, fresh], NOW)
        work.stories.add_stale([(a_story("story-stale"), "older than 36 h")])
    assert taken.fresh == (stale.story, fresh.story)
    with archive.looking() as work:
        assert work.items.pending_count() == 1
        assert work.stories.get(stale.story) is not None
    edited = a_new_item("stale", stale=True, title="Edited")
    assert added(archive, edited, at=1).known == 1


def test_text_that_no_database_takes_is_taken(archive: Archive) -> None:
    hostile = a_new_item("one", title="a\x00b\ud800c", guid="\ud800", url="https://x.example/\x00")
    assert added(archive, hostile).new == 1
    with archive.writing() as work:
        [item] = work.items.claim(NOW, 1)
    assert item.entry.title in {"a\x00b\ufffdc", "a\ufffdb\ufffdc"}
    assert added(archive, hostile, at=1) == Added(new=0, known=1, changed=0, fresh=())
