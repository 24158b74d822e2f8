"""Links in the record: those held, made to match those found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import any_, delete, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from config.db import bigints
from workers.dedupe.rules import Found
from workers.models import Link

Key = tuple[int, int, str, int, float]
# Links that one statement takes away: each is three parameters, of which the server takes 65,535.
STALE_BATCH = 5_000
VALUES = ("score", "rule", "rule_version")


def at(session: Session, decision_ids: Collection[int], kind: str | None = None) -> list[Any]:
    """The links at these decisions, of all kinds or one, as rows."""
    touching = or_(Link.low_id == any_(bigints(decision_ids)), Link.high_id == any_(bigints(decision_ids)))
    query = select(Link.__table__).where(touching)
    return list(session.execute(query if kind is None else query.where(Link.kind == kind)))


def match(session: Session, links_held: Iterable[Any], found: Iterable[Found]) -> tuple[set[int], set[int]]:
    """Have the links held be those found; gives the ends of links that changed, and those of all."""
    wanted = {_key(link): link for link in found}
    held = {_key(link) for link in links_held}
    stale = [key for key in held if key not in wanted]
    new = [link for key, link in sorted(wanted.items()) if key not in held]
    for start in range(0, len(stale), STALE_BATCH):
        some = [key[:3] for key in stale[start : start + STALE_BATCH]]
        session.execute(delete(Link).where(tuple_(Link.low_id, Link.high_id, Link.kind).in_(some)))
    if new:
        row = insert(Link)
        again = {name: row.excluded[name] for name in VALUES}
        key = [Link.low_id, Link.high_id, Link.kind]
        session.execute(row.on_conflict_do_update(index_elements=key, set_=again), [_row(link) for link in new])
    return _ends([*stale, *map(_key, new)]), _ends([*held, *wanted])


def _key(link: Any) -> Key:
    return link.low_id, link.high_id, str(link.kind), link.rule_version, link.score


def _ends(keys: Iterable[Key]) -> set[int]:
    return {end for key in keys for end in key[:2]}


def _row(link: Found) -> dict[str, Any]:
    return {
        "low_id": link.low_id,
        "high_id": link.high_id,
        "kind": link.kind.value,
        "score": link.score,
        "rule": link.rule,
        "rule_version": link.rule_version,
    }
