"""Words of a report that part two attacks on one place: another one, and the time of day.

Compared with the folded text; the twin lists of attack verbs and cues are those of the languages.
"""

import re

from marsad.model import Event, Span, Story
from marsad.text import fold, one_line

_AR_DAY = r"(?:هذا |يوم )?(?:اليوم|امس|ال(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت))"
_FA_DAY = r"(?:امروز|ديروز|(?:روز )?(?:يك|دو|سه|چهار|پنج)?شنبه|جمعه)"
# Hour at the middle of each part of the day, local time.
_DAY_PARTS: tuple[tuple[int, str], ...] = (
    (3, "after midnight|early hours|overnight into|بعد منتصف الليل|پس از نيمه شب"),
    (5, rf"(?:before|at|pre-?)? ?dawn|فجرا|فجر {_AR_DAY}|بامداد|سپيده دم|سحرگاه"),
    (8, rf"morning|صباحا|صباح {_AR_DAY}|صبح"),
    (13, rf"at noon|midday|ظهرا|ظهر {_AR_DAY}|ظهر {_FA_DAY}|نيمروز"),
    (16, rf"afternoon|عصرا|عصر {_AR_DAY}|بعد الظهر|عصر {_FA_DAY}|بعد از ظهر"),
    (20, rf"evening|مساءا?|مساء {_AR_DAY}|شامگاه|غروب"),
    (23, rf"tonight|at night|late (?:on )?\w+day|\w+day night|ليلا|الليله|ليل {_AR_DAY}|امشب"),
)
_ANOTHER = (
    "second attack",
    "second rocket attack",
    "second drone attack",
    "second missile attack",
    "second strike",
    "second time today",
    "second time in a day",
    "second time in hours",
    "second time in 24 hours",
    "third attack today",
    "another attack",
    "another rocket attack",
    "another drone attack",
    "new attack",
    "fresh attack",
    "renewed attack",
    "hours after a similar attack",
    "hours after an earlier attack",
    "hours after the first",
    "هجوم ثان",
    "هجوم اخر",
    "هجوم جديد",
    "قصف جديد",
    "للمره الثانيه",
    "من جديد",
    "مجددا",
    "حمله دوم",
    "دومين حمله",
    "حمله اي ديگر",
    "حمله ديگر",
    "بار ديگر",
    "براي دومين بار",
)
_IN_RETURN = (
    "in response to",
    "in retaliation",
    "retaliatory",
    "retaliated",
    "in reprisal",
    "response to the attack",
    "after the attack on",
    "ردا علي",
    "انتقاما",
    "در پاسخ به",
    "در واكنش به",
    "به تلافي",
    "تلافي جويانه",
)


def _finder(words: tuple[str, ...]) -> re.Pattern[str]:
    keys = sorted(map(fold, words), key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:[وفبل]?(?:ال)?)?(?:" + "|".join(map(re.escape, keys)) + r")(?!\w)"
    )


_LONGEST = 2000  # code points of a sentence that are looked at
_PARTS = tuple((hour, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for hour, words in _DAY_PARTS)
_AGAIN = _finder(_ANOTHER)
_RETURN = _finder(_IN_RETURN)
_AFTER = re.compile(r"(?<!\w)(?:after|following) (?:the|a|an) (?:[\w'-]+ ){0,3}attack(?!\w)")


def sentence(story: Story, span: Span) -> str:
    """The published words of a span."""
    return (story.title if span.field == "title" else story.text)[span.start : span.end]


def evidence(story: Story, event: Event) -> str:
    """The sentence an event rests on, on one line."""
    return one_line(sentence(story, event.evidence[0]), _LONGEST)


def hour_told(story: Story, event: Event) -> int | None:
    """About which hour of the day the event's sentences name, local time."""
    if event.date_precision not in ("time", "day"):
        return None
    text = _told(story, event)
    found = {hour for hour, finder in _PARTS if finder.search(text)}
    return found.pop() if len(found) == 1 else None


def another(story: Story, event: Event) -> bool:
    """Whether the event's sentences call it a second or other attack."""
    return _AGAIN.search(_told(story, event)) is not None


def in_return(story: Story, event: Event) -> bool:
    """Whether the event's sentences call it an answer to something."""
    text = _told(story, event)
    return _RETURN.search(text) is not None or _AFTER.search(text) is not None


def _told(story: Story, event: Event) -> str:
    return fold(" . ".join(sentence(story, span)[:_LONGEST] for span in event.evidence))
