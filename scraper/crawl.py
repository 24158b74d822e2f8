"""Runs one crawl in a process of its own: ``python -m scraper.crawl --mode full --since 2024-01-01``.

Prints the report as JSON on standard output, progress on standard error. Exit code 0: every window walked is whole; 3:
something is missing and named, or the crawl was stopped; 1: it failed; 2: it was not asked right, or a setting is not.
Only one crawl runs at a time on one database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import structlog
from scrapy.crawler import AsyncCrawlerProcess
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config import log as logging_setup
from config.db import make_engine, make_sessions, unit_of_work
from config.errors import LgoError, SettingsError
from config.queues import Notifier, Task
from config.services import Endpoints, find
from config.settings import Settings, get_settings, load_settings
from scraper.checks import RecheckRules
from scraper.choice import Known, Look, Rules, asked_for, current, expects_some, look_at
from scraper.clock import Clock
from scraper.errors import NoWindowError
from scraper.gone import GoneRules, settle
from scraper.ledger import crawls, windows
from scraper.lock import CrawlLock
from scraper.progress import Progress
from scraper.report import CrawlReport, Exit, Tally
from scraper.settings import FAST_CONCURRENCY, is_fast, scrapy_settings
from scraper.spiders.course import Course
from scraper.spiders.decisions import DecisionsSpider, Order
from scraper.spiders.visit import Plan
from scraper.verdict import Ending, Verdict, judge, weighed, write_report
from scraper.windows import FIRST_DATE, CrawlRequest, Mode, Span
from scraper.writer import Writer, patiently

log = structlog.get_logger(__name__)

# How long the report may wait for a database that is away: less than those who stop us wait before they kill.
REPORT_PATIENCE_SECONDS = 20.0
# Signals this close together are one wish: who ends a whole group has it handed on to us from more than one side, and
# our guard looks twice a second whether its parent is still there.
SAME_WISH_SECONDS = 2.0


def run_crawl(
    settings: Settings, endpoints: Endpoints, request: CrawlRequest, course: Course
) -> tuple[CrawlReport, Exit]:
    """Crawl ``settings.site_url`` once and keep the report; a process can do this once, as its event loop runs once.

    ``course`` may be told to stop before the start, too. Raises CrawlRunningError where another crawl is at it,
    SettingsError where a setting is missing, NoWindowError for dates without a window, and ServiceUnavailableError
    where PostgreSQL is away at the start.
    """
    scrapy_settings(settings)
    engine = make_engine(endpoints.database_url)
    try:
        with CrawlLock(engine) as lock:
            return _Run(settings, endpoints, request, engine, lock, course=course).go()
    finally:
        engine.dispose()


class _Run:
    """One crawl from its row to its report."""

    def __init__(
        self,
        settings: Settings,
        endpoints: Endpoints,
        request: CrawlRequest,
        engine: Engine,
        lock: CrawlLock,
        *,
        course: Course,
    ) -> None:
        self._lock = lock
        self._settings = settings
        self._request = request
        self._clock = Clock(request.at)
        self._sessions = make_sessions(engine)
        self._notifier = Notifier(endpoints.broker_url)
        self._tally = Tally()
        self._course = course
        self._began = time.monotonic()
        self._crawl_id = 0
        self._looks: list[tuple[Known, Look]] = []
        self._expects = False

    def go(self) -> tuple[CrawlReport, Exit]:
        """Crawl; the row gets its report however it goes."""
        self._begin()
        try:
            self._crawl()
        finally:
            verdict = judge(self._request, self._course, self._tally, expects=self._expects)
            try:
                conclude = partial(self._conclude, verdict)
                report, verdict = patiently(self._sessions, conclude, patience=REPORT_PATIENCE_SECONDS)
                self._notifier.notify(Task.STATES)
            finally:
                self._notifier.close()
            log.info("crawl_finished", **_headlines(report))
        return report, verdict.code

    def _begin(self) -> None:
        request, now, today = self._request, self._clock.now(), self._clock.today()
        rules = Rules(dt.timedelta(days=self._settings.full_check_days))
        with unit_of_work(self._sessions) as session:
            chosen = asked_for(request, current(windows.known(session, today), today), today)
            if not chosen:
                raise NoWindowError(FIRST_DATE, today)
            if request.mode.walks:
                self._looks = [(one, look_at(request, one, now, rules)) for one in chosen]
            self._expects = expects_some(request, chosen, self._looks, today)
            dates = Span(request.since or FIRST_DATE, request.until or today)
            self._crawl_id = crawls.start(session, request.mode, self._settings.site_url, dates, now)

    def _crawl(self) -> None:
        process = _quiet_process(self._settings)
        writer = Writer(self._sessions, self._notifier, self._tally, self._lock)
        try:
            crawl = process.crawl(DecisionsSpider, order=self._order(writer), course=self._course)
            # Scrapy would close its engine under requests that are still on their way; ours are called back first.
            process.start(install_signal_handlers=False)
            if crawl.done() and not crawl.cancelled():
                self._course.fault = self._course.fault or crawl.exception()
        finally:
            writer.close()

    def _order(self, writer: Writer) -> Order:
        settings = self._settings
        gone = GoneRules(settings.gone_hours, settings.gone_share)
        return Order(
            crawl_id=self._crawl_id,
            site_url=settings.site_url,
            spacing=settings.crawl_delay,
            plan=Plan(
                request=self._request,
                looks=self._looks,
                recheck=RecheckRules(settings.recheck_days, gone, settings.redesign_pages),
                at_once=FAST_CONCURRENCY if is_fast(settings) else 1,
            ),
            writer=writer,
            tally=self._tally,
            clock=self._clock,
            progress=Progress(sum(look is not Look.ADD_UP for _, look in self._looks)),
        )

    def _conclude(self, verdict: Verdict, session: Session) -> tuple[CrawlReport, Verdict]:
        """Mark gone what this crawl may, and keep the report."""
        now, settings = self._clock.now(), self._settings
        clean = verdict.is_complete and self._tally.failed == 0
        rules = GoneRules(settings.gone_hours, settings.gone_share)
        settled = settle(session, self._crawl_id, now, clean=clean, rules=rules)
        if settled.held_back:
            log.warning("not_marked_gone", pages=settled.held_back, reason=settled.reason)
        seconds = time.monotonic() - self._began
        verdict = weighed(verdict, settled)
        ending = Ending(self._crawl_id, self._request.mode, verdict, settled, seconds)
        report = write_report(ending, self._course, self._tally)
        crawls.finish(session, report, now)
        return report, verdict


@contextmanager
def _listening() -> Iterator[Course]:
    """A course that SIGTERM and Ctrl-C stop within a block of code; a later one ends the process as it stands.

    After the block they do nothing: all is said, and one that comes while Python ends would cost the exit code.
    """
    course = Course()
    first: float | None = None

    def stop(number: int, _: object) -> None:
        nonlocal first
        if first is None:
            first = time.monotonic()
            course.stop()
        elif time.monotonic() - first > SAME_WISH_SECONDS:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    _handle(stop)
    try:
        yield course
    finally:
        _handle(signal.SIG_IGN)


def _handle(handler: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)


def _quiet_process(settings: Settings) -> AsyncCrawlerProcess:
    """A process of Scrapy that logs warnings only; it sets its log levels, and tells its versions, on construction."""
    logging.disable(logging.INFO)
    try:
        process = AsyncCrawlerProcess(scrapy_settings(settings))
    finally:
        logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    return process


def _headlines(report: CrawlReport) -> dict[str, Any]:
    """The report's own counts and words, without what fills pages."""
    return {name: value for name, value in report.to_json().items() if not isinstance(value, list | dict)}


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scraper.crawl", description="Crawl the site once.")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.INCREMENTAL, help="how much to look at")
    parser.add_argument("--since", type=dt.date.fromisoformat, help="first decision date, as 2024-01-31")
    parser.add_argument("--until", type=dt.date.fromisoformat, help="last decision date")
    parser.add_argument("--at", type=_moment, help="the moment that counts as now, for rehearsals: 2025-03-01T06:15")
    parser.add_argument("--site", help="address of the site, in place of LGO_SITE_URL")
    parser.add_argument("--json", action="store_true", help="the report on one line")
    return parser.parse_args(words)


def _moment(text: str) -> dt.datetime:
    """A moment as people write it; without an offset it is in UTC. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _share_fairly() -> None:
    """Let the writer's thread and the reactor take turns ten times as often as Python does by itself.

    The reactor waits for its turn at every packet; with turns of 5 ms a crawl at full speed takes a sixth longer.
    """
    sys.setswitchinterval(0.0005)


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; the process's exit code."""
    with _listening() as course:
        return _do(_arguments(words), course)


def _do(arguments: argparse.Namespace, course: Course) -> int:
    try:
        settings = load_settings(site_url=arguments.site) if arguments.site else get_settings()
        logging_setup.configure(settings)
        _share_fairly()
        request = CrawlRequest(arguments.mode, arguments.since, arguments.until, arguments.at)
        report, code = run_crawl(settings, find(settings), request, course)
    except LgoError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.MISUSED if isinstance(error, SettingsError | NoWindowError) else Exit.FAILED
    _print(json.dumps(report.to_json(), indent=None if arguments.json else 2))
    return code


def _print(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Who started us is gone; the report is kept all the same, and Python would try to flush once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
