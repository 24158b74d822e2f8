"""The index against the record: compare ids and revisions both ways, mend what differs.

Missing and stale documents get a new revision, above whatever the index holds, which makes them pending again; an
orphan, which the record does not know, is deleted. What the index has right costs two sorted streams and nothing more.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from config.db import unit_of_work
from config.errors import TransientError
from search.verify import delete_documents, stream_ids
from workers import indexing, repository
from workers.models import Decision, Receipt
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

BATCH = 5000
# How long to wait for a writer to come to its end, and how often to ask.
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.5


class IndexBusyError(TransientError):
    """Another process writes to the index without end."""

    def __init__(self) -> None:
        super().__init__("the index is being written to all the time: verify it later")


@dataclass(frozen=True, slots=True)
class Differences:
    """Documents the index lacks, holds at another revision (given here), or holds unknown to the record."""

    missing: list[int] = field(default_factory=list)
    stale: dict[int, int] = field(default_factory=dict)
    orphan: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found, and how many documents were mended."""

    missing: int
    stale: int
    orphan: int
    repaired: int


def compare(record: Iterable[tuple[str, int]], index: Iterable[tuple[str, int]]) -> Differences:
    """Merge two streams of (id, revision), both sorted by id as text, into their differences. Pure."""
    found = Differences()
    left, right = iter(record), iter(index)
    here, there = next(left, None), next(right, None)
    while here is not None and there is not None:
        if here[0] < there[0]:
            found.missing.append(int(here[0]))
            here = next(left, None)
        elif there[0] < here[0]:
            found.orphan.append(there[0])
            there = next(right, None)
        else:
            if here[1] != there[1]:
                found.stale[int(there[0])] = there[1]
            here, there = next(left, None), next(right, None)
    found.missing.extend(int(key) for key, _ in ([here] if here else []))
    found.missing.extend(int(key) for key, _ in left)
    found.orphan.extend(key for key, _ in ([there] if there else []))
    found.orphan.extend(key for key, _ in right)
    return found


def verify(runtime: Runtime, *, repair: bool = True) -> Verified:
    """Compare the index in use with the record and mend it; raises TransientError where a service is away or busy."""
    indexing.index_pending(runtime)
    index_name = runtime.indexes.ensure()
    with _alone(runtime, index_name):
        # Nobody writes now, so what differs is a difference and not a write on its way.
        runtime.indexes.refresh(index_name)
        found = _compare(runtime, index_name)
        repaired = _repair(runtime, index_name, found) if repair else 0
    if repair:
        repaired += indexing.index_pending(runtime).ok
        runtime.indexes.refresh(index_name)
    verified = Verified(len(found.missing), len(found.stale), len(found.orphan), repaired)
    log.info(
        "index_verified", missing=verified.missing, stale=verified.stale, orphan=verified.orphan, repaired=repaired
    )
    return verified


@contextmanager
def _alone(runtime: Runtime, index_name: str) -> Iterator[None]:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with indexing.writing(runtime, index_name) as got:
            if got:
                yield
                return
        time.sleep(POLL_SECONDS)
    raise IndexBusyError


def _compare(runtime: Runtime, index_name: str) -> Differences:
    with unit_of_work(runtime.sessions) as session:
        found = compare(_record(session, index_name), stream_ids(runtime.indexes.client, index_name))
        # A document without a receipt whose decision is known is pending, and no orphan.
        numbers = [int(key) for key in found.orphan if key.isdecimal()]
        known = {str(key) for key in session.scalars(select(Decision.id).where(Decision.id.in_(numbers)))}
    return replace(found, orphan=[key for key in found.orphan if key not in known])


def _record(session: Session, index_name: str) -> Iterator[tuple[str, int]]:
    # What is still pending is no difference: only what a receipt says the index holds is compared.
    as_text = cast(Decision.id, String).collate("C")
    held = (
        select(as_text, Receipt.revision)
        .join(Receipt, Receipt.decision_id == Decision.id)
        .where(Receipt.index_name == index_name)
        .order_by(as_text)
        .execution_options(yield_per=BATCH)
    )
    yield from session.execute(held)


def _repair(runtime: Runtime, index_name: str, found: Differences) -> int:
    """Make what is missing or stale pending again, and delete what is unknown; how many were deleted."""
    with unit_of_work(runtime.sessions) as session:
        for start in range(0, len(found.missing), BATCH):
            repository.raise_revisions(session, found.missing[start : start + BATCH])
        for decision_id, in_index in found.stale.items():
            repository.raise_revisions(session, [decision_id], above=in_index)
    return delete_documents(runtime.indexes.client, index_name, found.orphan)
