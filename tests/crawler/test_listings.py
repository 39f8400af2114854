from contextlib import suppress
from datetime import UTC, datetime
from time import process_time

import pytest

from crawler.listings import read_listing
from marsad.errors import UnreadableFeed
from marsad.model import Selectors

URL = "https://outlet.example/news/"
MORNING = datetime(2021, 3, 4, 10, 5, tzinfo=UTC)
PAGE = """<html lang="en"><body><nav><a href="/">Home</a><a href="/about">About</a></nav>
<article><a href="/n/1"><img src="x.jpg" alt="A picture"></a>
  <h2><a href="/n/1">Rockets &lt; ten</a></h2><time datetime="2021-03-04T10:05:00Z">today</time>
</article>
<article><h2><a href="two?id=1#top">  Second
  story </a></h2><span class="when">4 March 2021 10:05</span></article>
<article><h2><a href="javascript:alert(1)">Script</a></h2></article>
<article><h2><a href="https://other.example/n/3">Elsewhere</a></h2></article>
<article><h2>No link</h2></article></body></html>"""


def listed(select, html=PAGE):
    return read_listing(html.encode(), "text/html; charset=utf-8", URL, select)


def test_links_in_the_order_of_the_page():
    entries = listed(Selectors(entry="article h2 a"))
    assert [(entry.url, entry.title) for entry in entries] == [
        ("https://outlet.example/n/1", "Rockets < ten"),
        ("https://outlet.example/news/two?id=1", "Second story"),
        ("https://other.example/n/3", "Elsewhere"),
    ]
    assert {entry.language for entry in entries} == {"en"}


def test_a_date_counts_when_it_is_beside_one_story():
    entries = listed(Selectors(entry="article h2 a"))
    assert [entry.published for entry in entries] == [MORNING, None, None]
    entries = listed(Selectors(entry="article h2 a", published=".when"))
    assert [entry.published for entry in entries] == [None, MORNING, None]


@pytest.mark.parametrize("entry", ["article", "article a", "article h2", "article img, h2 a"])
def test_a_selector_may_mean_the_box_or_the_picture(entry):
    first = listed(Selectors(entry=entry))[0]
    assert first.url == "https://outlet.example/n/1"
    assert first.title in ("Rockets < ten", "A picture")


def test_without_a_selector_the_usual_places_are_tried():
    assert len(listed(Selectors())) == 3


@pytest.mark.parametrize(
    ("select", "html", "why"),
    [
        (Selectors(entry="div.none a"), PAGE, "no story links"),
        (Selectors(entry="article["), PAGE, "cannot be used"),
        (Selectors(), "plain words", "no HTML"),
        (Selectors(), "", "no HTML"),
    ],
)
def test_what_is_no_listing_is_said(select, html, why):
    with pytest.raises(UnreadableFeed, match=why) as caught:
        listed(select, html)
    assert "\n" not in str(caught.value)


def test_a_listing_in_windows_1256():
    html = "<article><h2><a href='/1'>هجوم على قاعدة في محافظة الأنبار</a></h2></article>"
    [entry] = read_listing(html.encode("cp1256"), "text/html", URL, Selectors(entry="a"))
    assert entry.title == "هجوم على قاعدة في محافظة الأنبار"


@pytest.mark.parametrize("unit", ["<div>", "<a href=x>", "<table><tr><td>", "<!--"])
def test_a_hostile_listing_costs_little(unit):
    before = process_time()
    with suppress(UnreadableFeed):
        listed(Selectors(), unit * 50_000 + "<article><h2><a href='/1'>One</a></h2></article>")
    assert process_time() - before < 5
