"""The lock that lets one crawl run at a time on one database."""

from __future__ import annotations

import time
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import Connection, Engine, text

from config.db import is_locked, lock_connection, reached
from config.errors import ServiceUnavailableError
from scraper.errors import CrawlRunningError, CrawlStoppedError

log = structlog.get_logger(__name__)

NAME = "crawl"
# Its connection is asked so often at most whether it is still there.
CHECK_SECONDS = 1.0


class CrawlLock:
    """Held for a block of code; it goes with its connection, so a crawl that is killed frees the way by itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held = ExitStack()
        self._connection: Connection | None = None
        self._checked = 0.0

    def __enter__(self) -> Self:
        if not self._take():
            raise CrawlRunningError
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def check(self) -> None:
        """Take it again where its connection was lost; to be called before anything is written.

        Raises CrawlStoppedError where another crawl was faster, ServiceUnavailableError where PostgreSQL is away.
        """
        if self._connection is None or time.monotonic() - self._checked < CHECK_SECONDS:
            return
        try:
            with reached():
                self._connection.execute(text("SELECT 1"))
        except ServiceUnavailableError as error:
            log.warning("crawl_lock_lost", error=str(error))
            self.renew()
        self._checked = time.monotonic()

    def renew(self) -> None:
        """Take it again after PostgreSQL was away. Raises CrawlStoppedError where another crawl was faster."""
        self._held.close()
        if not self._take():
            raise CrawlStoppedError("another crawl began while PostgreSQL was away")

    def _take(self) -> bool:
        with ExitStack() as fresh:
            connection = fresh.enter_context(lock_connection(self._engine, NAME))
            if connection is None:
                return False
            self._connection = connection
            self._held = fresh.pop_all()
        return True


def is_crawling(engine: Engine) -> bool:
    """Whether a crawl is running on this database now. Raises ServiceUnavailableError where PostgreSQL is away."""
    return is_locked(engine, NAME)
