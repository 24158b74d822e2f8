"""What is remembered of running services under the home folder, and how to tell that it still holds.

``run/<service>.json`` is a service's record and ``run/<service>.lock`` is held, through the kernel, by the supervisor
and the guard of that service; so a lock that is free means that nobody uses the data folder, however they ended.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import secrets
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.services.names import SERVICE_NAMES

LOOPBACK = "127.0.0.1"
# A live service on this machine accepts a connection at once; this only bounds a hung one.
CONNECT_SECONDS = 2.0
PASSWORD_BYTES = 24
# Every service has 30 seconds to end by itself before its guard kills it.
STOP_SECONDS = 60.0
# Beyond this a log is set aside at the next start, in place of the one set aside before.
LOG_BYTES = 10_000_000
STARTING, RUNNING, FAILED, STOPPED, CONFIGURED = "starting", "running", "failed", "stopped", "configured"


@dataclass(frozen=True, slots=True)
class Record:
    """One service under a home: its state, where it answers and which supervisor (id and start mark) keeps it."""

    name: str
    state: str
    supervisor: int
    mark: str
    port: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie under the home folder."""

    home: Path

    @property
    def run(self) -> Path:
        """Records, locks and secrets; for the owner alone."""
        return self.home / "run"

    @property
    def logs(self) -> Path:
        """One log per service and one of the supervisor."""
        return self.home / "logs"

    def record(self, name: str) -> Path:
        """The record of the service ``name``."""
        return self.run / f"{name}.json"

    def pid(self, name: str) -> Path:
        """The process id of the service ``name``, written by its guard at each start."""
        return self.run / f"{name}.pid"

    def lock(self, name: str) -> Path:
        """The lock on the data folder of the service ``name``."""
        return self.run / f"{name}.lock"

    def log(self, name: str) -> Path:
        """The log of the service ``name``."""
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Make the folders that belong to whoever starts the services. Raises OSError where that is not allowed."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)
        self.run.mkdir(mode=0o700, exist_ok=True)


def set_aside(log: Path) -> None:
    """Begin a new log where the old one has grown long."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in one step, readable for its owner alone."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    fresh.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The object in ``path``; empty where the file is missing or is no JSON object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_record(layout: Layout, record: Record) -> None:
    """Store ``record`` under its service's name."""
    write_private(layout.record(record.name), json.dumps(dataclasses.asdict(record)))


def read_record(layout: Layout, name: str) -> Record | None:
    """The record of the service ``name``, true or stale; None where there is none that can be read."""
    with suppress(TypeError):
        return Record(**read_json(layout.record(name)))
    return None


def live_record(layout: Layout, name: str) -> Record | None:
    """The record of a service that runs and answers now, else None."""
    record = read_record(layout, name)
    if record is None or record.state != RUNNING or not supervised(record):
        return None
    return record if port_answers(record.port) else None


def running_urls(layout: Layout) -> dict[str, str]:
    """Where each service that runs and answers now does so, by its name."""
    records = [live_record(layout, service.name) for service in SERVICE_NAMES]
    return {record.name: record.url for record in records if record is not None}


def supervised(record: Record) -> bool:
    """True while the supervisor that wrote the record lives."""
    return process_mark(record.supervisor) == record.mark


def process_mark(pid: int) -> str | None:
    """What tells this process from a later one with the same id: its start time. None when it has ended."""
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    listing = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    status, _, began = listing.stdout.strip().partition(" ")
    return began.strip() if status and not status.startswith("Z") else None


def port_answers(port: int) -> bool:
    """True where something on this machine accepts a connection on ``port``."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=CONNECT_SECONDS):
        return True
    return False


def free_port(wish: int = 0) -> int:
    """The port ``wish`` if nobody has it, else another free one."""
    for candidate in (wish, 0):
        with suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((LOOPBACK, candidate))
            return int(probe.getsockname()[1])
    raise OSError("no free port on the loopback address")


def remembered(layout: Layout, name: str) -> tuple[int, str]:
    """Port and password of the service ``name`` as last time, made anew where they are missing or the port is taken."""
    path = layout.run / "secrets.json"
    known = read_json(path).get(name, {})
    port = free_port(known.get("port", 0))
    password = known.get("password") or secrets.token_urlsafe(PASSWORD_BYTES)
    with locked(layout.run / "secrets.lock"):
        write_private(path, json.dumps({**read_json(path), name: {"port": port, "password": password}}))
    return port, password


class locked:  # noqa: N801  # Read as a word in a with statement.
    """Hold the lock file ``path`` for a block of code, waiting for whoever has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> None:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock ``path`` until it and every copy of it is closed; None where it is held."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_locked(path: Path) -> bool:
    """True while somebody holds the lock ``path``."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that two who only look are not taken for holders by each other.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def process_command(pid: int) -> str:
    """The command line of a process; empty where it has ended."""
    if Path("/proc/self/cmdline").exists():
        with suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ").strip()
        return ""
    listing = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listing.stdout.strip()


def read_pid(layout: Layout, name: str) -> int | None:
    """The process id that the guard of the service ``name`` wrote last; None where there is none."""
    with suppress(FileNotFoundError, ValueError):
        return int(layout.pid(name).read_text(encoding="ascii"))
    return None
