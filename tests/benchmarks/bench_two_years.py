"""What following the site costs: requests for each new decision, beside those of a rival that looks by decision date.

``python tests/benchmarks/bench_two_years.py [--decisions N] [--days D] [--orders O ...] [--out RESULTS.json]`` lives
through so many days of a replica that publishes late, edits, withdraws, moves and lets expire, with the crawls of
beat's schedule: incremental each working day, recheck each night, full each month; once for each order in which
category listings may show what is newest. Windows come due for their full check as in an archive that is years old.

The rival runs as often as we do and has no ledger. At each run it reads the listing of each calendar month that is
still open and fetches every decision of it. A decision is published six weeks to three months after its date, and a
month is open while some of its decisions may still come: for so many days after its end as the figures name. With one
day, the month since its last run, the rival asks for little and finds nothing. With 95 it finds what is published in
the usual time; with 182, which is what we allow for, also what comes twice as late. Neither finds what comes to older
months, or edits there. What we are measured by is the one of 182 days, as it finds the news that we find.

A day costs what another does, so ``--days 62 --orders decided`` tells the cost in six minutes on one core. What comes
by chance once in a thousand decisions, and so whether all promises are kept, shows in the two years alone: fifty
minutes for each order. ``requests`` has what rechecks cost; the rival makes none.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import config.failures
import scraper.models
from config.db import Base, make_engine
from config.services import Endpoints, LineProgress, running
from config.settings import load_settings
from scraper.replica.process import start
from tests.benchmarks import frame
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.quick import QuickCrawls, quickly
from tests.integration.scraper.years import FULL_CHECK, RIVALS, Years
from tests.services import fresh_database, temporary_home

FIRST = dt.date(2021, 3, 1)
RECHECK_DAYS = 30
ORDERS = ("decided", "published")
TABLES = (config.failures.Failure, scraper.models.Crawl)  # Their modules hold all that a crawl writes.


def main() -> None:
    """Measure and write the figures."""
    options = frame.options("two_years", __doc__)
    options.add_argument("--decisions", type=int, default=57_500, help="as many as the site has had")
    options.add_argument("--days", type=int, default=730)
    options.add_argument("--orders", nargs="+", choices=ORDERS, default=ORDERS, help="of category listings")
    chosen = options.parse_args()
    figures: dict[str, Any] = {
        **frame.conditions(),
        "decisions": chosen.decisions,
        "days": chosen.days,
        "recheck_days": RECHECK_DAYS,
        "full_check_days": FULL_CHECK.days,
        "rivals_walk_months_of_the_last_days": RIVALS,
    }
    with (
        temporary_home() as home,
        quickly() as quick,
        running(load_settings(home=home, _env_file=None), LineProgress(sys.stderr)) as endpoints,
    ):
        for order in chosen.orders:
            figures[f"categories_show_newest_{order}"] = followed(quick, endpoints, chosen, order)
    frame.write(figures, chosen.out)


def told(days: Iterable[dt.date]) -> Iterator[dt.date]:
    """The days, with a word on stderr as each month begins."""
    for day in days:
        if day.day == 1:
            sys.stderr.write(f"{day:%B %Y}\n")
        yield day


def followed(quick: QuickCrawls, endpoints: Endpoints, chosen: argparse.Namespace, order: str) -> dict[str, Any]:
    """Live through the days with one archive; the figures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_database(endpoints.database_url) as database_url,
        start(chosen.decisions, today=FIRST, options=("--category-order", order)) as replica,
    ):
        engine = make_engine(database_url)
        Base.metadata.create_all(engine)
        settings = {
            "LGO_DATABASE_URL": database_url,
            "LGO_BROKER_URL": endpoints.broker_url,
            "LGO_OPENSEARCH_URL": endpoints.opensearch_url,
        }
        years = Years(replica, Crawls(engine, Path(folder), settings), quick, recheck_days=RECHECK_DAYS)
        begun = years.begin(FIRST)
        began = time.monotonic()
        years.live(told(FIRST + dt.timedelta(days=day) for day in range(1, chosen.days + 1)))
        seconds = time.monotonic() - began
        engine.dispose()
    course = years.course
    return {
        "seconds": round(seconds),
        "visible_at_start": begun.report["said"],
        "requests_to_fill_the_archive": begun.report["requests"],
        "working_days": course.days,
        "new_decisions": course.new,
        "requests": dict(course.requests),
        "requests_a_new_decision": course.a_new_decision(),
        "times_fewer": course.times_fewer(),
        "requests_an_incremental_crawl": round(
            course.requests["incremental"] / max(1, course.crawls["incremental"]), 1
        ),
        "requests_a_recheck": round(course.requests["recheck"] / max(1, course.crawls["recheck"]), 1),
        "broken_promises": {
            name: [[str(day), *what] for day, *what in getattr(course, name)]
            for name in ("late", "stale", "not_found", "falsely_gone", "not_complete")
        },
    }


if __name__ == "__main__":
    main()
