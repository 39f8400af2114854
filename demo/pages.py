"""What the outlets of the demo world serve: feeds, front pages and article pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from demo.script import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands around the story on every page of an outlet."""

    menu: tuple[str, ...]
    related: str
    others: tuple[str, ...]
    foot: str
    credit: str  # {} is the outlet whose text it is


# None of it belongs to a story; the "related" lines sound like news on purpose.
FURNITURE = {
    "en": Furniture(
        menu=("Home", "Politics", "Security", "Economy", "Sport", "Weather"),
        related="Related stories",
        others=(
            "Photographs: ten years of attacks on the airport road",
            "What we know about last month's missile strike",
            "Readers' letters: on the price of bread",
        ),
        foot="All rights reserved. Write to us or join our newsletter.",
        credit="This report was first published by {}.",
    ),
    "ar": Furniture(
        menu=("الرئيسية", "سياسة", "أمن", "اقتصاد", "رياضة", "طقس"),
        related="مواضيع ذات صلة",
        others=(
            "صور: عشر سنوات من الهجمات على طريق المطار",
            "ماذا نعرف عن قصف الشهر الماضي",
            "رسائل القراء: عن سعر الخبز",
        ),
        foot="جميع الحقوق محفوظة. راسلونا أو اشتركوا في النشرة.",
        credit="نشر هذا التقرير أولا في {}.",
    ),
    "fa": Furniture(
        menu=("خانه", "سیاست", "امنیت", "اقتصاد", "ورزش", "هوا"),
        related="مطالب مرتبط",
        others=(
            "عکس: ده سال حمله در جاده فرودگاه",
            "درباره حمله موشکی ماه گذشته چه می‌دانیم",
            "نامه‌های خوانندگان: درباره قیمت نان",
        ),
        foot="همه حقوق محفوظ است. برای ما بنویسید یا عضو خبرنامه شوید.",
        credit="این گزارش نخست در {} منتشر شده است.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A story as it stands on its outlet's site now; times are in the outlet's zone."""

    slug: str
    url: str
    title: str
    text: str
    published: datetime
    modified: datetime
    credit: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text."""
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


def rss(outlet: Outlet, home: str, stories: Sequence[Published]) -> str:
    """The outlet's RSS feed, newest first."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{escape(story.url)}</link>"
        f'<guid isPermaLink="false">{outlet.id}:{story.slug}</guid>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.paragraphs[0])}</description></item>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{home}</link>"
        f"<language>{outlet.language}</language><description>{escape(outlet.name)}</description>\n"
        f"{items}</channel></rss>"
    )


def atom(outlet: Outlet, home: str, stories: Sequence[Published]) -> str:
    """The outlet's Atom feed, newest first."""
    entries = "".join(
        f"<entry><title>{escape(story.title)}</title><id>tag:{outlet.id}.example,2026:{story.slug}</id>"
        f'<link href="{escape(story.url)}"/><published>{story.published.isoformat()}</published>'
        f"<updated>{story.modified.isoformat()}</updated>"
        f"<summary>{escape(story.paragraphs[0])}</summary></entry>\n"
        for story in stories
    )
    updated = max((story.modified.isoformat() for story in stories), default="1970-01-01T00:00:00Z")
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{outlet.language}"><title>{escape(outlet.name)}</title>'
        f"<id>tag:{outlet.id}.example,2026:feed</id>"
        f'<link href="{home}"/><updated>{updated}</updated>\n{entries}</feed>'
    )


def front_page(outlet: Outlet, stories: Sequence[Published]) -> str:
    """The outlet's list of stories, for an outlet that has no feed."""
    teasers = "".join(
        f'<article class="teaser"><h2><a href="/story/{story.slug}">{escape(story.title)}</a></h2>'
        f'<time datetime="{story.published.isoformat()}">{story.published:%H:%M}</time></article>\n'
        for story in stories
    )
    main = f'<main class="latest">{teasers}</main>'
    return _frame(outlet, title=outlet.name, head="", main=main)


def article_page(outlet: Outlet, story: Published) -> str:
    """The page of one story."""
    furniture = FURNITURE[outlet.language]
    paragraphs = [f"<p>{escape(part)}</p>" for part in story.paragraphs]
    if story.credit is not None:
        paragraphs.append(f"<p><em>{escape(furniture.credit.format(story.credit))}</em></p>")
    at = story.published
    main = (
        f'<main><article><h1>{escape(story.title)}</h1><p class="byline">{escape(outlet.name)} · '
        f'<time datetime="{at.isoformat()}">{at:%Y-%m-%d %H:%M}</time></p>'
        f'<div class="story-body">{"".join(paragraphs)}</div></article></main>'
    )
    return _frame(outlet, title=story.title, head=_dates(outlet, story), main=main)


def _dates(outlet: Outlet, story: Published) -> str:
    """The dates for machines: JSON-LD on feed outlets, Open Graph on the others."""
    canonical = f'<link rel="canonical" href="{escape(story.url)}">'
    if outlet.kind == "listing":
        return (
            f'{canonical}<meta property="og:title" content="{escape(story.title)}">'
            f'<meta property="article:published_time" content="{story.published.isoformat()}">'
            f'<meta property="article:modified_time" content="{story.modified.isoformat()}">'
        )
    linked = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published.isoformat(),
            "dateModified": story.modified.isoformat(),
            "author": {"@type": "Organization", "name": outlet.name},
            "publisher": {"@type": "Organization", "name": outlet.name},
            "mainEntityOfPage": story.url,
        },
        ensure_ascii=False,
    ).replace("<", "\\u003c")
    return f'{canonical}<script type="application/ld+json">{linked}</script>'


def _frame(outlet: Outlet, *, title: str, head: str, main: str) -> str:
    furniture = FURNITURE[outlet.language]
    direction = "ltr" if outlet.language == "en" else "rtl"
    return (
        f'<!doctype html>\n<html lang="{outlet.language}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)} | {escape(outlet.name)}</title>{head}'
        "<style>body{font-family:serif;max-width:50em;margin:auto}</style></head><body>"
        f'<header><a href="/">{escape(outlet.name)}</a>'
        f"<nav>{_links('section', furniture.menu)}</nav></header>\n{main}\n"
        f'<aside class="related"><h3>{furniture.related}</h3>'
        f"{_links('archive', furniture.others)}</aside>"
        f"<footer><p>{furniture.foot}</p></footer></body></html>"
    )


def _links(folder: str, names: Sequence[str]) -> str:
    rows = (f'<li><a href="/{folder}/{at}">{name}</a></li>' for at, name in enumerate(names))
    return f"<ul>{''.join(rows)}</ul>"
