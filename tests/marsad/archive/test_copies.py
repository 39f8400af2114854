"""Which stored stories may hold the same text."""

from dataclasses import replace

import pytest

from marsad.archive import Archive
from marsad.model import Fingerprint, IncidentId, StoryId
from tests.builders import PUBLISHED, a_fingerprint, a_reading, a_story
from tests.marsad.archive.values import a_stored_story, later

TOLD = Fingerprint(
    sketch=tuple(range(-15, 15)),
    shingles=30,
    title_key="ten rockets hit ain al asad",
    text_hash="whole",
)
OTHER = Fingerprint(
    sketch=tuple(range(100, 130)), shingles=30, title_key="breaking news", text_hash="other"
)


def keep(archive: Archive, *prints: Fingerprint) -> None:
    with archive.writing() as work:
        for number, told in enumerate(prints):
            id = f"story-{number}"
            work.stories.add(
                a_stored_story(
                    id,
                    reading=a_reading(id, fingerprint=told),
                    incidents=(IncidentId("incident-1"),),
                    near_duplicate_of=StoryId("root"),
                )
            )


@pytest.mark.parametrize(
    ("stored", "shared"),
    [
        pytest.param(TOLD, [30], id="the same"),
        pytest.param(replace(OTHER, sketch=tuple(range(-15, -7))), [8], id="a quarter"),
        pytest.param(replace(OTHER, sketch=tuple(range(-15, -8))), [], id="less than a quarter"),
        pytest.param(replace(OTHER, text_hash="whole"), [0], id="only the text's hash"),
        pytest.param(replace(OTHER, title_key=TOLD.title_key), [0], id="only the title"),
        pytest.param(OTHER, [], id="nothing in common"),
    ],
)
def test_what_counts_as_alike(archive: Archive, stored: Fingerprint, shared: list[int]) -> None:
    keep(archive, stored)
    with archive.looking() as work:
        copies = work.stories.copies(TOLD, PUBLISHED)
    assert [copy.shared for copy in copies] == shared


def test_a_short_title_tells_nothing(archive: Archive) -> None:
    keep(archive, replace(TOLD, title_key="breaking news"))
    with archive.looking() as work:
        assert work.stories.copies(OTHER, PUBLISHED) == ()


def test_an_empty_fingerprint_is_like_nothing(archive: Archive) -> None:
    empty = Fingerprint(sketch=(), shingles=0, title_key="", text_hash="")
    keep(archive, empty, TOLD)
    with archive.looking() as work:
        assert work.stories.copies(empty, PUBLISHED) == ()


def test_a_copy_tells_what_is_known_of_it(archive: Archive) -> None:
    keep(archive, TOLD)
    with archive.looking() as work:
        [copy] = work.stories.copies(TOLD, PUBLISHED)
    story = a_story("story-0")
    assert (copy.story, copy.outlet, copy.source) == (story.id, story.outlet, story.source)
    assert (copy.published, copy.seen) == (story.published, story.seen)
    assert copy.fingerprint == TOLD
    assert copy.reading == a_reading("story-0", fingerprint=TOLD)
    assert (copy.near_duplicate_of, copy.incidents) == ("root", ("incident-1",))


def test_older_stories_are_left_out(archive: Archive) -> None:
    keep(archive, TOLD)
    with archive.looking() as work:
        assert work.stories.copies(TOLD, later()) == ()


def test_the_likest_come_first_and_at_most_fifty(archive: Archive) -> None:
    weak = replace(TOLD, sketch=TOLD.sketch[:12], text_hash="", title_key="")
    keep(archive, *[weak] * 55, TOLD)
    with archive.looking() as work:
        copies = work.stories.copies(TOLD, PUBLISHED)
    assert len(copies) == 50
    assert [copy.shared for copy in copies[:3]] == [30, 12, 12]


def test_a_revision_is_found_by_its_new_words_only(archive: Archive) -> None:
    old, new = a_fingerprint("ten rockets hit the base"), a_fingerprint("nobody was hurt at all")
    with archive.writing() as work:
        for revision, told in ((1, old), (2, new)):
            story = a_story(revision=revision)
            reading = a_reading(fingerprint=told)
            work.stories.add(a_stored_story(story=story, reading=reading))
        assert work.stories.copies(old, PUBLISHED) == ()
        assert len(work.stories.copies(new, PUBLISHED)) == 1
