"""Profiles from the record: made of a decision's current reading, or as they were kept; and who may be alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, String, and_, any_, cast, delete, select, text, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session

from config.db import Json, bigints
from workers import repository
from workers.dedupe import points, shingles
from workers.dedupe.claims import claims
from workers.dedupe.profile import Profile
from workers.dedupe.shingles import Shingles
from workers.dedupe.standard import sample_key
from workers.domain import Kind
from workers.models import Decision, Likeness, Outcome, Version
from workers.states import State, state_of

# Parts of a reading that no rule looks at: half of its bytes.
UNREAD = ("text", "summary", "legislation", "grounds", "ground_sentences", "remedies", "warnings")
INSERT = """
INSERT INTO likenesses
    (decision_id, made_of, made_by, decided, live, hidden, text_sha256, claims, sample_key, shingles, points)
VALUES (:decision_id, :made_of, :made_by, :decided, :live, :hidden, :text_sha256, :claims, :sample_key, :shingles,
    CAST(CAST(:points AS text) AS bigint[]))
ON CONFLICT (decision_id) DO
"""
COLUMNS = (
    "made_of",
    "made_by",
    "decided",
    "live",
    "hidden",
    "text_sha256",
    "claims",
    "sample_key",
    "shingles",
    "points",
)
KEEP = text(INSERT + "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS))
KEEP_NEW = text(INSERT + "NOTHING")
# An entry of the index is written anew only where the points differ.
MOVE = text(
    """
    UPDATE likenesses SET points = CAST(CAST(:now AS text) AS bigint[])
    WHERE decision_id = :key AND points <> CAST(CAST(:now AS text) AS bigint[])
    """
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A decision as one look at the record found it: which reading it has, and by what it was last compared."""

    id: int
    reference: str
    body: str | None
    read_sha256: str | None
    deduped_sha256: str | None
    standard_version: int


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at some decisions found: a profile of each that has a text, made anew for those in ``fresh``."""

    seen: Mapping[int, Seen]
    profiles: Mapping[int, Profile]
    fresh: frozenset[int]


def look(session: Session, decision_ids: Collection[int], standard: Shingles | None) -> Look:
    """The profiles of these decisions: as kept where they were made of the present reading, else made of it."""
    rows = session.execute(
        select(
            Decision.id,
            Decision.reference,
            Decision.body,
            Decision.read_sha256,
            Decision.deduped_sha256,
            Decision.standard_version,
        ).where(Decision.id == any_(bigints(decision_ids)))
    )
    seen = {row.id: Seen(*row) for row in rows}
    kept = select(Likeness.decision_id).join(Decision, Decision.id == Likeness.decision_id)
    present = and_(Likeness.made_of == Decision.read_sha256, Likeness.made_by == points.MADE_BY)
    valid = session.scalars(kept.where(Likeness.decision_id == any_(bigints(seen)), present)).all()
    fresh = _made(session, [one for key, one in seen.items() if key not in set(valid)], standard)
    return Look(seen, load(session, valid, standard) | fresh, frozenset(fresh))


def load(session: Session, decision_ids: Collection[int], standard: Shingles | None) -> dict[int, Profile]:
    """The profiles of these decisions as they were kept."""
    if not decision_ids:
        return {}
    rows = session.execute(
        select(
            Decision.id,
            Decision.reference,
            Decision.body,
            Likeness.decided,
            Likeness.live,
            Likeness.hidden,
            Likeness.text_sha256,
            Likeness.claims,
            Likeness.shingles,
        )
        .join(Likeness, Likeness.decision_id == Decision.id)
        .where(Decision.id == any_(bigints(decision_ids)))
    )
    return {row.id: Profile(*row[:-2], tuple(row.claims), row.shingles, standard) for row in rows}


def _made(session: Session, seen: Iterable[Seen], standard: Shingles | None) -> dict[int, Profile]:
    """Profiles made of present readings; none of a decision that no page says any more."""
    by_id = {one.id: one for one in seen}
    if not by_id:
        return {}
    gone = repository.gone_times(session, by_id)
    found = {}
    for decision_id, text_sha256, reading in _readings(session, by_id):
        one = by_id[decision_id]
        day = dt.date.fromisoformat(reading["decision_date"]) if reading["decision_date"] else None
        state = _state(reading["kind"], day, gone[decision_id])
        sections = [(part["role"], [one["text"] for one in part["paragraphs"]]) for part in reading["sections"]]
        found[decision_id] = Profile(
            id=one.id,
            reference=one.reference,
            body=one.body,
            decided=day,
            live=state is State.LIVE,
            hidden=state is State.WITHDRAWN,
            text_sha256=text_sha256,
            claims=claims(one.reference, sections),
            packed=shingles.packed(sections),
            standard=standard,
        )
    return found


def _state(kind: str, day: dt.date | None, gone: Sequence[dt.datetime | None]) -> State:
    # Of one that is there nothing else is asked, so that what no index could hold can be compared all the same.
    return state_of(Kind(kind), day, gone) if gone and None not in gone else State.LIVE


def _readings(session: Session, decision_ids: Collection[int]) -> Iterable[tuple[int, str, Json]]:
    """Id, text and the parts that matter of the current version of each, read by the newest parser."""
    latest = (
        select(Version.decision_id, Version.page_id, Version.text_sha256)
        .where(Version.decision_id == any_(bigints(decision_ids)))
        .ext(distinct_on(Version.decision_id))
        .order_by(Version.decision_id, Version.number.desc())
        .subquery()
    )
    parts = type_coerce(Outcome.reading.op("-")(cast(list(UNREAD), ARRAY(String))), JSONB)
    rows = session.execute(
        select(latest.c.decision_id, latest.c.text_sha256, parts)
        .join(Outcome, and_(Outcome.page_id == latest.c.page_id, Outcome.decision_id == latest.c.decision_id))
        .where(Outcome.reading.is_not(None))
        .ext(distinct_on(latest.c.decision_id))
        .order_by(latest.c.decision_id, Outcome.parser_version.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]


def keep(session: Session, found: Look, kept_points: Mapping[int, list[int]], decision_ids: Collection[int]) -> None:
    """Keep what these decisions are compared by, and forget it of those without a text."""
    lost = [one for one in decision_ids if one not in found.profiles]
    if lost:
        session.execute(delete(Likeness).where(Likeness.decision_id == any_(bigints(lost))))
    held = [one for one in decision_ids if one in found.profiles]
    fresh = [_row(found, found.profiles[one], kept_points[one]) for one in held if one in found.fresh]
    if fresh:
        session.connection().execute(KEEP, fresh)
    moved = [{"key": one, "now": as_array(kept_points[one])} for one in held if one not in found.fresh]
    if moved:
        session.connection().execute(MOVE, moved)


def keep_new(session: Session, found: Look) -> None:
    """Keep what was made anew and never kept before, without points: until it is compared, nobody meets it."""
    rows = [_row(found, found.profiles[one], []) for one in sorted(found.fresh)]
    if rows:
        session.connection().execute(KEEP_NEW, rows)


def _row(found: Look, profile: Profile, kept_points: list[int]) -> dict[str, Any]:
    return {
        "decision_id": profile.id,
        "made_of": found.seen[profile.id].read_sha256,
        "made_by": points.MADE_BY,
        "decided": profile.decided,
        "live": profile.live,
        "hidden": profile.hidden,
        "text_sha256": profile.text_sha256,
        "claims": list(profile.claims),
        "sample_key": sample_key(profile.reference, profile.body),
        "shingles": profile.packed,
        "points": as_array(kept_points),
    }


def as_array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array, which costs the driver less than to find out what a list holds."""
    return f"{{{','.join(map(str, numbers))}}}"


