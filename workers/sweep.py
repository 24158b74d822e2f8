"""The sweep: works through whatever is pending and in nobody's hand, itself, without any message.

It runs every minute and could finish the whole archive alone; what it does it also tells, so that idle workers help.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from config.db import advisory_lock, unit_of_work
from config.queues import BATCH
from scraper.models import AddressChange, Page
from workers import indexing, pending, presence, reading
from workers.dedupe import run as dedupe
from workers.models import Decision
from workers.parsing import PARSER_VERSION
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

LOCK = "lgo-sweep"
# Work that a message told of and that began, or whose page came in, this recently is left to the workers.
SETTLE = dt.timedelta(seconds=60)
# Less than the minute between two sweeps, so that they do not pile up.
BUDGET_SECONDS = 50.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: pages read, addresses followed, decisions compared, documents written."""

    parse: int = 0
    state: int = 0
    dedupe: int = 0
    index: int = 0


class Do(Protocol):
    """Work on subjects, some of which may have been begun by a process that is gone."""

    def __call__(self, runtime: Runtime, ids: Sequence[int], /, *, abandoned: bool) -> None:
        """Work on the subjects with these ids."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One stage's part of a sweep: what is pending and settled since a time, the column of its ids, what to do."""

    pending: Callable[[dt.datetime], Select[int]]
    key: InstrumentedAttribute[int]
    do: Do

    def work(self, runtime: Runtime, settle: dt.timedelta, stop_at: float) -> int:
        """Walk what is pending once, in the order of ids; how many subjects there were."""
        done, last = 0, 0
        while time.monotonic() < stop_at:
            with unit_of_work(runtime.sessions) as session:
                settled = self.pending(dt.datetime.now(dt.UTC) - settle)
                ids = session.scalars(settled.where(self.key > last).limit(BATCH)).all()
            if not ids:
                break
            self.do(runtime, ids, abandoned=True)
            done, last = done + len(ids), ids[-1]
        return done


PARSE = Pass(lambda settled: pending.parse(PARSER_VERSION, settled), Page.id, reading.read_pages)
STATE = Pass(pending.states, AddressChange.address_id, presence.follow)
DEDUPE = Pass(pending.dedupe, Decision.id, dedupe.dedupe_decisions)


def sweep(runtime: Runtime, *, settle: dt.timedelta = SETTLE, budget: float = BUDGET_SECONDS) -> Swept:
    """Work for at most ``budget`` seconds; nothing where another sweep is at it. Raises TransientError."""
    with advisory_lock(runtime.engine, LOCK) as got:
        if not got:
            return Swept()
        stop_at = time.monotonic() + budget
        read = PARSE.work(runtime, settle, stop_at)
        followed = STATE.work(runtime, settle, stop_at)
        compared = DEDUPE.work(runtime, settle, stop_at)
        # Whoever compared the last of a backlog does this, unless it was killed just then.
        dedupe.learn_where_due(runtime)
        swept = Swept(read, followed, compared, indexing.index_pending(runtime).ok)
    if swept != Swept():
        log.info("swept", parse=swept.parse, state=swept.state, dedupe=swept.dedupe, index=swept.index)
    return swept
