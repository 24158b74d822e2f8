"""Who may belong together: decisions that meet at points, looked up in the index of all points that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from workers.dedupe import points
from workers.dedupe.claims import claims_unnamed
from workers.dedupe.likeness import as_array
from workers.dedupe.profile import Profile

Ids = NDArray[np.int64]

# The points of all that keep any of those sought. As bytes, of which each point is the last eight of twelve behind
# twenty, they cost less to read than as numbers.
MEETING = text(
    """
    SELECT decision_id, array_send(points) FROM likenesses WHERE points && CAST(CAST(:sought AS text) AS bigint[])
    """
)
HEAD_BYTES = 20
# Those for whom others are sought at once. The server looks at each point sought for each decision found, and each
# question has its price too.
AT_ONCE = 16
ITEM = np.dtype([("size", ">i4"), ("value", ">i8")])


def meeting(session: Session, seekers: Sequence[Profile], kept: Mapping[int, list[int]]) -> dict[int, set[int]]:
    """For each other decision those of these that meet it: by any point that is no band, or by bands enough.

    Of two decisions of one body of which either speaks of an earlier one without naming it, one band is enough.
    ``kept`` are the points that each of the seekers keeps.
    """
    # The planner thinks that thousands of points are found in every row, and would read them all.
    session.execute(text("SET LOCAL enable_seqscan = off"))
    met: defaultdict[int, set[int]] = defaultdict(set)
    for start in range(0, len(seekers), AT_ONCE):
        for other_id, ones in _meeting(session, seekers[start : start + AT_ONCE], kept).items():
            met[other_id] |= ones
    session.execute(text("SET LOCAL enable_seqscan = on"))
    return met


def _meeting(session: Session, seekers: Sequence[Profile], kept: Mapping[int, list[int]]) -> dict[int, set[int]]:
    sought = [(point, one.id) for one in seekers for point in points.sought(one, kept[one.id])]
    if not sought:
        return {}
    wanted, seeking = np.array(sorted(sought), np.int64).T
    others, their_points = _points_of(session, np.unique(wanted))
    bodies = {one.body for one in seekers if one.body is not None}
    claimants = {body: set(others[their_points == points.claimant(body)].tolist()) for body in bodies}
    first, last = np.searchsorted(wanted, their_points), np.searchsorted(wanted, their_points, side="right")
    counts = last - first
    # Each point of another as often as it is sought, with the one that seeks it.
    pairs = np.repeat(np.arange(len(counts)), counts)
    ones = seeking[first[pairs] + np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)]
    strangers = ones != others[pairs]
    return _enough(seekers, others[pairs][strangers], ones[strangers], their_points[pairs][strangers], claimants)


def _points_of(session: Session, sought: NDArray[np.int64]) -> tuple[Ids, Ids]:
    """All points of those that keep any of these: whose each is, and the point."""
    rows = session.execute(MEETING, {"sought": as_array(sought.tolist())}).all()
    found = [np.frombuffer(kept, ITEM, offset=HEAD_BYTES)["value"] for _, kept in rows]
    whose = np.repeat(np.array([row[0] for row in rows], np.int64), [len(one) for one in found])
    return whose, np.concatenate([np.zeros(0, np.int64), *found])


def _enough(
    seekers: Iterable[Profile], others: Ids, ones: Ids, met_at: Ids, claimants: Mapping[str, AbstractSet[int]]
) -> dict[int, set[int]]:
    """Who meets whom, given each point at which one of the seekers and another do."""
    weights = np.where(points.are_bands(met_at), 1, points.LEAST_BANDS)
    pairs, where = np.unique(np.stack([others, ones]), axis=1, return_inverse=True)
    totals = np.bincount(where.reshape(-1), weights, pairs.shape[1])
    by_id = {one.id: one for one in seekers}
    met: defaultdict[int, set[int]] = defaultdict(set)
    for other_id, one_id, total in zip(*pairs.tolist(), totals.tolist(), strict=True):
        one = by_id[one_id]
        if total >= points.LEAST_BANDS or claims_unnamed(one.claims) or other_id in claimants.get(one.body or "", ()):
            met[other_id].add(one_id)
    return met
