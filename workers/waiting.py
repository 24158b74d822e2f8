"""Waits until nothing is pending, and lends a hand where no worker does the work."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from config.db import unit_of_work
from workers import pending, sweep
from workers.dedupe import run as dedupe
from workers.parsing import PARSER_VERSION
from workers.pending import Backlog
from workers.runtime import Runtime

POLL_SECONDS = 0.2
# Counting a large backlog is work too: each so many pending rows make the pause a second longer, up to the longest.
ROWS_PER_SECOND = 5000
LONGEST_POLL_SECONDS = 2.0
# With workers at it the backlog shrinks every moment; when it has stood still this long, nobody is at it.
IDLE_SECONDS = 2.0


def until_searchable(runtime: Runtime, progress: Callable[[Backlog], None] = lambda _: None) -> None:
    """Return when every page is a document that searches find or a row in failures.

    Raises TransientError where a service is away.
    """
    before, since = None, time.monotonic()
    # What is learned when all is compared has all compared once more.
    while not (left := _backlog(runtime)).empty or dedupe.learn_where_due(runtime):
        progress(left)
        if left != before:
            before, since = left, time.monotonic()
        elif time.monotonic() - since > IDLE_SECONDS:
            sweep.sweep(runtime, settle=dt.timedelta(0))
            since = time.monotonic()
        pause = POLL_SECONDS + (left.parse + left.dedupe + left.index) / ROWS_PER_SECOND
        time.sleep(min(pause, LONGEST_POLL_SECONDS))
    progress(left)
    runtime.indexes.refresh()


def _backlog(runtime: Runtime) -> Backlog:
    # The index in use is asked for each time: a rebuild may end while we wait.
    index_name = runtime.indexes.ensure()
    with unit_of_work(runtime.sessions) as session:
        return pending.backlog(session, PARSER_VERSION, index_name)
