"""Dates as outlets write them: ISO, RFC 822, and odd forms in a dozen languages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_EARLIEST, _LATEST = 1970, 2100

_MONTHS = {
    1: "january jan janvier janv januar jänner enero ene gennaio gen januari ocak янв января "
    "يناير جانفي ژانویه ژانویهٔ",
    2: "february feb fevrier février févr fév februar febrero febbraio februari şubat фев февраля "
    "فبراير شباط فيفري فوریه فوریهٔ",
    3: "march mar mars märz mär marzo maart mart мар марта مارس آذار اذار",
    4: "april apr avril avr abril abr aprile nisan апр апреля أبريل ابريل إبريل نيسان أفريل آوریل",
    5: "may mai mayo maggio mag mei mayıs мая مايو أيار ايار ماي مه",
    6: "june jun juin juni junio giugno giu haziran июн июня يونيو يونيه حزيران جوان ژوئن",
    7: "july jul juillet juil juli julio luglio lug temmuz июл июля يوليو يوليه تموز جويلية ژوئیه",
    8: "august aug août aout agosto ago augustus ağustos авг августа أغسطس اغسطس آب اب أوت اوت",
    9: "september sep sept septembre septiembre settembre set eylül сен сентября "
    "سبتمبر أيلول ايلول سپتامبر",
    10: "october oct octobre oktober okt octubre ottobre ott ekim окт октября أكتوبر اكتوبر اکتبر",
    11: "november nov novembre noviembre kasım ноя ноября نوفمبر نوامبر",
    12: "december dec décembre déc dezember dez diciembre dic dicembre aralık дек декабря "
    "ديسمبر دسامبر",
}
# Levantine and Iraqi names of two words, joined before the words are read.
_TWO_WORDS = {
    "تشرين الأول": "october",
    "تشرين الاول": "october",
    "تشرين الثاني": "november",
    "كانون الأول": "december",
    "كانون الاول": "december",
    "كانون الثاني": "january",
}
_JALALI = {
    name: number
    for number, names in enumerate(
        (
            "فروردین فروردين",
            "اردیبهشت ارديبهشت",
            "خرداد",
            "تیر تير",
            "مرداد امرداد",
            "شهریور شهريور",
            "مهر",
            "آبان ابان",
            "آذر اذر",
            "دی دي",
            "بهمن",
            "اسفند",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAY = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lundi lun montag lunes lunedì الاثنين الإثنين دوشنبه",
            "tuesday tue tues mardi dienstag martes martedì الثلاثاء سهشنبه",
            "wednesday wed weds mercredi mer mittwoch miércoles mercoledì "
            "الأربعاء الاربعاء چهارشنبه",
            "thursday thu thur thurs jeudi jeu donnerstag jueves giovedì الخميس پنجشنبه",
            "friday fri vendredi ven freitag viernes venerdì الجمعة جمعه",
            "saturday sat samedi sam samstag sábado sabato السبت شنبه",
            "sunday sun dimanche dim sonntag domingo domenica الأحد الاحد یکشنبه",
        )
    )
    for name in names.split()
}
# Hours ahead of UTC. Names that mean several zones (IST, AST) are left out.
_ZONES = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "bst": 1.0, "west": 1.0, "cet": 1.0,
    "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "trt": 3.0, "irst": 3.5, "irdt": 4.5,
    "gst": 4.0, "pkt": 5.0, "sgt": 8.0, "hkt": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0,
    "aedt": 11.0, "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0, "hst": -10.0,
}  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DROPPED = dict.fromkeys([0x200C, 0x200D, 0x200E, 0x200F, 0x640, 0x61C, *range(0x64B, 0x653)])

_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},? )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? "
    r"(?:([+-])(\d\d):?(\d\d)|(GMT|UTC|UT|Z))"
)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{1,2})(?:[.,]\d+)?)?)?"
)
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm]\b\.?|\s*([صم])\b)?"
)
_HOUR = re.compile(r"\b(\d{1,2})\s*([AaPp])\.?[Mm]\b\.?()()")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b|(?:GMT|UTC)([+-])(\d{1,2})\b")
_OFFSET_AT_END = re.compile(r"[+-]\d{2}:?\d{2}\b\s*$")
_REGION = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_NUMERIC = re.compile(r"\b(\d{1,4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\b")
_NUMBERS_APART = re.compile(r"\b(\d{1,2}) (\d{1,2}) (\d{4})\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")


def parse_date(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """The moment that a date stands for, with its offset; None when it cannot be known.

    A date without a zone is read in `zone`; one without a time is that day's midnight.
    """
    if not text or len(text) > 200:
        return None
    text = text.strip()
    found = _plainly(text, zone)
    if found is None and (not text.isascii() or any(map(str.isdecimal, text))):
        found = _oddly(text.translate(_DROPPED).translate(_DIGITS), zone)
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        return None
    return found


def _plainly(text: str, zone: tzinfo) -> datetime | None:
    """The two forms that nearly all feeds use, quickly."""
    try:
        rfc = _RFC822.fullmatch(text)
        if rfc:
            day, month, year, hour, minute, second, sign, hours, minutes, _ = rfc.groups()
            offset = _fixed(sign, hours, minutes) if sign else UTC
            number = _MONTH.get(month.lower())
            if number is None or offset is None:
                return None
            return datetime(
                int(year), number, int(day), int(hour), int(minute), int(second or 0), tzinfo=offset
            )
        basic = text[:8].isdecimal() and (len(text) == 8 or text[8:9] == "T")
        if text[4:5] == "-" or basic:
            parsed = datetime.fromisoformat(text)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
    except ValueError:
        pass
    return None


def _oddly(text: str, zone: tzinfo) -> datetime | None:
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC)
    text = _ORDINAL.sub("", text)
    for words, month in _TWO_WORDS.items():
        text = text.replace(words, month)
    days = list(_days(text))
    if len(days) != 1:
        return None
    clock, rest = _time_of_day(text)
    offset = _zone_in(rest) if clock else zone
    if clock is None or offset is None:
        return None
    hour, minute, second = clock
    try:
        day = datetime(days[0].year, days[0].month, days[0].day, hour, minute, second)  # noqa: DTZ001
        return day.replace(tzinfo=zone if offset is _UNSAID else offset)
    except (ValueError, OverflowError):
        return None


def _days(text: str) -> Iterator[date]:
    """The day that is meant; several when it could be more than one, none when there is none."""
    weekday = next((_WEEKDAY[w] for w in _words(text) if w in _WEEKDAY), None)
    named = _named_day(text)
    readings = [named] if named else _numeric_days(text)
    fitting = [day for day in readings if weekday is None or day.weekday() == weekday]
    # A wrong weekday does not make a date unreadable, as long as only one date is possible.
    yield from dict.fromkeys(fitting if fitting else readings)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _named_day(text: str) -> date | None:
    """A day with its month written as a word."""
    without_time = _HOUR.sub(" ", _CLOCK.sub(" ", text))
    words = _words(_OFFSET_AT_END.sub(" ", without_time))
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 4]
    jalali = next((_JALALI[w] for w in words if w in _JALALI), None)
    month = next((_MONTH[w] for w in words if w in _MONTH), None)
    day = next((n for n in numbers if 1 <= n <= 31), None)
    year = next((n for n in numbers if n >= 1000), None)
    if year is None:
        short = [n for n in numbers if n < 100]
        year = 2000 + short[1] if len(short) == 2 and short[0] == day else None
    if day is None or year is None:
        return None
    if jalali and 1300 <= year < 1500:
        return _from_jalali(year, jalali, day)
    return _date(year, month, day) if month else None


def _numeric_days(text: str) -> list[date]:
    """Every day that "4/3/2021" and its like can mean."""
    iso = _ISO.search(text)
    if iso:
        day = _date(*map(int, iso.groups()[:3]))
        return [day] if day else []
    found = _NUMERIC.search(text)
    if found:
        first, mark, second, third = found.groups()
        one, two, three = int(first), int(second), int(third)
        if len(first) == 4:
            whole = _from_jalali(one, two, three) if one < 1500 else _date(one, two, three)
            return [whole] if whole else []
        year = three if len(third) == 4 else 2000 + three
        orders = [(two, one)] if mark == "." else [(two, one), (one, two)]
    else:
        apart = _NUMBERS_APART.search(text)
        if not apart:
            return []
        one, two, year = map(int, apart.groups())
        orders = [(two, one), (one, two)]
    return [day for month, number in orders if (day := _date(year, month, number))]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_jalali(year: int, month: int, day: int) -> date | None:
    """A day of the Iranian calendar (33-year rule, right for 1300 to 1500)."""
    if not (1300 <= year < 1500 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if day > (31 if month < 7 else 30):
        return None
    years = year - 1300
    # Eight leap years in 33, as the calendar has had them since 1300.
    leaps = sum((25 * y + 11) % 33 < 8 for y in range(1300, year))
    before = 365 * years + leaps + (31 * (month - 1) if month < 8 else 30 * (month - 1) + 6)
    return date(1921, 3, 21) + timedelta(days=before + day - 1)


def _time_of_day(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """Hour, minute and second, and what follows them; midnight when no time is given."""
    found = _CLOCK.search(_NUMERIC.sub(lambda day: " " * len(day.group()), text)) or _HOUR.search(
        text
    )
    if not found:
        return (0, 0, 0), text
    if found.re is _HOUR:
        hour, minute, second, half = int(found.group(1)), 0, 0, found.group(2)
    else:
        hour, minute = int(found.group(1)), int(found.group(2))
        second = int(found.group(3) or 0)
        half = found.group(4) or {"ص": "a", "م": "p"}.get(found.group(5) or "", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return ((hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None), text[
        found.end() :
    ]


_UNSAID = timezone(timedelta(0), "unsaid")


def _zone_in(rest: str) -> tzinfo | None:
    """The zone written behind a time; None when it is none that exists."""
    region = _REGION.search(rest)
    if region:
        return _region(region.group())
    offset = _OFFSET.search(rest)
    if offset:
        sign, hours, minutes, other, alone = offset.groups()
        return _fixed(sign or other, hours or alone, minutes or "0")
    for word in _words(rest):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word]))
    return _UNSAID


@lru_cache(maxsize=256)
def _fixed(sign: str, hours: str, minutes: str) -> timezone | None:
    away = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or away > timedelta(hours=15):
        return None
    return timezone(-away if sign == "-" else away)


@lru_cache(maxsize=64)
def _region(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return None