def meeting(session: Session, sought: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    """For each other decision those of these that meet it: by any point that is no band, or by bands enough."""
    seekers: defaultdict[int, list[int]] = defaultdict(list)
    for decision_id, wanted in sought.items():
        for point in wanted:
            seekers[point].append(decision_id)
    if not seekers:
        return {}
    # The planner thinks that thousands of points are found in every row, and would read them all.
    session.execute(text("SET LOCAL enable_seqscan = off"))
    query = select(Likeness.decision_id, Likeness.points).where(Likeness.points.overlap(bigints(seekers)))
    rows = session.execute(query).all()
    session.execute(text("SET LOCAL enable_seqscan = on"))
    alone: defaultdict[int, set[int]] = defaultdict(set)
    for point, ones in seekers.items():
        if len(ones) == 1:
            alone[ones[0]].add(point)
    # A decision finds its own points too; what nobody else looks for says nothing of it.
    met = {other_id: _met(seekers, set(kept_points) - alone[other_id], other_id) for other_id, kept_points in rows}
    return {other_id: ones for other_id, ones in met.items() if ones}


def _met(seekers: Mapping[int, list[int]], kept_points: set[int], other_id: int) -> set[int]:
    weights: Counter[int] = Counter()
    for point in seekers.keys() & kept_points:
        weight = 1 if points.is_band(point) else points.LEAST_BANDS
        for one in seekers[point]:
            weights[one] += weight
    return {one for one, weight in weights.items() if weight >= points.LEAST_BANDS and one != other_id}
