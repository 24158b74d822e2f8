"""The parser against the replica: the pages of a site it has never been shown the inside of, with their truth."""

from __future__ import annotations

import pytest

from scraper.replica.phrases import Half, PhraseBook
from tests.integration.workers.replica_accuracy import WORDING, Score, measured, unmet

FEW, CASES, SOME, MANY = 300, 120, 1_000, 3_000
SETS = sorted(path.name for path in WORDING.iterdir())
LEAST_F1 = 0.95  # Of law, grounds and remedies in wording that no rule was written against.


def assert_all_right(scores: dict[str, Score]) -> None:
    assert {name: score.wrong[:5] for name, score in scores.items() if score.wrong} == {}


def assert_unseen_wording_is_read(scores: dict[str, Score]) -> None:
    for name in ("law", "grounds", "apology", "payments", "total", "actions"):
        assert scores[name].f1 >= LEAST_F1, f"{name}: {scores[name].f1:.3f}, wrong at {scores[name].wrong[:5]}"
    header = {
        name: score for name, score in scores.items() if name not in {"law", "grounds", "actions", "payments", "total"}
    }
    assert_all_right(header)


def test_every_field_of_a_replica_page_equals_its_truth() -> None:
    assert_all_right(measured(PhraseBook(Half.BOTH), FEW))


@pytest.mark.parametrize("name", SETS)
def test_wording_that_no_rule_was_written_against_is_read(name: str) -> None:
    assert_unseen_wording_is_read(measured(unmet(name), SOME))


def test_every_field_of_a_labelled_case_equals_its_truth() -> None:
    assert_all_right(measured(PhraseBook(Half.BOTH), CASES, seed=5, labelled=CASES))


@pytest.mark.prove
def test_every_field_of_three_thousand_replica_pages_equals_its_truth() -> None:
    assert_all_right(measured(PhraseBook(Half.BOTH), MANY, seed=2))


@pytest.mark.prove
@pytest.mark.parametrize("name", SETS)
def test_wording_that_no_rule_was_written_against_is_read_on_three_thousand_pages(name: str) -> None:
    assert_unseen_wording_is_read(measured(unmet(name), MANY, seed=11))
