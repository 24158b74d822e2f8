"""Starts the spider in a process of its own and hears its report."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import structlog

from config import failures
from config.db import unit_of_work
from config.errors import TransientError
from config.failures import Stage, Subject
from config.guard import Orders, guard_command
from config.settings import Settings
from scraper.lock import is_crawling
from scraper.report import Exit
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

# What the spider gets to write its report when it is told to stop, and its guard to see to that.
GRACE_SECONDS = 25
STOP_SECONDS = 30
COUNTS = ("said", "listed", "fetched", "stored", "new", "changed", "unchanged", "gone", "failed", "requests", "seconds")
# The place of a mode is the number of its row in failures: new ones come at the end.
MODES = ("incremental", "full", "recent", "recheck")


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Exit code of a crawl and its report, which has no crawl number where it ended before it had one.

    ``was_stopped`` tells that a signal was handed on to it.
    """

    code: int
    report: dict[str, Any]
    was_stopped: bool = False


def crawl(
    settings: Settings,
    mode: str,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    site: str | None = None,
    hands_on_signals: bool = False,
) -> CrawlResult:
    """Run one crawl to its end; its progress goes to our stderr, and what ends us stops it so that it can resume.

    With ``hands_on_signals``, for which it must run in the main thread, SIGTERM and Ctrl-C end the crawl and not us, so
    that its report can be told; a second one ends it without a report.
    """
    command = [sys.executable, "-m", "scraper.crawl", "--mode", mode, "--json"]
    options = {"--since": since, "--until": until, "--site": site or settings.site_url}
    command += [word for name, value in options.items() if value is not None for word in (name, str(value))]
    settings.home.mkdir(parents=True, exist_ok=True)
    command = guard_command(Orders(tuple(command), grace=GRACE_SECONDS))
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=settings.environment(), cwd=settings.home
    )
    handing_on: AbstractContextManager[list[int]] = _handing_on(started) if hands_on_signals else nullcontext([])
    with started as spider, handing_on as came:
        try:
            printed, _ = spider.communicate()
        except BaseException:
            _end(spider)
            raise
    report = json.loads(printed) if printed.strip() else no_report(mode)
    # What a signal ended has no exit code of its own.
    code = spider.returncode if spider.returncode in set(Exit) else Exit.FAILED
    log.info("crawled", code=code, complete=report.get("complete"), reason=report.get("reason"))
    return CrawlResult(code, report, was_stopped=bool(came))


@contextmanager
def _handing_on(spider: subprocess.Popen[str]) -> Iterator[list[int]]:
    """Hand SIGTERM and Ctrl-C on to the spider for a block of code; yields those that came, as they come."""
    came: list[int] = []

    def hand_on(number: int, _: object) -> None:
        came.append(number)
        spider.send_signal(signal.SIGTERM)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
