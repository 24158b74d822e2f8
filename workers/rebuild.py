"""A new index from the record, without a gap in service.

The archive goes on working: the new index is loaded from what is pending for it (which is everything), the alias moves
in one call, and what changed meanwhile is pending for it like anything else. Killed at any point, nothing is lost: the
alias still points to a whole index, and the next rebuild begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete

from config.db import advisory_lock, unit_of_work
from config.errors import PermanentError
from config.failures import Failure, Stage
from workers import indexing, pending
from workers.models import Receipt
from workers.runtime import Runtime


class RebuildRunningError(PermanentError):
    """Another process is rebuilding the index."""

    def __init__(self) -> None:
        super().__init__("another rebuild is running: wait for it to end")


class RebuildIncompleteError(PermanentError):
    """The new index does not hold what the record says it should, so the alias was not moved."""

    def __init__(self, name: str, found: int, expected: int) -> None:
        super().__init__(
            f"{name} holds {found} documents of {expected}, so the old index stays: see lgo failures list --stage index"
        )


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The new index, how many documents it holds, and the older indexes that were deleted."""

    index: str
    documents: int
    pruned: tuple[str, ...]


def rebuild(runtime: Runtime, *, on_batch: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Make, fill, check and switch to a new index; the one in use before is kept until the next rebuild.

    ``on_batch`` hears how many documents each bulk wrote. Raises TransientError where a service is away.
    """
    with advisory_lock(runtime.engine, "lgo-rebuild") as got:
        if not got:
            raise RebuildRunningError
        with unit_of_work(runtime.sessions) as session:
            # What the old index refused, the new one may take.
            session.execute(delete(Failure).where(Failure.stage == Stage.INDEX))
        name = runtime.indexes.create_fresh()
        indexing.index_pending(runtime, name, on_batch=on_batch)
        documents = _check(runtime, name)
        runtime.indexes.swap(name)
        indexing.index_pending(runtime, name)
        return Rebuilt(name, documents, _prune(runtime))


def _check(runtime: Runtime, name: str) -> int:
    runtime.indexes.refresh(name)
    with unit_of_work(runtime.sessions) as session:
        expected = session.query(Receipt).where(Receipt.index_name == name).count()
        left = pending.count(session, pending.index(name))
    found = runtime.indexes.count(name)
    if found < expected:
        raise RebuildIncompleteError(name, found, expected + left)
    return found


def _prune(runtime: Runtime) -> tuple[str, ...]:
    pruned = tuple(runtime.indexes.prune())
    with unit_of_work(runtime.sessions) as session:
        session.execute(delete(Receipt).where(Receipt.index_name.in_(pruned)))
    return pruned
