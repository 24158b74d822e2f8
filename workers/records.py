"""Everything the archive knows of a decision, gathered for people and for the index."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, distinct, exists, func, not_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from config.db import Json
from scraper.models import Address, Page, PageBody
from workers.domain import Kind
from workers.models import Decision, Link, Outcome, Version
from workers.repository import Current, current_readings
from workers.states import State, state_of

VERSION_FIELDS = (
    "body",
    "category",
    "subcategory",
    "outcome",
    "kind",
    "decision_date",
    "satisfied_date",
    "summary",
    "text_sha256",
)


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """A version of a decision, when it was first seen, and which fields it changed (``text`` for the words)."""

    number: int
    seen: dt.datetime
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A decision that this one belongs with."""

    kind: str
    reference: str
    body: str | None
    score: float


@dataclass(frozen=True, slots=True)
class PageSeen:
    """An archived page of a decision."""

    url: str
    sha256: str
    size: int
    fetched: dt.datetime
    checked: dt.datetime


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


def gather(session: Session, decision_ids: Sequence[int]) -> list[Record]:
    """The records of these decisions, in the order of their ids; one that is gone is left out."""
    decisions = session.scalars(select(Decision).where(Decision.id.in_(decision_ids)).order_by(Decision.id)).all()
    ids = [decision.id for decision in decisions]
    current, gone = current_readings(session, ids), _gone(session, ids)
    versions, links = _versions(session, ids), _links(session, ids)
    return [
        Record(
            id=decision.id,
            reference=decision.reference,
            body=decision.body,
            revision=decision.revision,
            state=_state(current.get(decision.id), gone[decision.id]),
            first_seen=versions[decision.id][0].seen if versions[decision.id] else decision.first_seen_at,
            current=current.get(decision.id),
            versions=tuple(versions[decision.id]),
            links=tuple(links[decision.id]),
        )
        for decision in decisions
    ]


def is_indexable(record: Record) -> bool:
    """The one rule of what a search may find: what a page says or said, unless it was withdrawn."""
    return record.current is not None and record.state is not State.WITHDRAWN


def _state(current: Current | None, gone: Sequence[dt.datetime | None]) -> State:
    if current is None:
        return State.WITHDRAWN
    day = current.reading["decision_date"]
    return state_of(Kind(current.reading["kind"]), dt.date.fromisoformat(day) if day else None, gone)


def _gone(session: Session, ids: Sequence[int]) -> defaultdict[int, list[dt.datetime | None]]:
    rows = session.execute(
        select(Outcome.decision_id, Address.gone_at)
        .join(Page, Page.id == Outcome.page_id)
        .join(Address, Address.id == Page.address_id)
        .where(Outcome.decision_id.in_(ids))
        .distinct()
    )
    gone: defaultdict[int, list[dt.datetime | None]] = defaultdict(list)
    for decision_id, gone_at in rows:
        if decision_id is not None:
            gone[decision_id].append(gone_at)
    return gone


def _versions(session: Session, ids: Sequence[int]) -> defaultdict[int, list[VersionSeen]]:
    words = [Outcome.reading[name].astext.label(name) for name in VERSION_FIELDS]
    rows = session.execute(
        select(Version.decision_id, Version.number, Version.seen_at, *words)
        .join(Outcome, and_(Outcome.page_id == Version.page_id, Outcome.decision_id == Version.decision_id))
        .ext(distinct_on(Version.decision_id, Version.number))
        .order_by(Version.decision_id, Version.number, Outcome.parser_version.desc())
        .where(Version.decision_id.in_(ids))
    )
    seen: defaultdict[int, list[VersionSeen]] = defaultdict(list)
    before: dict[int, tuple[Any, ...]] = {}
    for decision_id, number, seen_at, *said in rows:
        changed = _changed(before.get(decision_id), tuple(said))
        seen[decision_id].append(VersionSeen(number, seen_at, changed))
        before[decision_id] = tuple(said)
    return seen


def _changed(before: tuple[Any, ...] | None, after: tuple[Any, ...]) -> tuple[str, ...]:
    if before is None:
        return ()
    pairs = zip(VERSION_FIELDS, before, after, strict=True)
    return tuple(name.removesuffix("_sha256") for name, old, new in pairs if old != new)


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
        links[one.id].append(LinkSeen(link.kind, other.reference, other.body, link.score))
        links[other.id].append(LinkSeen(link.kind, one.reference, one.body, link.score))
    for mine in links.values():
        mine.sort(key=lambda link: (link.kind, link.reference, link.body or ""))
    return links


def pages(session: Session, decision_id: int) -> list[PageSeen]:
    """Every archived page that was read as this decision, oldest first."""
    from_page = select(Outcome.page_id).where(Outcome.decision_id == decision_id)
    rows = session.execute(
        select(Page.url, Page.sha256, PageBody.size, Page.fetched_at, Page.checked_at)
        .join(PageBody, PageBody.sha256 == Page.sha256)
        .where(Page.id.in_(from_page))
        .order_by(Page.fetched_at, Page.id)
    )
    return [PageSeen(*row) for row in rows]


def describe(session: Session, reference: str) -> list[Json]:
    """All decisions with this reference (in its normal spelling) as JSON, in the order of ids; empty if none."""
    ids = session.scalars(select(Decision.id).where(Decision.reference == reference)).all()
    return [_as_json(session, record, record.current) for record in gather(session, ids) if record.current]


def _as_json(session: Session, record: Record, current: Current) -> Json:
    seen = pages(session, record.id)
    return {
        **current.reading,
        "state": record.state.value,
        "revision": record.revision,
        "first_seen": record.first_seen.isoformat(),
        "last_seen": max(page.checked for page in seen).isoformat() if seen else None,
        "versions": [
            {"number": v.number, "seen": v.seen.isoformat(), "changes": list(v.changes)} for v in record.versions
        ],
        "links": [{"kind": x.kind, "reference": x.reference, "body": x.body, "score": x.score} for x in record.links],
        "pages": [
            {
                "url": page.url,
                "sha256": page.sha256,
                "size": page.size,
                "fetched": page.fetched.isoformat(),
                "checked": page.checked.isoformat(),
            }
            for page in seen
        ],
    }


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
    counts = Counter(record.state for record in gather(session, gone))
    return {
        State.LIVE: known - len(gone),
        State.EXPIRED: counts[State.EXPIRED],
        State.WITHDRAWN: counts[State.WITHDRAWN],
    }
