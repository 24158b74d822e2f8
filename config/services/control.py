"""The side of the starter: find services, start what is missing, stop what was started, tell how they are."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from config.errors import LgoError, PermanentError, ServiceUnavailableError, SettingsError, TransientError
from config.services.names import SERVICE_NAMES, Request, ServiceName
from config.services.state import (
    CONFIGURED,
    FAILED,
    LOOPBACK,
    STARTING,
    STOPPED,
    Layout,
    is_locked,
    live_record,
    read_pid,
    read_record,
    set_aside,
    supervised,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.services.progress import Progress
    from config.settings import Settings

ASK_SECONDS = 0.2
# How long a starter waits for one that was faster; the first start downloads 160 MB.
OTHERS_SECONDS = 900.0
# Every service has 30 seconds to end by itself before its guard kills it.
STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the three services answer, as URLs that hold user and password."""

    # Kept out of what is printed of this object, because they hold passwords.
    database_url: str = field(repr=False)
    broker_url: str = field(repr=False)
    opensearch_url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """One service: ``state`` is configured, running, starting, failed or stopped; ``address`` holds no password."""

    name: str
    state: str
    address: str | None
    pid: int | None


def configured(settings: Settings) -> dict[str, str]:
    """The URLs that the settings name, by service name."""
    urls = {
        "postgres": settings.database_url.get_secret_value() if settings.database_url else None,
        "valkey": settings.broker_url.get_secret_value() if settings.broker_url else None,
        "opensearch": settings.opensearch_url,
    }
    return {name: url for name, url in urls.items() if url is not None}


def find(settings: Settings) -> Endpoints:
    """Where the services are: as configured, else as running under the home.

    Raises ServiceUnavailableError naming the service, the command and the setting where one is neither.
    """
    layout = _layout(settings)
    urls = configured(settings) | _running_urls(layout)
    for service in SERVICE_NAMES:
        if service.name not in urls:
            remedy = f"start it with `lgo up` or `lgo services start`, or set {service.setting}"
            if is_locked(layout.lock(service.name)):
                remedy = f"it is being started or stopped just now; if it stays so, see {layout.log(service.name)}"
            raise ServiceUnavailableError(service.label, remedy)
    return _endpoints(urls)


def _running_urls(layout: Layout) -> dict[str, str]:
    records = [live_record(layout, service.name) for service in SERVICE_NAMES]
    return {record.name: record.url for record in records if record is not None}


def _endpoints(urls: dict[str, str]) -> Endpoints:
    return Endpoints(urls["postgres"], urls["valkey"], urls["opensearch"])


@contextlib.contextmanager
def running(settings: Settings, progress: Progress) -> Iterator[Endpoints]:
    """The three services for a block of code: those configured or running are used, the rest is started and stopped.

    Raises PermanentError or TransientError, in one line that says what to do, where a service cannot be started.
    """
    with contextlib.ExitStack() as stack:
        urls = configured(settings)
        while missing := _missing(settings, urls, progress):
            started = Starter(settings, missing, stay=False)
            stack.callback(started.stop)
            urls |= started.follow(progress)
            started.keep_telling(progress)
        yield _endpoints(urls)


def start_background(settings: Settings, progress: Progress) -> Endpoints:
    """Start what neither is configured nor runs, to stay when we are gone. Raises like :func:`running`."""
    urls = configured(settings)
    while missing := _missing(settings, urls, progress):
        started = Starter(settings, missing, stay=True)
        try:
            urls |= started.follow(progress)
        except BaseException:
            # Ctrl-C too: what is half started must not stay behind unseen.
            started.stop()
            raise
        started.let_go()
    return _endpoints(urls)


def _missing(settings: Settings, urls: dict[str, str], progress: Progress) -> list[ServiceName]:
    """The services that must be started now; those that another process has or starts are put into ``urls``."""
    layout = _layout(settings)
    _create(layout)
    until = time.monotonic() + OTHERS_SECONDS
    told = False
    while True:
        urls |= {name: url for name, url in _running_urls(layout).items() if name not in urls}
        missing = [service for service in SERVICE_NAMES if service.name not in urls]
        free = [service for service in missing if not is_locked(layout.lock(service.name))]
        if free or not missing:
            return free
        _refuse_failed(missing[0], layout)
        if time.monotonic() > until:
            raise ServiceUnavailableError(missing[0].label, "another process has it in hand but it never answered")
        if not told:
            progress.step(f"waiting for {missing[0].label}, which another process has in hand")
            told = True
        time.sleep(ASK_SECONDS)


def _refuse_failed(service: ServiceName, layout: Layout) -> None:
    record = read_record(layout, service.name)
    if record is not None and record.state == FAILED and supervised(record):
        remedy = f"it crashed too often, see {layout.log(service.name)}; then `lgo services stop` and start again"
        raise ServiceUnavailableError(service.label, remedy)


