from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.articles import extract
from crawler.documents import Document
from marsad.errors import UnreadablePage
from marsad.model import Selectors

URL = "https://outlet.example/news/1"
MORNING = datetime(2021, 3, 4, 10, 5, tzinfo=UTC)
BODY = [
    "Ten rockets hit the Ain al-Asad air base in western Iraq on Wednesday morning, the army said.",
    "A civilian contractor died of a heart attack while sheltering, a spokesman told reporters.",
    "Nobody claimed the attack at first, and the government in Baghdad opened an investigation.",
]
ARABIC = [
    "قال مسؤول أمني إن عشرة صواريخ سقطت على قاعدة عين الأسد الجوية غربي العراق صباح الأربعاء.",
    "وأضاف أن الهجوم لم يسفر عن خسائر بشرية وأن تحقيقا فتح لمعرفة الجهة التي تقف وراءه.",
    "ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى الآن بحسب المصدر نفسه الذي طلب عدم ذكر اسمه.",
]


def a_page(head="", body=BODY, extra="", title="Rockets hit a base", lang="en"):
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    navigation = "".join(f"<li><a href='/s/{n}'>Section {n}</a></li>" for n in range(12))
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
        <title>{title} - First Outlet</title>{head}</head><body>
        <header><nav><ul>{navigation}</ul></nav></header>
        <main><article><h1>{title}</h1>{paragraphs}{extra}</article></main>
        <footer><p>All rights reserved</p></footer></body></html>"""


def read(html, select=None, url=URL, content_type="text/html; charset=utf-8", **options):
    body = html if isinstance(html, bytes) else html.encode()
    return extract(Document(url, body, content_type), select or Selectors(), **options)


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
    {"@type": "WebSite", "name": "x"},
    {"@type": ["NewsArticle"], "headline": "Rockets hit a base",
     "datePublished": "2021-03-04T13:05:00+03:00", "dateModified": "2021-03-04T11:00:00Z",
     "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "John Doe"}],
     "publisher": {"name": "First Outlet"}, "inLanguage": "en-GB"}]}</script>"""


def test_what_json_ld_tells():
    article = read(a_page(JSON_LD))
    assert article.title == "Rockets hit a base"
    assert article.text == "\n".join(BODY)
    assert (article.published, article.modified) == (MORNING, MORNING.replace(hour=11, minute=0))
    assert article.published.utcoffset().total_seconds() == 3 * 3600
    assert article.authors == ("Jane Roe", "John Doe")
    assert (article.site, article.language, article.url) == ("First Outlet", "en", URL)


def test_what_meta_elements_tell():
    head = """<meta property="og:title" content="Rockets hit a base | First Outlet">
        <meta property="og:site_name" content="First Outlet">
        <meta property="article:published_time" content="2021-03-04T10:05:00Z">
        <meta property="article:modified_time" content="2021-03-04T11:00:00Z">
        <meta name="author" content="By Jane Roe and John Doe">
        <meta property="og:url" content="https://www.outlet.example/news/1?x=1">"""
    article = read(a_page(head))
    assert article.title == "Rockets hit a base"
    assert article.published == MORNING
    assert article.authors == ("Jane Roe", "John Doe")
    assert article.canonical_url == "https://www.outlet.example/news/1?x=1"


@pytest.mark.parametrize(
    "extra",
    [
        '<time datetime="2021-03-04T10:05:00Z">this morning</time>',
        "<time>4 March 2021 10:05</time>",
        '<span itemprop="datePublished" content="2021-03-04T10:05:00Z">x</span>',
        '<div class="publish-date">Published 10:05 AM UTC Mar 4, 2021</div>',
        '<span class="article_date">٤ آذار ٢٠٢١ - ١٠:٠٥</span>',
    ],
)
def test_what_readers_see(extra):
    assert read(a_page(extra=extra)).published == MORNING


def test_a_date_that_is_not_told_is_not_known():
    article = read(a_page(), url="https://outlet.example/2021/03/04/rockets")
    assert article.published is None
    assert article.authors == ()


def test_a_time_without_a_zone_is_in_the_given_one():
    head = '<meta property="article:published_time" content="2021-03-04T13:05:00">'
    article = read(a_page(head), zone=ZoneInfo("Asia/Baghdad"))
    assert article.published == MORNING


@pytest.mark.parametrize(
    "block",
    [
        "{broken",
        "[" * 5000,
        '{"@type": 3}',
        '{"@type": "NewsArticle", "author": {"name": 4}, "headline": ["Rockets hit a base"]}',
        '{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}',
        "null",
    ],
)
def test_broken_json_ld_costs_only_itself(block):
    script = f'<script type="application/ld+json">{block}</script>'
    head = '<meta property="article:published_time" content="2021-03-04T10:05:00Z">'
    article = read(a_page(script + head))
    assert (article.title, article.published) == ("Rockets hit a base", MORNING)


