"""How fast the replica serves: pages a second of its own processor time and of the clock, start and memory.

``python tests/benchmarks/bench_replica.py [RESULTS.json]`` runs it; the client is a process of its own that keeps one
connection busy and reads nothing of what it gets.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scraper.replica.process import Replica, start
from tests.benchmarks import frame

PAGES = 4_000
LISTINGS = 300
SIZES = (300, 60_000)


def main() -> None:
    """Measure and write the figures."""
    if sys.argv[1:2] == ["client"]:
        fetch_all(sys.argv[2], sys.stdin.read().split())
        return
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else frame.results("replica")
    figures = frame.conditions()
    figures |= {str(decisions): measured(decisions) for decisions in SIZES}
    frame.write(figures, target)


def measured(decisions: int) -> dict[str, Any]:
    """All figures of a replica of so many decisions."""
    began = time.monotonic()
    with start(decisions) as replica:
        ready = time.monotonic() - began
        with urllib.request.urlopen(f"{replica.url}/truth/index.json") as answer:  # noqa: S310  # Our own process.
            paths = [row["url"].removeprefix(replica.url) for row in json.load(answer)]
        pages = (paths * (PAGES // len(paths) + 1))[:PAGES]
        listings = [f"/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31&page={n + 1}" for n in range(LISTINGS)]
        return {
            "seconds_to_start": round(ready, 2),
            "decision_pages": rates(replica, pages),
            "listing_pages": rates(replica, listings),
            "memory_mb": round(frame.megabytes(replica.process.pid)),
        }


def rates(replica: Replica, paths: list[str]) -> dict[str, float]:
    """Pages a second by the clock and by the server's processor time, and the mean size."""
    before, began = frame.processor_seconds(replica.process.pid), time.monotonic()
    command = [sys.executable, __file__, "client", replica.url]
    client = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=True)
    spent, used = time.monotonic() - began, frame.processor_seconds(replica.process.pid) - before
    return {
        "a_second_of_clock": round(len(paths) / spent),
        "a_second_of_server_cpu": round(len(paths) / used),
        "mean_bytes": round(int(client.stdout) / len(paths)),
    }


def fetch_all(url: str, paths: list[str]) -> None:
    """Fetch every path over one connection; prints the bytes of all page bodies."""
    address = urlsplit(url)
    total = 0
    with socket.create_connection((str(address.hostname), address.port or 80)) as raw:
        stream = raw.makefile("rb")
        for path in paths:
            raw.sendall(f"GET {path} HTTP/1.1\r\nHost: replica\r\n\r\n".encode())
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            total += len(stream.read(length))
    sys.stdout.write(str(total))


if __name__ == "__main__":
    main()
