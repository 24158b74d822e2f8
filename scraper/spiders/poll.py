"""The quick poll: the ten newest decisions of each category, and the dates that have been bringing news.

It finds what is new in a handful of requests and is another way beside the search, which has left things out before;
it proves nothing. What it finds is fetched and noted for the window of its date, whose total tells if that is all.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from scraper.choice import NEWS, dates_of_news
from scraper.entry import CATEGORIES
from scraper.errors import FetchError
from scraper.ledger import listings, queries
from scraper.listing import Entry
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.reader import Reader
from scraper.ways import category_url

# Dates that list more than this are left to the comparing of totals, which asks for their parts.
MOST_PAGES = 60

log = structlog.get_logger(__name__)


class Poll:
    """One crawl's poll; ``unread`` keeps by category why its list could not be read, ``found`` counts its news."""

    def __init__(self, errand: Errand, reader: Reader, fetcher: Fetcher) -> None:
        self.unread: dict[str, str] = {}
        self.read = 0
        self.found = 0
        self._errand = errand
        self._reader = reader
        self._fetcher = fetcher

    async def run(self, share: int | None = None) -> None:
        """Poll every category, or with ``share`` so many of them: others each day, all of them in turn."""
        held = await self._errand.writer.run(queries.categories)
        for category in _turn(sorted({*CATEGORIES, *held}), share, self._errand.clock.today().toordinal()):
            entries = await self._entries(category, expected=category in held)
            await self._take(entries)

    async def dates(self) -> None:
        """Read the listing of the decision dates that have been bringing news."""
        clock = self._errand.clock
        ages = await self._errand.writer.run(lambda session: queries.ages_of_news(session, clock.now() - NEWS))
        span = dates_of_news(ages, clock.today())
        if span is None:
            return
        try:
            pages = await self._reader.pages(span, MOST_PAGES)
        except FetchError as error:
            log.warning("dates_not_read", dates=str(span), error=str(error))
            return
        entries = [entry for page in pages for entry in page.entries]
        await self._errand.writer.run(lambda session: listings.notice(session, entries))
        await self._take(entries)

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


def _turn(categories: Sequence[str], share: int | None, day: int) -> Sequence[str]:
    """So many of the categories that all have had their turn before one has it again."""
    if share is None or share >= len(categories):
        return categories
    start = day * share % len(categories)
    return [*categories, *categories][start : start + share]
