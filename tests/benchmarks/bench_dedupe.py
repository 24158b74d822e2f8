"""What comparing costs: milliseconds a decision for the whole stage, SQL included, while the archive grows.

``python tests/benchmarks/bench_dedupe.py [RESULTS.json] [--sizes 5000 20000 60000]`` fills one archive with replica
decisions, read in this process, and at each size has a process of its own compare all from nothing: learn standard
wording, make fingerprints, look for others, link and group. Seconds of the processor are those of that process and of
its PostgreSQL backends; they depend least on what else the machine does. Beside it: all compared a second time, which
changes nothing, and all once more after the standard wording has changed by a little.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import delete, func, select, text, update

from config.db import unit_of_work
from config.queues import BATCH
from config.services import Endpoints, LineProgress, running
from config.settings import load_settings
from scraper import store
from tests.benchmarks import frame
from tests.integration.workers.conftest import made
from tests.integration.workers.likeness_cases import Cases, make_cases
from tests.services import fresh_database, temporary_home
from workers import reading
from workers.dedupe import again, run
from workers.models import Decision, Likeness, Link, StandardWording
from workers.runtime import Runtime, build

NOWHERE = ("redis://127.0.0.1:9/0", "http://127.0.0.1:9")
SIZES = (5_000, 20_000, 60_000)
LABELLED_SHARE = 0.05
TOLD_EACH = 5_000


def main() -> None:
    """Measure and write the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("out", type=Path, nargs="?", default=frame.results("dedupe"))
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    chosen = options.parse_args()
    figures: dict[str, Any] = {
        **frame.conditions(),
        "sizes": measured(sorted(chosen.sizes)),
    }
    figures["growth"] = growth(figures["sizes"])
    frame.write(figures, chosen.out)


