"""What is around every measurement: where figures go, on which machine and how busy it was, what a process used."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_RESULTS = Path(__file__).with_name("results")
_KILOBYTES_IN_MEGABYTE = 1024


def results(name: str) -> Path:
    """The file in which a benchmark's figures are kept."""
    return _RESULTS / f"{name}.json"


def options(name: str, doc: str | None) -> argparse.ArgumentParser:
    """A reader of the command line that knows ``--out``, the file of figures.

    From now on a measurement that is told to end (SIGTERM) ends all that it started, as with Ctrl-C.
    """
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    reader = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--out", type=Path, default=results(name), metavar="RESULTS.json")
    return reader


def conditions() -> dict[str, Any]:
    """The machine, the day and the load; others at work on the machine slow whatever is measured."""
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d"),
        "load_at_start": load(),
    }


def load() -> float:
    """How many processes wanted the processor in the last minute."""
    return round(os.getloadavg()[0], 1)


def write(figures: Mapping[str, Any], out: Path) -> None:
    """Keep the figures and show them."""
    text = json.dumps(figures, indent=2) + "\n"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, "utf-8")
    sys.stdout.write(text)


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int, name: str = "VmHWM") -> float:
    """The most memory that a process has held, or with ``VmRSS`` what it holds; 0 for one that has ended (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / _KILOBYTES_IN_MEGABYTE for line in lines if line.startswith(name)), 0.0)
