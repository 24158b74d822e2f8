"""One kept service: from the lock on its data over its guard to its end."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from config.guard import Orders, guard_command
from config.services.kinds import PREPARE
from config.services.service import Launch, StartError, Surroundings
from config.services.state import (
    FAILED,
    RUNNING,
    STARTING,
    Record,
    process_command,
    process_mark,
    read_pid,
    set_aside,
    write_record,
)

if TYPE_CHECKING:
    from pathlib import Path

    from config.services.names import ServiceName

logger = logging.getLogger("services")

# A service that was started is asked this often whether it answers.
ASK_SECONDS = 0.1
# PostgreSQL writes a checkpoint and OpenSearch flushes before they end.
GRACE_SECONDS = 30.0
QUICK_CRASHES = 3


class Keeper:
    """Keeps one service: holds the lock on its data, starts its guard, and writes its record."""

    def __init__(self, service: ServiceName, around: Surroundings, lock: int) -> None:
        self.service = service
        self._around = around
        self._lock = lock
        self._guard: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        # Held while the guard is started, so that none is after we were told to stop: nobody would wait for its end.
        self._spawning = threading.Lock()
        self._pid: int | None = None
        self._record = Record(service.name, STARTING, os.getpid(), process_mark(os.getpid()) or "")
        self._write(self._record)

    def start(self) -> str:
        """Start the service and wait until it answers; its URL. Raises LgoError saying why it did not."""
        self._end_leftover()
        log = self._around.layout.log(self.service.name)
        set_aside(log)
        launch = PREPARE[self.service.name](self._around)
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
        with self._spawning, log.open("ab") as stream:
            if self._stopping.is_set():
                raise StartError(self.service.label, "it was told to stop", log)
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
        self._pid = read_pid(self._around.layout, self.service.name)
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
        pid = read_pid(self._around.layout, self.service.name)
        if pid != self._pid:
            before, self._pid = self._pid, pid
            return f"{label} crashed (process {before}) and was started again as process {pid}: see {log}"
        return None

    def end(self) -> None:
        """Ask the guard to stop the service, without waiting; from now on nobody attaches to it."""
        self._stopping.set()
        self._around.layout.record(self.service.name).unlink(missing_ok=True)
        with self._spawning:
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
        self._around.layout.pid(self.service.name).unlink(missing_ok=True)
        os.close(self._lock)

    def _write(self, record: Record) -> None:
        self._record = record
        write_record(self._around.layout, record)

    def _end_leftover(self) -> None:
        """End a service whose guard was killed where the system does not end it by itself (it does so on Linux)."""
        layout = self._around.layout
        pid = read_pid(layout, self.service.name)
        folder = str((layout.home / self.service.name).resolve())
        # The folder in its command line tells it from a stranger with the same number.
        if pid is not None and folder in process_command(pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            while process_mark(pid) is not None:
                time.sleep(ASK_SECONDS)
