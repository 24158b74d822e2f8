"""The last way round a search that shows nothing: one body's decisions at a time.

It cannot prove that it found everything, as a body nobody has heard of is not asked for. So the windows stay open; but
what is found is fetched and noted for the window of its date.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import structlog

from scraper.ledger import listings, queries
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.reader import NO_LISTING, Reader
from scraper.windows import Span

log = structlog.get_logger(__name__)

# So many bodies that show nothing either, and this is no way round.
MOST_IN_VAIN = 3


class BodySearch:
    """One crawl's search body by body."""

    def __init__(self, errand: Errand, reader: Reader, fetcher: Fetcher) -> None:
        self._errand = errand
        self._reader = reader
        self._fetcher = fetcher

    async def run(self, spans: Sequence[Span]) -> None:
        """Search all dates of these windows for every body that the archive knows."""
        if not spans:
            return
        dates = Span(min(span.since for span in spans), max(span.until for span in spans))
        in_vain = 0
        for body in await self._errand.writer.run(queries.bodies):
            if in_vain >= MOST_IN_VAIN:
                log.warning("bodies_not_searched", reason="the search shows nothing for a body either")
                return
            in_vain = 0 if await self._search(body, dates) else in_vain + 1

    async def _search(self, body: str, dates: Span) -> bool:
        """Search for one body; whether the site gave an answer."""
        read = await self._reader.read(dates, limit=None, aname=body)
        entries, errand = (*read.entries, *read.beside), self._errand
        keep = partial(listings.record_polled, crawl_id=errand.crawl_id, entries=entries, at=errand.clock.now())
        owed = await errand.writer.run(keep)
        errand.tally.polled += len(entries)
        await self._fetcher.fetch(owed)
        return read.problem is None or read.problem.fault not in NO_LISTING
