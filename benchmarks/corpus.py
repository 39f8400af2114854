"""Feeds for polling: half of them Arabic, every fourth Atom, with the usual extensions of news."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

ENTRIES = 30
# Older than any freshness window: what is compared is polling, parsing and storing.
AGE = timedelta(days=4)

WORDS = {
    "en": (
        "council road harvest water school engineer market province convoy drone base minister "
        "statement visit bridge border budget electricity summer winter report journalist crowd "
        "stadium hospital programme training river airport street morning evening week plan "
        "the of a in for with on after before near from and to said that has was will more"
    ),
    "ar": (
        "مجلس طريق حصاد ماء مدرسة مهندس سوق محافظة رتل طائرة قاعدة وزير بيان زيارة جسر حدود موازنة "
        "كهرباء صيف شتاء تقرير صحفي حشد ملعب مستشفى برنامج تدريب نهر مطار شارع صباح مساء أسبوع خطة "
        "في من إلى على عن مع بعد قبل قرب هذا التي الذي أن كان قال أكثر خلال بين حول"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFeed:
    """One feed of a corpus."""

    path: str  # below the corpus folder
    kind: str  # rss | atom
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    title: str
    summary: str
    body: str
    link: str
    guid: str
    author: str
    at: datetime


def write_corpus(folder: Path, feeds: int, *, seed: int = 7, now: datetime | None = None) -> None:
    """Write the feeds and their list."""
    newest = (now or datetime.now(UTC)) - AGE
    (folder / "f").mkdir(parents=True, exist_ok=True)
    for number in range(feeds):
        language = "ar" if number % 2 else "en"
        rng = random.Random(f"{seed}/{number}")
        items = list(_items(number, language, rng, newest))
        text = _atom(number, language, items) if number % 4 == 3 else _rss(number, language, items)
        (folder / "f" / f"{number}.xml").write_text(text, encoding="utf-8")
    names = "".join(f"f/{number}.xml\n" for number in range(feeds))
    (folder / "feeds.txt").write_text(names, encoding="utf-8")


def corpus_feeds(folder: Path, limit: int) -> tuple[CorpusFeed, ...]:
    """The first feeds of a corpus folder (its `feeds.txt` lists their paths)."""
    paths = (folder / "feeds.txt").read_text(encoding="utf-8").split()[:limit]
    return tuple(_described(folder, path) for path in paths)


def _described(folder: Path, path: str) -> CorpusFeed:
    with (folder / path).open("rb") as file:
        head = file.read(2000).decode("utf-8", "replace")
    arabic = '"ar"' in head or "<language>ar" in head
    kind = "atom" if "<feed" in head else "rss"
    return CorpusFeed(path=path, kind=kind, language="ar" if arabic else "en")


def _items(feed: int, language: str, rng: random.Random, newest: datetime) -> Iterator[_Item]:
    for number in range(ENTRIES):
        serial = hashlib.sha256(f"{feed}/{number}".encode()).hexdigest()[:10]
        paragraphs = rng.choice((0, 0, 2, 3))
        yield _Item(
            title=_words(rng, language, 7, 13),
            summary=_words(rng, language, 30, 60),
            body="".join(f"<p>{_words(rng, language, 40, 80)}</p>" for _ in range(paragraphs)),
            link=f"https://paper{feed}.example/{language}/{serial}",
            guid=f"tag:paper{feed}.example,2026:{serial}",
            author=_words(rng, language, 2, 2),
            at=newest - timedelta(minutes=17 * number + feed % 17),
        )


def _words(rng: random.Random, language: str, low: int, high: int) -> str:
    return " ".join(rng.choices(WORDS[language].split(), k=rng.randint(low, high)))


def _rss(feed: int, language: str, items: list[_Item]) -> str:
    rows = "".join(
        f"<item><title>{escape(item.title)}</title><link>{item.link}</link>"
        f'<guid isPermaLink="false">{item.guid}</guid>'
        f"<pubDate>{format_datetime(item.at)}</pubDate><dc:creator>{item.author}</dc:creator>"
        f"<category>{item.author.split()[0]}</category>"
        f'<description><![CDATA[<p>{item.summary} <a href="{item.link}">…</a></p>]]></description>'
        f'<media:content url="{item.link}.jpg" medium="image" width="800" height="450"/>'
        + (f"<content:encoded><![CDATA[{item.body}]]></content:encoded>" if item.body else "")
        + "</item>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Paper {feed}</title><link>https://paper{feed}.example/</link>"
        f"<language>{language}</language><description>Paper {feed}</description>\n{rows}"
        "</channel></rss>"
    )


def _atom(feed: int, language: str, items: list[_Item]) -> str:
    rows = "".join(
        f"<entry><title>{escape(item.title)}</title><id>{item.guid}</id>"
        f'<link href="{item.link}"/><updated>{item.at.isoformat()}</updated>'
        f"<author><name>{item.author}</name></author>"
        f'<summary type="html">{escape(f"<p>{item.summary}</p>")}</summary>'
        + (f'<content type="html">{escape(item.body)}</content>' if item.body else "")
        + "</entry>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{language}"><title>Paper {feed}</title>'
        f'<id>tag:paper{feed}.example,2026:feed</id><link href="https://paper{feed}.example/"/>'
        f"<updated>{items[0].at.isoformat()}</updated>\n{rows}</feed>"
    )
