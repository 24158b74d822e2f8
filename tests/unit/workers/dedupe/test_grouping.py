import datetime as dt
import random
import time
from collections.abc import Mapping

import pytest

from workers.dedupe.grouping import Member, Tie, by_group, group

NEAR, SAME, JOINT, REISSUED = "near_text", "same_text", "joint_case", "reissued"


def member(key: int, *, name: str | None = None, day: int | None = 1, live: bool = True) -> Member:
    decided = dt.date(2025, 1, day) if day else None
    return Member(key, name or f"24 000 {key:03d}", "Harrowmere Borough Council", decided, live)


def members(*keys: int) -> dict[int, Member]:
    return {key: member(key) for key in keys}


def sets(groups: Mapping[int, int | None]) -> set[frozenset[int]]:
    return set(by_group(groups).values())


def test_a_decision_without_ties_stands_alone() -> None:
    assert group(members(1, 2), []) == {1: None, 2: None}


@pytest.mark.parametrize("kind", [SAME, JOINT, REISSUED])
def test_strong_ties_hold_a_chain_together(kind: str) -> None:
    ties = [Tie(n, n + 1, kind, 0.7) for n in range(1, 5)]
    assert sets(group(members(1, 2, 3, 4, 5), ties)) == {frozenset({1, 2, 3, 4, 5})}


def test_near_ties_hold_those_together_that_are_all_alike() -> None:
    ties = [Tie(a, b, NEAR, 0.8) for a in range(1, 5) for b in range(a + 1, 5)]
    assert sets(group(members(1, 2, 3, 4), ties)) == {frozenset({1, 2, 3, 4})}


def test_a_chain_of_near_ties_does_not_tie_strangers() -> None:
    ties = [Tie(n, n + 1, NEAR, 0.9 - n / 100) for n in range(1, 8)]
    assert max(map(len, sets(group(members(*range(1, 9)), ties)))) <= 3


def test_one_weak_tie_does_not_join_two_groups() -> None:
    left = [Tie(a, b, SAME, 1.0) for a, b in ((1, 2), (2, 3), (1, 3))]
    right = [Tie(a, b, SAME, 1.0) for a, b in ((4, 5), (5, 6), (4, 6))]
    found = group(members(1, 2, 3, 4, 5, 6), [*left, *right, Tie(3, 4, NEAR, 0.75)])
    assert sets(found) == {frozenset({1, 2, 3}), frozenset({4, 5, 6})}


def test_a_hidden_decision_ties_nothing() -> None:
    ties = [Tie(1, 2, SAME, 1.0), Tie(2, 3, SAME, 1.0)]
    assert group(members(1, 3), ties) == {1: None, 3: None}


def test_neither_ids_nor_order_matter() -> None:
    rng = random.Random(7)
    names = [f"24 000 {n:03d}" for n in range(40)]
    pairs = [(a, b, rng.choice((NEAR, NEAR, NEAR, SAME)), rng.random()) for a, b in _pairs(rng, 40, 70)]
    seen = set()
    for _ in range(5):
        ids = rng.sample(range(1, 1000), 40)
        ties = [Tie(min(ids[a], ids[b]), max(ids[a], ids[b]), kind, score) for a, b, kind, score in pairs]
        rng.shuffle(ties)
        found = group({ids[n]: member(ids[n], name=names[n]) for n in range(40)}, ties)
        where = {key: n for n, key in enumerate(ids)}
        seen.add(frozenset((where[key], where.get(head) if head else None) for key, head in found.items()))
    assert len(seen) == 1


def test_of_all_near_ties_that_may_join_two_groups_the_strongest_does() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        ties = [Tie(a, b, NEAR, round(rng.random(), 1)) for a, b in set(_pairs(rng, 9, rng.randrange(30)))]
        assert sets(group({n: member(n) for n in range(9)}, ties)) == _joined_one_by_one(9, ties), seed


def _joined_one_by_one(size: int, ties: list[Tie]) -> set[frozenset[int]]:
    """The groups as the rule says it: all is counted anew after each two that are joined."""
    ties = sorted(ties, key=lambda tie: (-tie.score, tie.low_id, tie.high_id))
    tied = {frozenset((tie.low_id, tie.high_id)) for tie in ties}
    found = [frozenset({n}) for n in range(size)]
    while True:
        for tie in ties:
            one, other = (next(one for one in found if end in one) for end in (tie.low_id, tie.high_id))
            if one != other and 2 * sum({a, b} in tied for a in one for b in other) >= len(one) * len(other):
                found = [*(each for each in found if each not in {one, other}), one | other]
                break
        else:
            return {one for one in found if len(one) > 1}


def test_hundreds_that_are_each_like_the_next_are_grouped_at_once() -> None:
    # Counted pair by pair, these took a minute, and everybody else waited for them; it takes a third of a second.
    size, reach = 600, 40
    ties = [Tie(a, b, NEAR, 0.9) for a in range(size) for b in range(a + 1, min(size, a + reach))]
    random.Random(3).shuffle(ties)
    began = time.process_time()
    found = sets(group({n: member(n) for n in range(size)}, ties))
    assert time.process_time() - began < 5
    assert max(map(len, found)) < 3 * reach


def _pairs(rng: random.Random, size: int, count: int) -> list[tuple[int, int]]:
    return [(min(pair), max(pair)) for pair in (rng.sample(range(size), 2) for _ in range(count))]


@pytest.mark.parametrize(
    ("first", "second", "head"),
    [
        (member(1, live=False, day=9), member(2, day=1), 2),
        (member(1, day=1), member(2, day=2), 2),
        (member(1, day=None), member(2, day=1), 2),
        (member(1, name="24 000 009"), member(2, name="24 000 001"), 2),
    ],
    ids=["the live one", "the later one", "the dated one", "the lower reference"],
)
def test_who_represents_a_group(first: Member, second: Member, head: int) -> None:
    assert group({1: first, 2: second}, [Tie(1, 2, SAME, 1.0)]) == {1: head, 2: head}
