"""Comparing again on demand: some decisions, a range of them or all; what is begun and not ended stays pending."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Select, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from config.db import unit_of_work
from config.failures import Failure, Stage
from workers import pending
from workers.dedupe import wording
from workers.dedupe.run import dedupe_decisions
from workers.models import Decision, Likeness, Link, StandardWording
from workers.runtime import Runtime

# A message names fewer, for others to take their turn; here the statements for a batch are shared by more.
RUN_BATCH = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which decisions: those with these references, those decided from one day to another, or all.

    One that was never compared counts to every span of days: when it was decided is noted when it is.
    """

    references: Collection[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def every(self) -> bool:
        """Whether nothing narrows it down."""
        return not self.references and self.since is None and self.until is None

    def narrow(self, query: Select[int]) -> Select[int]:
        """The query for these decisions alone."""
        query = query.where(Decision.reference.in_(self.references)) if self.references else query
        if self.since is None and self.until is None:
            return query
        day = Likeness.decided
        outside = or_(day.is_(None), day < (self.since or dt.date.min), day > (self.until or dt.date.max))
        return query.where(not_(exists().where(Likeness.decision_id == Decision.id, outside)))


@dataclass(frozen=True, slots=True)
class Recompared:
    """What a run did, and what the archive holds after it.

    ``left`` are decisions that another process has in hand; ``links`` counts those of each kind.
    """

    decisions: int
    left: int
    links: dict[str, int]
    groups: int
    seconds: float


def renew(runtime: Runtime) -> None:
    """Have all compared again where they were compared in an older way, as after an update. Raises TransientError."""
    wording.learn_first(runtime)


def mark(runtime: Runtime, chosen: Chosen) -> int:
    """Have these decisions compared again, those that failed too; how many there are. Raises TransientError."""
    with unit_of_work(runtime.sessions) as session:
        mine = chosen.narrow(select(Decision.id)).where(Decision.read_sha256.is_not(None))
        session.execute(delete(Failure).where(Failure.stage == Stage.DEDUPE, Failure.subject_id.in_(mine)))
        marked = session.execute(
            update(Decision).where(Decision.id.in_(mine)).values(deduped_sha256=None).returning(Decision.id),
            execution_options={"synchronize_session": False},
        )
        return len(marked.all())


def count(runtime: Runtime, chosen: Chosen) -> int:
    """How many of these decisions are pending."""
    with unit_of_work(runtime.sessions) as session:
        return pending.count(session, chosen.narrow(pending.dedupe()))


def work(runtime: Runtime, chosen: Chosen, on_batch: Callable[[int], None]) -> Recompared:
    """Compare those of these decisions that are pending until none is left but what others have in hand.

    ``on_batch`` hears after each batch how many are done. Raises TransientError.
    """
    began, done, before = time.monotonic(), 0, (-1, 0)
    while (now := _left(runtime, chosen))[0] and now != before:
        before, last = now, 0
        while ids := _next(runtime, chosen, last):
            dedupe_decisions(runtime, ids)
            done, last = done + len(ids), ids[-1]
            on_batch(done)
    with unit_of_work(runtime.sessions) as session:
        return Recompared(done, now[0], *_held(session), round(time.monotonic() - began, 1))


def _left(runtime: Runtime, chosen: Chosen) -> tuple[int, int]:
    """How many are pending, and the version of standard wording: where it was learned anew, all are so again."""
    with unit_of_work(runtime.sessions) as session:
        version = session.scalar(select(func.max(StandardWording.version))) or 0
    return count(runtime, chosen), version


def _next(runtime: Runtime, chosen: Chosen, last: int) -> list[int]:
    with unit_of_work(runtime.sessions) as session:
        return list(session.scalars(chosen.narrow(pending.dedupe()).where(Decision.id > last).limit(RUN_BATCH)))


def _held(session: Session) -> tuple[dict[str, int], int]:
    kinds = session.execute(select(Link.kind, func.count()).group_by(Link.kind).order_by(Link.kind)).all()
    groups = select(func.count(Decision.group_id.distinct()))
    return {row[0]: row[1] for row in kinds}, session.execute(groups).scalar_one()
