"""Everything the archive knows of a decision, gathered for the index and for people (see :mod:`workers.dossier`)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from config.db import Json
from scraper.models import Address, Page
from workers.domain import Kind
from workers.history import VersionSeen, versions_seen
from workers.models import Decision, Link, Outcome, Version
from workers.repository import Current, current_kinds, current_readings, gone_times
from workers.states import State, state_of

# Decisions looked at together where all of them are counted, far below the number of values a query may have.
BATCH = 5000


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A decision that this one belongs with: why, how surely from 0 to 1, and by which rule."""

    kind: str
    reference: str
    body: str | None
    score: float
    rule: str
    rule_version: int

    def to_json(self) -> Json:
        """Under the public names."""
        return {
            "kind": self.kind,
            "reference": self.reference,
            "body": self.body,
            "score": self.score,
            "rule": self.rule,
            "rule_version": self.rule_version,
        }


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """The decisions that are one matter: the id of the one that represents them, and how many there are (1: alone)."""

    id: int
    size: int
    representative: bool

    def to_json(self) -> Json:
        """Under the public names."""
        return {"id": str(self.id), "size": self.size, "representative": self.representative}


@dataclass(frozen=True, slots=True)
class Record:
    """One decision with all that hangs on it; ``current`` is None where no page says it any more."""

    id: int
    reference: str
    body: str | None
    revision: int
    state: State
    first_seen: dt.datetime
    current: Current | None
    versions: tuple[VersionSeen, ...]
    links: tuple[LinkSeen, ...]
    group: GroupSeen


def gather(session: Session, decision_ids: Sequence[int]) -> list[Record]:
    """The records of these decisions, in the order of their ids; one that is gone is left out."""
    decisions = session.scalars(select(Decision).where(Decision.id.in_(decision_ids)).order_by(Decision.id)).all()
    ids = [decision.id for decision in decisions]
    current, gone = current_readings(session, ids), gone_times(session, ids)
    versions, links = versions_seen(session, ids), _links(session, ids)
    groups = _groups(session, decisions)
    return [
        Record(
            id=decision.id,
            reference=decision.reference,
            body=decision.body,
            revision=decision.revision,
            state=_state(_kind(current.get(decision.id)), gone[decision.id]),
            first_seen=versions[decision.id][0].seen if versions[decision.id] else decision.first_seen_at,
            current=current.get(decision.id),
            versions=tuple(versions[decision.id]),
            links=tuple(links[decision.id]),
            group=groups[decision.id],
        )
        for decision in decisions
    ]


def is_indexable(record: Record) -> bool:
    """The one rule of what a search may find: what a page says or said, unless it was withdrawn."""
    return record.current is not None and record.state is not State.WITHDRAWN


def _state(said: tuple[str, str | None] | None, gone: Sequence[dt.datetime | None]) -> State:
    """The state of a decision of this kind and ISO date; one that no page says any more is withdrawn."""
    if said is None:
        return State.WITHDRAWN
    kind, day = said
    return state_of(Kind(kind), dt.date.fromisoformat(day) if day else None, gone)


def _kind(current: Current | None) -> tuple[str, str | None] | None:
    return (current.reading["kind"], current.reading["decision_date"]) if current else None


def _groups(session: Session, decisions: Sequence[Decision]) -> dict[int, GroupSeen]:
    ids = {decision.group_id for decision in decisions if decision.group_id is not None}
    members = select(Decision.group_id, func.count()).where(Decision.group_id.in_(ids)).group_by(Decision.group_id)
    sizes: dict[int | None, int] = dict(session.execute(members).all()) if ids else {}
    return {
        decision.id: GroupSeen(
            id=decision.group_id or decision.id,
            size=sizes.get(decision.group_id, 1),
            representative=decision.group_id in {None, decision.id},
        )
        for decision in decisions
    }


def _links(session: Session, ids: Sequence[int]) -> defaultdict[int, list[LinkSeen]]:
    low, high = aliased(Decision), aliased(Decision)
    rows = session.execute(
        select(Link, low, high)
        .join(low, low.id == Link.low_id)
        .join(high, high.id == Link.high_id)
        .where(or_(Link.low_id.in_(ids), Link.high_id.in_(ids)))
    )
    links: defaultdict[int, list[LinkSeen]] = defaultdict(list)
    for link, one, other in rows:
        why = (link.score, link.rule, link.rule_version)
        links[one.id].append(LinkSeen(link.kind, other.reference, other.body, *why))
        links[other.id].append(LinkSeen(link.kind, one.reference, one.body, *why))
    for mine in links.values():
        mine.sort(key=lambda link: (link.kind, link.reference, link.body or ""))
    return links


def count_states(session: Session) -> dict[str, int]:
    """How many decisions are live, expired and withdrawn now."""
    known = session.execute(select(func.count(distinct(Version.decision_id)))).scalar_one()
    still_there = exists().where(
        Outcome.decision_id == Version.decision_id,
        Page.id == Outcome.page_id,
        Address.id == Page.address_id,
        Address.gone_at.is_(None),
    )
    gone = session.scalars(select(Version.decision_id).distinct().where(not_(still_there))).all()
    counts: Counter[State] = Counter()
    for start in range(0, len(gone), BATCH):
        counts.update(_states(session, gone[start : start + BATCH]))
    return {
        State.LIVE: known - len(gone),
        State.EXPIRED: counts[State.EXPIRED],
        State.WITHDRAWN: counts[State.WITHDRAWN],
    }


def _states(session: Session, decision_ids: Sequence[int]) -> Iterator[State]:
    kinds, gone = current_kinds(session, decision_ids), gone_times(session, decision_ids)
    for decision_id in decision_ids:
        yield _state(kinds.get(decision_id), gone[decision_id])
