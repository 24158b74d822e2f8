"""Who may belong together: decisions that meet at points, looked up in the index of all points that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from workers.dedupe import points
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
    """For each other decision those of these that meet it; ``kept`` are the points that each of the seekers keeps.

    To be asked within ``by_index``: the server thinks that thousands of points are found in every row.
    """
    met: defaultdict[int, set[int]] = defaultdict(set)
    for start in range(0, len(seekers), AT_ONCE):
        for other_id, one_id in _meeting(session, seekers[start : start + AT_ONCE], kept):
            met[other_id].add(one_id)
    return met


def _meeting(session: Session, seekers: Sequence[Profile], kept: Mapping[int, list[int]]) -> Iterable[tuple[int, int]]:
    sought = [(point, one.id) for one in seekers for point in points.sought(one, kept[one.id])]
    if not sought:
        return []
    wanted, seeking = np.array(sorted(sought), np.int64).T
    others, their_points = _points_of(session, np.unique(wanted))
    first, last = np.searchsorted(wanted, their_points), np.searchsorted(wanted, their_points, side="right")
    counts = last - first
    # Each point of another as often as it is sought, with the one that seeks it.
    pairs = np.repeat(np.arange(len(counts)), counts)
    ones = seeking[first[pairs] + np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)]
    strangers = ones != others[pairs]
    return zip(others[pairs][strangers].tolist(), ones[strangers].tolist(), strict=True)


def _points_of(session: Session, sought: Ids) -> tuple[Ids, Ids]:
    """All points of those that keep any of these: whose each is, and the point."""
    rows = session.execute(MEETING, {"sought": as_array(sought.tolist())}).all()
    found = [np.frombuffer(kept, ITEM, offset=HEAD_BYTES)["value"] for _, kept in rows]
    whose = np.repeat(np.array([row[0] for row in rows], np.int64), [len(one) for one in found])
    return whose, np.concatenate([np.zeros(0, np.int64), *found])
