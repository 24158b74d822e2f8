"""Reads listings to their end, by whatever way the site gives them.

A listing that cannot be believed is read once more; then the other ways to the same decisions are tried. What each
reading found is kept: a page that was listed is fetched, also where the listing is not believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import structlog

from scraper.entry import facts_of
from scraper.errors import CrawlStoppedError, FetchError
from scraper.listing import Entry, ListingPage, read_listing
from scraper.paging import Fault, Paging, Problem, ignores_dates
from scraper.reading import Read
from scraper.spiders.visitor import Visitor
from scraper.ways import ASCENDING, FORM, SEARCH, WAYS, Way
from scraper.windows import EARLIEST, LATEST, SAFE_ENTRIES, Span

log = structlog.get_logger(__name__)

READINGS = 2
# Faults that the same way would only show again.
LASTING = frozenset({Fault.REPEATS, Fault.UNREADABLE})
# Faults that leave us without any listing of the dates that were asked for.
NO_LISTING = frozenset({Fault.SHELL, Fault.UNKNOWN_PAGE, Fault.UNREADABLE, Fault.OTHER_DATES})
# Wrong dates on so many entries at the ends of a listing are taken for misprints.
MISPRINTS = 1
# So many listings in a row that no way leads to: the site hides them all, or has been redesigned.
HOPELESS = 5


class Reader:
    """One crawl's reading of listings; ``faults`` counts what was wrong with them, ``ways`` how the good ones came."""

    def __init__(self, site_url: str, visitor: Visitor) -> None:
        self.faults: Counter[str] = Counter()
        self.ways: Counter[str] = Counter()
        self._site_url = site_url
        self._visitor = visitor
        self._first_way = self._last_total_by = SEARCH
        self._in_vain = 0
        self.witness: Span | None = None
        self.is_bare = False
        self._has_listed = False

    async def is_hopeless(self) -> bool:
        """Whether no listing can be read by any way: several could not in a row, and nor can ``witness``.

        That is a window that was whole: those that a crawl reads may be just the ones of which no way shows a listing.
        """
        if self._in_vain >= HOPELESS and self.witness is not None:
            if await self.total(self.witness) is None:
                self.witness = None  # It is asked no more.
            else:
                self._in_vain = 0
        return self._in_vain >= HOPELESS

    async def has_some(self) -> bool:
        """Whether the site has something of any date; not asked again once it had nothing.

        Where it says nothing of all dates, any other listing of this crawl tells.
        """
        if self.is_bare:
            return False
        page = await self.total(Span(EARLIEST, LATEST))
        self.is_bare = page is not None and page.total == 0 and not page.entries
        return self._has_listed if page is None else not self.is_bare

    async def greet(self) -> None:
        """Visit the search form, as any visitor does before a search; its cookies are kept."""
        try:
            await self._visitor.get(self._site_url.rstrip("/") + FORM)
        except FetchError as error:
            self.faults[Fault.NO_FORM] += 1
            log.warning("no_search_form", error=str(error))

    async def read(self, span: Span, *, limit: int | None = SAFE_ENTRIES, **more: str) -> Read:
        """The whole listing of a span; ``more`` narrows it. One of more than ``limit`` entries is left, if it has days.

        Raises CrawlStoppedError where nothing can be listed at all.
        """
        found: dict[tuple[str, str], Entry] = {}
        first: Read | None = None
        for way in self._allowed(span):
            read = await self._read_by(way, span, limit if span.days > 1 else None, more, found)
            if read.problem is None:
                self._note(way)
                return read
            first = first if first is not None and first.said is not None else read
        return self._from_both_ends(first, tuple(found.values()), span)

    def _allowed(self, span: Span) -> list[Way]:
        """The ways that robots.txt leaves us, the one that worked last first. Raises CrawlStoppedError for none."""
        allowed = [way for way in WAYS if self._visitor.allows(way.url(self._site_url, span))]
        if not allowed:
            raise CrawlStoppedError(f"robots.txt forbids {SEARCH.path}: nothing can be listed")
        return sorted(allowed, key=lambda way: way is not self._first_way)

    def _note(self, way: Way) -> None:
        self.ways[way.name] += 1
        self._in_vain = 0
        self._first_way = way

    async def _read_by(
        self, way: Way, span: Span, limit: int | None, more: dict[str, str], found: dict[tuple[str, str], Entry]
    ) -> Read:
        before: Paging | None = None
        for _ in range(READINGS):
            paging = await self._page_through(way, span, limit, more)
            self._has_listed |= bool(paging.said)
            found |= {entry.identity: entry for entry in paging.entries}
            if before is not None and before.counts_repeats and before.rows == paging.rows:
                return _with_repeats(paging, way)
            if paging.problem is None:
                break
            self._count(paging.problem, way, span)
            if paging.problem.fault in LASTING:
                break
            before = paging
        return Read(
            said=paging.said,
            entries=tuple(paging.entries),
            problem=paging.problem,
            # In the other order the first page is another one.
            first_page=None if way is ASCENDING else paging.first_page,
            too_long=paging.too_long,
            way=way.name,
        )

    def _from_both_ends(self, read: Read | None, entries: Sequence[Entry], span: Span) -> Read:
        """What all ways together found: a listing that only shows its ends is whole where these are all there is."""
        if read is None:
            raise ValueError("no way was tried")
        entries = [replace(entry, times=1) for entry in entries]
        problem = read.problem
        if problem is not None and problem.fault is Fault.REPEATS and len(entries) == read.said:
            if sum(_misses(span, entry) for entry in entries) <= MISPRINTS:
                return replace(read, entries=tuple(entries), problem=None)
            problem = Problem(Fault.OTHER_DATES, "both its ends together list other dates than were asked for")
            read = replace(read, said=None, problem=problem)
        # What moved or repeats was a listing; one that no way leads to may mean that none can be had.
        in_vain = problem is not None and problem.fault in NO_LISTING
        self._in_vain = self._in_vain + 1 if in_vain else 0
        within = tuple(entry for entry in entries if not _misses(span, entry))
        return replace(read, entries=within, beside=tuple(entry for entry in entries if _misses(span, entry)))

    async def _page_through(self, way: Way, span: Span, limit: int | None, more: dict[str, str]) -> Paging:
        paging = Paging(limit, span)
        while (number := paging.next_page) is not None:
            try:
                paging.add(await self.page(way.url(self._site_url, span, number, more)))
            except FetchError as error:
                paging.problem = Problem(Fault.UNREADABLE, f"page {number} could not be had: {error}")
        return paging

    def _count(self, problem: Problem, way: Way, span: Span) -> None:
        self.faults[problem.fault] += 1
        log.warning("listing_not_believed", window=str(span), way=way.name, fault=problem.fault, reason=str(problem))

    async def total(self, span: Span, **more: str) -> ListingPage | None:
        """The first page of a span's listing, for its total; None where no way gives one."""
        for way in self._allowed(span):
            try:
                page = await self.page(way.url(self._site_url, span, more=more))
            except FetchError as error:
                self._count(Problem(Fault.UNREADABLE, str(error)), way, span)
                continue
            if ignores_dates(page.entries, span):
                self._count(Problem(Fault.OTHER_DATES, "the total is of other dates than were asked for"), way, span)
            elif page.total is not None:
                self._last_total_by = way
                self._has_listed |= page.total > 0
                return page
            else:
                self._count(Problem(Fault.SHELL if page.is_shell else Fault.NO_TOTAL, "no total"), way, span)
        return None

    async def next_page(self, span: Span, number: int) -> ListingPage:
        """Another page of a listing, by the way that gave its total last. Raises FetchError where it cannot be had."""
        return await self.page(self._last_total_by.url(self._site_url, span, number))

    async def page(self, url: str) -> ListingPage:
        """One listing page. Raises FetchError where it cannot be had."""
        answer = await self._visitor.get(url)
        return read_listing(answer.content, answer.url)


def _misses(span: Span, entry: Entry) -> bool:
    decided = facts_of(entry.words).decided
    return decided is not None and span.misses(decided)


def _with_repeats(paging: Paging, way: Way) -> Read:
    """A listing that names entries more than once, the same ones each time it is read, and counts them so."""
    times = Counter(paging.rows)
    entries = tuple(replace(entry, times=times[entry.identity]) for entry in paging.entries)
    return Read(paging.said, entries, None, paging.first_page, way=way.name)
