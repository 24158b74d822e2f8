"""How commands speak: results on standard output, everything else on standard error, JSON when asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = typer.Option("--json", help="Print one JSON document and nothing else.")


class Exit(IntEnum):
    """Exit codes of ``lgo``."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    NOT_FOUND = 4
    UNAVAILABLE = 5


def emit(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """One line for people on standard error, where it never mixes with results."""
    err.print(text, markup=False)


class Counter:
    """Long work told as it goes on: a bar on a terminal, a plain line now and then elsewhere."""

    EVERY = 500

    def __init__(self, title: str, bar: Progress | None, total: int | None) -> None:
        self._title = title
        self._bar = bar
        self._task = bar.add_task(title, total=total) if bar else None
        self._total = total
        self._told = 0

    def at(self, done: int) -> None:
        """So much is done now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done)
        elif done - self._told >= self.EVERY:
            self._told = done
            say(f"{self._title}: {done:,}" + (f" of {self._total:,}" if self._total else ""))


@contextmanager
def counter(title: str, total: int | None = None) -> Iterator[Counter]:
    """A counter for a block of long work."""
    if not err.is_terminal:
        yield Counter(title, None, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        yield Counter(title, bar, total)
