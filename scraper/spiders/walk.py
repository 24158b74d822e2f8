"""Walks windows: reads each one's listing to its end, fetches what is not held, and closes it with the truth.

A window is whole only where the site's total, what it listed and what is held are the same number. One that lists too
much to be paged safely, or that cannot be read whole, is split, and its parts are walked in its place.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

import structlog
from sqlalchemy.orm import Session

from config import failures
from config.failures import Stage, Subject
from scraper.choice import Known
from scraper.entry import oddities_of
from scraper.errors import ListingError
from scraper.ledger import listings, queries, windows
from scraper.ledger.listings import Sight
from scraper.ledger.queries import Owed
from scraper.ledger.windows import Closed, OpenWindow
from scraper.listing import PAGE_SIZE
from scraper.paging import Fault, Problem
from scraper.reading import Read
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.reader import NO_LISTING, Reader
from scraper.ways import SEARCH
from scraper.windows import Span, State, parts

log = structlog.get_logger(__name__)

# Faults that a shorter listing may not have: it moves less, and one of a single page has no second one to be wrong.
SHORTER_HELPS = frozenset({Fault.REPEATS, Fault.MOVED, Fault.MISCOUNTED, Fault.SHELL, Fault.UNREADABLE})
BARE = "the site does not say that it has anything of any date"
NOT_TRIED = "not read: no listing could be had before it"


class Walk:
    """One crawl's way through its windows; ``results`` are those that it left, in the order in which it did.

    ``unfinished`` keeps by name the reasons of those that are not whole, ``problems`` counts the listings that were not
    believed.
    """

    def __init__(self, errand: Errand, reader: Reader, fetcher: Fetcher) -> None:
        self.results: dict[Span, Closed] = {}
        self.unfinished: dict[str, str] = {}
        self.oddities: Counter[str] = Counter()
        self.problems = 0
        self._counted: dict[Span, tuple[int, int]] = {}
        self._errand = errand
        self._reader = reader
        self._fetcher = fetcher

    @property
    def unlisted(self) -> list[Span]:
        """The windows of which no listing could be had by any way, or none was asked for any more."""
        return [
            span
            for span, one in self.results.items()
            if one.reason == NOT_TRIED or (one.problem is not None and one.problem.fault in NO_LISTING)
        ]

    async def read_all(self, spans: Iterable[Span], *, at_once: int) -> None:
        """Walk windows, a few at once; what stops the crawl stops all of them (ExceptionGroup)."""
        queue = iter(spans)
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._take_from(queue))

    async def _take_from(self, queue: Iterator[Span]) -> None:
        for span in queue:
            await self._try(span)

    async def _try(self, span: Span, *, is_part: bool = False) -> None:
        if await self._reader.is_hopeless():
            self.unfinished[str(span)] = NOT_TRIED
            self.results[span] = Closed(span, State.OPEN, None, 0, 0, NOT_TRIED)
        else:
            await self.read(span, is_part=is_part)

    async def read(self, span: Span, *, is_part: bool = False) -> None:
        """Read one window, and where it has to be split its parts; what a part of a known window adds is news."""
        errand = self._errand
        window = await errand.writer.run(lambda session: windows.begin(session, errand.crawl_id, span))
        read = await self._reader.read(span)
        if read.said == 0 and window.said_before != 0 and not await self._reader.has_some():
            read = replace(read, said=None, problem=Problem(Fault.DROPPED, BARE))
        self._note_oddities(read)
        if (pieces := _pieces(span, read)) is not None:
            await self._split(window, read, pieces)
            return
        sight = Sight(window.id, errand.crawl_id, errand.clock.now(), as_news=window.read_before or is_part)
        errand.tally.polled += len(read.beside)
        owed = await errand.writer.run(partial(self._record, sight, read))
        await self._fetcher.fetch(owed)
        closed = await errand.writer.run(partial(self._close, window, read))
        self._note(closed, said=read.said or 0, listed=sum(entry.times for entry in read.entries))

    async def _split(self, window: OpenWindow, read: Read, pieces: list[Span]) -> None:
        errand, said = self._errand, read.said or 0
        now = errand.clock.now()
        await errand.writer.run(lambda session: windows.split(session, window, pieces, said, now))
        log.info("window_split", window=str(window.span), said=said, parts=len(pieces))
        for piece in pieces:
            await self._try(piece, is_part=window.read_before)
        within = [one for one in self.results.values() if window.span.since <= one.span.since <= window.span.until]
        added = sum(one.said or 0 for one in within)
        if added != said and all(one.problem is None and one.reason != NOT_TRIED for one in within):
            await self._compare(window.span, added)

    async def _compare(self, span: Span, added: int) -> None:
        """The parts do not add up to what the whole said: unless the site has moved, something lies between them."""
        page = await self._reader.total(span)
        if page is None or page.total != added:
            said = "nothing" if page is None else page.total
            self.unfinished[str(span)] = f"the site says {said} of the whole, and {added} of its parts"

    async def fetch_owed(self, window_id: int) -> None:
        """Fetch what a window lists and the archive does not hold; its listing is whole."""
        errand = self._errand
        await self._fetcher.fetch(await errand.writer.run(lambda session: queries.owed(session, window_id)))
        gone = self._fetcher.gone
        closed = await errand.writer.run(lambda session: windows.recount(session, window_id, gone=gone))
        self._note(closed, said=closed.said or 0, listed=closed.listed)

    def add_up(self, said: int, listed: int, windows: int) -> None:
        """Count windows in that are as recorded, because their totals add up to what the site says of them all."""
        self._errand.tally.confirmed += windows
        self._errand.tally.said += said
        self._errand.tally.listed += listed

    def leave(self, window: Known) -> None:
        """Name a window that stays open and is not read now, as that would only show the same."""
        self.unfinished[str(window.span)] = window.reason or window.state.value

    @staticmethod
    def _record(sight: Sight, read: Read, session: Session) -> list[Owed]:
        listings.record(session, sight, read.entries)
        beside = listings.record_polled(session, sight.crawl_id, read.beside, sight.at)
        return list(dict.fromkeys([*queries.owed(session, sight.window_id), *beside]))

    def _close(self, window: OpenWindow, read: Read, session: Session) -> Closed:
        now = self._errand.clock.now()
        closed = windows.close(session, window, read, now, gone=self._fetcher.gone)
        if closed.problem is None:
            failures.resolve(session, Stage.LIST, [window.id])
        else:
            subject = Subject(Stage.LIST, window.id, SEARCH.url(self._errand.site_url, window.span))
            failures.record(session, subject, ListingError(str(closed.problem)))
        return closed

    def _note_oddities(self, read: Read) -> None:
        for entry in read.entries:
            for oddity, shown in oddities_of(entry.key, entry.words, entry.times):
                if oddity not in self.oddities:
                    log.warning("entry_odd", oddity=oddity, example=shown, url=entry.url)
                self.oddities[oddity] += 1

    def _note(self, closed: Closed, *, said: int, listed: int) -> None:
        """Count a window in, in place of what an earlier look in this crawl saw of it."""
        tally = self._errand.tally
        before = self._counted.get(closed.span)
        if before is None:
            tally.windows += 1
            before = (0, 0)
        tally.said += said - before[0]
        tally.listed += listed - before[1]
        self._counted[closed.span] = (said, listed)
        self._count_problem(closed.problem)
        self.results[closed.span] = closed
        self.unfinished.pop(str(closed.span), None)
        if closed.reason is not None:
            self.unfinished[str(closed.span)] = closed.reason

    def _count_problem(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problems += 1
            self._errand.tally.failed += 1
            if problem.fault is Fault.DROPPED:
                self._reader.faults[problem.fault] += 1


def _pieces(span: Span, read: Read) -> list[Span] | None:
    """The parts in which a window is to be read instead; None where it stands as it is."""
    if span.days == 1 or not read.said:
        return None
    if read.too_long:
        return parts(span, read.said)
    if read.problem is not None and read.problem.fault in SHORTER_HELPS and read.said > PAGE_SIZE:
        return parts(span, read.said, each=PAGE_SIZE // 2)
    return None
