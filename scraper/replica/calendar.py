"""Dates as the decisions print them."""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - Reads better.
)


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
