import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.brokenfeeds import read_broken
from crawler.charset import decode
from crawler.feeds import read_any, read_feed
from crawler.wellformed import read_wellformed
from crawler.xmltext import harmless_xml
from marsad.errors import UnreadableFeed
from marsad.model import Entry
from tests.crawler.documents import ITEM, atom, rdf, rss

URL = "https://outlet.example/feed/"
MORNING = datetime(2021, 3, 4, 10, 5, tzinfo=UTC)


def an_item(**fields):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<item>{inner}</item>"


def only(body, content_type=None, url=URL):
    [entry] = read_any(body, content_type, url)
    return entry


def test_an_rss_item():
    assert only(rss(ITEM)) == Entry(
        url="https://outlet.example/1",
        guid="outlet-1",
        title="Rockets hit a base",
        summary="Ten rockets.",
        published=MORNING,
        language="en",
    )


def test_all_fields_of_rss():
    entry = only(
        rss(
            """<item><title>A &amp;amp; B</title><link>/story</link><guid>https://outlet.example/g</guid>
            <dc:creator>Jane Roe</dc:creator><author>desk@outlet.example (John Doe)</author>
            <description>Short.</description><pubDate>2021-03-04</pubDate><dc:language>fa</dc:language>
            <atom:updated>2021-03-04T10:05:00Z</atom:updated>
            <content:encoded><![CDATA[<p>Long.</p><p>Longer.</p>]]></content:encoded></item>"""
        )
    )
    assert entry.title == "A & B"
    assert entry.url == "https://outlet.example/story"
    assert entry.authors == ("John Doe", "Jane Roe")
    assert (entry.summary, entry.content) == ("Short.", "Long.\nLonger.")
    assert entry.updated == MORNING
    assert entry.language == "fa"


def test_an_atom_entry():
    entry = only(
        atom(
            """<entry><title>خبر</title><id>tag:outlet.example,2021:1</id>
            <link rel="edit" href="/edit"/><link rel="alternate" type="text/html" href="/1"/>
            <published>2021-03-04T13:05:00+03:00</published><updated>2021-03-04T10:06:00Z</updated>
            <author><name>Jane Roe</name></author><author><name>John Doe</name></author>
            <summary>Plain &lt;3</summary>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div>
            </content></entry>"""
        )
    )
    assert entry == Entry(
        url="https://outlet.example/1",
        guid="tag:outlet.example,2021:1",
        title="خبر",
        summary="Plain <3",
        content="One.\nTwo.",
        published=MORNING,
        updated=MORNING.replace(minute=6),
        authors=("Jane Roe", "John Doe"),
        language="ar",
    )


def test_an_rdf_item():
    entry = only(
        rdf(
            """<item rdf:about="https://outlet.example/1"><title>One</title>
            <link>https://outlet.example/1</link><dc:date>2021-03-04T10:05:00Z</dc:date></item>"""
        )
    )
    assert (entry.title, entry.published) == ("One", MORNING)
    assert entry.guid == "https://outlet.example/1"


