"""Puts the pages of one listing together and says whether they are the whole of it. Pure.

The site says how many there are on each page of a listing. Only where it says the same from the first page to the last
and on the first page once more, and exactly so many entries were listed, is the listing believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scraper.entry import facts_of
from scraper.listing import Entry, ListingPage
from scraper.windows import Span


class Fault(StrEnum):
    """What can be wrong with a listing."""

    SHELL = "shell"
    UNKNOWN_PAGE = "unknown page"
    NO_TOTAL = "no total"
    MOVED = "moved"
    REPEATS = "repeats"
    MISCOUNTED = "miscounted"
    UNREADABLE = "unreadable"
    OTHER_DATES = "other dates"
    DROPPED = "dropped"
    NO_FORM = "no search form"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a listing is not believed."""

    fault: Fault
    words: str

    def __str__(self) -> str:
        return self.words


class Paging:
    """One reading of a listing from its first page to its last; pages are handed in in the order of ``next_page``.

    With a ``limit``, a listing that says more than that is left after its first page. With the ``span`` that was asked
    for, one that answers with other dates is left too, and its total is none of the span's.
    """

    def __init__(self, limit: int | None = None, span: Span | None = None) -> None:
        self.said: int | None = None
        self.problem: Problem | None = None
        self.pages = 0
        self._limit = limit
        self._span = span
        self._needed = 1
        self._first: ListingPage | None = None
        self._again = False
        self._done = False
        self._seen: set[tuple[tuple[str, str], ...]] = set()
        self._rows: list[tuple[str, str]] = []
        self._entries: dict[tuple[str, str], Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        """The different entries so far; one address under two titles is two entries."""
        return list(self._entries.values())

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is listed, in order, with what is listed more than once as often as it is."""
        return tuple(self._rows)

    @property
    def counts_repeats(self) -> bool:
        """True where just the entries that are listed more than once stand against it: the site may count them so."""
        return (
            self.problem is not None
            and self.problem.fault is Fault.MISCOUNTED
            and len(self._rows) == self.said
            and self._done
        )

    @property
    def too_long(self) -> bool:
        """True where the listing says more than the limit and was left."""
        return self._limit is not None and self.said is not None and self.said > self._limit

    @property
    def next_page(self) -> int | None:
        """The number of the page to read next; None at the end, or where going on cannot help."""
        if self._done or self.problem is not None:
            return None
        return 1 if self._again else self.pages + 1

    @property
    def first_page(self) -> str | None:
        """The fingerprint of the first page; None before it is read."""
        return None if self._first is None else fingerprint(self._first.entries)

    def add(self, page: ListingPage) -> None:
        """Take the next page in."""
        if self._again:
            self._compare(page)
            return
        self.pages += 1
        if self.pages == 1:
            self._first, self.said, self._needed = page, page.total, page.page_count
        is_beyond = self.pages > self._needed and self._adds_nothing(page)
        if not is_beyond:
            self._take(page)
        # A link to a further page is a sign that the total is wrong.
        has_more = page.last_page > self.pages and not is_beyond
        self._go_on(is_end=not page.entries or (self.pages >= self._needed and not has_more))

    def _take(self, page: ListingPage) -> None:
        self.problem = self._problem_of(page)
        for entry in page.entries:
            self._rows += [entry.identity] * entry.times
            self._entries.setdefault(entry.identity, replace(entry, times=1))
        self._seen.add(_identities(page.entries))
        if self._span is not None and ignores_dates(self.entries, self._span):
            self.said = None
            self.problem = Problem(Fault.OTHER_DATES, f"page {self.pages} lists other dates than were asked for")

    def _adds_nothing(self, page: ListingPage) -> bool:
        return not page.entries or _identities(page.entries) in self._seen

    def _go_on(self, *, is_end: bool) -> None:
        if self.problem is not None:
            return
        if self.too_long:
            self._done = True
        elif is_end:
            self._again = self.pages > 1
            self._done = not self._again
            if self._done:
                self._count()

    def _compare(self, first: ListingPage) -> None:
        """The first page once more: what was added meanwhile pushed others to pages that were read already."""
        self._done = True
        self.problem = self._total_problem(first, "the first page, read again,")
        if self.problem is None and any(entry.identity not in self._entries for entry in first.entries):
            self.problem = Problem(Fault.MOVED, "the first page changed while it was paged")
        if self.problem is None:
            self._count()

    def _count(self) -> None:
        if self.said is None:
            self.problem = Problem(Fault.NO_TOTAL, "page 1 prints no total")
        elif self.said != len(self._entries):
            self.problem = Problem(Fault.MISCOUNTED, f"the site says {self.said} and lists {len(self._entries)}")

    def _problem_of(self, page: ListingPage) -> Problem | None:
        problem = self._total_problem(page, f"page {self.pages}")
        if problem is None and page.entries and _identities(page.entries) in self._seen:
            problem = Problem(Fault.REPEATS, f"page {self.pages} only repeats earlier entries")
        if problem is None and not page.entries and len(self._entries) != (self.said or 0):
            problem = Problem(Fault.MISCOUNTED, f"page {self.pages} lists nothing")
        return problem

    def _total_problem(self, page: ListingPage, name: str) -> Problem | None:
        if page.is_shell:
            kind = Fault.SHELL if page.has_form else Fault.UNKNOWN_PAGE
            return Problem(kind, f"{name} is a shell: no results and no total")
        if page.total == self.said:
            return None
        if page.total is None:
            return Problem(Fault.NO_TOTAL, f"{name} prints no total")
        return Problem(Fault.MOVED, f"the total moved from {self.said} to {page.total} while it was paged")


def ignores_dates(entries: Sequence[Entry], span: Span) -> bool:
    """Whether a listing answers with other dates than those of the span it was asked for.

    A wrong date on an entry may be a misprint. Where more than half of them are wrong, and not a single one alone, the
    site did not take the question. Entries without a date tell nothing of it.
    """
    dates = [date for entry in entries if (date := facts_of(entry.words).decided) is not None]
    astray = sum(span.misses(date) for date in dates)
    return astray > 1 and 2 * astray > len(dates)


def fingerprint(entries: Iterable[Entry]) -> str:
    """What tells whether a listing page names the same entries in the same order."""
    lines = "\n".join("\t".join(identity) for identity in _identities(entries))
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()


def _identities(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    return tuple(entry.identity for entry in entries)
