"""Starts the spider in a process of its own and hears its report."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import structlog

from config import failures
from config.db import unit_of_work
from config.errors import TransientError
from config.failures import Stage, Subject
from config.settings import Settings
from scraper.lock import is_crawling
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

STOP_SECONDS = 30
COUNTS = ("said", "listed", "fetched", "stored", "new", "changed", "unchanged", "gone", "failed", "requests", "seconds")
# The place of a mode is the number of its row in failures: new ones come at the end.
MODES = ("incremental", "full", "recent", "recheck")


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Exit code of a crawl and its report, which has no crawl number where it ended before it had one."""

    code: int
    report: dict[str, Any]


def crawl(
    settings: Settings,
    mode: str,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    site: str | None = None,
) -> CrawlResult:
    """Run one crawl to its end; its progress goes to our stderr, and what ends us stops it so that it can resume."""
    command = [sys.executable, "-m", "scraper.crawl", "--mode", mode, "--json"]
    options = {"--since": since, "--until": until, "--site": site or settings.site_url}
    command += [word for name, value in options.items() if value is not None for word in (name, str(value))]
    settings.home.mkdir(parents=True, exist_ok=True)
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=settings.environment(), cwd=settings.home
    )
    with started as spider:
        try:
            printed, _ = spider.communicate()
        except BaseException:
            _end(spider)
            raise
    report = json.loads(printed) if printed.strip() else no_report(mode)
    log.info("crawled", code=spider.returncode, complete=report.get("complete"), reason=report.get("reason"))
    return CrawlResult(spider.returncode, report)


def no_report(mode: str) -> dict[str, Any]:
    """The report of a crawl that ended before it could write one; why, it said on stderr."""
    reason = "ended before its report, its log says why"
    return {"crawl": None, "mode": mode, "complete": False, "reason": reason} | dict.fromkeys(COUNTS, 0)


def _end(spider: subprocess.Popen[str]) -> None:
    spider.send_signal(signal.SIGTERM)
    try:
        spider.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        spider.kill()


class CrawlNotStartedError(TransientError):
    """A scheduled crawl ended before it had a row of its own: a service away, another crawl, a missing setting."""

    def __init__(self, mode: str) -> None:
        super().__init__(f"the {mode} crawl did not start: the crawler's log says why")


class CrawlBusyError(TransientError):
    """A scheduled crawl came due while another one runs; it has its turn when that one is over."""

    def __init__(self, mode: str) -> None:
        super().__init__(f"another crawl is running: the {mode} crawl waits for its end")


def crawl_on_schedule(runtime: Runtime, mode: str) -> None:
    """Crawl once; a crawl that could not even start is a row in failures, and is tried again.

    Raises CrawlBusyError where another crawl runs, CrawlNotStartedError for the retry, and ServiceUnavailableError
    where the database is away.
    """
    if is_crawling(runtime.engine):
        raise CrawlBusyError(mode)
    subject = Subject(Stage.CRAWL, MODES.index(mode), f"{mode} crawl")
    result = crawl(runtime.settings, mode)
    if result.report["crawl"] is None and is_crawling(runtime.engine):
        raise CrawlBusyError(mode)
    with unit_of_work(runtime.sessions) as session:
        if result.report["crawl"] is not None:
            failures.resolve(session, Stage.CRAWL, [subject.id])
            return
        failures.record(session, subject, CrawlNotStartedError(mode))
    raise CrawlNotStartedError(mode)
