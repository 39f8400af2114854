"""Days of the Gregorian and of the solar Hijri (Jalali) calendar."""

import calendar
from datetime import date, timedelta

# Years of the solar calendar in which the count of leap years breaks its rhythm (Birashk's tables).
_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def solar_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date of the solar Hijri calendar, or None when there is none."""
    if not (1 <= year < 2262 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _new_year(year) + timedelta(days=before + day - 1)


def solar_year_of(day: date) -> int:
    """The solar Hijri year in which a Gregorian day lies."""
    year = day.year - 621
    return year if day >= _new_year(year) else year - 1


def _new_year(year: int) -> date:
    """The Gregorian day of 1 Farvardin."""
    gregorian = year + 621
    leaps = -14
    previous = _BREAKS[0]
    for following in _BREAKS[1:]:
        jump = following - previous
        if year < following:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        previous = following
    passed = year - previous
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leaps - gregorian_leaps)
