"""A real worker in whose process the reading of one page is fatal, as running out of memory would be."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from workers import reading
from workers.cli.main import run

read_well = reading.parse


def read_or_die(content: bytes, **about: Any) -> Any:
    """Die at the sight of the marked page; read any other."""
    if b"POISON" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_well(content, **about)


if __name__ == "__main__":
    reading.parse = read_or_die  # type: ignore[assignment]
    sys.argv = ["lgo", "worker", "--concurrency", "1"]
    run()
