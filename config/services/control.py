"""The side of the starter: find services, start what is missing, stop what was started, tell how they are."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.errors import ServiceUnavailableError, SettingsError
from config.services.names import SERVICE_NAMES, ServiceName
from config.services.starter import Starter
from config.services.state import (
    CONFIGURED,
    FAILED,
    LOOPBACK,
    STARTING,
    STOP_SECONDS,
    STOPPED,
    Layout,
    is_locked,
    live_record,
    read_pid,
    read_record,
    running_urls,
    supervised,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.services.progress import Progress
    from config.settings import Settings

ASK_SECONDS = 0.2
# How long a starter waits for one that was faster; the first start downloads 160 MB.
OTHERS_SECONDS = 900.0


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
    urls = running_urls(layout) | configured(settings)
    for service in SERVICE_NAMES:
        if service.name not in urls:
            remedy = f"start it with `lgo up` or `lgo services start`, or set {service.setting}"
            if is_locked(layout.lock(service.name)):
                remedy = f"it is being started or stopped just now; if it stays so, see {layout.log(service.name)}"
            raise ServiceUnavailableError(service.label, remedy)
    return _endpoints(urls)


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
        urls |= {name: url for name, url in running_urls(layout).items() if name not in urls}
        missing = [service for service in SERVICE_NAMES if service.name not in urls]
        free = [service for service in missing if not is_locked(layout.lock(service.name))]
        if free or not missing:
            return free
        _refuse_failed(missing[0], layout)
        if time.monotonic() > until:
            raise ServiceUnavailableError(missing[0].label, "another process has it in hand but it never answered")
        if not told:
            progress.step(
                f"waiting for {missing[0].label}, which another process has in hand (see `lgo services status`)"
            )
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


def stop(settings: Settings, patience: float = STOP_SECONDS) -> list[str]:
    """Stop every embedded service under the home, whoever started it; the names of those that ran.

    What has not ended after ``patience`` seconds is killed. Raises ServiceUnavailableError where even that fails.
    """
    layout = _layout(settings)
    held = [service.name for service in SERVICE_NAMES if is_locked(layout.lock(service.name))]
    supervisors: set[int] = set()
    # The guards of a supervisor that hangs see it killed and stop their services.
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, STOP_SECONDS)):
        if _stopped(layout, held, supervisors, number, seconds):
            return held
    raise ServiceUnavailableError(", ".join(held), f"it does not end; a process has the locks in {layout.run}")


def _stopped(layout: Layout, names: list[str], supervisors: set[int], number: int, seconds: float) -> bool:
    """Send the signal to the supervisors of these services, each once; True where all have ended in time."""
    until = time.monotonic() + seconds
    asked: set[int] = set()
    while left := [name for name in names if is_locked(layout.lock(name))]:
        if time.monotonic() > until:
            return False
        records = [read_record(layout, name) for name in left]
        supervisors |= {record.supervisor for record in records if record is not None and supervised(record)}
        for pid in supervisors - asked:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        asked |= supervisors
        time.sleep(ASK_SECONDS)
    return True


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
