"""Groups in the record: worked out afresh wherever a link or a member changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import any_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from config.db import bigints
from workers.dedupe.grouping import Member, Tie, by_group, group
from workers.models import Decision, Likeness, Link


@dataclass
class Neighbourhood:
    """All that decisions are tied to, directly and through others: the group each is in, who may be in one, ties."""

    group_ids: dict[int, int | None] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    ties: set[Tie] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What groups became: the new representative of those that have another, and all whose group is not as it was."""

    group_ids: Mapping[int, int | None]
    concerned: frozenset[int]


def regroup(session: Session, decision_ids: Collection[int]) -> Regrouped:
    """Work out the groups around these decisions; nothing is written yet, so that rows can be locked in order first."""
    around = _around(session, decision_ids)
    after = dict.fromkeys(around.group_ids) | group(around.members, around.ties)
    before_members, after_members = by_group(around.group_ids), by_group(after)
    concerned = {
        one
        for one, before in around.group_ids.items()
        if (before, before_members.get(before or 0)) != (after[one], after_members.get(after[one] or 0))
    }
    return Regrouped(
        {one: after[one] for one in concerned if after[one] != around.group_ids[one]}, frozenset(concerned)
    )


def write(session: Session, regrouped: Regrouped) -> None:
    """Write the new groups; the rows are locked."""
    if regrouped.group_ids:
        rows = [{"key": one, "head": head} for one, head in sorted(regrouped.group_ids.items())]
        one_row = update(Decision).where(Decision.id == bindparam("key")).values(group_id=bindparam("head"))
        session.connection().execute(one_row, rows)


def _around(session: Session, decision_ids: Collection[int]) -> Neighbourhood:
    around = Neighbourhood()
    reached = set(decision_ids)
    while reached:
        ties = or_(Link.low_id == any_(bigints(reached)), Link.high_id == any_(bigints(reached)))
        found = [
            Tie(*row) for row in session.execute(select(Link.low_id, Link.high_id, Link.kind, Link.score).where(ties))
        ]
        _add_members(session, around, reached)
        around.ties.update(found)
        heads = {head for one in reached if (head := around.group_ids.get(one)) is not None}
        mates = (
            session.scalars(select(Decision.id).where(Decision.group_id == any_(bigints(heads)))).all() if heads else []
        )
        reached = {*mates, *(end for tie in found for end in (tie.low_id, tie.high_id))} - around.group_ids.keys()
    return around


def _add_members(session: Session, around: Neighbourhood, decision_ids: Collection[int]) -> None:
    rows = session.execute(
        select(
            Decision.id,
            Decision.group_id,
            Decision.reference,
            Decision.body,
            Likeness.decided,
            Likeness.live,
            Likeness.hidden,
        )
        .outerjoin(Likeness, Likeness.decision_id == Decision.id)
        .where(Decision.id == any_(bigints(decision_ids)))
    )
    for row in rows:
        around.group_ids[row.id] = row.group_id
        if row.hidden is False:
            around.members[row.id] = Member(row.id, row.reference, row.body, row.decided, row.live)
