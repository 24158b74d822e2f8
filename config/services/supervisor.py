"""The process that keeps services: it locks their data folders, starts them side by side, watches them and stops them.

Started by :mod:`config.services.control` with one JSON line on standard input that says what to start; it tells what
happens as JSON lines on standard output. When standard input ends or the process that started it is gone, it stops
everything, unless it was told to stay (``lgo services start``). Each service runs under a guard that dies with us.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from config.errors import LgoError, TransientError
from config.guard import ParentWatch
from config.services.keeper import Keeper
from config.services.names import SERVICE_NAMES, Request
from config.services.service import Surroundings
from config.services.state import Layout, try_lock
from config.services.user import service_account

logger = logging.getLogger("services")

# How often the starts, and later the running services, are looked at.
START_SECONDS = 0.05
WATCH_SECONDS = 0.2


class Reporter:
    """Sends what happens to the starter, for as long as it listens; a Progress for the services."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listened = True

    def send(self, **event: Any) -> None:
        """One event as a JSON line; lost without harm where the starter has gone."""
        with self._lock:
            if self._listened:
                try:
                    sys.stdout.write(json.dumps(event) + "\n")
                    sys.stdout.flush()
                except BrokenPipeError:
                    self._listened = False

    def step(self, text: str) -> None:
        """Tell the starter and the log."""
        logger.info("%s", text)
        self.send(event="step", text=text)

    def download(self, name: str, done: int, total: int | None) -> None:
        """Tell the starter."""
        self.send(event="download", name=name, done=done, total=total)


class Supervisor:
    """All services that one starter asked for, from the locks to the end."""

    def __init__(self, request: Request, reporter: Reporter) -> None:
        self._request = request
        self._reporter = reporter
        self._told_to_stop = False
        self._parent = None if request.stay else ParentWatch(os.getppid(), real_parent=True)
        self._keepers: list[Keeper] = []

    def run(self) -> int:
        """Start, watch, stop; exit code 0 where everything asked for was started."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: self._stop())
        if not self._request.stay:
            threading.Thread(target=self._follow_input, daemon=True).start()
        try:
            self._lock_all()
            started = self._start_all()
            if started:
                self._reporter.send(event="ready")
            if started and self._keepers:
                self._watch()
        except LgoError as error:
            self._tell_failure(error, str(error))
            started = False
        finally:
            self._end_all()
        return 0 if started else 1

    def _follow_input(self) -> None:
        # Nothing more is ever written there; it ends when the starter closes it or is gone.
        sys.stdin.read()
        self._stop()

    def _stop(self) -> None:
        # A plain value: what takes a lock may block for ever in a signal handler.
        self._told_to_stop = True

    def _ordered(self) -> bool:
        return self._told_to_stop or (self._parent is not None and self._parent.gone())

    def _lock_all(self) -> None:
        layout = Layout(self._request.home)
        around = Surroundings(layout, service_account(), self._request.java_home, self._reporter)
        for service in SERVICE_NAMES:
            if service.name in self._request.services:
                lock = try_lock(layout.lock(service.name))
                # Where another starter was faster, ours waits for it and attaches.
                if lock is not None:
                    self._keepers.append(Keeper(service, around, lock))

    def _start_all(self) -> bool:
        pool = ThreadPoolExecutor(max_workers=len(SERVICE_NAMES))
        began = time.monotonic()
        open_starts = {pool.submit(keeper.start): keeper for keeper in self._keepers}
        while open_starts and not self._ordered():
            for start in [start for start in open_starts if start.done()]:
                keeper = open_starts.pop(start)
                if not self._told(start, keeper, time.monotonic() - began):
                    return False
            time.sleep(START_SECONDS)
        return not open_starts

    def _told(self, start: Future[str], keeper: Keeper, seconds: float) -> bool:
        """Tell how a start went; True where it went well."""
        error = start.exception()
        if error is None:
            self._reporter.step(f"{keeper.service.label} is up after {seconds:.1f} s")
            return True
        self._tell_failure(error, str(error) if isinstance(error, LgoError) else f"{keeper.service.label}: {error}")
        return False

    def _tell_failure(self, error: BaseException, text: str) -> None:
        logger.error("%s", text, exc_info=error)
        self._reporter.send(event="error", text=text, transient=isinstance(error, TransientError))

    def _watch(self) -> None:
        while not self._ordered():
            for keeper in self._keepers:
                news = keeper.look()
                if news is not None:
                    logger.error("%s", news)
                    self._reporter.send(event="step", text=news)
            time.sleep(WATCH_SECONDS)

    def _end_all(self) -> None:
        for keeper in self._keepers:
            keeper.end()
        for keeper in self._keepers:
            keeper.finish()
            logger.info("%s has stopped", keeper.service.label)


def main() -> None:
    """Keep what the request on standard input asks for; does not return."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    request = Request.from_json(sys.stdin.readline())
    code = Supervisor(request, Reporter()).run()
    logging.shutdown()
    # Not by return: a thread may still be busy with a download that nobody waits for.
    os._exit(code)
