"""Polls as they are stored: what is new, what is known, and what comes too late to be news."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.collectors import PollResult
from marsad.app.desk import Desk
from marsad.app.steps.collect import Polled, keep
from marsad.app.steps.settle import settle
from marsad.app.work import PageTask, ReadStory, story_of
from marsad.grouping.group import World
from marsad.model import Article, Disposition, Entry, Route, SourceState
from marsad.settings.alerting import AlertSettings, Limits
from marsad.settings.freshness import Freshness
from marsad.settings.watchlists import Watchlists
from tests.builders import PUBLISHED, a_reading, a_source, an_event

NOW = PUBLISHED + timedelta(minutes=10)
WINDOW = timedelta(hours=36)
SOURCE = a_source("first-en")
NEVER = SourceState(source=SOURCE.id)
LATELY = SourceState(source=SOURCE.id, last_success=NOW - timedelta(minutes=5))
CHANGED = PollResult(
    outcome="changed",
    document=None,
    etag='"one"',
    last_modified=None,
    body_hash="h",
    error=None,
    retry_after=None,
)
DESK = Desk(
    world=World(watchlists=Watchlists(), kinds={}, freshness=Freshness(), scope="watchlists"),
    alerts=AlertSettings(),
    limits=Limits(),
)


def an_entry(name="one", **changes):
    return Entry(
        **({"url": f"https://first.example/{name}", "title": name, "published": NOW} | changes)
    )


def kept(archive, *entries, state=LATELY, now=NOW, result=CHANGED):
    polled = Polled(source=SOURCE, state=state, result=result, entries=entries)
    with archive.writing() as work:
        (one,) = keep(work, [polled], WINDOW, now, [0.0])
    return one


def waiting(archive):
    with archive.looking() as work:
        return work.items.pending_count()


def test_new_entries_wait_to_be_read_and_known_ones_do_not(archive):
    assert kept(archive, an_entry("one"), an_entry("two")).new == 2
    again = kept(archive, an_entry("one"), an_entry("three"))
    assert (again.new, again.known) == (1, 1)
    assert waiting(archive) == 3


@pytest.mark.parametrize("state", [NEVER, LATELY], ids=["first poll", "later poll"])
def test_an_old_entry_is_archived_quietly_with_the_feeds_own_text(archive, state):
    old = an_entry("old", published=NOW - timedelta(days=3), summary="What it was about.")
    one = kept(archive, old, an_entry("fresh"), state=state)
    assert (one.new, one.stale, waiting(archive)) == (2, 1, 1)
    with archive.looking() as work:
        stored = work.stories.by_url("https://first.example/old")
    assert stored.disposition is Disposition.STALE
    assert stored.story.text == "What it was about."
    assert stored.story.route is Route.FEED


def settled(archive, name, article=None):
    """The item of that name, carried through."""
    with archive.writing() as work:
        items = {item.entry.title: item for item in work.items.claim(NOW, 10)}
        item = items[name]
        task = PageTask(
            entry=item.entry, story=item.story, source=SOURCE, seen=item.seen, page=None
        )
        read = ReadStory(
            story=story_of(task, article), reading=a_reading(item.story, events=(an_event(),))
        )
        return settle(work, read, DESK, NOW, item).stored


@pytest.mark.parametrize(
    ("state", "stale"),
    [
        pytest.param(NEVER, True, id="first poll"),
        pytest.param(
            replace(LATELY, last_success=NOW - timedelta(days=4)), True, id="first after days off"
        ),
        pytest.param(LATELY, False, id="a poll like any other"),
    ],
)
def test_an_undated_entry_of_a_cold_poll_alerts_nobody(archive, state, stale):
    kept(archive, an_entry("undated", published=None), state=state)
    stored = settled(archive, "undated")
    assert (stored.disposition is Disposition.STALE) is stale


def test_an_undated_entry_of_a_cold_poll_is_news_when_its_page_tells_a_fresh_date(archive):
    kept(archive, an_entry("undated", published=None), state=NEVER)
    page = Article(url=None, text="Ten rockets hit the base.", published=NOW)
    assert settled(archive, "undated", page).disposition is not Disposition.STALE


def test_a_failed_poll_is_counted_and_comes_again(archive):
    failed = replace(CHANGED, outcome="failed", error="HTTP 500")
    state = kept(archive, state=replace(LATELY, failures=2), result=failed).state
    assert (state.failures, state.error) == (3, "HTTP 500")
    assert state.next_poll > NOW


def test_what_a_fallback_brought_is_kept_and_the_trouble_shown(archive):
    polled = Polled(
        source=SOURCE, state=LATELY, result=CHANGED, entries=(an_entry(),), instead="HTTP 403"
    )
    with archive.writing() as work:
        (one,) = keep(work, [polled], WINDOW, NOW, [0.0])
    assert one.new == 1
    assert one.state.error == "HTTP 403 (a fallback answered)"
