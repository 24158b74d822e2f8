"""The quick poll: the ten newest decisions of each category, and the dates that have been bringing news.

It finds what is new in few requests and is another way beside the search, which has left things out before; it proves
nothing. What it finds is fetched and noted for the window of its date, whose total tells if that is all.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from scraper.choice import NEWS, dates_of_news, in_turn
from scraper.entry import CATEGORIES, facts_of
from scraper.errors import FetchError
from scraper.gaps import Gaps
from scraper.ledger import listings, queries
from scraper.listing import Entry
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.reader import Reader
from scraper.ways import category_url
from scraper.windows import Span

# Dates whose news stands on more pages than this are left to the comparing of totals, which asks for their parts.
MOST_PAGES = 60

log = structlog.get_logger(__name__)


class Poll:
    """One crawl's poll; ``unread`` keeps by category why its list could not be read, ``found`` counts its news."""

    def __init__(self, errand: Errand, reader: Reader, fetcher: Fetcher) -> None:
        self.unread: dict[str, str] = {}
        self.read = 0
        self.found = 0
        self._shows_news = False
        self._errand = errand
        self._reader = reader
        self._fetcher = fetcher

    async def run(self, share: int | None = None) -> None:
        """Poll every category, or with ``share`` so many of them: others each day, all of them in turn.

        All are polled also where a list turns out to show what was published last: then news stands in these lists.
        """
        held = await self._errand.writer.run(queries.categories)
        for place, category in enumerate(in_turn(sorted({*CATEGORIES, *held}), share, self._errand.clock.today())):
            if share is not None and place >= share and not self._shows_news:
                return
            entries = await self._entries(category, expected=category in held)
            self._shows_news |= not _by_date(entries)
            await self._take(entries)

    async def dates(self) -> None:
        """Look for what is new among the decision dates that have been bringing news.

        Up to ``MOST_PAGES`` of their listing are read, all there are as a rule; but where categories have shown what
        was published last only those that hold more than is known.
        """
        clock = self._errand.clock
        news = await self._errand.writer.run(lambda session: queries.news(session, clock.now() - NEWS))
        entries = await self._search(dates_of_news(news, clock.today()))
        await self._errand.writer.run(lambda session: listings.notice(session, entries))
        await self._take(entries)

    async def _search(self, span: Span) -> list[Entry]:
        known = await self._errand.writer.run(lambda session: queries.places(session, span))
        gaps = Gaps(known, whole=not self._shows_news)
        first = await self._reader.total(span)
        entries = list(first.entries) if first else []
        if first is not None:
            gaps.add(1, first)
        try:
            while first is not None and gaps.pages < MOST_PAGES and (number := gaps.next_page) is not None:
                page = await self._reader.next_page(span, number)
                gaps.add(number, page)
                entries += page.entries
        except FetchError as error:
            log.warning("dates_not_read", dates=str(span), error=str(error))
        return entries

    async def _entries(self, category: str, *, expected: bool) -> Sequence[Entry]:
        try:
            page = await self._reader.page(category_url(self._errand.site_url, category))
        except FetchError as error:
            if expected:
                self.unread[category] = str(error)
            log.warning("category_not_read", category=category, error=str(error))
            return ()
        if page.entries:
            self.read += 1
        elif expected:
            self.unread[category] = "it lists nothing"
        return page.entries

    async def _take(self, entries: Sequence[Entry]) -> None:
        errand = self._errand
        if not entries:
            return
        now = errand.clock.now()
        owed = await errand.writer.run(lambda session: listings.record_polled(session, errand.crawl_id, entries, now))
        self.found += len(owed)
        errand.tally.polled += len(entries)
        await self._fetcher.fetch(owed)


def _by_date(entries: Sequence[Entry]) -> bool:
    """Whether a list is in the order of decision dates, newest first."""
    dates = [date for entry in entries if (date := facts_of(entry.words).decided) is not None]
    return dates == sorted(dates, reverse=True)
