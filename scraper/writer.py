"""Stores pages on a thread of its own, so that the reactor never waits for SQL, and never runs ahead of it.

Pages wait in memory up to a fixed number; who wants to fetch one more first takes a permit (:meth:`Writer.room`). Pages
that come within a moment are stored in one transaction. While PostgreSQL is away the thread tries again, for minutes;
then it gives up and everything that waits fails with the reason.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Literal, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from config.db import SessionMaker, unit_of_work
from config.errors import PermanentError, ServiceUnavailableError
from config.queues import Notifier, Task
from scraper import store
from scraper.errors import CrawlStoppedError, NotStoredError
from scraper.items import RawPage, Stored
from scraper.lock import CrawlLock
from scraper.report import Tally

log = structlog.get_logger(__name__)

T = TypeVar("T")

# Pages in memory between network and SQL: some 6 MB, and enough to ride out a slow commit.
ROOM = 128
# One commit for this many pages at most. The more wait, the fewer round trips each costs, so a writer that has fallen
# behind catches up.
BATCH = 64
PATIENCE_SECONDS = 300.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0

# A page waits so long for others to be stored with, unless no other is on its way.
GATHERING_SECONDS = 0.05

_Waiting = tuple[RawPage, "asyncio.Future[Stored]"]
_Outcome = Stored | Exception


class Room(asyncio.Semaphore):
    """Permits to fetch a page and have it stored; ``taken`` is how many are in use."""

    def __init__(self) -> None:
        super().__init__(ROOM)
        self.taken = 0

    async def acquire(self) -> Literal[True]:
        """Wait for a permit."""
        await super().acquire()
        self.taken += 1
        return True

    def release(self) -> None:
        """Give a permit back."""
        self.taken -= 1
        super().release()


class Writer:
    """The one thread that writes what a crawl found; work is done in the order in which it was handed in."""

    def __init__(self, sessions: SessionMaker, notifier: Notifier, tally: Tally, lock: CrawlLock) -> None:
        self.room = Room()
        self._sessions = sessions
        self._notifier = notifier
        self._tally = tally
        self._lock = lock
        self._waiting: deque[_Waiting] = deque()
        self._gathering: asyncio.TimerHandle | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._ending = Event()
        self._lost: ServiceUnavailableError | CrawlStoppedError | None = None

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do a piece of work in its own transaction. Raises ServiceUnavailableError when patience is at its end."""
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Hand in a piece of work from outside the event loop."""
        return self._thread.submit(self._patiently, work)

    async def keep(self, page: RawPage) -> Stored:
        """Store a page and tell the parsers. Raises ServiceUnavailableError, or NotStoredError for the page's fault."""
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[Stored] = loop.create_future()
        self._waiting.append((page, stored))
        if len(self._waiting) >= min(BATCH, self.room.taken):
            self._hand_over()
        elif self._gathering is None:
            self._gathering = loop.call_later(GATHERING_SECONDS, self._hand_over)
        # It is stored whether or not anybody still waits for it.
        return await asyncio.shield(stored)

    def _hand_over(self) -> None:
        """Have the thread store what waits."""
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        self._thread.submit(self._store_waiting).add_done_callback(_log_fault)

    def close(self) -> None:
        """Finish what was handed in and end the thread; a database that is away is not waited for any longer."""
        self._ending.set()
        self._hand_over()
        self._thread.shutdown(wait=True)

    def _store_waiting(self) -> None:
        left = len(self._waiting)
        while left > 0 and (batch := self._next_batch()):
            left -= len(batch)
            # Whatever breaks is ours: nobody is left waiting, and the crawl ends.
            outcomes: Sequence[_Outcome] = [CrawlStoppedError("storing pages broke off, the log says why")] * len(batch)
            try:
                outcomes = self._store([page for page, _ in batch])
            finally:
                _tell([future for _, future in batch], outcomes)
            kept = [one for one in outcomes if isinstance(one, Stored)]
            self._notifier.notify_each(Task.PARSE, [stored.page_id for stored in kept if stored.is_new])

    def _next_batch(self) -> list[_Waiting]:
        """Waiting pages of different addresses, oldest first."""
        batch: dict[str, _Waiting] = {}
        while self._waiting and len(batch) < BATCH and self._waiting[0][0].key not in batch:
            one = self._waiting.popleft()
            batch[one[0].key] = one
        return list(batch.values())

    def _store(self, pages: Sequence[RawPage]) -> Sequence[_Outcome]:
        """Store pages together; what became of each."""
        try:
            kept = self._patiently(lambda session: store.store_pages(session, pages))
        except (ServiceUnavailableError, CrawlStoppedError) as error:
            return [error] * len(pages)
        except (PermanentError, DBAPIError) as error:
            if len(pages) == 1:
                return [NotStoredError(str(error))]
            # One of them is at fault: each is stored alone, so that it fails alone.
            return [outcome for page in pages for outcome in self._store([page])]
        for stored in kept:
            self._count(stored)
        return kept

    def _count(self, stored: Stored) -> None:
        if not stored.is_new:
            self._tally.unchanged += 1
        elif stored.number == 1:
            self._tally.new += 1
        else:
            self._tally.changed += 1

    def _patiently(self, work: Callable[[Session], T]) -> T:
        if self._lost is not None:
            raise self._lost
        try:
            return patiently(
                self._sessions,
                work,
                patience=PATIENCE_SECONDS,
                before=self._lock.check,
                on_return=self._lock.renew,
                ending=self._ending,
            )
        except (ServiceUnavailableError, CrawlStoppedError) as error:
            self._lost = error
            raise


def patiently(
    sessions: SessionMaker,
    work: Callable[[Session], T],
    *,
    patience: float,
    before: Callable[[], None] = lambda: None,
    on_return: Callable[[], None] = lambda: None,
    ending: Event | None = None,
) -> T:
    """Do a piece of work in a transaction, again and again while the database is away, for so many seconds.

    Blocks the thread; ``before`` is called before the first try, ``on_return`` before each further one, ``ending``
    ends the waiting with one last try. Raises ServiceUnavailableError when patience is at its end.
    """
    ending = ending or Event()
    began = time.monotonic()
    pause = FIRST_PAUSE_SECONDS
    away = False
    while True:
        try:
            (on_return if away else before)()
            with unit_of_work(sessions) as session:
                return work(session)
        except ServiceUnavailableError as error:
            if ending.is_set() or time.monotonic() - began + pause > patience:
                raise
            log.warning("database_away", error=str(error), retry_in_seconds=pause)
        away = True
        ending.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _tell(waiting: Sequence[asyncio.Future[Stored]], outcomes: Sequence[_Outcome]) -> None:
    """Tell those who wait what became of their pages, all in one go: each word wakes the event loop."""

    def tell() -> None:
        for future, outcome in zip(waiting, outcomes, strict=True):
            if isinstance(outcome, Stored):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

    # Where the loop has ended, nobody waits any more.
    with suppress(RuntimeError):
        waiting[0].get_loop().call_soon_threadsafe(tell)


def _log_fault(job: Future[None]) -> None:
    if not job.cancelled() and (fault := job.exception()) is not None:
        log.error("writer_broke", exc_info=fault)