def growth(sizes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How much the processor time of one size is of the size before, beside n log n."""
    found = []
    for one, other in pairwise(sizes):
        n, m = one["decisions"], other["decisions"]
        found.append(
            {
                "from": n,
                "to": m,
                "measured": round(other["processor_seconds"] / one["processor_seconds"], 2),
                "measured_again": round(other["again_processor_seconds"] / one["again_processor_seconds"], 2),
                "n_log_n": round(m * math.log(m) / (n * math.log(n)), 2),
            }
        )
    return found


def measured(sizes: list[int]) -> list[dict[str, Any]]:
    """The figures of each size, on one archive that grows."""
    cases = make_cases(sizes[-1], round(sizes[-1] * LABELLED_SHARE))
    found, filled = [], 0
    with temporary_home() as home:
        settings = load_settings(home=home, _env_file=None, broker_url=NOWHERE[0], opensearch_url=NOWHERE[1])
        with (
            running(settings, LineProgress(sys.stderr)) as endpoints,
            fresh_database(endpoints.database_url) as url,
            made(Endpoints(url, *NOWHERE), "unused", home) as runtime,
        ):
            for size in sizes:
                fill(runtime, cases, range(filled, size))
                filled = size
                found.append(at_size(runtime, home, url, size))
                sys.stderr.write(json.dumps(found[-1]) + "\n")
    return found


def fill(runtime: Runtime, cases: Cases, numbers: range) -> None:
    """Archive and read these decisions, and forget whatever was compared."""
    began, pages, done = time.monotonic(), cases.pages(numbers), numbers.start
    while batch := list(islice(pages, BATCH)):
        with unit_of_work(runtime.sessions) as session:
            ids = [stored.page_id for stored in store.store_pages(session, batch)]
        reading.read_pages(runtime, ids)
        done += len(batch)
        if done % TOLD_EACH < BATCH:
            sys.stderr.write(f"{time.monotonic() - began:6.0f} s: read {done:,} of {numbers.stop:,}\n")
    with unit_of_work(runtime.sessions) as session:
        session.execute(update(Decision).values(deduped_sha256=None, standard_version=0, group_id=None))
        for table in (Link, Likeness, StandardWording):
            session.execute(delete(table))
    with runtime.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As the server's own housekeeping would in the hours that a crawl takes.
        connection.execute(text("VACUUM ANALYZE"))


def at_size(runtime: Runtime, home: Path, url: str, size: int) -> dict[str, Any]:
    """All of the archive compared from nothing, again, and after other standard wording was learned."""
    load = frame.load()
    first = timed(home, url, compare)
    again_ = timed(home, url, compare_again)
    forget_some(runtime)
    other = timed(home, url, compare)
    with unit_of_work(runtime.sessions) as session:
        links = dict(session.execute(select(Link.kind, func.count()).group_by(Link.kind)).all())
        stored = session.scalar(text("SELECT pg_total_relation_size('likenesses')"))
    return {
        "decisions": size,
        "load_at_start": load,
        "milliseconds_a_decision": round(first["processor_seconds"] / size * 1_000, 3),
        "milliseconds_a_decision_by_the_clock": round(first["seconds"] / size * 1_000, 3),
        "processor_seconds": first["processor_seconds"],
        "of_it_in_postgresql": first["postgresql_seconds"],
        "worker_megabytes": first["megabytes"],
        "again_processor_seconds": again_["processor_seconds"],
        "again_milliseconds_a_decision": round(again_["processor_seconds"] / size * 1_000, 3),
        "other_wording_milliseconds_a_decision": round(other["processor_seconds"] / size * 1_000, 3),
        "links": links,
        "kilobytes_stored_a_decision": round((stored or 0) / size / 1_000, 1),
    }


def forget_some(runtime: Runtime) -> None:
    """Have the standard wording in force lack some hundred shingles, as if a few decisions had come since."""
    with unit_of_work(runtime.sessions) as session:
        newest = select(StandardWording).order_by(StandardWording.version.desc()).limit(1)
        row = session.scalars(newest).one()
        row.shingles, row.sha256, row.version = row.shingles[: -4 * 200], "0" * 64, row.version + 1
        session.execute(update(Decision).values(standard_version=row.version))
    run.learn_wording(runtime)


def timed(home: Path, url: str, work: Callable[[Runtime], None]) -> dict[str, Any]:
    """The work in a process of its own: seconds by the clock, of the processor, of it in PostgreSQL, megabytes."""
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    process = context.Process(target=_measured, args=(str(home), url, work, answers))
    process.start()
    found: dict[str, Any] = answers.get()
    process.join()
    return found


def _measured(home: str, url: str, work: Callable[[Runtime], None], answers: Any) -> None:
    runtime = build(load_settings(home=Path(home), index_alias="unused", _env_file=None), Endpoints(url, *NOWHERE))
    before, server, clock = time.process_time(), _server_seconds(runtime), time.monotonic()
    work(runtime)
    after = _server_seconds(runtime)
    # Who was not there before began at nothing.
    spent = sum(seconds - server.get(backend, 0.0) for backend, seconds in after.items())
    answers.put(
        {
            "seconds": round(time.monotonic() - clock, 1),
            "processor_seconds": round(time.process_time() - before + spent, 1),
            "postgresql_seconds": round(spent, 1),
            "megabytes": int(frame.megabytes(os.getpid())),
        }
    )


def _server_seconds(runtime: Runtime) -> dict[int, float]:
    """Seconds of the processor of each backend of this database; the pool shares work out among all that it opened."""
    backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    with runtime.engine.connect() as connection:
        pids = connection.scalars(text(backends))
        return {pid: frame.processor_seconds(pid) for pid in pids}


def compare(runtime: Runtime) -> None:
    """Compare all that is pending."""
    again.work(runtime, again.Chosen(), lambda _: None)


def compare_again(runtime: Runtime) -> None:
    """Compare all, though nothing is different."""
    again.mark(runtime, again.Chosen())
    compare(runtime)


if __name__ == "__main__":
    main()