def test_what_is_not_said_is_not_known():
    assert only(rss("<item><title>Only this</title></item>")) == Entry(
        url=None, title="Only this", language="en"
    )
    entry = only(atom("<entry><title>x</title><updated>2021-03-04T10:05:00Z</updated></entry>"))
    assert entry.published is None
    assert entry.updated == MORNING


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("5 &lt; 6", "5 < 6"),
        ("A &lt;b&gt;bold&lt;/b&gt; one", "A bold one"),
        ("<![CDATA[A <i>slanted</i> one]]>", "A slanted one"),
        ("naked <em>markup</em> inside", "naked markup inside"),
        ("two\n lines", "two lines"),
        ("A&#13;&#10;Bcc: x&#x2028;y", "A Bcc: x y"),
        ("a&#0;b&#x1f;c", "abc"),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;", "<script>alert(1)</script>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;x", "x"),
        ("AT&amp;T", "AT&T"),
        ("caf&eacute; &nbsp; bar", "café bar"),
        ("x" * 700, "x" * 500),
    ],
)
def test_titles_are_one_line_of_plain_text(title, shown):
    assert only(rss(an_item(title=title))).title == shown


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://outlet.example/a?b=1&amp;c=2", "https://outlet.example/a?b=1&c=2"),
        ("/a", "https://outlet.example/a"),
        ("a", "https://outlet.example/feed/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("\n  https://outlet.example/a\n ", "https://outlet.example/a"),
        ("https://outlet.example/a b", "https://outlet.example/a%20b"),
        ("https://outlet.example/خبر", "https://outlet.example/خبر"),
        ("javascript:alert(1)", None),
        ("JaVa&#9;ScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/hosts", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_links(link, url):
    assert only(rss(an_item(link=link, title="t"))).url == url


def test_a_guid_that_is_an_address_stands_in_for_the_link():
    assert only(rss(an_item(guid="https://outlet.example/g"))).url == "https://outlet.example/g"
    assert only(rss(an_item(guid="no-address"))).url is None
    apart = '<item><guid isPermaLink="false">https://outlet.example/g</guid></item>'
    assert only(rss(apart)).url is None


def test_xml_base_counts():
    body = atom("<entry xml:base='https://other.example/x/'><link href='a'/></entry>")
    assert only(body).url == "https://other.example/x/a"


def test_dates_without_a_zone_are_in_the_source_s():
    [entry] = read_feed(
        rss(an_item(pubDate="04.03.2021 13:05")), None, URL, zone=ZoneInfo("Asia/Baghdad")
    )
    assert entry.published == MORNING


@pytest.mark.parametrize(
    "date", ["0000-00-00T00:00:00Z", "Fri, 99 Foo 99999 99:99:99 +9999", "9" * 19, "", "soon"]
)
def test_a_bad_date_costs_only_the_date(date):
    entries = read_any(rss(an_item(title="bad", pubDate=date), ITEM), None, URL)
    assert [entry.published for entry in entries] == [None, MORNING]


# ---- charsets


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", None),
        ("utf-16", "application/rss+xml"),
        ("cp1256", "application/rss+xml"),
        ("cp1256", "application/rss+xml; charset=utf-8"),
        ("cp1256", "text/xml; charset=iso-8859-1"),
        ("utf-8", "text/xml; charset=undefined"),
        ("utf-8", "text/xml; charset=zlib"),
    ],
)
def test_arabic_in_any_wrapping(encoding, content_type):
    title = "كتائب تتبنى الهجوم على القاعدة"
    body = rss(an_item(title=title)).decode().encode(encoding)
    assert only(body, content_type).title == title


# ---- broken and hostile feeds


@pytest.mark.parametrize(
    "item",
    [
        pytest.param("<item><title>T &nothing; x</title></item>", id="unknown entity"),
        pytest.param("<item><title>T & x</title></item>", id="bare ampersand"),
        pytest.param("<item><title>T<br>x</title></item>", id="unclosed tag"),
        pytest.param("<item><title>T</title><media:x/></item>", id="undeclared prefix"),
        pytest.param("<item><title>T</title><a b=c/></item>", id="unquoted attribute"),
        pytest.param("<item><title>T</title>" + "<a>" * 3000 + "</item>", id="deep"),
        pytest.param("<item><title>T\x00</title></item>", id="NUL"),
    ],
)
def test_a_broken_item_does_not_hide_the_others(item):
    entries = read_any(rss(ITEM, item, ITEM), None, URL)
    assert len(entries) >= 2
    assert entries[0].title == "Rockets hit a base"
    assert entries[1].title.startswith("T")


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "{}">{}]>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hosts">]>', id="file"),
        pytest.param('<!DOCTYPE rss SYSTEM "file:///etc/hosts">', id="external DTD"),
        pytest.param('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', id="pe"),
        pytest.param(f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>', id="billion laughs"),
    ],
)
def test_entities_are_never_followed(doctype):
    body = rss(an_item(title="T &a; &l11;")).replace(b"<rss", doctype.encode() + b"<rss", 1)
    entry = only(body)
    assert "localhost" not in entry.title
    assert len(entry.title) < 30


def test_the_newest_500_are_taken_in_their_order():
    start = MORNING
    items = [
        an_item(title=str(n), pubDate=(start + timedelta(minutes=n)).isoformat())
        for n in range(600)
    ]
    entries = read_any(rss(*items), None, URL)
    assert [entry.title for entry in entries] == [str(n) for n in range(100, 600)]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<html><body><h1>503</h1></body></html>", "HTML page"),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "HTML page"),
        (b"PK\x03\x04" + b"\0" * 4000, "no RSS"),
        (b"plain words", "no RSS"),
        (b"<rssx/>", "no RSS"),
        (b"<?xml", "no RSS"),
        (b"{not json", "JSON"),
        (b"[1, 2]", "JSON"),
        (b'{"items": 3}', "JSON"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_feed_is_said_in_one_line(body, why):
    with pytest.raises(UnreadableFeed, match=why) as caught:
        read_any(body, None, URL)
    assert "\n" not in str(caught.value)


def test_a_feed_without_entries_is_a_feed():
    assert read_any(rss(), None, URL) == ()
    assert read_any(atom(), None, URL) == ()


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body):
    with suppress(UnreadableFeed):
        read_any(b"<rss><channel><item>" + body, None, URL)


# ---- other formats


