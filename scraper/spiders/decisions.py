"""The spider of the decisions: one crawl over the windows it is given."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from scrapy import Request, Spider, signals
from twisted.python.failure import Failure

from config.errors import ServiceUnavailableError
from scraper.clock import Clock
from scraper.errors import CrawlStoppedError
from scraper.report import Tally
from scraper.spiders.errand import Errand
from scraper.spiders.visitor import Visitor
from scraper.spiders.walk import Walk
from scraper.windows import Span
from scraper.writer import Writer

log = structlog.get_logger(__name__)

PROGRESS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is to do, and how eagerly."""

    crawl_id: int
    site_url: str
    hosts: Sequence[str]
    spans: Sequence[Span]
    clock: Clock
    spacing: float
    concurrency: int


@dataclass(slots=True)
class Course:
    """How a crawl went, and the way to stop it.

    ``ended``: every window was walked; ``stopped``: why it could not go on; ``fault``: what it broke off on, which is
    ours and told in full by the log. None of these: it was told to stop.
    """

    ended: bool = False
    stopped: BaseException | None = None
    fault: BaseException | None = None
    requests: int = 0
    unfinished: dict[Span, str] = field(default_factory=dict)
    told_to_stop: bool = False
    _task: asyncio.Task[None] | None = None

    def follow(self, task: asyncio.Task[None]) -> None:
        """From now on this is what a word to stop cancels."""
        self._task = task
        if self.told_to_stop:
            task.cancel()

    def stop(self) -> None:
        """Stop the crawl; may be called at any time, from a signal handler too."""
        self.told_to_stop = True
        if self._task is not None:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)


class DecisionsSpider(Spider):
    """Runs one plan; what comes of it is in the course and the tally it was given."""

    name = "decisions"

    def __init__(self, *, plan: Plan, writer: Writer, tally: Tally, course: Course, **options: Any) -> None:
        super().__init__(**options)
        self.allowed_domains = list(plan.hosts)
        self._plan = plan
        self._writer = writer
        self._tally = tally
        self._course = course

    async def start(self) -> AsyncIterator[Any]:
        """Do the whole crawl; nothing is handed to Scrapy's scheduler, because a window is walked in order."""
        self.crawler.signals.connect(self._note_fault, signals.spider_error)
        crawl = asyncio.ensure_future(self._crawl())
        progress = asyncio.ensure_future(self._tell_progress())
        self._course.follow(crawl)
        await asyncio.wait([crawl])
        progress.cancel()
        if not crawl.cancelled():
            crawl.result()
        requests: Sequence[Request] = ()
        for request in requests:
            yield request

    async def _crawl(self) -> None:
        plan = self._plan
        visitor = Visitor(self.crawler.engine.download_async, spacing=plan.spacing, concurrency=plan.concurrency)
        walk = Walk(Errand(plan.crawl_id, plan.site_url, visitor, self._writer, self._tally, plan.clock))
        self._course.unfinished = walk.unfinished
        try:
            await visitor.arrive(plan.site_url)
            await walk.windows(plan.spans, at_once=plan.concurrency)
            self._course.ended = True
        except* (CrawlStoppedError, ServiceUnavailableError) as group:
            self._course.stopped = leaf(group)
        finally:
            self._course.requests = visitor.requests

    def _note_fault(self, failure: Failure) -> None:
        self._course.fault = leaf(failure.value or RuntimeError(str(failure)))

    async def _tell_progress(self) -> None:
        began = time.monotonic()
        while True:
            await asyncio.sleep(PROGRESS_SECONDS)
            seconds = time.monotonic() - began
            log.info(
                "crawl_progress",
                windows=f"{self._tally.windows}/{len(self._plan.spans)}",
                pages=self._tally.fetched,
                pages_per_second=round(self._tally.fetched / seconds, 1),
                failed=self._tally.failed,
            )


def leaf(error: BaseException) -> BaseException:
    """The first single error inside nested groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
