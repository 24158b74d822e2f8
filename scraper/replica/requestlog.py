"""The server's own record of requests, a JSON line each, written when the request is over."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as the server saw it.

    ``wall`` (Unix time) and ``mono`` (steady clock) are of its arrival, ``seconds`` until it was over; ``bytes`` is
    what was sent of the page body; ``active`` counts the requests in hand when it came, itself included, ``peak`` the
    most so far; ``whole`` is false where the connection ended before the answer did. ``none_match`` and
    ``modified_since`` are what a conditional request was conditional on, ``retry_after`` what the answer asked for, and
    ``faults`` the misbehaviours that had a hand in it, joined by ``+``; all are empty where there was nothing.
    """

    number: int
    wall: float
    mono: float
    seconds: float
    method: str
    target: str
    status: int
    bytes: int
    active: int
    peak: int
    agent: str
    whole: bool
    none_match: str = ""
    modified_since: str = ""
    retry_after: str = ""
    faults: str = ""
    cookie: bool = False

    @property
    def ended(self) -> float:
        """When it was over, on the steady clock."""
        return self.mono + self.seconds

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


class RequestLog:
    """Appends to a file, each line at once so that others can follow; with no file it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if path else None

    def write(self, logged: LoggedRequest) -> None:
        """Add one line."""
        if self._file is not None:
            os.write(self._file, json.dumps(dataclasses.asdict(logged)).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_log(path: Path) -> list[LoggedRequest]:
    """All whole lines of a log file, in the order in which requests ended."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [LoggedRequest(**json.loads(line)) for line in lines]
