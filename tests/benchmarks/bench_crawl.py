"""How fast the spider is beside a bare Scrapy spider that stores nothing, and what memory it holds.

``python tests/benchmarks/bench_crawl.py [--decisions N] [--rounds N] [--out RESULTS.json]``. Both crawl the same
replica, in turns, into nothing or into an empty archive; the better round of each counts, as others at work on the
machine only ever slow it. ``--decisions 60000 --rounds 1`` is the run for memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config.db import make_engine
from config.services import Endpoints, LineProgress, running
from config.settings import load_settings
from scraper.replica.process import Replica, start
from tests.services import fresh_database, temporary_home
from workers import schema

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("results") / "crawl.json"
WANTED_SHARE = 0.7
MOST_MEGABYTES = 300
LOOK_SECONDS = 2.0
EVERY_PAGES = 5_000


def main() -> None:
    """Measure and write the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--decisions", type=int, default=3_000)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--out", type=Path, default=RESULTS)
    chosen = options.parse_args()
    figures: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "date": time.strftime("%Y-%m-%d"),
        "load_at_start": round(os.getloadavg()[0], 1),
        "decisions": chosen.decisions,
        **measured(chosen.decisions, chosen.rounds),
    }
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def measured(decisions: int, rounds: int) -> dict[str, Any]:
    """The figures of both spiders over so many decisions."""
    bare, ours = [], []
    with (
        temporary_home() as home,
        start(decisions) as replica,
        # The spider needs no index: an address at which nothing is asked of it keeps it from being started.
        running(
            load_settings(home=home, opensearch_url="http://127.0.0.1:9", _env_file=None), LineProgress(sys.stderr)
        ) as up,
    ):
        for _ in range(rounds):
            bare.append(bare_round(replica))
            ours.append(our_round(replica, up))
    best = max(ours, key=lambda figures: figures["pages_a_second"])
    fastest = max(bare)
    return {
        "bare_pages_a_second": round(fastest, 1),
        "our_pages_a_second": round(best["pages_a_second"], 1),
        "share": round(best["pages_a_second"] / fastest, 2),
        "wanted_share": WANTED_SHARE,
        "requests": best["requests"],
        "memory_mb": best["memory_mb"],
        "wanted_memory_mb": MOST_MEGABYTES,
        "memory_mb_by_pages": best["memory_mb_by_pages"],
    }


def bare_round(replica: Replica) -> float:
    """Pages a second of the bare spider."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.bare_spider", replica.url]
    fetched = int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    if fetched < replica.decisions:
        raise SystemExit(f"the bare spider fetched {fetched} of {replica.decisions} pages")
    return fetched / (time.monotonic() - began)


def our_round(replica: Replica, up: Endpoints) -> dict[str, Any]:
    """Pages a second and memory of our spider, into an empty archive."""
    with fresh_database(up.database_url) as database_url, tempfile.TemporaryDirectory() as folder:
        engine = make_engine(database_url)
        schema.upgrade(engine)
        engine.dispose()
        settings = {
            "LGO_DATABASE_URL": database_url,
            "LGO_BROKER_URL": up.broker_url,
            "LGO_OPENSEARCH_URL": up.opensearch_url,
            "LGO_SITE_URL": replica.url,
            "LGO_CRAWL_DELAY": "0",
            "LGO_HOME": folder,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LGO_")}
        began = time.monotonic()
        with (Path(folder) / "report.json").open("w+") as report:
            crawl = subprocess.Popen(
                [sys.executable, "-m", "scraper.crawl", "--mode", "full", "--json"],
                cwd=ROOT,
                env=clean | settings,
                stdout=report,
            )
            memory = watched(crawl, database_url)
            seconds = time.monotonic() - began
            report.seek(0)
            told = json.load(report)
    if not told["complete"]:
        raise SystemExit(f"our spider ended with: {told['reason']}")
    peak = round(max(memory.values()))
    return {
        "pages_a_second": told["fetched"] / seconds,
        "requests": told["requests"],
        "memory_mb": peak,
        "memory_mb_by_pages": {str(pages): round(size) for pages, size in memory.items()},
    }


def watched(crawl: subprocess.Popen[bytes], database_url: str) -> dict[int, float]:
    """The most memory in megabytes of a crawl until it ends, by how many thousand pages it had stored."""
    found: dict[int, float] = {}
    with psycopg.connect(database_url, autocommit=True) as connection:
        while crawl.poll() is None:
            lines = Path(f"/proc/{crawl.pid}/status").read_text("ascii").splitlines()
            size = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
            row = connection.execute("SELECT count(*) FROM pages").fetchone()
            stored = (row[0] if row else 0) // EVERY_PAGES * EVERY_PAGES
            found[stored] = max(size, found.get(stored, 0.0))
            time.sleep(LOOK_SECONDS)
    return found


if __name__ == "__main__":
    main()
