"""Runs one crawl in a process of its own: ``python -m scraper.crawl --mode full --since 2024-01-01``.

Prints the report as JSON on standard output, progress on standard error. Exit code 0: every window walked is whole; 3:
something is missing and named, or the crawl was stopped; 1: it failed. Only one crawl runs at a time on one database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import signal
import sys
import time
from collections.abc import Sequence

import structlog
from scrapy.crawler import AsyncCrawlerProcess
from sqlalchemy import Engine

from config import log as logging_setup
from config.db import make_engine, make_sessions, unit_of_work
from config.errors import LgoError
from config.queues import Notifier
from config.services import Endpoints, find
from config.settings import Settings, get_settings, load_settings
from scraper import ledger
from scraper.clock import Clock
from scraper.errors import NoWindowError
from scraper.lock import CrawlLock
from scraper.report import CrawlReport, Exit, Tally
from scraper.settings import FAST_CONCURRENCY, allowed_hosts, is_fast, scrapy_settings
from scraper.spiders.decisions import Course, DecisionsSpider, Plan
from scraper.windows import FIRST_DATE, CrawlRequest, Mode, Span, chosen
from scraper.writer import Writer, patiently

log = structlog.get_logger(__name__)

# So many windows that are not whole are named in a report; every one has its own row.
NAMED = 10
# How long the report may wait for a database that is away: less than those who stop us wait before they kill.
REPORT_PATIENCE_SECONDS = 20.0


def run_crawl(settings: Settings, endpoints: Endpoints, request: CrawlRequest) -> tuple[CrawlReport, Exit]:
    """Crawl ``settings.site_url`` once and keep the report; a process can do this once, as its event loop runs once.

    Raises CrawlRunningError where another crawl is at it, SettingsError where a setting is missing, NoWindowError for
    dates without a window, and ServiceUnavailableError where PostgreSQL is away at the start.
    """
    scrapy_settings(settings)
    engine = make_engine(endpoints.database_url)
    try:
        with CrawlLock(engine) as lock:
            return _Run(settings, endpoints, request, engine, lock).go()
    finally:
        engine.dispose()


class _Run:
    """One crawl from its row to its report."""

    def __init__(
        self, settings: Settings, endpoints: Endpoints, request: CrawlRequest, engine: Engine, lock: CrawlLock
    ) -> None:
        self._lock = lock
        self._settings = settings
        self._request = request
        self._clock = Clock(request.at)
        self._sessions = make_sessions(engine)
        self._notifier = Notifier(endpoints.broker_url)
        self._tally = Tally()
        self._course = Course()
        self._began = time.monotonic()
        self._crawl_id = 0
        self._spans: list[Span] = []
        self._said_before = 0

    def go(self) -> tuple[CrawlReport, Exit]:
        """Crawl; the row gets its report however it goes."""
        _listen(self._course)
        self._begin()
        try:
            self._crawl()
        finally:
            self._notifier.close()
            report, code = self._conclude()
            log.info("crawl_finished", **report.to_json())
            patiently(
                self._sessions,
                lambda session: ledger.finish_crawl(session, report, self._clock.now()),
                patience=REPORT_PATIENCE_SECONDS,
            )
        return report, code

    def _begin(self) -> None:
        today = self._clock.today()
        with unit_of_work(self._sessions) as session:
            dates = Span(self._request.since or FIRST_DATE, self._request.until or today)
            if self._request.mode.walks:
                self._spans = chosen(self._request, today, ledger.windows_owed(session))
                if not self._spans:
                    raise NoWindowError(FIRST_DATE, today)
                dates = Span(self._spans[-1].since, self._spans[0].until)
            site_url, at = self._settings.site_url, self._clock.now()
            self._crawl_id = ledger.start_crawl(session, self._request.mode, site_url, dates, at)
            self._said_before = ledger.said_in(session, self._spans)

    def _crawl(self) -> None:
        process = _quiet_process(self._settings)
        writer = Writer(self._sessions, self._notifier, self._tally, self._lock)
        try:
            crawl = process.crawl(
                DecisionsSpider, plan=self._plan(), writer=writer, tally=self._tally, course=self._course
            )
            # Scrapy would close its engine under requests that are still on their way; ours are called back first.
            process.start(install_signal_handlers=False)
            if crawl.done() and not crawl.cancelled():
                self._course.fault = self._course.fault or crawl.exception()
        finally:
            writer.close()

    def _plan(self) -> Plan:
        return Plan(
            crawl_id=self._crawl_id,
            site_url=self._settings.site_url,
            hosts=allowed_hosts(self._settings),
            spans=self._spans,
            clock=self._clock,
            spacing=self._settings.crawl_delay,
            concurrency=FAST_CONCURRENCY if is_fast(self._settings) else 1,
        )

    def _conclude(self) -> tuple[CrawlReport, Exit]:
        code, reason = self._verdict()
        tally = self._tally
        report = CrawlReport(
            crawl=self._crawl_id,
            mode=self._request.mode,
            complete=code is Exit.COMPLETE,
            reason=reason,
            said=tally.said,
            listed=tally.listed,
            fetched=tally.fetched,
            stored=tally.new + tally.changed,
            new=tally.new,
            changed=tally.changed,
            unchanged=tally.unchanged,
            gone=0,
            failed=tally.failed,
            requests=self._course.requests,
            seconds=round(time.monotonic() - self._began, 3),
        )
        return report, code

    def _verdict(self) -> tuple[Exit, str]:
        course = self._course
        if course.stopped is not None:
            return Exit.FAILED, str(course.stopped)
        if course.fault is not None:
            return Exit.FAILED, f"the crawl broke off, its log says where: {_one_line(course.fault)}"
        if not course.ended:
            return Exit.INCOMPLETE, "stopped"
        if self._tally.listed == 0 and self._expects_some():
            return Exit.FAILED, f"nothing found in {len(self._spans)} windows: {_named(course.unfinished)}"
        if course.unfinished:
            return Exit.INCOMPLETE, _named(course.unfinished)
        return Exit.COMPLETE, "complete"

    def _expects_some(self) -> bool:
        whole_site = self._request.mode is Mode.FULL and not self._request.is_named
        return whole_site or self._said_before > 0


def _listen(course: Course) -> None:
    """Let SIGTERM and Ctrl-C stop the crawl, and a second one end the process as it stands."""

    def stop(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        course.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _quiet_process(settings: Settings) -> AsyncCrawlerProcess:
    """A process of Scrapy that logs warnings only; it sets its log levels, and tells its versions, on construction."""
    logging.disable(logging.INFO)
    try:
        process = AsyncCrawlerProcess(scrapy_settings(settings))
    finally:
        logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    return process


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _named(unfinished: dict[Span, str]) -> str:
    """The windows that are not whole, newest first, each with its reason; of a long list only the first."""
    named = [f"{span}: {reason}" for span, reason in sorted(unfinished.items(), reverse=True)[:NAMED]]
    more = [f"and {len(unfinished) - NAMED} more"] if len(unfinished) > NAMED else []
    return f"{len(unfinished)} windows are not whole: " + "; ".join(named + more)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scraper.crawl", description="Crawl the site once.")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.INCREMENTAL, help="how much to look at")
    parser.add_argument("--since", type=dt.date.fromisoformat, help="first decision date, as 2024-01-31")
    parser.add_argument("--until", type=dt.date.fromisoformat, help="last decision date")
    parser.add_argument("--at", type=_moment, help="the moment that counts as now, for rehearsals: 2025-03-01T06:15")
    parser.add_argument("--site", help="address of the site, in place of LGO_SITE_URL")
    parser.add_argument("--json", action="store_true", help="the report on one line")
    arguments = parser.parse_args(words)
    if arguments.since and arguments.until and arguments.since > arguments.until:
        parser.error(f"--since {arguments.since} is later than --until {arguments.until}")
    return arguments


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
    arguments = _arguments(words)
    try:
        settings = load_settings(site_url=arguments.site) if arguments.site else get_settings()
        logging_setup.configure(settings)
        _share_fairly()
        request = CrawlRequest(arguments.mode, arguments.since, arguments.until, arguments.at)
        report, code = run_crawl(settings, find(settings), request)
    except LgoError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.FAILED
    sys.stdout.write(json.dumps(report.to_json(), indent=None if arguments.json else 2) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
