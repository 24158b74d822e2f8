"""Starts the spider in a process of its own and hears its report."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import structlog

from config.settings import Settings

log = structlog.get_logger(__name__)

STOP_SECONDS = 30
MODES = ("incremental", "full")


class CrawlExit(IntEnum):
    """How the spider's process ends."""

    COMPLETE = 0
    FAILED = 1
    INCOMPLETE = 3


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Exit code of a crawl and its report (empty where it died before it could write one)."""

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
    environment = {**os.environ, **settings.environment()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as spider:
        try:
            printed, _ = spider.communicate()
        except BaseException:
            spider.send_signal(signal.SIGTERM)
            spider.wait(STOP_SECONDS)
            raise
    report: dict[str, Any] = json.loads(printed) if printed.strip() else {}
    log.info("crawled", code=spider.returncode, complete=report.get("complete"), reason=report.get("reason"))
    return CrawlResult(spider.returncode, report)
