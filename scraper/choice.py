"""Which windows a crawl looks at, and how closely. Pure.

A window is owed where it was never read, where something stands against it, or where its reading is long ago. The
others need not be read again: what their totals add up to tells whether anything has changed in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from scraper.windows import FIRST_DATE, LATE, CrawlRequest, Mode, Span, State, month_of, months

# A window that brought news is read again in each crawl for so long. New decisions come to the same dates for weeks,
# and one that comes on the day on which another one goes leaves the total as it was.
HOT = dt.timedelta(days=14)
# The oldest part of the time after which a full check may come: windows read in one crawl are not due in one again.
SPREAD = 0.75
_GOLDEN = 0.618033988749895


class Look(Enum):
    """How closely a window is looked at."""

    READ = "read"
    FETCH = "fetch"
    ADD_UP = "add up"


@dataclass(frozen=True, slots=True)
class Known:
    """A window as the ledger knows it; ``id`` is None where it has no row yet.

    ``polled`` counts entries that only a category's list named so far.
    """

    span: Span
    id: int | None = None
    state: State = State.OPEN
    said: int | None = None
    listed: int = 0
    polled: int = 0
    paged_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    as_of: dt.datetime | None = None

    @property
    def expected(self) -> int | None:
        """The total that the site must say if nothing has changed; None where that is not known."""
        return None if self.state is State.OPEN else self.listed + self.polled

    def is_young(self, today: dt.date) -> bool:
        """True where decisions of its dates may still be published."""
        return self.span.until >= today - LATE

    def is_hot(self, now: dt.datetime) -> bool:
        """True where it brought news not long ago."""
        return self.changed_at is not None and now - self.changed_at < HOT

    def is_due(self, now: dt.datetime, full_check: dt.timedelta) -> bool:
        """True where it must be read from end to end again."""
        if self.paged_at is None:
            return True
        spread = SPREAD + (1 - SPREAD) * ((self.id or 0) * _GOLDEN % 1)
        return now - self.paged_at >= full_check * spread


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
    whole = request.mode is Mode.FULL or request.is_named
    if whole or window.state is State.OPEN or window.is_hot(now) or window.is_due(now, rules.full_check):
        return Look.READ
    return Look.FETCH if window.state is State.LISTED else Look.ADD_UP
