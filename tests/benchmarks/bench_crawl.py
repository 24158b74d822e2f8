"""How fast the spider is beside a bare Scrapy spider that stores nothing, and what memory it holds.

``python tests/benchmarks/bench_crawl.py [--decisions N] [--rounds N] [--memory N] [--out RESULTS.json]``. Both crawl
the same replica, in turns, into nothing or into an empty archive; the better round of each counts, as others at work on
the machine only ever slow it. Beside it what each spider takes of the processor, its start included; PostgreSQL's share
is not in that. Then ours crawls a site of as many pages as ``--memory`` says, for its memory (0 leaves that out).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
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
from tests.benchmarks import frame
from tests.services import fresh_database, temporary_home
from workers import schema

WANTED_SHARE = 0.7
MOST_MEGABYTES = 300
LOOK_SECONDS = 2.0
EVERY_PAGES = 5_000


def main() -> None:
    """Measure and write the figures."""
    options = frame.options("crawl", __doc__)
    options.add_argument("--decisions", type=int, default=6_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--memory", type=int, default=60_000, help="pages of the crawl for memory")
    chosen = options.parse_args()
    figures = frame.conditions() | {"decisions": chosen.decisions}
    with (
        temporary_home() as home,
        # The spider needs no index: an address at which nothing is asked of it keeps it from being started.
        running(
            load_settings(home=home, opensearch_url="http://127.0.0.1:9", _env_file=None), LineProgress(sys.stderr)
        ) as up,
    ):
        figures["speed"] = speed(chosen.decisions, chosen.rounds, up)
        if chosen.memory:
            figures["memory"] = memory(chosen.memory, up)
    frame.write(figures, chosen.out)


def speed(decisions: int, rounds: int, up: Endpoints) -> dict[str, Any]:
    """The figures of both spiders over so many decisions."""
    bare, ours = [], []
    with start(decisions) as replica:
        for _ in range(rounds):
            bare.append(bare_round(replica))
            ours.append(our_round(replica, up))
            sys.stderr.write(f"bare {bare[-1][0]:.0f} pages a second, ours {ours[-1]['pages_a_second']:.0f}\n")
    best = max(ours, key=lambda figures: figures["pages_a_second"])
    fastest = max(rate for rate, _ in bare)
    return {
        "bare_pages_a_second": round(fastest, 1),
        "our_pages_a_second": round(best["pages_a_second"], 1),
        "share": round(best["pages_a_second"] / fastest, 2),
        "wanted_share": WANTED_SHARE,
        "bare_processor_ms_a_page": round(min(spent for _, spent in bare) * 1_000, 2),
        "our_processor_ms_a_page": round(min(figures["processor_seconds_a_page"] for figures in ours) * 1_000, 2),
        "requests": best["requests"],
        "by_round": [
            {"bare": round(rate), "ours": round(figures["pages_a_second"])}
            for (rate, _), figures in zip(bare, ours, strict=True)
        ],
    }


def memory(decisions: int, up: Endpoints) -> dict[str, Any]:
    """What our spider holds while it crawls so many decisions."""
    with start(decisions) as replica:
        held = our_round(replica, up)["megabytes_by_pages"]
    return {
        "decisions": decisions,
        "most_megabytes": round(max(held.values())),
        "wanted_megabytes": MOST_MEGABYTES,
        "megabytes_by_pages": {str(pages): round(size) for pages, size in held.items()},
    }


def bare_round(replica: Replica) -> tuple[float, float]:
    """Pages a second of the bare spider, and seconds of the processor for each."""
    began, before = time.monotonic(), spent_by_children()
    command = [sys.executable, "-m", "tests.benchmarks.bare_spider", replica.url]
    fetched = int(subprocess.run(command, cwd=frame.ROOT, check=True, capture_output=True, text=True).stdout)
    if fetched < replica.decisions:
        raise SystemExit(f"the bare spider fetched {fetched} of {replica.decisions} pages")
    return fetched / (time.monotonic() - began), (spent_by_children() - before) / fetched


def spent_by_children() -> float:
    """Seconds of the processor that processes of ours have used which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
        began, before = time.monotonic(), spent_by_children()
        with (Path(folder) / "report.json").open("w+") as report:
            crawl = subprocess.Popen(
                [sys.executable, "-m", "scraper.crawl", "--mode", "full", "--json"],
                cwd=frame.ROOT,
                env=clean | settings,
                stdout=report,
            )
            held = watched(crawl, database_url)
            seconds, spent = time.monotonic() - began, spent_by_children() - before
            report.seek(0)
            told = json.load(report)
    if not told["complete"]:
        raise SystemExit(f"our spider ended with: {told['reason']}")
    return {
        "pages_a_second": told["fetched"] / seconds,
        "processor_seconds_a_page": spent / told["fetched"],
        "requests": told["requests"],
        "megabytes_by_pages": held,
    }


def watched(crawl: subprocess.Popen[bytes], database_url: str) -> dict[int, float]:
    """The most memory in megabytes of a crawl until it ends, by how many thousand pages it had stored."""
    found: dict[int, float] = {}
    with psycopg.connect(database_url, autocommit=True) as connection:
        while crawl.poll() is None:
            size = frame.megabytes(crawl.pid, "VmRSS")
            row = connection.execute("SELECT count(*) FROM pages").fetchone()
            stored = (row[0] if row else 0) // EVERY_PAGES * EVERY_PAGES
            found[stored] = max(size, found.get(stored, 0.0))
            # A crawl that ends is not waited for any longer.
            with contextlib.suppress(subprocess.TimeoutExpired):
                crawl.wait(LOOK_SECONDS)
    return found


if __name__ == "__main__":
    main()
