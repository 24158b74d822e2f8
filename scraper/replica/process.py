"""Starts a replica as a process of its own for tests, trials and the demo; it ends with the process that started it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.replica.requestlog import LoggedRequest, read_log

STOP_SECONDS = 10.0
ROOT = Path(__file__).resolve().parents[2]


class ReplicaError(Exception):
    """The replica did not start or refused an order; the text holds what it said."""


@dataclass(frozen=True, slots=True)
class Replica:
    """A running replica."""

    url: str
    decisions: int
    seed: int
    log_path: Path
    process: subprocess.Popen[str]

    def log(self) -> list[LoggedRequest]:
        """The requests that are over so far, in the order in which they ended, the last one answered included."""
        if self.process.poll() is None:
            self._control()  # The server writes the line of a request before it takes the next, so this waits for it.
        return read_log(self.log_path)

    def set_faults(self, *specs: str) -> None:
        """Put these faults in place of those that are on. Raises ReplicaError where one does not exist."""
        self._control(json.dumps({"faults": list(specs)}).encode())

    def set_today(self, today: dt.date) -> None:
        """Put the site's clock to a day, on which it answers from then on as that day had left it."""
        self._control(json.dumps({"today": today.isoformat()}).encode(), "clock")

    def _control(self, body: bytes | None = None, what: str = "faults") -> None:
        order = urllib.request.Request(f"{self.url}/control/{what}", body, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with urllib.request.urlopen(order) as answer:  # noqa: S310 - The address is our own process's.
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise ReplicaError(error.read().decode()) from error

    def stop(self) -> int:
        """End the replica and return its exit code; harmless when it has ended."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@contextlib.contextmanager
def start(
    decisions: int = 300,
    seed: int = 1,
    *,
    port: int = 0,
    wording: str = "both",
    faults: Sequence[str] = (),
    log: Path | None = None,
    today: dt.date | None = None,
    options: Sequence[str] = (),
) -> Iterator[Replica]:
    """Run a replica on loopback for the length of the context. Raises ReplicaError where it does not start.

    ``today`` gives it a clock; ``options`` are further words of its command line, such as ``("--edits", "0.2")``.
    """
    with tempfile.TemporaryDirectory(prefix="replica-") as folder:
        log_path = log or Path(folder) / "requests.jsonl"
        command = [sys.executable, "-m", "scraper.replica", "--decisions", str(decisions), "--seed", str(seed)]
        command += ["--port", str(port), "--log", str(log_path), "--wording", wording, "--parent", str(os.getpid())]
        command += ["--today", today.isoformat()] if today else []
        command += [*options]
        command += [part for fault in faults for part in ("--fault", fault)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
            assert process.stdout is not None  # noqa: S101 - A pipe was asked for.
            line = process.stdout.readline()
            if not line:
                raise ReplicaError(f"the replica ended with code {process.wait()} before it was ready")
            told = json.loads(line)
            replica = Replica(told["url"], told["decisions"], told["seed"], log_path, process)
            try:
                yield replica
            finally:
                replica.stop()
