"""Profiles from the record: made of a decision's current reading, or as they were kept."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, String, TextClause, and_, any_, cast, delete, select, text, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session

from config.db import Json, bigints
from workers import repository
from workers.dedupe import make, shingles
from workers.dedupe.claims import Claim, claims
from workers.dedupe.profile import Profile
from workers.dedupe.shingles import Shingles
from workers.dedupe.standard import sample_key
from workers.domain import Kind
from workers.models import Decision, Likeness, Outcome, Version
from workers.states import State, state_of

# Parts of a reading that no rule looks at: half of its bytes.
UNREAD = ("text", "summary", "legislation", "grounds", "ground_sentences", "remedies", "warnings")
COLUMNS = {
    "decision_id": "bigint",
    "made_of": "text",
    "made_by": "bigint",
    "decided": "date",
    "live": "boolean",
    "hidden": "boolean",
    "text_sha256": "text",
    "claims": "text",
    "sample_key": "bigint",
    "shingles": "bytea",
    "points": "text",
}
# Many values go as one, in which the server finds them again: that costs the driver less than to look at each of a
# list. Lists and words are written out, bytes stand one behind the other.
LISTS = {"claims": "varchar[]", "points": "bigint[]"}
BETWEEN = ";"
VALUES = ", ".join(
    "substring(CAST(:shingles AS bytea) FROM shingles_from FOR shingles_size)"
    if kind == "bytea"
    else f"CAST({name} AS {LISTS[name]})"
    if name in LISTS
    else name
    for name, kind in COLUMNS.items()
)
GIVEN = {name: kind for name, kind in COLUMNS.items() if kind != "bytea"} | {
    "shingles_from": "int",
    "shingles_size": "int",
}
ROWS = ", ".join(
    f"string_to_array(:{name}, '{BETWEEN}')" if kind == "text" else f"CAST(:{name} AS {kind}[])"
    for name, kind in GIVEN.items()
)
INSERT = f"""
INSERT INTO likenesses ({", ".join(COLUMNS)}) SELECT {VALUES} FROM unnest({ROWS}) AS one ({", ".join(GIVEN)})
ON CONFLICT (decision_id) DO
"""  # noqa: S608 - Names of columns.
KEEP = text(
    INSERT + "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "decision_id")
)
KEEP_NEW = text(INSERT + "NOTHING")
# An entry of the index is written anew only where the points differ.
MOVE = text(
    """
    UPDATE likenesses SET points = CAST(one.points AS bigint[])
    FROM unnest(CAST(:ids AS bigint[]), string_to_array(:points, ';')) AS one (id, points)
    WHERE decision_id = one.id AND likenesses.points <> CAST(one.points AS bigint[])
    """
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A decision as one look at the record found it: its reading, by what it was last compared, the group it is in."""

    id: int
    reference: str
    body: str | None
    read_sha256: str | None
    deduped_sha256: str | None
    standard_version: int
    group_id: int | None


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
            Decision.group_id,
        ).where(Decision.id == any_(bigints(decision_ids)))
    )
    seen = {row.id: Seen(*row) for row in rows}
    kept = select(Likeness.decision_id).join(Decision, Decision.id == Likeness.decision_id)
    present = and_(Likeness.made_of == Decision.read_sha256, Likeness.made_by == make.COMPARED_BY)
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
    return {row.id: Profile(*row[:-2], tuple(map(Claim.read, row.claims)), row.shingles, standard) for row in rows}


def _made(session: Session, seen: Iterable[Seen], standard: Shingles | None) -> dict[int, Profile]:
    """Profiles made of present readings; none of a decision that no page says any more."""
    by_id = {one.id: one for one in seen}
    if not by_id:
        return {}
    gone = repository.gone_times(session, by_id)
    readings = _readings(session, by_id)
    texts = [_sections(reading) for _, _, reading in readings]
    found = {}
    for (decision_id, text_sha256, reading), sections, packed in zip(
        readings, texts, shingles.packed_all(texts), strict=True
    ):
        one = by_id[decision_id]
        day = dt.date.fromisoformat(reading["decision_date"]) if reading["decision_date"] else None
        state = _state(reading["kind"], day, gone[decision_id])
        found[decision_id] = Profile(
            id=one.id,
            reference=one.reference,
            body=one.body,
            decided=day,
            live=state is State.LIVE,
            hidden=state is State.WITHDRAWN,
            text_sha256=text_sha256,
            claims=claims(one.reference, sections),
            packed=packed,
            standard=standard,
        )
    return found


def _sections(reading: Json) -> list[tuple[str, list[str]]]:
    return [(part["role"], [one["text"] for one in part["paragraphs"]]) for part in reading["sections"]]


def _state(kind: str, day: dt.date | None, gone: Sequence[dt.datetime | None]) -> State:
    # Of one that is there nothing else is asked, so that what no index could hold can be compared all the same.
    return state_of(Kind(kind), day, gone) if gone and None not in gone else State.LIVE


def _readings(session: Session, decision_ids: Collection[int]) -> list[tuple[int, str, Json]]:
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
    # In the order of ids, as whoever learns writes them, so that no two wait for each other.
    held = sorted(one for one in decision_ids if one in found.profiles)
    _insert(session, KEEP, [_row(found, found.profiles[one], kept_points[one]) for one in held if one in found.fresh])
    moved = [one for one in held if one not in found.fresh]
    if moved:
        session.execute(MOVE, {"ids": moved, "points": BETWEEN.join(as_array(kept_points[one]) for one in moved)})


def keep_new(session: Session, found: Look) -> None:
    """Keep what was made anew and never kept before, without points: until it is compared, nobody meets it."""
    _insert(session, KEEP_NEW, [_row(found, found.profiles[one], []) for one in sorted(found.fresh)])


def _insert(session: Session, statement: TextClause, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        columns["shingles_size"] = [len(one) for one in columns["shingles"]]
        columns["shingles_from"] = list(itertools.accumulate(columns["shingles_size"][:-1], initial=1))
        written = {name: BETWEEN.join(columns[name]) for name, kind in COLUMNS.items() if kind == "text"}
        session.execute(statement, columns | written | {"shingles": b"".join(columns["shingles"])})


def _row(found: Look, profile: Profile, kept_points: list[int]) -> dict[str, Any]:
    return {
        "decision_id": profile.id,
        "made_of": found.seen[profile.id].read_sha256,
        "made_by": make.COMPARED_BY,
        "decided": profile.decided,
        "live": profile.live,
        "hidden": profile.hidden,
        "text_sha256": profile.text_sha256,
        "claims": as_array(profile.claims),
        "sample_key": sample_key(profile.reference, profile.body),
        "shingles": profile.packed,
        "points": as_array(kept_points),
    }


def as_array(values: Iterable[object]) -> str:
    """Values as PostgreSQL writes an array, which costs the driver less than to find out what a list holds.

    They are numbers or claims, and need no quotes but for blanks.
    """
    return f"{{{','.join(map(str, values))}}}"
