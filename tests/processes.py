"""Help for tests that start and kill processes."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from config.services.state import process_mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The most a test waits for another process; reached only where something is broken.
PATIENCE_SECONDS = 20.0


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for ``condition``; fail the test where it does not come true in time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:.0f} s in vain")
        time.sleep(0.02)


def gone(*pids: int) -> bool:
    """True where none of these processes lives."""
    return all(process_mark(pid) is None for pid in pids)


def pid_in(path: Path) -> int:
    """The number that another process writes into ``path``, once it is there."""
    wait_until(lambda: path.exists() and path.read_text().strip())
    return int(path.read_text())


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process running ``code`` with pipes for its input and output."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
