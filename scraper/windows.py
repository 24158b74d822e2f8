"""What a crawl is asked for, and the spans of decision dates it walks. Pure.

Windows never overlap, as two that did would count the same decisions twice. Each begins as a calendar month, and where
a month holds too many decisions to page safely, smaller spans take its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from config.errors import SettingsError

FIRST_DATE = dt.date(2013, 1, 1)
# What the site takes as its earliest date: to be asked whether anything lies before ours.
EARLIEST = dt.date(1, 1, 1)
# Later than any date that a decision can bear, also by mistake.
LATEST = dt.date(2999, 12, 31)
ALL_DATES = "all dates"
# Decisions are published six weeks to three months after their date; twice the longest delay is safe.
LATE = dt.timedelta(weeks=26)
# A listing longer than this is read in parts. At ten a page it takes a dozen requests, in which nothing much can move.
SAFE_ENTRIES = 100
# Parts begin with so many entries, so that those of a young window have room to grow.
PART_ENTRIES = 75


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


class State(StrEnum):
    """What is known of a window.

    ``open``: its listing was never read to its end, or not since something stood against it. ``listed``: it was, but
    pages of it are not held. ``complete``: said, listed and held agree. ``split``: smaller windows took its place.
    """

    OPEN = "open"
    LISTED = "listed"
    COMPLETE = "complete"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The dates of a window, both included."""

    since: dt.date
    until: dt.date

    def __str__(self) -> str:
        if (self.since, self.until) == (EARLIEST, LATEST):
            return ALL_DATES
        whole_month = self.since.day == 1 and self == month_of(self.since)
        return self.month if whole_month else f"{self.since}..{self.until}"

    @property
    def month(self) -> str:
        """The month that it lies in, as ``2024-05``."""
        return self.since.isoformat()[:7]

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def holds(self, date: dt.date) -> bool:
        """True where a date is one of its days."""
        return self.since <= date <= self.until

    def misses(self, date: dt.date) -> bool:
        """True where a date lies outside it by more than a day.

        A day is what a time zone can make of midnight; a site that counts a day to two windows says more in the sum of
        them than in all.
        """
        return (self.since - date).days > 1 or (date - self.until).days > 1


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

    def __post_init__(self) -> None:
        """Raises SettingsError for dates that make no sense, or that this mode would not heed."""
        if self.since and self.until and self.since > self.until:
            raise SettingsError(f"--since {self.since} is later than --until {self.until}")
        if self.is_named and not self.mode.walks:
            raise SettingsError(f"a {self.mode} crawl takes no dates: use --mode full or incremental with them")


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


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that follow each other as one, oldest first."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.since - found[-1].until == dt.timedelta(days=1):
            found.append(Span(found.pop().since, span.until))
        else:
            found.append(span)
    return found


def uncovered(spans: Iterable[Span]) -> list[Span]:
    """The dates that none of the spans holds, oldest first."""
    found, since = [], EARLIEST
    for span in joined(spans):
        if since < span.since:
            found.append(Span(since, span.since - dt.timedelta(days=1)))
        since = span.until + dt.timedelta(days=1)
    return [*found, Span(since, LATEST)] if since <= LATEST else found


def parts(span: Span, entries: int, *, each: int = PART_ENTRIES) -> list[Span]:
    """The span cut into nearly equal parts, oldest first, so many that each has about ``each`` of its entries.

    A single day is one part.
    """
    count = min(span.days, max(2, -(-entries // each)))
    starts = [span.since + dt.timedelta(days=span.days * number // count) for number in range(count)]
    ends = [start - dt.timedelta(days=1) for start in starts[1:]]
    return [Span(start, end) for start, end in zip(starts, [*ends, span.until], strict=True)]
