"""The system as its users run it: ``lgo`` and its processes, on a database, broker and index of their own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from config.services import Endpoints

ROOT = Path(__file__).parents[1]
LGO = (sys.executable, "-m", "workers.cli")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class System:
    """One system: what its settings are, and where its logs go."""

    environment: dict[str, str]
    folder: Path
    endpoints: Endpoints

    def at(self, site: str, **extra: str) -> System:
        """The same system, set to crawl this site and whatever else is named."""
        return replace(self, environment={**self.environment, "LGO_SITE_URL": site, **extra})

    def lgo(self, *arguments: str | Path, timeout: float = 120, **extra: str) -> Ended:
        """Run a command to its end."""
        environment = {**self.environment, **extra}
        done = subprocess.run(
            [*LGO, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, env=environment, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, program: tuple[str, ...] = LGO, **extra: str) -> subprocess.Popen[bytes]:
        """Start a process of its own group, its output in a log file."""
        with (self.folder / f"{'-'.join(arguments)[:60].replace('/', '_') or 'process'}.log").open("ab") as log:
            return subprocess.Popen(
                [*program, *arguments],
                stdout=log,
                stderr=log,
                env={**self.environment, **extra},
                start_new_session=True,
            )

    @contextlib.contextmanager
    def running(
        self, *arguments: str, program: tuple[str, ...] = LGO, **extra: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A process that runs during a block and is ended after it, with its children."""
        process = self.start(*arguments, program=program, **extra)
        try:
            yield process
        finally:
            kill(process, signal.SIGTERM)

    def status(self) -> Any:
        """What ``lgo status`` says."""
        return self.lgo("status", "--json").json


def kill(process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    """Send a signal to a process and its children, and wait for it; SIGKILL follows where it does not end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def eventually(true: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Wait for something to become true and give its value; fails with ``what`` in words."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := true():
            return found
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} seconds: {what}")


def bare_environment() -> dict[str, str]:
    """Our environment without any setting, and with what every test wants."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LGO_")}
    return bare | {
        "LGO_SITE_URL": "http://127.0.0.1:1",
        "LGO_CRAWL_DELAY": "0",
        "LGO_SCHEDULE": "off",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def system(services: Endpoints, database_url: str, broker_url: str, index_prefix: str, tmp_path: Path) -> System:
    """A system with nothing in it yet and no process running."""
    endpoints = Endpoints(database_url, broker_url, services.opensearch_url)
    environment = bare_environment() | {
        "LGO_HOME": str(tmp_path / "home"),
        "LGO_DATABASE_URL": endpoints.database_url,
        "LGO_BROKER_URL": endpoints.broker_url,
        "LGO_OPENSEARCH_URL": endpoints.opensearch_url,
        "LGO_INDEX_ALIAS": f"{index_prefix}decisions",
    }
    return System(environment, tmp_path, endpoints)