def test_a_page_does_not_pass_for_another_outlet_s():
    head = '<link rel="canonical" href="https://other.example/news/1">'
    assert read(a_page(head)).canonical_url is None
    assert read(a_page('<link rel="canonical" href="javascript:x">')).canonical_url is None
    assert read(a_page('<link rel="canonical" href="/n/1">')).canonical_url == (
        "https://outlet.example/n/1"
    )


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html"),
        ("cp1256", "text/html"),
        ("cp1256", "text/html; charset=utf-8"),
        ("utf-16", "text/html"),
    ],
)
def test_arabic_pages(encoding, content_type):
    html = a_page(body=ARABIC, title="صواريخ على قاعدة", lang="ar")
    article = read(html.encode(encoding), content_type=content_type)
    assert article.text == "\n".join(ARABIC)
    assert (article.title, article.language) == ("صواريخ على قاعدة", "ar")


def test_joiners_inside_persian_words_stay():
    told = [
        "سخنگوی وزارت خارجه گفت این اتهام\u200cها درباره حمله به عین\u200cالاسد بی\u200cاساس است.",
        "او افزود که گفت\u200cوگوها با بغداد ادامه دارد و راه\u200cهای اطراف بسته است.",
    ]
    article = read(a_page(body=told, title="حمله به عین\u200cالاسد", lang="fa"))
    assert article.text == "\n".join(told)
    assert article.title == "حمله به عین\u200cالاسد"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read more: Another attack on another base in the north</p>",
        "<p>Related stories</p>",
        "<p>Follow us on Telegram</p>",
        "<p>اقرأ أيضا: هجوم آخر على قاعدة أخرى في شمال البلاد</p>",
        "<p>بیشتر بخوانید: حمله دیگر به پایگاه</p>",
        '<p><a href="/n/2">Another attack on another base in the north of Iraq</a></p>',
        '<ul><li><a href="/n/2">Another attack on another base in the north</a></li></ul>',
    ],
)
def test_lines_that_lead_elsewhere_are_left_out(line):
    assert read(a_page(extra=line)).text == "\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Related deaths were not confirmed by the ministry.",
        "Recommended sanctions were not passed on to the council.",
        "More from the coalition were on their way to the base.",
        "Watch towers of the base were hit first, the officer said.",
        "للمزيد من الضغط على الحكومة قرر المجلس عقد جلسة أخرى.",
    ],
)
def test_sentences_that_begin_like_them_stay(line):
    assert line in read(a_page(body=[*BODY, line])).text


def test_a_short_statement_about_partners_is_no_consent_page():
    told = "The Pentagon stands with our partners in Iraq, and access denied to the base stays so."
    assert read(a_page(body=[told, "It did not say more about the ten rockets."])).text


@pytest.mark.parametrize(
    "flash", ["Rockets hit a base in Anbar, sources say.", "عاجل: سقوط صواريخ على قاعدة في الأنبار"]
)
def test_of_a_short_flash_only_the_flash_is_taken(flash):
    assert read(a_page(body=[flash])).text.splitlines()[0] == flash


def test_selectors_come_first():
    extra = """<div class="story"><p>First part.</p><p>Second part, which is longer than that.</p>
        </div><h2 class="head">Own title</h2><i class="when">14.03.2021 10:05</i>"""
    select = Selectors(text="div.story", title="h2.head", published="i.when")
    article = read(a_page(extra=extra), select)
    assert article.title == "Own title"
    assert article.text == "First part.\nSecond part, which is longer than that."
    assert article.published == datetime(2021, 3, 14, 10, 5, tzinfo=UTC)


def test_a_selector_that_finds_nothing_falls_back():
    assert read(a_page(), Selectors(text="div.gone")).text == "\n".join(BODY)


def test_a_selector_that_is_not_css_is_told():
    with pytest.raises(UnreadablePage, match="selector"):
        read(a_page(), Selectors(text="div["))


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"", None, "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "text/html", "not a page"),
        (b"%PDF-1.7 ...", "text/html", "not a page"),
        (b"<html>", "application/pdf", "not a page"),
        (bytes(range(256)) * 40, "text/html", "not a page"),
        (b"<html><body></body></html>", "text/html", "no article"),
        (b"<!--" * 5000 + b"<![" * 5000, "text/html", "no"),
        (b"<html><body>" + b"<div>" * 50_000 + b"<p>x</p>", "text/html", "no article"),
        (b"<html><body>" + b"<a href=x>" * 200_000, "text/html", "no article"),
        (
            b"<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>",
            "text/html",
            "challenge",
        ),
        (
            b"<title>First Outlet</title><h1>We value your privacy</h1><p>We and our 812 partners"
            b" store information on a device and process personal data, such as identifiers.</p>",
            "text/html",
            "consent",
        ),
    ],
)
def test_what_is_no_article_is_said_in_one_line(body, content_type, why):
    with pytest.raises(UnreadablePage, match=why) as caught:
        read(body, content_type=content_type)
    assert "\n" not in str(caught.value)


def test_a_paid_story_with_only_a_teaser_is_unreadable():
    block = '{"@type": "NewsArticle", "isAccessibleForFree": "False"}'
    head = f'<script type="application/ld+json">{block}</script>'
    with pytest.raises(UnreadablePage, match="subscribers"):
        read(a_page(head, body=BODY[:1]))
    assert read(a_page(head, body=BODY * 2)).text


def test_a_story_about_consent_is_a_story():
    told = "The minister said that people must consent to the use of cookies on public sites."
    assert read(a_page(body=[*BODY, told, *BODY, "More of it.", *BODY])).text
