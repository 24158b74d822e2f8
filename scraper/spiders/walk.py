"""Walks windows: reads each one's listing to its end, fetches what is not held, and closes it with the truth.

A window is whole only where the site's total, what it listed and what is held are the same number. Whatever stands
against that is the window's reason, and each page or listing that could not be had is a row in ``failures``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from config import failures
from config.failures import Stage, Subject
from scraper import ledger, store
from scraper.addresses import at_site
from scraper.errors import CrawlStoppedError, FetchError, ListingError, NotStoredError
from scraper.items import RawPage
from scraper.ledger import OpenWindow, Owed
from scraper.listing import Entry, read_listing
from scraper.paging import Paging
from scraper.spiders.errand import Errand
from scraper.windows import Span

# A listing that moved while it was read is read once more; then the window stays open until the next crawl.
READINGS = 2
# So many missing pages are named in a window's reason; each has its failure row beside.
NAMED = 5


class Walk:
    """One crawl's way through its windows; ``unfinished`` keeps the reasons of those that are not whole."""

    def __init__(self, errand: Errand) -> None:
        self.unfinished: dict[Span, str] = {}
        self._crawl_id = errand.crawl_id
        self._site_url = errand.site_url
        self._visitor = errand.visitor
        self._writer = errand.writer
        self._tally = errand.tally
        self._clock = errand.clock

    async def windows(self, spans: Sequence[Span], *, at_once: int) -> None:
        """Walk all windows, a few at once; what stops the crawl stops all of them (ExceptionGroup)."""
        for span in spans[:1]:
            self._ask_leave(self._listing_url(span))
        queue = iter(spans)
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._windows_of(queue))

    def _ask_leave(self, listing_url: str) -> None:
        if not self._visitor.allows(listing_url):
            raise CrawlStoppedError(f"robots.txt forbids {urlsplit(listing_url).path}: nothing can be listed")

    async def _windows_of(self, queue: Iterator[Span]) -> None:
        for span in queue:
            await self._window(span)

    async def _window(self, span: Span) -> None:
        window = await self._writer.run(lambda session: ledger.open_window(session, self._crawl_id, span))
        listing = await self._read_listing(window)
        owed = await self._writer.run(partial(self._record, window, listing.entries))
        missing = await self._fetch_all(owed)
        keys = {entry.key for entry in listing.entries}
        reason = await self._writer.run(partial(self._close, window, listing, keys, missing))
        if reason is not None:
            self.unfinished[span] = reason
        self._tally.said += listing.said or 0
        self._tally.listed += len(listing.entries)
        self._tally.windows += 1

    async def _read_listing(self, window: OpenWindow) -> Paging:
        for _ in range(READINGS):
            paging = Paging()
            while (number := paging.next_page) is not None:
                url = self._listing_url(window.span, number)
                try:
                    answer = await self._visitor.get(url)
                except FetchError as error:
                    paging.problem = f"page {number} could not be had: {error}"
                    return paging
                paging.add(read_listing(answer.content, answer.url))
            if paging.problem is None:
                break
        return paging

    def _listing_url(self, span: Span, page: int = 1) -> str:
        path = f"/Decisions/SearchResults?fd={span.since}&td={span.until}&page={page}"
        return self._site_url.rstrip("/") + path

    def _record(self, window: OpenWindow, entries: Sequence[Entry], session: Session) -> list[Owed]:
        ledger.record_listing(session, window, self._crawl_id, entries)
        return ledger.owed(session, window)

    async def _fetch_all(self, owed: Sequence[Owed]) -> dict[str, str]:
        """Fetch and store pages; why each one that is still missing is so, by its key."""
        missing: dict[str, str] = {}
        async with asyncio.TaskGroup() as group:
            for one in owed:
                group.create_task(self._fetch(one, missing))
        return missing

    async def _fetch(self, owed: Owed, missing: dict[str, str]) -> None:
        url = at_site(self._site_url, owed.url)
        async with self._writer.room:
            try:
                answer = await self._visitor.get(url)
                self._tally.fetched += 1
                await self._writer.keep(
                    RawPage(
                        key=owed.key,
                        url=url,
                        content=answer.content,
                        fetched_at=answer.at,
                        status=answer.status,
                        headers=answer.headers,
                        crawl_id=self._crawl_id,
                    )
                )
            except (FetchError, NotStoredError) as error:
                missing[owed.key] = str(error)
                await self._fail(Subject(Stage.FETCH, owed.address_id, url), error)

    async def _fail(self, subject: Subject, error: FetchError | NotStoredError) -> None:
        self._tally.failed += 1
        attempts = error.attempts if isinstance(error, FetchError) else 1
        await self._writer.run(lambda session: failures.record(session, subject, error, attempts=attempts))

    def _close(
        self, window: OpenWindow, listing: Paging, keys: set[str], missing: dict[str, str], session: Session
    ) -> str | None:
        not_held = sorted(keys - store.held(session, keys))
        reason = listing.problem or (_naming(not_held, missing, len(keys)) if not_held else None)
        ledger.close_window(session, window, listing.said, reason, self._clock.now())
        if listing.problem is None:
            failures.resolve(session, Stage.LIST, [window.id])
        else:
            self._tally.failed += 1
            subject = Subject(Stage.LIST, window.id, self._listing_url(window.span))
            failures.record(session, subject, ListingError(listing.problem))
        return reason


def _naming(not_held: Sequence[str], missing: dict[str, str], listed: int) -> str:
    named = [f"{key} ({missing.get(key, 'not fetched')})" for key in not_held[:NAMED]]
    more = [f"and {len(not_held) - NAMED} more"] if len(not_held) > NAMED else []
    return f"{len(not_held)} of {listed} listed pages are not held: {', '.join(named + more)}"
