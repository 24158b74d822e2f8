"""The document that the index holds of a decision."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from search.documents import DERIVED, DecisionDocument, reference_key
from search.mapping import MAPPING
from tests.unit.search.made import law, make_document, section


@pytest.mark.parametrize(
    "spelling", ["24 002 642b", "24-002-642b", "24002642b", "24 002 642B", " 24\u00a0002\u00a0642b "]
)
def test_all_spellings_of_a_reference_have_one_key(spelling: str) -> None:
    assert reference_key(spelling) == "24002642b"


def test_a_lettered_reference_is_found_by_letter_and_by_number() -> None:
    assert make_document(reference="17 002 402b").to_source()["reference_keys"] == ["17002402b", "17002402"]
    assert make_document(reference="17 002 402").to_source()["reference_keys"] == ["17002402"]


def test_what_only_searching_needs_is_made_from_the_public_fields() -> None:
    source = make_document(
        sections=(section("The complaint", "One."), section("", "Two."), section("The complaint", "Three.")),
        legislation=[law("Care Act 2014", "section 9"), law("Care Act 2014", "section 10"), law("Housing Act 1996")],
        remedies={"apology": True, "payments": [{"amount_gbp": "50.00"}], "actions": [{"kind": "training"}]},
        versions=({"number": 1, "seen": "2026-01-05"}, {"number": 2, "seen": "2026-02-05"}),
    ).to_source()
    assert {name: source[name] for name in DERIVED} == {
        "reference_keys": ["24001001"],
        "headings": ["The complaint"],
        "year": "2025",
        "acts": ["Care Act 2014", "Housing Act 1996"],
        "provisions": ["Care Act 2014, section 9", "Care Act 2014, section 10"],
        "remedy_kinds": ["apology", "payment", "training"],
        "version_count": 2,
    }


def test_public_fields_stand_under_their_names_and_tuples_become_lists() -> None:
    document = make_document(grounds=("late",), sections=(section("A", "b"),))
    source = document.to_source()
    assert source["grounds"] == ["late"]
    assert source["sections"] == [section("A", "b")]
    assert {item.name for item in fields(document)} == set(source) - set(DERIVED)


def test_a_decision_without_date_or_body_has_none_made_up() -> None:
    source = make_document(decision_date=None, body=None).to_source()
    assert source["year"] is None
    assert source["body"] is None


def test_the_strict_mapping_names_exactly_the_fields_of_a_document() -> None:
    properties: dict[str, Any] = MAPPING["properties"]
    assert set(properties) == {item.name for item in fields(DecisionDocument)} | set(DERIVED)
