"""The whole path at full speed: replica, spider, workers, index; decisions a second, and the memory of each part.

``python tests/benchmarks/bench_path.py [--decisions N] [--out RESULTS.json]`` starts services, replica, worker
and crawl on this machine and writes what it saw. Seconds depend on the machine and on what else it does (see the load).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config.services import LineProgress, running, status
from config.settings import load_settings
from scraper.replica.process import start
from tests.benchmarks import frame
from tests.services import temporary_home
from tests.system import System, bare_environment, kill


def main() -> None:
    """Measure and write the figures."""
    options = frame.options("path", __doc__)
    options.add_argument("--decisions", type=int, default=10_000)
    chosen = options.parse_args()
    figures: dict[str, Any] = {
        **frame.conditions(),
        "decisions": chosen.decisions,
        **measured(chosen.decisions),
    }
    frame.write(figures, chosen.out)


def measured(decisions: int) -> dict[str, Any]:
    """Crawl, process and index so many decisions; the figures."""
    with (
        temporary_home() as home,
        tempfile.TemporaryDirectory() as folder,
        start(decisions=decisions, seed=1) as site,
        running(load_settings(home=home, _env_file=None), LineProgress(sys.stderr)) as endpoints,
    ):
        system = System({**bare_environment(), "LGO_HOME": str(home)}, Path(folder), endpoints).at(site.url)
        system.lgo("db", "upgrade")
        opensearch = next(item.pid for item in status(load_settings(home=home)) if item.name == "opensearch")
        worker = system.start("worker", "--concurrency", "2")
        try:
            return walked(system, worker, decisions) | {"opensearch_megabytes": peak(opensearch or 0)}
        finally:
            kill(worker)


def walked(system: System, worker: subprocess.Popen[bytes], decisions: int) -> dict[str, Any]:
    """One crawl until all of it can be found."""
    began = time.monotonic()
    crawl = system.start("crawl", "--mode", "full", "--wait")
    spider = worker_peak = 0
    while crawl.poll() is None:
        spider = max([spider, *(peak(pid) for pid in descendants(crawl.pid) if "scraper.crawl" in command(pid))])
        worker_peak = max([worker_peak, *(peak(pid) for pid in descendants(worker.pid))])
        time.sleep(0.5)
    seconds = time.monotonic() - began
    now = system.status()
    if crawl.returncode != 0 or now["index"]["documents"] != decisions:
        raise SystemExit(f"the crawl ended with {crawl.returncode}, the index holds {now['index']['documents']}")
    report = now["crawls"]["full"]
    return {
        "seconds_to_searchable": round(seconds, 1),
        "decisions_a_second": round(decisions / seconds, 1),
        "crawl_seconds": report["seconds"],
        "pages_a_second_crawled": round(report["fetched"] / report["seconds"], 1),
        "spider_megabytes": spider,
        "worker_process_megabytes": worker_peak,
    }


def descendants(pid: int) -> list[int]:
    """A process and all that came from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            # It has just ended.
            continue
    return found


def command(pid: int) -> str:
    """The arguments of a process; nothing for one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def peak(pid: int) -> int:
    """The most memory a process has held, in megabytes; 0 for one that has ended."""
    return int(frame.megabytes(pid))


if __name__ == "__main__":
    main()
