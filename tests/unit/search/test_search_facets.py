"""Reading facet counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from search.facets import FACETS, FacetValue, fold, read


def _answer(**counted: dict[str, Any]) -> dict[str, Any]:
    return {facet.name: counted.get(facet.name, {"top": {"buckets": []}}) for facet in FACETS}


def _buckets(**counts: int) -> dict[str, Any]:
    return {"buckets": [{"key": name, "doc_count": count} for name, count in counts.items()]}


def _values(answer: Mapping[str, Any], chosen: Mapping[str, Sequence[str]], name: str) -> tuple[FacetValue, ...]:
    return next(counts.values for counts in read(answer, chosen) if counts.name == name)


def test_every_facet_is_there_even_without_any_value() -> None:
    assert [counts.name for counts in read(_answer(), {})] == [facet.name for facet in FACETS]


def test_a_chosen_value_is_marked_in_whatever_spelling_it_was_chosen() -> None:
    answer = _answer(category={"top": _buckets(**{"Children\u2019s care services": 5, "Housing": 2})})
    found = _values(answer, {"category": ("children's CARE services",)}, "category")
    assert [(item.count, item.selected) for item in found] == [(5, True), (2, False)]


def test_a_chosen_value_below_the_top_ones_stays_in_sight() -> None:
    answer = _answer(body={"top": _buckets(Big=90), "chosen": {"body": _buckets(Small=1, Big=1)}})
    assert _values(answer, {"body": ("small",)}, "body") == (FacetValue("Big", 90, False), FacetValue("Small", 1, True))


def test_a_chosen_value_that_nothing_has_is_shown_with_zero() -> None:
    assert _values(_answer(), {"outcome": ("Upheld",)}, "outcome") == (FacetValue("Upheld", 0, True),)


def test_a_chosen_provision_stands_among_the_acts() -> None:
    counted = {
        "top": _buckets(**{"Care Act 2014": 4}),
        "chosen": {"acts": _buckets(**{"Care Act 2014": 2}), "provisions": _buckets(**{"Care Act 2014, section 9": 2})},
    }
    found = _values(_answer(legislation=counted), {"legislation": ("Care Act 2014, section 9",)}, "legislation")
    assert [(item.value, item.count, item.selected) for item in found] == [
        ("Care Act 2014", 4, False),
        ("Care Act 2014, section 9", 2, True),
    ]


@pytest.mark.parametrize("value", ["Caf\u00e9\u2019s", "CAFE'S", "cafe\u02bcs"])
def test_folding_hides_capitals_accents_and_the_form_of_apostrophes(value: str) -> None:
    assert fold(value) == "cafe's"
