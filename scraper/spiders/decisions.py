"""The spider of the decisions: Scrapy's frame around one visit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from scrapy import Request, Spider, signals
from twisted.python.failure import Failure

from config.errors import ServiceUnavailableError
from scraper.clock import Clock
from scraper.errors import CrawlStoppedError
from scraper.progress import Progress
from scraper.report import Tally
from scraper.spiders.course import Course
from scraper.spiders.errand import Errand
from scraper.spiders.sender import SLOT
from scraper.spiders.visit import Plan, Visit
from scraper.spiders.visitor import Visitor
from scraper.writer import Writer


@dataclass(frozen=True, slots=True)
class Order:
    """Everything one crawl is given: its row, the site, its plan, and who writes, counts and tells."""

    crawl_id: int
    site_url: str
    spacing: float
    plan: Plan
    writer: Writer
    tally: Tally
    clock: Clock
    progress: Progress


class DecisionsSpider(Spider):
    """Makes one visit; what comes of it is in the course it was given."""

    name = "decisions"

    def __init__(self, *, order: Order, course: Course, **options: Any) -> None:
        super().__init__(**options)
        self._order = order
        self._course = course

    async def start(self) -> AsyncIterator[Any]:
        """Do the whole crawl; nothing is handed to Scrapy's scheduler, because a window is walked in order."""
        self.crawler.signals.connect(self._note_fault, signals.spider_error)
        crawl = asyncio.ensure_future(self._crawl())
        progress = asyncio.ensure_future(self._order.progress.tell(self._order.tally))
        self._course.follow(crawl)
        await asyncio.wait([crawl])
        progress.cancel()
        if not crawl.cancelled():
            crawl.result()
        requests: Sequence[Request] = ()
        for request in requests:
            yield request

    async def _crawl(self) -> None:
        order, course = self._order, self._course
        course.visitor = Visitor(
            self.crawler.engine.download_async,
            spacing=order.spacing,
            concurrency=order.plan.at_once,
            clock=order.clock,
            throttle=self._throttle,
            headers={**self.settings.getdict("DEFAULT_REQUEST_HEADERS"), "User-Agent": self.settings["USER_AGENT"]},
        )
        errand = Errand(order.crawl_id, order.site_url, course.visitor, order.writer, order.tally, order.clock)
        course.visit = Visit(order.plan, errand)
        try:
            await course.visit.make()
            course.ended = True
        except* (CrawlStoppedError, ServiceUnavailableError) as group:
            course.stopped = leaf(group)

    def _throttle(self) -> float:
        """The distance in seconds that Scrapy's AutoThrottle finds the server to need."""
        slot = self.crawler.engine.downloader.slots.get(SLOT)
        return slot.delay if slot else 0.0

    def _note_fault(self, failure: Failure) -> None:
        self._course.fault = leaf(failure.value or RuntimeError(str(failure)))


def leaf(error: BaseException) -> BaseException:
    """The first single error inside nested groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
