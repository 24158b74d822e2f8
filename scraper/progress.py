"""Tells how far a crawl is: a bar where a person watches, a plain line now and then elsewhere."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TextIO

import structlog
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from scraper.report import Tally

log = structlog.get_logger(__name__)

LINE_SECONDS = 10.0
BAR_SECONDS = 0.2


class Progress:
    """How far one crawl is, on a stream; ``windows`` is how many it means to look at."""

    def __init__(self, windows: int, stream: TextIO = sys.stderr) -> None:
        self._windows = windows
        self._stream = stream
        self._began = time.monotonic()

    async def tell(self, tally: Tally) -> None:
        """Tell until cancelled."""
        if self._stream.isatty():
            await self._draw(tally)
        else:
            await self._print(tally)

    async def _print(self, tally: Tally) -> None:
        while True:
            await asyncio.sleep(LINE_SECONDS)
            log.info(
                "crawl_progress",
                windows=f"{tally.windows}/{self._total(tally)}",
                pages=tally.fetched,
                checked=tally.checked,
                pages_per_second=round(self._rate(tally), 1),
                failed=tally.failed,
                seconds_left=self.seconds_left(tally),
            )

    async def _draw(self, tally: Tally) -> None:
        console = Console(file=self._stream)
        text = TextColumn("{task.fields[pages]:,} pages, {task.fields[rate]:.1f}/s, {task.fields[failed]} failed")
        windows = TextColumn("windows {task.completed:,.0f}/{task.total:,.0f}")
        with Bar(windows, BarColumn(), text, TimeRemainingColumn(), console=console, transient=True) as bar:
            task = bar.add_task("crawl", total=self._windows, pages=0, rate=0.0, failed=0)
            while True:
                bar.update(task, completed=self._done(tally), total=self._total(tally))
                bar.update(task, pages=tally.fetched, rate=self._rate(tally), failed=tally.failed)
                await asyncio.sleep(BAR_SECONDS)

    def _done(self, tally: Tally) -> int:
        return tally.windows + tally.checked

    def _total(self, tally: Tally) -> int:
        """Windows grow in number where they are split, and pages to be checked are known only on the way."""
        return max(self._windows, tally.windows) + tally.to_check

    def _rate(self, tally: Tally) -> float:
        return (tally.fetched + tally.unchanged) / max(0.001, time.monotonic() - self._began)

    def seconds_left(self, tally: Tally) -> int | None:
        """How long it will go on at the pace so far; None while nothing is done."""
        done = self._done(tally)
        if not done:
            return None
        return round((time.monotonic() - self._began) / done * max(0, self._total(tally) - done))
