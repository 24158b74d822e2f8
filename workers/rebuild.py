"""A new index from the record, without a gap in service.

The archive goes on working: the new index is loaded from what is pending for it (which is everything), the alias moves
in one call, and what changed meanwhile is pending for it like anything else. Killed at any point, nothing is lost: the
alias still points to a whole index, and the next rebuild begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from config.db import advisory_lock, unit_of_work
from config.errors import PermanentError
from config.failures import Failure, Stage
from search.documents import DecisionDocument
from workers import indexing, pending
from workers.documents import build_document
from workers.models import Decision, Receipt
from workers.records import gather
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


# So many documents of a new index, taken by chance, are compared word for word before it is used.
SAMPLE = 50
# What came in while the new index was filled; more than this means that it was not filled.
MOST_LEFT = 500


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
        refused = _forget_refusals(runtime)
        name = runtime.indexes.create_fresh()
        indexing.index_pending(runtime, name, compared=False, on_batch=on_batch)
        documents = _check(runtime, name, refused)
        runtime.indexes.swap(name)
        indexing.index_pending(runtime, name)
        return Rebuilt(name, documents, _prune(runtime))


def _forget_refusals(runtime: Runtime) -> int:
    """What the old index refused, the new one may take; how many those were."""
    with unit_of_work(runtime.sessions) as session:
        return len(session.scalars(delete(Failure).where(Failure.stage == Stage.INDEX).returning(Failure.id)).all())


def _check(runtime: Runtime, name: str, refused: int) -> int:
    """Refuse an index that lacks more than the old one lacked, or whose documents differ from the record's."""
    runtime.indexes.refresh(name)
    found = runtime.indexes.count(name)
    with unit_of_work(runtime.sessions) as session:
        known = session.execute(select(func.count(Decision.id)).where(Decision.revision > 0)).scalar_one()
        held = session.execute(select(func.count()).where(Receipt.index_name == name)).scalar_one()
        left = pending.count(session, pending.index(name, compared=False))
        receipts = select(Receipt.decision_id).where(Receipt.index_name == name)
        sample = session.scalars(receipts.order_by(func.random()).limit(SAMPLE)).all()
        documents = [build_document(record) for record in gather(session, sample)]
    if found < held or known - held - left > refused or left > MOST_LEFT:
        raise RebuildIncompleteError(name, found, known)
    if any(_differs(runtime, name, document) for document in documents):
        raise RebuildIncompleteError(name, 0, len(documents))
    return found


def _differs(runtime: Runtime, name: str, document: DecisionDocument) -> bool:
    """Whether the index has something else at this very revision; a decision that changed since is no difference."""
    held = runtime.indexes.client.get(index=name, id=document.id)
    return bool(held["_version"] == document.revision and held["_source"] != document.to_source())


def _prune(runtime: Runtime) -> tuple[str, ...]:
    pruned = tuple(runtime.indexes.prune())
    with unit_of_work(runtime.sessions) as session:
        session.execute(delete(Receipt).where(Receipt.index_name.in_(pruned)))
    return pruned
