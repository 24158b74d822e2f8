"""Dates as the decisions print them."""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - Reads better.
)
_FRIDAY = 4


def long_date(day: dt.date) -> str:
    """As in running text: 12 September 2017."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_and_year(day: dt.date) -> str:
    """As in running text: September 2017."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def page_date(day: dt.date) -> str:
    """As in a decision page's header: 02 Jun 2025."""
    return f"{day.day:02d} {MONTHS[day.month - 1][:3]} {day.year}"


def listing_date(day: dt.date) -> str:
    """As in a listing entry: 14-Jun-2021."""
    return f"{day.day:02d}-{MONTHS[day.month - 1][:3]}-{day.year}"


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after it where it falls on a weekend."""
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() > _FRIDAY else day


def years_later(day: dt.date, years: int) -> dt.date:
    """The same date so many years on; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
