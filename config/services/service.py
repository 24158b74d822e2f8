"""What the three services have in common: what each is given to start with, and what each hands to the supervisor."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import PermanentError
from config.guard import Orders, guard_command
from config.services.user import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.services.names import ServiceName
    from config.services.progress import Progress
    from config.services.state import Layout
    from config.services.user import Account


class StartError(PermanentError):
    """``service`` did not start; ``log`` is the file that says why."""

    def __init__(self, service: str, reason: str, log: Path) -> None:
        super().__init__(f"{service} did not start ({reason}): see {log}")
        self.service = service
        self.reason = reason
        self.log = log


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and as whom a service starts; ``java_home`` is the user's own Java, None where none was named."""

    layout: Layout
    account: Account | None
    java_home: Path | None
    progress: Progress

    @property
    def user(self) -> tuple[int, int] | None:
        """Uid and gid in the form a guard takes."""
        return None if self.account is None else (self.account.uid, self.account.gid)


@dataclass(frozen=True, slots=True)
class Launch:
    """A service ready to be started: its command, how it is stopped, and how to see that it answers."""

    command: tuple[str, ...]
    folder: Path
    stop_signal: int
    port: int
    url: str
    answers: Callable[[], bool]
    # Seconds after which a service that neither answers nor ends counts as failed; a long recovery must fit in.
    patience: float


def clean_command(environment: dict[str, str], command: tuple[str, ...]) -> tuple[str, ...]:
    """``command`` under ``environment`` alone, so that nothing set for other programs leaks into a service."""
    return ("/usr/bin/env", "-i", *(f"{name}={value}" for name, value in environment.items()), *command)


def folder_of(around: Surroundings, service: ServiceName) -> Path:
    """The folder with the service's data; says so where it does not lie under the home. Raises as ``data_folder``."""
    place = around.layout.home / service.name
    known = place.exists()
    folder = data_folder(around.layout.home, service.name, around.account)
    if place.is_symlink() and not known and around.account is not None:
        around.progress.step(
            f"the data of {service.label} lies in {folder}: the user {around.account.name} cannot enter {place.parent}"
        )
    return folder


def quoted(path: Path) -> str:
    """``path`` in the double quotes that YAML and Valkey both read, whatever it contains."""
    return json.dumps(str(path), ensure_ascii=False)


def run_once(around: Surroundings, service: ServiceName, command: tuple[str, ...], folder: Path) -> None:
    """Run a preparing command to its end as the service's user. Raises StartError where it fails."""
    with around.layout.log(service.name).open("ab") as log:
        done = subprocess.run(
            guard_command(Orders(command, user=around.user)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            check=False,
        )
    if done.returncode != 0:
        raise StartError(service.label, f"its preparation ended with exit code {done.returncode}", Path(log.name))
