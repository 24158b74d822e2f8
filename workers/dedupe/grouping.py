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
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

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


@dataclass(frozen=True, slots=True)
class Tied:
    """How two groups are tied weakly: by how many pairs, and at which place the first of these stands among all."""

    pairs: int
    first: int

    def __add__(self, other: Tied | None) -> Tied:
        """Both together."""
        return Tied(self.pairs + other.pairs, min(self.first, other.first)) if other else self


def group(members: Mapping[int, Member], ties: Iterable[Tie]) -> dict[int, int | None]:
    """The id of the representative of each member's group, None for one that stands alone.

    A tie to a decision that is not among the members (because it is hidden) ties nothing.
    """
    known = [tie for tie in ties if tie.low_id in members and tie.high_id in members]
    clusters = {one: {one} for one in members}
    for tie in known:
        if tie.kind != LinkKind.NEAR_TEXT:
            _join(clusters, tie.low_id, tie.high_id)
    weak = sorted((tie for tie in known if tie.kind == LinkKind.NEAR_TEXT), key=lambda tie: _strength(members, tie))
    found: dict[int, int | None] = {}
    for cluster in _joined(clusters.values(), dict.fromkeys((tie.low_id, tie.high_id) for tie in weak)):
        head = min(cluster, key=lambda one: members[one].rank) if len(cluster) > 1 else None
        found |= dict.fromkeys(cluster, head)
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


def _joined(clusters: Iterable[set[int]], pairs: Iterable[Pair]) -> Collection[set[int]]:
    """Join groups that weak ties hold together, the strongest pairs first; always the strongest that may, of all.

    Of each two groups the pairs between them are counted once and added up where groups are joined: to count them anew
    each time would take minutes where some hundred decisions are each like the next.
    """
    groups = dict(enumerate({id(cluster): cluster for cluster in clusters}.values()))
    tied = _tied({one: name for name, cluster in groups.items() for one in cluster}, pairs)

    def may_join(one: int, other: int) -> bool:
        return tied[one][other].pairs >= LEAST_TIED * len(groups[one]) * len(groups[other])

    todo = [(tied[one][other].first, one, other) for one in tied for other in tied[one] if may_join(one, other)]
    heapify(todo)
    while todo:
        _, one, other = heappop(todo)
        # What was put here before one of them grew is looked at again.
        if other not in tied.get(one, ()) or not may_join(one, other):
            continue
        less, more = sorted((one, other), key=lambda name: len(tied[name]))
        groups[more] |= groups.pop(less)
        for third in _taken_over(tied, less, more):
            if may_join(more, third):
                heappush(todo, (tied[more][third].first, more, third))
    return groups.values()


def _tied(group_of: Mapping[int, int], pairs: Iterable[Pair]) -> dict[int, dict[int, Tied]]:
    """How each two groups are tied by pairs of their members, which come in their order."""
    tied: dict[int, dict[int, Tied]] = {name: {} for name in group_of.values()}
    for place, (low, high) in enumerate(pairs):
        one, other = group_of[low], group_of[high]
        if one != other:
            tied[one][other] = tied[other][one] = Tied(1, place) + tied[one].get(other)
    return tied


def _taken_over(tied: dict[int, dict[int, Tied]], less: int, more: int) -> list[int]:
    """Have one group take over the ties of another; to which groups it has ties by that."""
    taken = tied.pop(less)
    del taken[more], tied[more][less]
    for third, ties in taken.items():
        del tied[third][less]
        tied[more][third] = tied[third][more] = ties + tied[more].get(third)
    return list(taken)


def by_group(groups: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """The members of each group by its representative; one that stands alone is in none."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, head in groups.items():
        if head is not None:
            found[head].add(one)
    return {head: frozenset(all_of_it) for head, all_of_it in found.items()}
