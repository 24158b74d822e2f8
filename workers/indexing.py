"""Stage index: documents from the record, written in bulks, each item's answer kept as a receipt or a failure.

One process writes to an index at a time (an advisory lock), so a thousand messages cost one pass; whoever finds the
lock taken leaves the work to its holder, who looks once more before leaving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from config import failures
from config.db import advisory_lock, unit_of_work
from config.errors import PermanentError, TransientError
from config.failures import Stage, Subject
from search.bulk import BulkReport, write
from search.documents import DecisionDocument
from workers import pending, repository
from workers.documents import build_document
from workers.models import Decision, Receipt
from workers.records import gather
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

BATCH = 500


class DocumentRejectedError(PermanentError):
    """OpenSearch refused one document; the text is its reason."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What one pass did: documents sent, taken, older than what the index holds, and refused."""

    sent: int = 0
    ok: int = 0
    stale: int = 0
    rejected: int = 0

    def plus(self, other: Indexed) -> Indexed:
        """Both passes together."""
        return Indexed(
            self.sent + other.sent, self.ok + other.ok, self.stale + other.stale, self.rejected + other.rejected
        )


def index_pending(
    runtime: Runtime,
    index_name: str | None = None,
    *,
    compared: bool = True,
    on_batch: Callable[[int], None] = lambda _: None,
) -> Indexed:
    """Write all that is pending to this index (None: the one in use); ``on_batch`` hears the size of each bulk.

    ``compared`` as in :func:`workers.pending.index`. Raises TransientError where the database or OpenSearch is away;
    what was written until then has its receipts.
    """
    name = index_name or runtime.indexes.ensure()
    wanted = pending.index(name, compared=compared)
    total = Indexed()
    while _is_pending(runtime, wanted):
        with writing(runtime, name) as got:
            if not got:
                break
            done = _drain(runtime, name, wanted, on_batch)
        total = total.plus(done)
        if not done.sent:
            break
    if total.sent:
        log.info("indexed", index=name, ok=total.ok, stale=total.stale, rejected=total.rejected)
    return total


def writing(runtime: Runtime, name: str) -> AbstractContextManager[bool]:
    """The right to write to an index, which one process has at a time; yields whether it was got."""
    return advisory_lock(runtime.engine, f"lgo-index-{name}")


def _is_pending(runtime: Runtime, wanted: Select[int]) -> bool:
    with unit_of_work(runtime.sessions) as session:
        return session.scalar(wanted.limit(1)) is not None


def _drain(runtime: Runtime, name: str, wanted: Select[int], on_batch: Callable[[int], None]) -> Indexed:
    """Walk all that is pending in the order of ids, so that no batch looks again at what the ones before it wrote."""
    total, last = Indexed(), 0
    while ids := _next_ids(runtime, wanted, last):
        documents = _documents(runtime, ids)
        report = write(runtime.indexes.client, name, documents)
        with unit_of_work(runtime.sessions) as session:
            total = total.plus(_settle(session, name, documents, report))
        on_batch(len(documents))
        last = ids[-1]
    return total


def _next_ids(runtime: Runtime, wanted: Select[int], after: int) -> Sequence[int]:
    with unit_of_work(runtime.sessions) as session:
        return session.scalars(wanted.where(Decision.id > after).limit(BATCH)).all()


def _documents(runtime: Runtime, ids: Sequence[int]) -> list[DecisionDocument]:
    """The documents of these decisions; one that cannot be made is a row in failures and takes no other along."""
    try:
        with unit_of_work(runtime.sessions) as session:
            return [build_document(record) for record in gather(session, ids)]
    except TransientError:
        raise
    except Exception as error:  # noqa: BLE001 - As in workers.attempts: whatever it is, it is met again alone.
        if len(ids) > 1:
            return [document for one in ids for document in _documents(runtime, [one])]
        with unit_of_work(runtime.sessions) as session:
            failures.record(session, Subject(Stage.INDEX, ids[0], f"decision {ids[0]}"), error)
        return []


def _settle(session: Session, name: str, documents: Sequence[DecisionDocument], report: BulkReport) -> Indexed:
    sent = {document.id: document for document in documents}
    _keep_receipts(session, name, {int(key): sent[key].revision for key in report.ok})
    for item in report.rejected:
        failures.record(session, _subject(sent[item.id]), DocumentRejectedError(f"{item.error}: {item.reason}"))
    ahead = {int(item.id): item.revision for item in report.stale}
    _settle_stale(session, name, ahead)
    return Indexed(len(documents), len(report.ok), len(report.stale), len(report.rejected))


def _settle_stale(session: Session, name: str, ahead: dict[int, int]) -> None:
    # A later revision was written by another process: that is its receipt. One that the record never had (a deleted
    # document's trace, a database restored from a backup) is overtaken, so that the index follows the record again.
    for decision_id, revision in session.execute(select(Decision.id, Decision.revision).where(Decision.id.in_(ahead))):
        if ahead[decision_id] <= revision:
            _keep_receipts(session, name, {decision_id: ahead[decision_id]})
        else:
            repository.raise_revisions(session, [decision_id], above=ahead[decision_id])


def _subject(document: DecisionDocument) -> Subject:
    return Subject(Stage.INDEX, int(document.id), document.reference)


def _keep_receipts(session: Session, name: str, revisions: dict[int, int]) -> None:
    if not revisions:
        return
    rows = [{"index_name": name, "decision_id": key, "revision": value} for key, value in sorted(revisions.items())]
    new = insert(Receipt).values(rows)
    newest = func.greatest(Receipt.revision, new.excluded.revision)
    key = [Receipt.index_name, Receipt.decision_id]
    session.execute(new.on_conflict_do_update(index_elements=key, set_={"revision": newest, "written_at": func.now()}))
