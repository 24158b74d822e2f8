"""Starts the spider in a process of its own and hears its report."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
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
    that its report can be told; another one that comes seconds later ends it without a report.
    """
    command = [sys.executable, "-m", "scraper.crawl", "--mode", mode, "--json"]
    options = {"--since": since, "--until": until, "--site": site or settings.site_url}
    command += [word for name, value in options.items() if value is not None for word in (name, str(value))]
    settings.home.mkdir(parents=True, exist_ok=True)
    command = guard_command(Orders(tuple(command), stop_signal=signal.SIGTERM, grace=GRACE_SECONDS))
    started: list[subprocess.Popen[str]] = []
    handing_on: AbstractContextManager[list[int]] = _handing_on(started) if hands_on_signals else nullcontext([])
    with (
        handing_on as came,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=settings.environment(), cwd=settings.home
        ) as spider,
    ):
        started.append(spider)
        try:
            if came:
                spider.terminate()
            printed, _ = spider.communicate()
        except BaseException:
            _end(spider)
            raise
    result = _result(mode, spider.returncode, printed, was_stopped=bool(came))
    log.info("crawled", code=result.code, complete=result.report.get("complete"), reason=result.report.get("reason"))
    return result


def _result(mode: str, code: int, printed: str, *, was_stopped: bool) -> CrawlResult:
    """What came of a spider that ended with ``code``, which is not one of its own where a signal ended it."""
    is_own = code in set(Exit)
    if printed.strip():
        report = json.loads(printed)
    elif was_stopped and not is_own:
        return CrawlResult(Exit.INCOMPLETE, no_report(mode, "stopped before its report"), was_stopped)
    else:
        report = no_report(mode, "ended before its report, its log says why")
    return CrawlResult(code if is_own else Exit.FAILED, report, was_stopped)


@contextmanager
def _handing_on(started: Sequence[subprocess.Popen[str]]) -> Iterator[list[int]]:
    """Hand SIGTERM and Ctrl-C on to what is ``started`` in a block of code; yields those that came, as they come."""
    came: list[int] = []

    def hand_on(number: int, _: object) -> None:
        came.append(number)
        for spider in started:
            spider.terminate()

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def no_report(mode: str, reason: str) -> dict[str, Any]:
    """The report of a crawl that ended before it could write one."""
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
