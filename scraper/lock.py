"""The lock that lets one crawl run at a time on one database."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from config.db import advisory_lock
from scraper.errors import CrawlRunningError, CrawlStoppedError

NAME = "crawl"


class CrawlLock:
    """Held for a block of code; it goes with its connection, so a crawl that is killed frees the way by itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held = ExitStack()

    def __enter__(self) -> Self:
        if not self._take():
            raise CrawlRunningError
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def renew(self) -> None:
        """Take it again after PostgreSQL was away. Raises CrawlStoppedError where another crawl was faster."""
        self._held.close()
        if not self._take():
            raise CrawlStoppedError("another crawl began while PostgreSQL was away")

    def _take(self) -> bool:
        with ExitStack() as fresh:
            if not fresh.enter_context(advisory_lock(self._engine, NAME)):
                return False
            self._held = fresh.pop_all()
        return True


def is_crawling(engine: Engine) -> bool:
    """Whether a crawl is running on this database now. Raises ServiceUnavailableError where PostgreSQL is away."""
    with advisory_lock(engine, NAME) as free:
        return not free
