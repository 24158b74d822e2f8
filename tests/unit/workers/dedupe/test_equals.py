"""Which decisions of equal text are linked with each other."""

from __future__ import annotations

import itertools

from tests.unit.workers.dedupe.made import make_profile
from workers.dedupe.equals import NEIGHBOURS, Equals, neighbours
from workers.dedupe.rules import LinkKind


def test_a_few_are_all_linked_with_each_other() -> None:
    keys = {number: -number for number in range(NEIGHBOURS + 1)}
    assert {tuple(sorted(pair)) for pair in neighbours(keys)} == set(itertools.combinations(range(NEIGHBOURS + 1), 2))


def test_of_many_each_is_linked_with_those_beside_it() -> None:
    keys = {number: number * 7 % 100 for number in range(100)}
    found = list(neighbours(keys))
    assert all(0 < abs(keys[one] - keys[other]) <= NEIGHBOURS for one, other in found)
    assert len({frozenset(pair) for pair in found}) == len(found) == NEIGHBOURS * 100 - sum(range(NEIGHBOURS + 1))


def test_of_a_few_only_links_of_those_compared_are_looked_at() -> None:
    equal = Equals()
    equal.add(*(make_profile(id=number, reference=f"24 001 {number:03d}") for number in range(1, 5)))
    assert equal.whole() == set()
    found = list(equal.links({2}))
    assert {(link.low_id, link.high_id) for link in found} == {(1, 2), (2, 3), (2, 4)}
    assert {link.kind for link in found} == {LinkKind.SAME_TEXT}


def test_of_many_and_of_those_whom_one_left_all_links_are_looked_at() -> None:
    equal = Equals()
    equal.add(*(make_profile(id=number, reference=f"24 001 {number:03d}") for number in range(1, NEIGHBOURS + 3)))
    assert equal.whole() == set(range(1, NEIGHBOURS + 3))
    assert len(list(equal.links({2}))) == 44  # Of 45 pairs all but the one whose ends are farthest apart.
    few = Equals(left={make_profile().text_sha256})
    few.add(make_profile(id=1), make_profile(id=2, reference="24 001 002"))
    assert few.whole() == {1, 2}
    assert len(list(few.links(set()))) == 1
