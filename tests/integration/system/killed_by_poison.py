"""A real worker in whose process the reading of one page is fatal, as running out of memory would be."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from workers import parsing, reading
from workers.cli.main import run

read_well = parsing.parse


def read_or_die(content: bytes, **about: Any) -> Any:
    """Die at the sight of the marked page; read any other."""
    if b"POISON" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_well(content, **about)


if __name__ == "__main__":
    vars(reading)["parse"] = read_or_die
    sys.argv = ["lgo", "worker", "--concurrency", "1"]
    run()
