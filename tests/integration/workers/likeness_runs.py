"""Labelled cases taken through the real stages on a real database: read, compared by one or more processes, told."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import select

from config.db import unit_of_work
from config.queues import BATCH
from config.services import Endpoints
from config.settings import load_settings
from scraper import store
from tests.integration.workers.likeness_cases import Cases, Found
from workers import pending, reading
from workers.dedupe import run as dedupe
from workers.models import Decision, Link
from workers.runtime import Runtime, build


def read_all(runtime: Runtime, cases: Cases, order: Sequence[int] | None = None) -> None:
    """Archive and read the pages of all decisions in this order, so that each has a version."""
    pages = cases.pages(range(len(cases)) if order is None else order)
    while batch := list(islice(pages, BATCH)):
        with unit_of_work(runtime.sessions) as session:
            ids = [stored.page_id for stored in store.store_pages(session, batch)]
        reading.read_pages(runtime, ids)


def compare_all(runtime: Runtime, *, seed: int = 0, workers: int = 1) -> None:
    """Compare all decisions in the order that the seed gives, by so many processes at once; then whatever is left."""
    with unit_of_work(runtime.sessions) as session:
        ids = list(session.scalars(select(Decision.id).order_by(Decision.id)))
    Random(seed).shuffle(ids)
    batches = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
    if workers == 1:
        for batch in batches:
            dedupe.dedupe_decisions(runtime, batch)
    else:
        context = multiprocessing.get_context("spawn")
        start = (str(runtime.settings.home), runtime.settings.index_alias, runtime.endpoints)
        with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=start) as pool:
            list(pool.map(_compare, batches))
    finish(runtime)


def finish(runtime: Runtime) -> None:
    """Compare what is still pending, as the sweep would."""
    while True:
        with unit_of_work(runtime.sessions) as session:
            ids = session.scalars(pending.dedupe().limit(BATCH)).all()
        if not ids:
            return
        dedupe.dedupe_decisions(runtime, ids, abandoned=True)


_mine: list[Runtime] = []


def _begin(home: str, alias: str, endpoints: Endpoints) -> None:
    _mine.append(build(load_settings(home=Path(home), index_alias=alias, _env_file=None), endpoints))


def _compare(ids: list[int]) -> None:
    dedupe.dedupe_decisions(_mine[0], ids)


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
