"""Stage state: an address went or came back, so the decisions it holds are worked out afresh and told to the index.

The scraper commits a row of ``address_changes`` together with the change itself; the row goes in the transaction that
gives the decisions their new revision. So nothing is lost in between, and a change that comes in meanwhile is a
new row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.db import unit_of_work
from config.failures import Stage
from config.queues import BATCH, Task
from scraper.models import Address, AddressChange, Page
from workers import pending, repository
from workers.attempts import Work, work_through
from workers.models import Outcome
from workers.runtime import Runtime


def follow(runtime: Runtime, address_ids: Sequence[int], *, abandoned: bool = False) -> None:
    """Have the decisions of these addresses follow them; those that nothing happened to are nothing to do.

    ``abandoned``: see :func:`workers.attempts.work_through`. Raises TransientError when the database is away.
    """
    concerned = work_through(runtime.sessions, WORK, address_ids, abandoned=abandoned)
    runtime.notifier.notify_each(Task.DEDUPE, sorted(concerned))


def follow_all(runtime: Runtime) -> None:
    """Follow every address that went or came back, whatever their number. Raises TransientError."""
    last = 0
    while True:
        with unit_of_work(runtime.sessions) as session:
            query = pending.states().where(AddressChange.address_id > last).limit(BATCH)
            ids = session.scalars(query).all()
        if not ids:
            return
        follow(runtime, ids)
        last = ids[-1]


def _follow(session: Session, address_ids: Collection[int]) -> set[int]:
    # What happens to these addresses from now on has a row of its own, which stays.
    known = session.scalars(select(AddressChange.id).where(AddressChange.address_id.in_(address_ids))).all()
    query = select(Outcome.decision_id).join(Page, Page.id == Outcome.page_id)
    found = session.scalars(query.where(Page.address_id.in_(address_ids), Outcome.decision_id.is_not(None)).distinct())
    concerned = {decision_id for decision_id in found if decision_id is not None}
    repository.fold_decisions(session, concerned)
    session.execute(delete(AddressChange).where(AddressChange.id.in_(known)))
    return concerned


def _words(session: Session, address_id: int) -> str:
    return session.scalar(select(Address.url).where(Address.id == address_id)) or f"address {address_id}"


def _is_followed(session: Session, address_id: int) -> bool:
    return session.scalar(select(AddressChange.id).where(AddressChange.address_id == address_id).limit(1)) is None


WORK = Work(Stage.STATE, _follow, _words, _is_followed)
