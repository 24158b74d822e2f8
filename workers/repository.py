"""The SQL of decisions: identity by upsert, outcomes, versions by fold.

Each call runs in the caller's unit of work and takes its locks in the order of ids, so that two workers never wait for
each other in a ring.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config.db import Json
from config.failures import Failure, Stage
from scraper.models import Page
from workers.domain import Decision as Reading
from workers.models import Decision, Outcome, Version
from workers.versions import PageReading, content_sha256, fingerprint, fold


def claim(session: Session, reference: str, body: str | None) -> int:
    """The id of the decision (reference, body), made if it is new; the unique constraint decides between two makers."""
    new = insert(Decision).values(reference=reference, body=body, revision=0)
    made = session.execute(new.on_conflict_do_nothing().returning(Decision.id)).scalar_one_or_none()
    if made is not None:
        return made
    same_body = Decision.body.is_not_distinct_from(body)
    return session.execute(select(Decision.id).where(Decision.reference == reference, same_body)).scalar_one()


def save_outcome(session: Session, page_id: int, parser_version: int, reading: Reading | None) -> set[int]:
    """Keep what this parser version made of the page (None: no decision) and give the decisions it concerns.

    A page that is read as another decision than before concerns both: the old one loses it, the new one gains it.
    """
    earlier = select(Outcome.decision_id).where(Outcome.page_id == page_id, Outcome.decision_id.is_not(None))
    concerned = {decision_id for decision_id in session.scalars(earlier) if decision_id is not None}
    values: Json = {"decision_id": None, "reading": None, "content_sha256": None, "text_sha256": None}
    if reading is not None:
        decision_id = claim(session, reading.reference, reading.body)
        concerned.add(decision_id)
        values = {
            "decision_id": decision_id,
            "reading": reading.to_json(),
            "content_sha256": content_sha256(reading),
            "text_sha256": reading.text_sha256,
        }
    row = insert(Outcome).values(page_id=page_id, parser_version=parser_version, **values)
    key = [Outcome.page_id, Outcome.parser_version]
    session.execute(row.on_conflict_do_update(index_elements=key, set_={**values, "parsed_at": func.now()}))
    return concerned


def has_outcome(session: Session, page_id: int, parser_version: int) -> bool:
    """Tell whether this parser version has already read the page."""
    return session.get(Outcome, (page_id, parser_version)) is not None


def fold_decisions(session: Session, decision_ids: Collection[int]) -> None:
    """Work out the versions of these decisions afresh; a decision whose document would change gets a new revision."""
    lock = select(Decision).where(Decision.id.in_(decision_ids)).order_by(Decision.id).with_for_update(key_share=True)
    for decision in session.scalars(lock.execution_options(populate_existing=True)):
        _fold(session, decision)


def _fold(session: Session, decision: Decision) -> None:
    newest = (
        select(Outcome.page_id, Outcome.decision_id, Outcome.content_sha256, Outcome.text_sha256)
        .where(Outcome.page_id.in_(select(Outcome.page_id).where(Outcome.decision_id == decision.id)))
        .where(Outcome.decision_id.is_not(None))
        .ext(distinct_on(Outcome.page_id))
        .order_by(Outcome.page_id, Outcome.parser_version.desc())
        .subquery()
    )
    rows = session.execute(
        select(newest.c.page_id, Page.fetched_at, newest.c.content_sha256, newest.c.text_sha256)
        .join(Page, Page.id == newest.c.page_id)
        .where(newest.c.decision_id == decision.id)
    )
    versions = fold(PageReading(*row) for row in rows)
    session.execute(delete(Version).where(Version.decision_id == decision.id))
    session.add_all(
        Version(
            decision_id=decision.id,
            number=version.number,
            page_id=version.reading.page_id,
            content_sha256=version.reading.content_sha256,
            text_sha256=version.reading.text_sha256,
            seen_at=version.reading.seen_at,
        )
        for version in versions
    )
    session.flush()
    _note_change(session, decision)


def _note_change(session: Session, decision: Decision) -> None:
    current = current_readings(session, [decision.id]).get(decision.id)
    seen = session.execute(
        select(Version.number, Version.content_sha256)
        .where(Version.decision_id == decision.id)
        .order_by(Version.number)
    )
    read_sha256 = fingerprint([[list(row) for row in seen], current.reading if current else None])
    if read_sha256 != decision.read_sha256:
        decision.read_sha256 = read_sha256
        raise_revisions(session, [decision.id])


def raise_revisions(session: Session, decision_ids: Collection[int], *, above: int = 0) -> None:
    """Give these decisions a new revision, greater than ``above``, so that they are indexed again in any case."""
    ordered = (
        select(Decision.id).where(Decision.id.in_(decision_ids)).order_by(Decision.id).with_for_update(key_share=True)
    )
    ids = list(session.scalars(ordered))
    higher = func.greatest(Decision.revision, above) + 1
    session.execute(update(Decision).where(Decision.id.in_(ids)).values(revision=higher))
    session.execute(delete(Failure).where(Failure.stage == Stage.INDEX, Failure.subject_id.in_(ids)))


@dataclass(frozen=True, slots=True)
class Current:
    """The current version of a decision: its number and text, the page it was read from, the reading as JSON."""

    decision_id: int
    number: int
    page_id: int
    text_sha256: str
    reading: Json


def current_readings(session: Session, decision_ids: Sequence[int]) -> dict[int, Current]:
    """The current version of each of these decisions, read by the newest parser that could read its page."""
    latest = (
        select(Version.decision_id, Version.number, Version.page_id, Version.text_sha256)
        .where(Version.decision_id.in_(decision_ids))
        .ext(distinct_on(Version.decision_id))
        .order_by(Version.decision_id, Version.number.desc())
        .subquery()
    )
    rows = session.execute(
        select(latest.c.decision_id, latest.c.number, latest.c.page_id, latest.c.text_sha256, Outcome.reading)
        .join(Outcome, and_(Outcome.page_id == latest.c.page_id, Outcome.decision_id == latest.c.decision_id))
        .where(Outcome.reading.is_not(None))
        .ext(distinct_on(latest.c.decision_id))
        .order_by(latest.c.decision_id, Outcome.parser_version.desc())
    )
    return {row.decision_id: Current(*row) for row in rows}
