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
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from config.errors import LgoError, TransientError
from config.guard import Orders, ParentWatch, guard_command
from config.services.kinds import SERVICES
from config.services.service import Launch, Service, StartError, Surroundings
from config.services.state import FAILED, RUNNING, STARTING, Layout, Record, process_mark, try_lock, write_record
from config.services.user import service_account

logger = logging.getLogger("services")

# A service that was started is asked this often whether it answers; a running one is looked at this often.
ASK_SECONDS = 0.1
WATCH_SECONDS = 0.5
# PostgreSQL writes a checkpoint and OpenSearch flushes before they end.
GRACE_SECONDS = 30.0
QUICK_CRASHES = 3
LOG_BYTES = 10_000_000


class Reporter:
    """Sends what happens to the starter, for as long as it listens; a Progress for the services."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def send(self, **event: Any) -> None:
        """One event as a JSON line; lost without harm where the starter has gone."""
        with self._lock, suppress(BrokenPipeError, ValueError):
            sys.stdout.write(json.dumps(event) + "\n")
            sys.stdout.flush()

    def step(self, text: str) -> None:
        """Tell the starter and the log."""
        logger.info("%s", text)
        self.send(event="step", text=text)

    def download(self, name: str, done: int, total: int | None) -> None:
        """Tell the starter."""
        self.send(event="download", name=name, done=done, total=total)


@dataclass(frozen=True, slots=True)
class Request:
    """What the starter wants: services by name under ``home``; ``stay`` when it is gone."""

    home: Path
    services: tuple[str, ...]
    java_home: Path | None
    stay: bool

    def to_json(self) -> str:
        """The request as the line that goes to standard input."""
        java_home = None if self.java_home is None else str(self.java_home)
        return json.dumps(
            {"home": str(self.home), "services": self.services, "java_home": java_home, "stay": self.stay}
        )

    @staticmethod
    def from_json(line: str) -> Request:
        """The request out of that line."""
        plain = json.loads(line)
        java_home = None if plain["java_home"] is None else Path(plain["java_home"])
        return Request(Path(plain["home"]), tuple(plain["services"]), java_home, plain["stay"])


class Keeper:
    """Keeps one service: holds the lock on its data, starts its guard, and writes its record."""

    def __init__(self, service: Service, around: Surroundings, lock: int) -> None:
        self.service = service
        self._around = around
        self._lock = lock
        self._guard: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._pid = ""
        self._record = Record(service.name, STARTING, os.getpid(), process_mark(os.getpid()) or "")
        self._write(self._record)

    def start(self) -> str:
        """Start the service and wait until it answers; its URL. Raises LgoError saying why it did not."""
        launch = self.service.prepare(self._around)
        log = self._around.layout.log(self.service.name)
        orders = Orders(
            launch.command,
            restart=True,
            tries=QUICK_CRASHES,
            parent=os.getpid(),
            user=self._around.user,
            stop_signal=launch.stop_signal,
            grace=GRACE_SECONDS,
            pid_file=str(self._around.layout.pid(self.service.name)),
        )
        with log.open("ab") as stream:
            self._guard = subprocess.Popen(
                guard_command(orders),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                cwd=launch.folder,
                # Away from the terminal's Ctrl-C, which is for the one who started us.
                start_new_session=True,
                # The guard holds the lock too, so it is free only when the service has really ended.
                pass_fds=(self._lock,),
            )
        self._wait(self._guard, launch, log)
        self._pid = self._read_pid()
        self._write(replace(self._record, state=RUNNING, port=launch.port, url=launch.url))
        logger.info("%s answers on port %d as process %s", self.service.label, launch.port, self._pid)
        return launch.url

    def _wait(self, guard: subprocess.Popen[bytes], launch: Launch, log: Path) -> None:
        until = time.monotonic() + launch.patience
        while not launch.answers():
            if self._stopping.is_set():
                raise StartError(self.service.label, "it was told to stop", log)
            if guard.poll() is not None:
                raise StartError(self.service.label, f"it ended {QUICK_CRASHES} times at once", log)
            if time.monotonic() > until:
                raise StartError(self.service.label, f"no answer within {launch.patience:.0f} s", log)
            time.sleep(ASK_SECONDS)

    def look(self) -> str | None:
        """What has happened since the last look, as a sentence; None where all is well."""
        label, log = self.service.label, self._around.layout.log(self.service.name)
        if self._record.state != RUNNING:
            return None
        if self._guard is not None and self._guard.poll() is not None:
            self._write(replace(self._record, state=FAILED))
            return f"{label} has ended with exit code {self._guard.returncode} and is given up: see {log}"
        pid = self._read_pid()
        if pid != self._pid:
            before, self._pid = self._pid, pid
            return f"{label} crashed (process {before}) and was started again as process {pid}: see {log}"
        return None

    def end(self) -> None:
        """Ask the guard to stop the service, without waiting."""
        self._stopping.set()
        if self._guard is not None and self._guard.poll() is None:
            self._guard.terminate()

    def finish(self) -> None:
        """Wait until the service has ended, then forget it."""
        if self._guard is not None:
            # The guard kills the service after its grace; this bounds a guard that hangs itself.
            with suppress(subprocess.TimeoutExpired):
                self._guard.wait(GRACE_SECONDS + 10)
            self._guard.kill()
            self._guard.wait()
        if self._record.state != FAILED:
            self._around.layout.record(self.service.name).unlink(missing_ok=True)
        self._around.layout.pid(self.service.name).unlink(missing_ok=True)
        os.close(self._lock)

    def _write(self, record: Record) -> None:
        self._record = record
        write_record(self._around.layout, record)

    def _read_pid(self) -> str:
        with suppress(FileNotFoundError):
            return self._around.layout.pid(self.service.name).read_text(encoding="ascii").strip()
        return ""


class Supervisor:
    """All services that one starter asked for, from the locks to the end."""

    def __init__(self, request: Request, reporter: Reporter) -> None:
        self._request = request
        self._reporter = reporter
        self._stop = threading.Event()
        self._parent = None if request.stay else ParentWatch(os.getppid(), real_parent=True)
        self._keepers: list[Keeper] = []

    def run(self) -> int:
        """Start, watch, stop; exit code 0 where everything asked for was started."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: self._stop.set())
        if not self._request.stay:
            threading.Thread(target=self._follow_input, daemon=True).start()
        try:
            self._lock_all()
            started = self._start_all()
            if started:
                self._reporter.send(event="ready")
            if started and self._keepers:
                self._watch()
        finally:
            self._end_all()
        # Not by return: a thread may still be busy with a download that nobody waits for.
        logging.shutdown()
        os._exit(0 if started else 1)

    def _follow_input(self) -> None:
        # Nothing more is ever written there; it ends when the starter closes it or is gone.
        sys.stdin.read()
        self._stop.set()

    def _ordered(self) -> bool:
        return self._stop.is_set() or (self._parent is not None and self._parent.gone())

    def _lock_all(self) -> None:
        layout = Layout(self._request.home)
        around = Surroundings(layout, service_account(), self._request.java_home, self._reporter)
        for service in SERVICES:
            if service.name not in self._request.services:
                continue
            lock = try_lock(layout.lock(service.name))
            if lock is None:
                # Another starter was faster; ours waits for it and attaches.
                self._reporter.send(event="held", name=service.name)
                continue
            self._rotate(layout.log(service.name))
            self._keepers.append(Keeper(service, around, lock))

    def _start_all(self) -> bool:
        pool = ThreadPoolExecutor(max_workers=len(SERVICES))
        began = time.monotonic()
        open_starts = {pool.submit(keeper.start): keeper for keeper in self._keepers}
        while open_starts and not self._ordered():
            for start in [start for start in open_starts if start.done()]:
                keeper = open_starts.pop(start)
                if not self._told(start, keeper, time.monotonic() - began):
                    return False
            time.sleep(ASK_SECONDS)
        return not open_starts

    def _told(self, start: Future[str], keeper: Keeper, seconds: float) -> bool:
        """Tell how a start went; True where it went well."""
        error = start.exception()
        if error is None:
            self._reporter.step(f"{keeper.service.label} is up after {seconds:.1f} s")
            return True
        text = str(error) if isinstance(error, LgoError) else f"{keeper.service.label} cannot start: {error}"
        logger.error("%s", text, exc_info=error)
        self._reporter.send(event="error", text=text, transient=isinstance(error, TransientError))
        return False

    def _watch(self) -> None:
        while not self._ordered():
            for keeper in self._keepers:
                news = keeper.look()
                if news is not None:
                    logger.error("%s", news)
                    self._reporter.send(event="step", text=news)
            self._stop.wait(WATCH_SECONDS)

    def _end_all(self) -> None:
        for keeper in self._keepers:
            keeper.end()
        for keeper in self._keepers:
            keeper.finish()
            logger.info("%s has stopped", keeper.service.label)

    @staticmethod
    def _rotate(log: Path) -> None:
        with suppress(FileNotFoundError):
            if log.stat().st_size > LOG_BYTES:
                log.replace(log.with_name(f"{log.name}.1"))


def main() -> int:
    """Keep what the request on standard input asks for."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    request = Request.from_json(sys.stdin.readline())
    return Supervisor(request, Reporter()).run()


if __name__ == "__main__":
    sys.exit(main())
