"""Labelled cases taken through the real stages on a real database: read, compared by one or more processes, told."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

import structlog
from sqlalchemy import select

from config.db import unit_of_work
from config.errors import TransientError
from config.queues import BATCH
from config.services import Endpoints
from config.settings import load_settings
from scraper import store
from tests.integration.workers.likeness_cases import Cases, Found
from workers import pending, reading
from workers.dedupe import run as dedupe
from workers.models import Decision, Link
from workers.runtime import Runtime, build

log = structlog.get_logger(__name__)

Work = Callable[[list[list[int]]], object]

TRIES, PAUSE_SECONDS = 5, 0.2


def take_in(
    runtime: Runtime, cases: Cases, order: Sequence[int] | None = None, *, parts: int = 1, workers: int = 1
) -> None:
    """Have all decisions arrive in this order, in so many parts, each compared before the next is read."""
    numbers = range(len(cases)) if order is None else order
    step = -(-len(numbers) // parts)
    with comparing(runtime, workers) as work:
        for start in range(0, len(numbers), step):
            read(runtime, cases, numbers[start : start + step])
            compare(runtime, seed=start, work=work)


@contextlib.contextmanager
def comparing(runtime: Runtime, workers: int) -> Iterator[Work]:
    """What compares batches of decisions: this process, or several others at once."""
    if workers == 1:
        yield lambda batches: _compare_all(runtime, batches)
        return
    context = multiprocessing.get_context("spawn")
    start = (str(runtime.settings.home), runtime.settings.index_alias, runtime.endpoints)
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=start) as pool:
        yield lambda batches: list(pool.map(_compare, batches))


def read(runtime: Runtime, cases: Cases, order: Sequence[int]) -> None:
    """Archive and read the pages of these decisions in this order, so that each has a version."""
    pages = cases.pages(order)
    while batch := list(islice(pages, BATCH)):
        with unit_of_work(runtime.sessions) as session:
            ids = [stored.page_id for stored in store.store_pages(session, batch)]
        reading.read_pages(runtime, ids)


def compare(runtime: Runtime, *, seed: int = 0, work: Work | None = None) -> None:
    """Compare all that is pending in the order that the seed gives, until nothing is."""
    with contextlib.nullcontext(work) if work else comparing(runtime, 1) as do:
        while ids := _pending(runtime):
            Random(seed).shuffle(ids)
            do([ids[at : at + BATCH] for at in range(0, len(ids), BATCH)])


def _pending(runtime: Runtime) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return list(session.scalars(pending.dedupe()))


def _compare_all(runtime: Runtime, batches: list[list[int]]) -> None:
    for batch in batches:
        _tried(runtime, batch)


def _tried(runtime: Runtime, batch: list[int]) -> None:
    """As a task is tried: what will pass is tried again."""
    for _ in range(TRIES - 1):
        try:
            dedupe.dedupe_decisions(runtime, batch, abandoned=True)
        except TransientError as error:
            log.info("tried_again", error=str(error))
            time.sleep(PAUSE_SECONDS)
        else:
            return
    dedupe.dedupe_decisions(runtime, batch, abandoned=True)


_mine: list[Runtime] = []


def _begin(home: str, alias: str, endpoints: Endpoints) -> None:
    _mine.append(build(load_settings(home=Path(home), index_alias=alias, _env_file=None), endpoints))


def _compare(ids: list[int]) -> None:
    _compare_all(_mine[0], [ids])


def positions(runtime: Runtime, cases: Cases) -> dict[int, int]:
    """Where each decision of the database stands in the corpus."""
    with unit_of_work(runtime.sessions) as session:
        rows = session.execute(select(Decision.id, Decision.reference, Decision.body)).all()
    return {key: cases.number((reference, body)) for key, reference, body in rows}


def found_links(runtime: Runtime, cases: Cases) -> Found:
    """The links of the database, by kind, between positions of the corpus."""
    places = positions(runtime, cases)
    found: Found = defaultdict(set)
    with unit_of_work(runtime.sessions) as session:
        for low_id, high_id, kind in session.execute(select(Link.low_id, Link.high_id, Link.kind)):
            one, other = sorted((places[low_id], places[high_id]))
            found[kind].add((one, other))
    return found


def groups(runtime: Runtime, cases: Cases) -> dict[int, frozenset[int]]:
    """The members of each group by its representative, all as positions of the corpus."""
    places = positions(runtime, cases)
    members: defaultdict[int, set[int]] = defaultdict(set)
    with unit_of_work(runtime.sessions) as session:
        for key, group_id in session.execute(select(Decision.id, Decision.group_id)):
            if group_id is not None:
                members[places[group_id]].add(places[key])
    return {head: frozenset(others) for head, others in members.items()}
