"""Failures: the one table in which everything that went wrong for good has a row, and the attempts that led there.

The scraper writes rows of the stages ``list`` and ``fetch``, the workers those of ``ingest``, ``parse``, ``state``,
``dedupe`` and ``index``; a row goes when the same subject later succeeds, is retried by hand or is discarded. Attempts
are counted here, in a transaction of their own, before the work begins, so work that kills its process is counted too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    BigInteger,
    Delete,
    Identity,
    UniqueConstraint,
    any_,
    bindparam,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.db import Base, bigints, table_of

MAX_ATTEMPTS = 3


class Stage(StrEnum):
    """Where in the flow something failed."""

    CRAWL = "crawl"
    LIST = "list"
    FETCH = "fetch"
    INGEST = "ingest"
    PARSE = "parse"
    STATE = "state"
    DEDUPE = "dedupe"
    INDEX = "index"


class Failure(Base):
    """What failed for good: its stage, its subject in words, the error class and its one line."""

    __tablename__ = "failures"
    __table_args__ = (UniqueConstraint("stage", "subject_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    stage: Mapped[str]
    subject_id: Mapped[int]
    subject: Mapped[str]
    error: Mapped[str]
    message: Mapped[str]
    attempts: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    discarded_at: Mapped[dt.datetime | None]


class Attempt(Base):
    """How often work on a subject began without an end; the row goes when the work ends either way."""

    __tablename__ = "attempts"

    stage: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    started_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


@dataclass(frozen=True, slots=True)
class Subject:
    """What work was about: its stage, the id of its row, and words a person knows it by (address, reference)."""

    stage: Stage
    id: int
    words: str


def claim(session: Session, stage: Stage, subject_ids: Collection[int]) -> list[int]:
    """Begin the first attempt on each subject that no other process has begun; gives those, in order.

    Commit before the work itself begins: the rows tell other processes to keep off, and count if this one dies.
    """
    if not subject_ids:
        return []
    rows = select(literal(stage.value), func.unnest(bigints(sorted(subject_ids))), literal(1))
    new = insert(Attempt).from_select(["stage", "subject_id", "count"], rows).on_conflict_do_nothing()
    return sorted(session.scalars(new.returning(Attempt.subject_id)))


def begin(session: Session, stage: Stage, subject_id: int) -> int:
    """Count one more attempt and give its number, from 1. Commit before the work itself begins."""
    start = insert(Attempt).values(stage=stage, subject_id=subject_id, count=1)
    again = start.on_conflict_do_update(
        index_elements=[Attempt.stage, Attempt.subject_id],
        set_={"count": Attempt.count + 1, "started_at": func.now()},
    )
    return int(session.execute(again.returning(Attempt.count)).scalar_one())


def forget_attempts(session: Session, stage: Stage, subject_ids: Collection[int]) -> None:
    """Drop the counts: the work ended, or it stopped because a service was away, which is not the subjects' fault."""
    session.execute(_drop(Attempt), {"stage": stage.value, "ids": list(subject_ids)})


@cache
def _drop(model: type[Attempt | Failure]) -> Delete:
    """A statement that takes away the rows of subjects; made once, as it runs for every few pages."""
    table = table_of(model)
    subjects = any_(bindparam("ids", type_=ARRAY(BigInteger)))
    return delete(table).where(table.c.stage == bindparam("stage"), table.c.subject_id == subjects)


def record(session: Session, subject: Subject, error: BaseException, *, attempts: int = 1) -> None:
    """Write the failure row of a subject, over an older one of the same subject, and drop its attempts."""
    values = {
        "subject": subject.words,
        "error": type(error).__name__,
        "message": next(iter(str(error).splitlines()), "").replace("\0", "\\0"),
        "attempts": attempts,
        "at": func.now(),
        "discarded_at": None,
    }
    row = insert(Failure).values(stage=subject.stage, subject_id=subject.id, **values)
    session.execute(row.on_conflict_do_update(index_elements=[Failure.stage, Failure.subject_id], set_=values))
    forget_attempts(session, subject.stage, [subject.id])


def resolve(session: Session, stage: Stage, subject_ids: Collection[int]) -> None:
    """Take away the failure rows and the attempts of subjects that have now succeeded."""
    session.execute(_drop(Failure), {"stage": stage.value, "ids": list(subject_ids)})
    forget_attempts(session, stage, subject_ids)


def discard(session: Session, failure: Failure) -> None:
    """Keep the row, but ask nobody to look at it again: the subject stays out of what is pending."""
    failure.discarded_at = func.now()
    session.flush()


def count(session: Session) -> int:
    """How many failure rows nobody has discarded."""
    return session.execute(select(func.count(Failure.id)).where(Failure.discarded_at.is_(None))).scalar_one()


def listed(session: Session, stage: str | None = None) -> list[Failure]:
    """All failure rows that nobody has discarded, oldest first, of one stage or of all."""
    query = select(Failure).where(Failure.discarded_at.is_(None)).order_by(Failure.id)
    return list(session.scalars(query.where(Failure.stage == stage) if stage else query))
