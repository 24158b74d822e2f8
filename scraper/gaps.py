"""Finds what is new in a long listing without reading all of it. Pure.

A listing is in the order of dates, so wherever one date ends and another begins, the place tells how many entries stand
before it. Where these are as many as are known, the pages before it need not be read; where they are not, the middle
one of the pages in question is read next. A listing without news takes one page; one with news on every third page,
two thirds of them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.entry import facts_of
from scraper.listing import ListingPage

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of an entry: its date, and how often it is listed."""

    decided: dt.date
    times: int = 1


class Gaps:
    """One search of a listing, newest first, of which the ``known`` entries are expected.

    Pages are handed in as ``next_page`` asks for them. A listing that moves meanwhile, or that is in another order than
    that of dates, is read from end to end; so is any with ``whole``, because counts do not show what came beside
    something that left on neighbouring pages.
    """

    def __init__(self, known: Mapping[Identity, Place], *, whole: bool = False) -> None:
        self._known = dict(known)
        self._first: ListingPage | None = None
        self._read: set[int] = set()
        self._dates: dict[int, dt.date] = {}
        self._is_in_order = not whole

    @property
    def pages(self) -> int:
        """How many pages were read."""
        return len(self._read)

    @property
    def next_page(self) -> int | None:
        """The number of the page to read next; None where all that is unread is as expected."""
        if self._first is None:
            return 1
        unread = [number for number in range(1, self._first.page_count + 1) if number not in self._read]
        if not self._is_in_order:
            return min(unread, default=None)
        return next((pages[len(pages) // 2] for pages in self._open(unread)), None)

    def add(self, number: int, page: ListingPage) -> None:
        """Take a page in."""
        first = self._first = self._first or page
        self._read.add(number)
        dates = [facts_of(entry.words).decided for entry in page.entries]
        for place, (entry, date) in enumerate(zip(page.entries, dates, strict=True), (number - 1) * self._size + 1):
            if date is not None:
                self._known[entry.identity] = Place(date, entry.times)
                self._dates[place] = date
        is_full = len(dates) == self._size or number == first.page_count
        is_plain = is_full and None not in dates and all(entry.times == 1 for entry in page.entries)
        in_order = [self._dates[place] for place in sorted(self._dates)]
        self._is_in_order &= is_plain and page.total == first.total and in_order == sorted(in_order, reverse=True)

    @property
    def _size(self) -> int:
        return len(self._first.entries) if self._first else 0

    def _open(self, unread: Sequence[int]) -> Iterator[list[int]]:
        """The unread pages between places between which there stand not so many entries as are known."""
        for (since, known_since), (until, known_until) in pairwise(self._places()):
            if until - since != known_until - known_since:
                pages = [page for page in unread if since < page * self._size and (page - 1) * self._size < until]
                if pages:
                    yield pages

    def _places(self) -> Iterator[tuple[int, int]]:
        """Where one date ends and another begins: how many entries stand before that, and how many should."""
        known = sorted(place.decided.toordinal() for place in self._known.values() for _ in range(place.times))
        yield 0, 0
        for place, date in sorted(self._dates.items()):
            following = self._dates.get(place + 1)
            if following is not None and following != date:
                yield place, len(known) - bisect_left(known, date.toordinal())
        yield (self._first.total if self._first and self._first.total else 0), len(known)
