"""What is pending, as queries: SQL is the truth of what is left to do, and these are the only definitions of it.

``settled`` narrows each to work that nobody began after that time, so that the sweep leaves alone what other processes
have in hand; without it everything pending is given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from config.failures import Attempt, Failure, Stage
from scraper.models import AddressChange, Page
from workers.models import Decision, Outcome, Receipt, StandardWording

Id = InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is pending at each stage; addresses that went or came back wait for the index."""

    parse: int
    dedupe: int
    index: int

    @property
    def empty(self) -> bool:
        """True where every page is a decision in the index or a row in failures."""
        return not (self.parse or self.dedupe or self.index)


def _failed(stage: Stage, subject_id: Id) -> ColumnElement[bool]:
    return exists().where(Failure.stage == stage, Failure.subject_id == subject_id)


def _in_hand(stage: Stage, subject_id: Id, settled: dt.datetime) -> ColumnElement[bool]:
    return exists().where(Attempt.stage == stage, Attempt.subject_id == subject_id, Attempt.started_at > settled)


def parse(parser_version: int, settled: dt.datetime | None = None) -> Select[int]:
    """Ids of pages that this parser version has not read yet, oldest first."""
    read = exists().where(Outcome.page_id == Page.id, Outcome.parser_version == parser_version)
    query = select(Page.id).where(not_(read)).order_by(Page.id)
    if settled is not None:
        query = query.where(Page.fetched_at <= settled, not_(_in_hand(Stage.PARSE, Page.id, settled)))
    return query


def states(settled: dt.datetime | None = None) -> Select[int]:
    """Ids of addresses that went or came back without their decisions' having followed yet."""
    changed = AddressChange.address_id
    query = select(changed).where(not_(_failed(Stage.STATE, changed))).distinct().order_by(changed)
    return query if settled is None else query.where(not_(_in_hand(Stage.STATE, changed, settled)))


def dedupe(settled: dt.datetime | None = None) -> Select[int]:
    """Ids of decisions whose last reading has not been compared with the others, by the standard wording in force."""
    unlike = Decision.deduped_sha256.is_distinct_from(Decision.read_sha256)
    in_force = select(func.coalesce(func.max(StandardWording.version), 0)).scalar_subquery()
    uncompared = or_(unlike, Decision.standard_version != in_force)
    query = select(Decision.id).where(uncompared, not_(_failed(Stage.DEDUPE, Decision.id))).order_by(Decision.id)
    if settled is not None:
        query = query.where(not_(_in_hand(Stage.DEDUPE, Decision.id, settled)))
    return query


def index(index_name: str, *, compared: bool = True) -> Select[int]:
    """Ids of decisions that this index does not hold at their newest revision.

    A decision waits until it is ``compared``, so that it is written once with its links and not twice, unless comparing
    it has failed. A new index waits for nothing: it must hold everything before it is used.
    """
    receipt = and_(Receipt.decision_id == Decision.id, Receipt.index_name == index_name)
    behind = or_(Receipt.revision.is_(None), Receipt.revision < Decision.revision)
    query = (
        select(Decision.id)
        .outerjoin(Receipt, receipt)
        .where(Decision.revision > 0, behind, not_(_failed(Stage.INDEX, Decision.id)))
        .order_by(Decision.id)
    )
    unlike = Decision.deduped_sha256.is_distinct_from(Decision.read_sha256)
    return query.where(or_(not_(unlike), _failed(Stage.DEDUPE, Decision.id))) if compared else query


def count(session: Session, query: Select[int]) -> int:
    """How many rows a pending query has."""
    return session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()


def backlog(session: Session, parser_version: int, index_name: str) -> Backlog:
    """How much is pending at each stage now."""
    return Backlog(
        parse=count(session, parse(parser_version)),
        dedupe=count(session, dedupe()),
        index=count(session, index(index_name)) + count(session, states()),
    )