def _layout(settings: Settings) -> Layout:
    """The layout of the home. Raises SettingsError where another user keeps it."""
    layout = Layout(settings.home)
    if layout.run.exists() and not os.access(layout.run, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(
            f"{layout.home} is kept by another user: run as that user, or set LGO_HOME to another folder"
        )
    return layout


def _create(layout: Layout) -> None:
    try:
        layout.create()
    except OSError as error:
        raise SettingsError(
            f"{layout.home} cannot be written ({error.strerror}): set LGO_HOME to another folder"
        ) from error


class Starter:
    """A supervisor process as seen by the one who started it."""

    def __init__(self, settings: Settings, services: list[ServiceName], *, stay: bool) -> None:
        self._layout = Layout(settings.home)
        self._names = [service.name for service in services]
        root = Path(__file__).parents[2]
        # Our own import path, whatever the working folder and however this project was put on the path.
        entry = "import sys; sys.path.insert(0, sys.argv.pop(1)); from config.services.supervisor import main; main()"
        set_aside(self._layout.log("supervisor"))
        with self._layout.log("supervisor").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", entry, str(root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd="/",
                # Away from the terminal's Ctrl-C: we stop it ourselves, in our own order.
                start_new_session=True,
            )
        self._teller: threading.Thread | None = None
        request = Request(settings.home, tuple(self._names), settings.java_home, stay)
        # One that could not even read its request says why in its log, and `follow` that it did.
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).write(request.to_json() + "\n")
            _pipe(self._process.stdin).flush()

    def follow(self, progress: Progress) -> dict[str, str]:
        """Pass on what the supervisor tells until all is up; the URLs. Raises what it says went wrong."""
        for line in _pipe(self._process.stdout):
            event = json.loads(line)
            if event["event"] == "ready":
                return {name: url for name, url in _running_urls(self._layout).items() if name in self._names}
            _pass_on(event, progress)
        raise PermanentError(f"the services' supervisor ended early: see {self._layout.log('supervisor')}")

    def keep_telling(self, progress: Progress) -> None:
        """Go on passing on what happens, a crash for one, on a thread of its own."""

        def tell() -> None:
            # A pipe that is closed at the end, by us or by the supervisor, ends the telling.
            with contextlib.suppress(ValueError, OSError):
                for line in _pipe(self._process.stdout):
                    _pass_on(json.loads(line), progress)

        self._teller = threading.Thread(target=tell, daemon=True)
        self._teller.start()

    def let_go(self) -> None:
        """Leave a supervisor that stays to itself."""
        for stream in (self._process.stdin, self._process.stdout):
            _pipe(stream).close()
        # It is not ours to wait for any more, and Python need not remind us of it.
        self._process.returncode = 0

    def stop(self) -> None:
        """Stop what the supervisor keeps and wait for it."""
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).close()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its guards see it die and stop their services.
            self._process.kill()
            self._process.wait()
        if self._teller is not None:
            self._teller.join()
        _pipe(self._process.stdout).close()


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise AssertionError("the supervisor is always started with pipes")
    return stream


def _pass_on(event: dict[str, Any], progress: Progress) -> None:
    if event["event"] == "step":
        progress.step(event["text"])
    elif event["event"] == "download":
        progress.download(event["name"], event["done"], event["total"])
    elif event["event"] == "error":
        kind: type[LgoError] = TransientError if event["transient"] else PermanentError
        raise kind(event["text"])


def stop(settings: Settings) -> list[str]:
    """Stop every embedded service under the home, whoever started it; the names of those that ran."""
    layout = _layout(settings)
    held = [service.name for service in SERVICE_NAMES if is_locked(layout.lock(service.name))]
    left, asked = held, set[int]()
    began = time.monotonic()
    while left:
        asked |= _stop_supervisors(layout, left, asked)
        if time.monotonic() - began > STOP_SECONDS:
            raise ServiceUnavailableError(", ".join(left), f"it does not end; its processes have {layout.home} in use")
        time.sleep(ASK_SECONDS)
        left = [name for name in left if is_locked(layout.lock(name))]
    return held


def _stop_supervisors(layout: Layout, names: list[str], asked: set[int]) -> set[int]:
    """Ask the supervisors of these services to stop, each once; those asked now."""
    records = [read_record(layout, name) for name in names]
    found = {record.supervisor for record in records if record is not None and supervised(record)} - asked
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    return found


def status(settings: Settings) -> list[ServiceStatus]:
    """How each of the three is."""
    layout = _layout(settings)
    urls = configured(settings)
    return [
        _configured_status(service.name, urls[service.name])
        if service.name in urls
        else _embedded_status(service.name, layout)
        for service in SERVICE_NAMES
    ]


def _configured_status(name: str, url: str) -> ServiceStatus:
    parts = urlsplit(url)
    return ServiceStatus(name, CONFIGURED, f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname, None)


def _embedded_status(name: str, layout: Layout) -> ServiceStatus:
    record = live_record(layout, name)
    if record is not None:
        return ServiceStatus(name, record.state, f"{LOOPBACK}:{record.port}", read_pid(layout, name))
    if not is_locked(layout.lock(name)):
        return ServiceStatus(name, STOPPED, None, None)
    kept = read_record(layout, name)
    return ServiceStatus(name, FAILED if kept is not None and kept.state == FAILED else STARTING, None, None)
