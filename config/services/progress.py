"""How the start of the services tells what it does: nothing, plain lines, or a bar on a terminal."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from collections.abc import Iterator

# A plain line for a download is written each time this share of it has arrived.
LINE_SHARE = 0.1
MEGABYTE = 1_000_000


class Progress(Protocol):
    """Someone who is told about long work; both methods are called from one thread at a time."""

    def step(self, text: str) -> None:
        """Something was begun or done; ``text`` is one line for people."""

    def download(self, name: str, done: int, total: int | None) -> None:
        """``done`` of ``total`` bytes of ``name`` have arrived; ``total`` is None where it is not known."""


class SilentProgress:
    """Says nothing."""

    def step(self, text: str) -> None:
        """Ignore the step."""

    def download(self, name: str, done: int, total: int | None) -> None:
        """Ignore the download."""


class LineProgress:
    """Plain lines for logs and pipes; a download gives about ten of them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told: dict[str, float] = {}

    def step(self, text: str) -> None:
        """Write the step as a line."""
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def download(self, name: str, done: int, total: int | None) -> None:
        """Write a line when another tenth has arrived, and at the end."""
        share = done / total if total else 0.0
        if share < 1 and share < self._told.get(name, 0.0) + LINE_SHARE:
            return
        if self._told.get(name) == share:
            return
        self._told[name] = share
        size = f"{done / MEGABYTE:.1f}" + (f" of {total / MEGABYTE:.1f}" if total else "")
        self.step(f"fetching {name}: {size} MB")


class RichProgress:
    """A bar for each download while any is under way, and a line for each step."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream)
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def step(self, text: str) -> None:
        """Write the step, above the bars if there are any."""
        self._console.print(text, markup=False, highlight=False)

    def download(self, name: str, done: int, total: int | None) -> None:
        """Move the bar of this download, adding it when it is new; the last to end takes all bars away."""
        if self._bar is None:
            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Bar(*columns, console=self._console, transient=True)
            self._bar.start()
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total)
        self._bar.update(self._tasks[name], completed=done, total=total)
        if self._bar.finished:
            self.close()

    def close(self) -> None:
        """Take the bars away, so that they do not get between the lines of whatever comes next."""
        if self._bar is not None:
            self._bar.stop()
        self._bar, self._tasks = None, {}


@contextlib.contextmanager
def terminal_progress(stream: TextIO) -> Iterator[Progress]:
    """The right kind for ``stream``: bars while it is a terminal, plain lines elsewhere."""
    if not stream.isatty():
        yield LineProgress(stream)
        return
    progress = RichProgress(stream)
    try:
        yield progress
    finally:
        progress.close()