def test_a_json_feed():
    body = """{"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": [
        {"id": 7, "url": "/1", "title": "One", "content_html": "<p>Long.</p>", "summary": "Short.",
         "date_published": "2021-03-04T13:05:00+03:00", "authors": [{"name": "Jane Roe"}]},
        {"id": "8", "author": {"name": "John Doe"}, "content_text": "a < b", "url": 3}, 9]}"""
    first, second = read_any(body.encode(), "application/feed+json", URL)
    assert first == Entry(
        url="https://outlet.example/1",
        guid="7",
        title="One",
        summary="Short.",
        content="Long.",
        published=MORNING,
        authors=("Jane Roe",),
        language="en",
    )
    assert (second.content, second.authors) == ("a < b", ("John Doe",))


def test_a_news_sitemap():
    body = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <loc>https://outlet.example/1</loc><lastmod>2021-03-04T10:06:00Z</lastmod>
        <news:news><news:publication><news:name>First</news:name><news:language>ar</news:language>
        </news:publication><news:publication_date>2021-03-04T13:05:00+03:00</news:publication_date>
        <news:title>One</news:title></news:news></url></urlset>"""
    assert only(body.encode()) == Entry(
        url="https://outlet.example/1",
        guid="https://outlet.example/1",
        title="One",
        published=MORNING,
        updated=MORNING.replace(minute=6),
        language="ar",
    )


def test_an_index_of_sitemaps_says_what_to_do():
    with pytest.raises(UnreadableFeed, match="name one of its sitemaps"):
        read_any(b"<sitemapindex><sitemap/></sitemapindex>", None, URL)


# ---- both parsers agree


def both(body):
    xml = harmless_xml(decode(body))
    return read_wellformed(xml, URL, UTC), read_broken(xml, URL, UTC)


words = st.text(alphabet="abc <>&;\"'é خبر/1\n", min_size=1, max_size=30).filter(str.strip)
escaped = words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
dates = st.sampled_from(["Thu, 04 Mar 2021 13:05:00 +0300", "2021-03-04T10:05:00Z", "soon", ""])
links = st.sampled_from(["https://outlet.example/a?b=1&amp;c=2", "/a", "a/b", "javascript:x"])
people = st.sampled_from(["Jane Roe", "desk@outlet.org (John Doe)"])
markup = st.sampled_from(["{}", "<![CDATA[<p>{}</p>]]>", "&lt;p&gt;{}&lt;/p&gt;"])


@st.composite
def rss_items(draw):
    fields = [
        f"<title>{draw(escaped)}</title>",
        f"<link>{draw(links)}</link>",
        f"<guid isPermaLink='false'>{draw(st.sampled_from(['g1', 'tag:x,2021:2']))}</guid>",
        f"<pubDate>{draw(dates)}</pubDate>",
        f"<dc:creator>{draw(people)}</dc:creator>",
        f"<description>{draw(markup).format('Ten rockets.')}</description>",
        f"<content:encoded>{draw(markup).format('They hit the base.')}</content:encoded>",
    ]
    chosen = draw(st.lists(st.sampled_from(fields), unique=True, min_size=1))
    return f"<item>{''.join(chosen)}</item>"


@st.composite
def atom_entries(draw):
    kind = draw(st.sampled_from(["", " type='html'", " type='text'"]))
    fields = [
        f"<title{kind}>{draw(escaped)}</title>",
        f"<link href='{draw(links)}'/>",
        "<id>tag:outlet.example,2021:1</id>",
        f"<published>{draw(dates)}</published>",
        f"<updated>{draw(dates)}</updated>",
        "<author><name>Jane Roe</name></author>",
        f"<summary{kind}>{draw(markup).format('Ten rockets.')}</summary>",
        f"<content{kind}>{draw(markup).format('They hit the base.')}</content>",
    ]
    chosen = draw(st.lists(st.sampled_from(fields), unique=True, min_size=1))
    return f"<entry>{''.join(chosen)}</entry>"


@settings(max_examples=150, deadline=None)
@given(st.lists(rss_items(), max_size=3))
def test_both_parsers_agree_on_rss(items):
    ours, theirs = both(rss(*items))
    assert ours == theirs


@settings(max_examples=150, deadline=None)
@given(st.lists(atom_entries(), max_size=3))
def test_both_parsers_agree_on_atom(entries):
    ours, theirs = both(atom(*entries))
    assert ours == theirs


def test_both_parsers_agree_on_rdf():
    item = "<item rdf:about='x'><title>T</title><link>/1</link><dc:date>2021-03-04</dc:date></item>"
    ours, theirs = both(rdf(item))
    assert ours == theirs


HEAVY = ("feedparser", "scrapy", "trafilatura", "pydantic", "aiohttp", "parsel")


def test_a_good_feed_needs_no_heavy_imports():
    code = (
        "import sys; from crawler.feeds import read_any; "
        "read_any(b'<rss><channel><item><title>t</title></item></channel></rss>', None, None); "
        f"print([module for module in {HEAVY} if module in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
