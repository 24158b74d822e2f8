"""Dates as the site writes them: "20 Dec 2016", "14-Jun-2021", "12 September 2017", and the forms people type."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]  # A prefix of a full name of three letters or more is that month; "sept" is one too.
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s/.,-]{1,3}([A-Za-z]{3,9})\.?[\s/.,-]{1,3}(\d{4})\b")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})\b")
_DIGITS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\b")
_MAX_CHARS = 200
FIRST_YEAR = 1974  # The Ombudsman was made in this year.
LAST_YEAR = 2099


def read_date(text: str) -> dt.date | None:
    """The first date in a short text, day before month as in Britain; None where there is none that exists."""
    text = text[:_MAX_CHARS]
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _month(found[2]), found[1])
    if found := _ISO.search(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _DIGITS.search(text):
        return _date(found[3], int(found[2]), found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _month(found[1]), found[2])
    return None


def _month(name: str) -> int | None:
    name = name.lower()
    if name[:3] not in _MONTHS:
        return None
    month = _MONTHS.index(name[:3])
    return month + 1 if _NAMES[month].startswith(name) or name == "sept" else None


def _date(year: str, month: int | None, day: str) -> dt.date | None:
    if month is None or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), month, int(day))
    except ValueError:
        return None
