"""The last way round a search that shows nothing: one category's decisions at a time, then one body's.

It cannot prove that it found everything, as a body nobody has heard of is not asked for. So the windows stay open; but
what is found is fetched and noted for the window of its date.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import structlog

from scraper.choice import in_turn
from scraper.entry import CATEGORIES
from scraper.ledger import listings, queries
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.reader import NO_LISTING, Reader
from scraper.windows import Span, joined

log = structlog.get_logger(__name__)

# So many in a row that show nothing either, and this is no way round.
MOST_IN_VAIN = 3


class NarrowSearch:
    """One crawl's search by category and by body."""

    def __init__(self, errand: Errand, reader: Reader, fetcher: Fetcher) -> None:
        self._errand = errand
        self._reader = reader
        self._fetcher = fetcher

    async def run(self, spans: Sequence[Span], most: int | None = None) -> None:
        """Search these windows by category, and where that shows nothing for every body that the archive knows.

        With ``most`` there are no more than so many searches of each kind, others each day.
        """
        held = await self._errand.writer.run(queries.categories)
        if not await self._search_all("c", sorted({*CATEGORIES, *held}), spans, most):
            await self._search_all("aname", await self._errand.writer.run(queries.bodies), spans, most)

    async def _search_all(self, question: str, names: Sequence[str], spans: Sequence[Span], most: int | None) -> bool:
        """Ask a question about each of the names; whether the site always gave an answer."""
        searches = [(name, dates) for dates in joined(spans) for name in names]
        in_vain, unanswered = 0, 0
        for name, dates in in_turn(searches, most, self._errand.clock.today())[:most]:
            if in_vain >= MOST_IN_VAIN:
                log.warning("not_searched", question=question, reason="it shows nothing either")
                return False
            answered = await self._search(dates, {question: name})
            in_vain = 0 if answered else in_vain + 1
            unanswered += not answered
        return not unanswered

    async def _search(self, dates: Span, question: dict[str, str]) -> bool:
        read = await self._reader.read(dates, limit=None, **question)
        entries, errand = (*read.entries, *read.beside), self._errand
        keep = partial(listings.record_polled, crawl_id=errand.crawl_id, entries=entries, at=errand.clock.now())
        owed = await errand.writer.run(keep)
        errand.tally.polled += len(entries)
        await self._fetcher.fetch(owed)
        return read.problem is None or read.problem.fault not in NO_LISTING
