"""Words for times, so that the texts of the demo world are true on any day and at any hour."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# What happened, happened in Iraq: all outlets name the day as it was there.
SCENE = ZoneInfo("Asia/Baghdad")

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه"),
}
# From which hour of the day a part of it is called what.
PARTS = {
    "en": (
        (0, "before dawn on {}"),
        (5, "on {} morning"),
        (12, "on {} afternoon"),
        (18, "on {} evening"),
    ),
    "ar": ((0, "فجر {}"), (5, "صباح {}"), (12, "عصر {}"), (18, "مساء {}")),
    "fa": ((0, "بامداد {}"), (5, "صبح {}"), (12, "عصر {}"), (18, "شامگاه {}")),
}
NEAR = {"ar": ("اليوم", "أمس"), "fa": ("امروز", "دیروز")}


def time_words(
    moments: Mapping[str, datetime], published: datetime, zone: str
) -> dict[str, str | int]:
    """The placeholders of a text that is published at `published` by an outlet in `zone`."""
    here = published.astimezone(ZoneInfo(zone))
    words: dict[str, str | int] = {"years_since_2021": here.year - 2021}
    for language, days in DAYS.items():
        words[f"day_{language}"] = days[here.weekday()]
    for name, moment in moments.items():
        there = moment.astimezone(SCENE)
        for language, days in DAYS.items():
            words[f"{name}_{language}"] = _part(language, there).format(days[there.weekday()])
        for language, near in NEAR.items():
            # Past midnight "today" would be false; more than a day never passes in a script.
            word = near[0] if here.date() == there.date() else near[1]
            words[f"{name}_{language}_today"] = _part(language, there).format(word)
    return words


def _part(language: str, moment: datetime) -> str:
    return [words for hour, words in PARTS[language] if moment.hour >= hour][-1]


def moment_of(start: datetime, seconds: float) -> datetime:
    """The instant `seconds` after the morning began (to the second, as feeds write it)."""
    return (start + timedelta(seconds=seconds)).replace(microsecond=0)
