"""From links to groups, each with one member that represents it. Pure: no I/O.

Decisions that ``same_text``, ``joint_case`` or ``reissued`` links hold together are one matter. ``near_text`` links are
weaker, and a chain of them could tie strangers together, each nearly the same as the next; so they join two groups
only where at least half of all pairs across the two are linked. Groups are joined in the order of the links' scores,
the strongest first, and of the identities at their ends, until no further two can be joined. Neither ids nor the order
of arrival matter.

Of a group's members that one represents it which is live, else was decided last (one without a date last of all), else
has the lowest reference, else the body first in the alphabet.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from workers.dedupe.rules import LinkKind

# Of the pairs across two groups, before near_text links join them.
LEAST_TIED = 0.5

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A decision that may be in a group: its identity, and what decides whether it represents one."""

    id: int
    reference: str
    body: str | None
    decided: dt.date | None
    live: bool

    @property
    def identity(self) -> tuple[str, str]:
        """Reference and body, to be sorted by."""
        return self.reference, self.body or ""

    @property
    def rank(self) -> tuple[bool, int, tuple[str, str]]:
        """The lowest of a group represents it."""
        return not self.live, -self.decided.toordinal() if self.decided else 0, self.identity


@dataclass(frozen=True, slots=True)
class Tie:
    """A link as far as groups are concerned."""

    low_id: int
    high_id: int
    kind: str
    score: float


def group(members: Mapping[int, Member], ties: Iterable[Tie]) -> dict[int, int | None]:
    """The id of the representative of each member's group, None for one that stands alone.

    A tie to a decision that is not among the members (because it is hidden) ties nothing.
    """
    known = [tie for tie in ties if tie.low_id in members and tie.high_id in members]
    clusters = {one: {one} for one in members}
    for tie in known:
        if tie.kind != LinkKind.NEAR_TEXT:
            _join(clusters, tie.low_id, tie.high_id)
    tied = {(tie.low_id, tie.high_id) for tie in known}
    weak = sorted((tie for tie in known if tie.kind == LinkKind.NEAR_TEXT), key=lambda tie: _strength(members, tie))
    # After each join from the strongest on: what could not be joined before perhaps can now.
    while any(_joined(clusters, tie, tied) for tie in weak):
        pass
    found: dict[int, int | None] = {}
    for one, cluster in clusters.items():
        found[one] = min(cluster, key=lambda key: members[key].rank) if len(cluster) > 1 else None
    return found


def _strength(members: Mapping[int, Member], tie: Tie) -> tuple[float, list[tuple[str, str]]]:
    return -tie.score, sorted((members[tie.low_id].identity, members[tie.high_id].identity))


def _join(clusters: dict[int, set[int]], one: int, other: int) -> None:
    if clusters[one] is clusters[other]:
        return
    smaller, larger = sorted((clusters[one], clusters[other]), key=len)
    larger |= smaller
    for key in smaller:
        clusters[key] = larger


def _joined(clusters: dict[int, set[int]], tie: Tie, tied: set[Pair]) -> bool:
    """Join the groups at the ends of a weak tie where enough of their pairs are tied; whether that was so."""
    one, other = clusters[tie.low_id], clusters[tie.high_id]
    if one is other:
        return False
    pairs = sum((min(pair), max(pair)) in tied for pair in product(one, other))
    if pairs < LEAST_TIED * len(one) * len(other):
        return False
    _join(clusters, tie.low_id, tie.high_id)
    return True


def by_group(groups: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """The members of each group by its representative; one that stands alone is in none."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, head in groups.items():
        if head is not None:
            found[head].add(one)
    return {head: frozenset(all_of_it) for head, all_of_it in found.items()}
