"""Which windows a crawl looks at, and how closely. Pure.

A window is owed where it was never read, where something stands against it, or where its reading is long ago. The
others need not be read again: what their totals add up to tells whether anything has changed in them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from scraper.windows import FIRST_DATE, LATE, CrawlRequest, Mode, Span, State, month_of, months

_T = TypeVar("_T")

# The oldest part of the time after which a full check may come: windows read in one crawl are not due in one again.
SPREAD = 0.75
_GOLDEN = 0.618033988749895
# What stands against a window for good is looked into again after so many days at the latest.
LONGEST_REST = 30

# News of so many days tells which dates bring news now.
NEWS = dt.timedelta(days=28)
# How old decisions are when they are published, in days: six weeks to three months, and a weekend. No less is looked
# through until so much news is known that it tells better.
PUBLISHED_AFTER = (42, 94)
MUCH_NEWS = 100
# Of a pause in what is published, so many days are looked further back.
LONGEST_PAUSE = 10
# A day with less than one in so many of a day's usual news is part of a pause: pages that moved come on any day.
HARDLY_ANY = 4
# What comes a little sooner or later than the rest is met too.
NEWS_MARGIN = 3
# One in so many of the youngest and of the oldest may be an odd one out.
ODD_ONES = 20


class Look(Enum):
    """How closely a window is looked at."""

    READ = "read"
    FETCH = "fetch"
    ADD_UP = "add up"


@dataclass(frozen=True, slots=True)
class Known:
    """A window as the ledger knows it; ``id`` is None where it has no row yet.

    ``polled`` counts entries that were found on another way and that it has not been seen to list so far, ``missing``
    those that it was seen to list and whose pages have since answered that they are gone, ``over`` more of them whose
    time on the site has ended since. ``steady_since`` and ``compared_at`` are the first and the last of the readings
    that showed the same numbers and the same ``reason`` not to believe them.
    """

    span: Span
    id: int | None = None
    state: State = State.OPEN
    said: int | None = None
    listed: int = 0
    polled: int = 0
    missing: int = 0
    over: int = 0
    first_page: str | None = None
    paged_at: dt.datetime | None = None
    as_of: dt.datetime | None = None
    held: int = 0
    reason: str | None = None
    steady_since: dt.datetime | None = None
    compared_at: dt.datetime | None = None

    @property
    def is_steady(self) -> bool:
        """True where it is open because the site's total and what it lists differ, by the same each time it is read."""
        return self.state is State.OPEN and self.steady_since is not None

    @property
    def expected(self) -> int | None:
        """The total that the site must say if nothing has changed; None where that is not known.

        It may also say as many less as are ``over``.
        """
        if self.is_steady and self.said is not None:
            return self.said + self.polled - self.missing
        return None if self.state is State.OPEN else self.listed + self.polled - self.missing

    def rests(self, today: dt.date) -> bool:
        """True where it is open, and to read it again so soon would only show the same.

        It is read after a day, then each time after as long as it has been so, until something comes to it or leaves.
        """
        if self.steady_since is None or self.compared_at is None or not self.is_steady or self.polled or self.missing:
            return False
        read = self.compared_at.date()
        return (today - read).days < min((read - self.steady_since.date()).days + 1, LONGEST_REST)

    def is_young(self, today: dt.date) -> bool:
        """True where decisions of its dates may still be published."""
        return self.span.until >= today - LATE

    def is_due(self, now: dt.datetime, full_check: dt.timedelta) -> bool:
        """True where it must be read from end to end again."""
        return self.paged_at is None or now - self.paged_at >= self.patience(full_check)

    def patience(self, full_check: dt.timedelta) -> dt.timedelta:
        """After which time it must be read again: the full check's, or somewhat less, so that not all come at once."""
        return full_check * (SPREAD + (1 - SPREAD) * ((self.id or 0) * _GOLDEN % 1))


@dataclass(frozen=True, slots=True)
class Rules:
    """Within which time every window is read from its first to its last page."""

    full_check: dt.timedelta


def current(known: Iterable[Known], today: dt.date) -> list[Known]:
    """The windows that count, oldest first: those in use, and a month for each that has no row yet."""
    rows = list(known)
    begun = {row.span.month for row in rows}
    fresh = [Known(month) for month in months(FIRST_DATE, today) if month.month not in begun]
    return sorted([row for row in rows if row.state is not State.SPLIT] + fresh, key=lambda one: one.span)


def asked_for(request: CrawlRequest, windows: Sequence[Known], today: dt.date) -> list[Known]:
    """Those of the windows whose months the request means."""
    first = month_of(request.since or FIRST_DATE).since
    last = month_of(request.until or today).until
    if request.is_named:
        return [one for one in windows if first <= one.span.since <= last]
    return list(windows)


def look_at(request: CrawlRequest, window: Known, now: dt.datetime, rules: Rules) -> Look:
    """How closely a crawl looks at a window."""
    if request.is_named:
        return Look.READ
    if request.mode is not Mode.FULL and window.rests(now.date()):
        return Look.FETCH if window.held < window.listed else Look.ADD_UP
    if window.state is State.OPEN or window.is_due(now, rules.full_check):
        return Look.READ
    return Look.FETCH if window.state is State.LISTED else Look.ADD_UP


def expects_some(
    request: CrawlRequest, chosen: Sequence[Known], looks: Iterable[tuple[Known, Look]], today: dt.date
) -> bool:
    """Whether a crawl must find something: windows that it looks at had decisions, or none is known of at all.

    An incremental crawl does not look at each of the windows that are old and add up.
    """
    if not any(one.said or one.listed for one in chosen):
        return not request.is_named
    if request.mode is not Mode.INCREMENTAL:
        return True
    seen = (one for one, look in looks if look is not Look.ADD_UP or one.is_young(today))
    return any(one.said or one.listed for one in seen)


def in_turn(things: Sequence[_T], share: int | None, today: dt.date) -> Sequence[_T]:
    """All of them; where a share of them is taken each day, all come first before one does so again."""
    start = today.toordinal() * (share or 0) % max(1, len(things))
    return [*things[start:], *things[:start]]


def dates_of_news(news: Iterable[tuple[dt.date, int]], today: dt.date) -> Span:
    """The decision dates from which news is to be expected today.

    ``news`` are the days of the last ``NEWS`` on which decisions came as such, each with how many days old one was.
    They come to the same ages for years: new decisions take six weeks to three months. What is far older came back or
    was forgotten, and tells nothing of today's. What waited while nothing was published, on a weekend or at Christmas,
    is older by that.
    """
    usual = sorted((age, came) for came, age in news if 0 <= age <= LATE.days)
    odd = len(usual) // ODD_ONES
    youngest, oldest = (usual[odd][0], usual[-1 - odd][0]) if usual else PUBLISHED_AFTER
    if len(usual) < MUCH_NEWS:
        youngest, oldest = min(youngest, PUBLISHED_AFTER[0]), max(oldest, PUBLISHED_AFTER[1])
    oldest += _pause([came for _, came in usual], today)
    days = oldest + NEWS_MARGIN, max(0, youngest - NEWS_MARGIN)
    return Span(today - dt.timedelta(days=days[0]), today - dt.timedelta(days=days[1]))


def _pause(came: Iterable[dt.date], today: dt.date) -> int:
    """For how many days before today nothing was published; what came today ended the pause and is no part of it."""
    counts = Counter(day for day in came if day < today)
    if not counts:
        return LONGEST_PAUSE
    last = max(day for day, count in counts.items() if count * HARDLY_ANY * len(counts) >= counts.total())
    return min((today - last).days - 1, LONGEST_PAUSE)
