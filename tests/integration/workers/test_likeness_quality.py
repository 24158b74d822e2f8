"""The labelled cases of the replica through the real stage: what it finds, and that it finds it in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from config.services import Endpoints
from tests.integration.workers.conftest import made
from tests.integration.workers.likeness_cases import POSITIVE, Cases, Found, judged, make_cases
from tests.integration.workers.likeness_runs import found_links, groups, take_in
from tests.services import fresh_database
from workers.runtime import Runtime

LEAST_PRECISION, LEAST_RECALL = 0.99, 0.95
LEAST_PAIRS = 150  # Of each kind, in the long form.
# The order of arrival by its seed, in how many parts it comes, and how many processes compare at once.
RUNS = ((1, 1, 1), (2, 4, 4), (3, 7, 1))
SHORT_RUNS = ((1, 1, 1), (2, 3, 3))


@dataclass(frozen=True)
class Outcome:
    """What an archive holds when all is compared."""

    links: Found
    groups: dict[int, frozenset[int]]


def outcome(endpoints: Endpoints, home: Path, cases: Cases, run: tuple[int, int, int]) -> Outcome:
    """Read and compare the cases in an archive of their own."""
    seed, parts, workers = run
    order = Random(seed).sample(range(len(cases)), len(cases))
    with (
        fresh_database(endpoints.database_url) as url,
        made(replace(endpoints, database_url=url), "unused", home) as runtime,
    ):
        take_in(runtime, cases, order, parts=parts, workers=workers)
        return Outcome(found_links(runtime, cases), groups(runtime, cases))


def assert_good(cases: Cases, found: Found, half: str = "") -> None:
    for kind, score in judged(cases, found, half).items():
        told = f"{kind} {half}: missed {sorted(score.missed)[:5]}, false {sorted(score.false)[:5]}"
        assert score.precision >= LEAST_PRECISION, f"precision {score.precision:.3f}, {told}"
        assert score.recall >= LEAST_RECALL, f"recall {score.recall:.3f}, {told}"


def assert_same(outcomes: list[Outcome]) -> None:
    for other in outcomes[1:]:
        assert other.links == outcomes[0].links
        assert other.groups == outcomes[0].groups


def test_labelled_pairs_are_found_and_strangers_left_apart(runtime: Runtime) -> None:
    cases = make_cases(1_000, 700)
    take_in(runtime, cases)
    assert_good(cases, found_links(runtime, cases))


def test_links_and_groups_are_the_same_in_any_order_and_with_any_number_of_workers(
    services: Endpoints, broker_url: str, tmp_path: Path
) -> None:
    cases = make_cases(120, 100)
    endpoints = replace(services, broker_url=broker_url)
    outcomes = [outcome(endpoints, tmp_path, cases, run) for run in SHORT_RUNS]
    assert any(len(members) > 2 for members in outcomes[0].groups.values())
    assert_same(outcomes)


@pytest.mark.prove
@pytest.mark.timeout(7_200)
def test_twenty_thousand_decisions_are_linked_well_in_any_order(
    services: Endpoints, broker_url: str, tmp_path: Path
) -> None:
    cases = make_cases(20_000, 4_000)
    assert all(len(cases.labels[kind]) >= LEAST_PAIRS for kind in POSITIVE)
    assert len(cases.labels["none"]) >= LEAST_PAIRS * len(POSITIVE)
    endpoints = replace(services, broker_url=broker_url)
    outcomes = [outcome(endpoints, tmp_path, cases, run) for run in RUNS]
    for half in ("", "seen", "unseen"):
        assert_good(cases, outcomes[0].links, half)
    assert_same(outcomes)
