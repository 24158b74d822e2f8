"""Which spans of decision dates a crawl walks. Pure.

A window is a calendar month, whole even where only a part of it was asked for: two windows that overlap would count the
same decisions twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FIRST_DATE = dt.date(2013, 1, 1)
# Decisions are published six weeks to three months after their date; twice the longest delay is safe.
LATE = dt.timedelta(weeks=26)


class Mode(StrEnum):
    """How much of the site one crawl looks at."""

    FULL = "full"
    INCREMENTAL = "incremental"
    RECENT = "recent"
    RECHECK = "recheck"

    @property
    def walks(self) -> bool:
        """True where windows are walked."""
        return self in {Mode.FULL, Mode.INCREMENTAL}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The dates of a window, both included."""

    since: dt.date
    until: dt.date

    def __str__(self) -> str:
        return f"{self.since:%Y-%m}"


@dataclass(frozen=True, slots=True)
class CrawlRequest:
    """What is asked of one crawl; a date left out means the site's first date or today.

    ``at`` (aware) is the moment that counts as now, for rehearsals.
    """

    mode: Mode = Mode.INCREMENTAL
    since: dt.date | None = None
    until: dt.date | None = None
    at: dt.datetime | None = None

    @property
    def is_named(self) -> bool:
        """True where dates were given: those windows are walked whatever their state and age."""
        return self.since is not None or self.until is not None


def month_of(date: dt.date) -> Span:
    """The calendar month that holds a date."""
    first = date.replace(day=1)
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return Span(first, following - dt.timedelta(days=1))


def months(since: dt.date, until: dt.date) -> list[Span]:
    """The months from the one of ``until`` back to the one of ``since``, newest first."""
    found = []
    month = month_of(until)
    while month.until >= since:
        found.append(month)
        month = month_of(month.since - dt.timedelta(days=1))
    return found


def chosen(request: CrawlRequest, today: dt.date, owed: Iterable[Span]) -> list[Span]:
    """The windows that a request means, newest first; ``owed`` are those known not to be whole."""
    every = months(request.since or FIRST_DATE, request.until or today)
    if request.mode is Mode.FULL or request.is_named:
        return every
    young = [span for span in every if span.until >= today - LATE]
    return sorted({*young, *(span for span in owed if span in set(every))}, reverse=True)
