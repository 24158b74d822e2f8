"""What the page of a decision shows."""

from __future__ import annotations

from typing import Any

import pytest

from search.decision_view import DecisionView, decision_views, safe_address
from tests.unit.search.made import law, make_document, section


def _view(**changes: Any) -> DecisionView:
    return decision_views([make_document(**changes).to_source()])[0]


def _facts(view: DecisionView) -> dict[str, str]:
    return {fact.name: ", ".join(words for words, _ in fact.values) for fact in view.facts}


def test_facts_that_are_not_known_are_not_shown() -> None:
    facts = _facts(_view(outcome=None, complainant=None))
    assert "Decision" not in facts
    assert "Complainant" not in facts
    assert facts["Decision date"] == "4 March 2025"


def test_remedies_are_told_in_one_line() -> None:
    remedies = {"apology": True, "total_gbp": "250.00", "payments": [{}], "actions": [{}, {}]}
    assert _facts(_view(remedies=remedies))["Remedy"] == "apology, \u00a3250 in all, 2 actions"
    assert _facts(_view(remedies={"payments": [{}], "total_gbp": None}))["Remedy"] == "payment"


def test_facts_lead_to_a_search_for_their_like() -> None:
    fact = next(fact for fact in _view().facts if fact.name == "Organisation")
    assert fact.values == (("Harrowmere Borough Council", "/?body=Harrowmere+Borough+Council"),)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//elsewhere", "", None])
def test_an_address_that_a_browser_might_run_is_no_link(url: str | None) -> None:
    assert safe_address(url) is None


def test_paragraphs_have_anchors_of_their_own_in_both_decisions_of_a_reference() -> None:
    source = make_document(sections=(section("A", "one", "two"),)).to_source()
    views = decision_views([source, source])
    anchors = [paragraph.anchor for view in views for paragraph in view.sections[0].paragraphs]
    assert len(set(anchors)) == 4


def test_a_decision_without_sections_shows_its_text() -> None:
    assert [p.text for p in _view(text="One.\n\nTwo.").sections[0].paragraphs] == ["One.", "Two."]


def test_links_lead_to_the_other_decision_and_laws_to_their_text() -> None:
    link = {"kind": "joint_case", "reference": "24 001 002a", "body": "Fenwold Trust", "score": 1.0}
    act = law("Care Act 2014", "section 9") | {"url": "https://www.legislation.gov.uk/ukpga/2014/23"}
    view = _view(links=(link,), legislation=[act, law("Housing Act 1996")])
    assert view.links == (("Joint case", "24 001 002a Fenwold Trust", "/decisions/24-001-002a"),)
    assert view.laws == (
        ("Care Act 2014, section 9", "https://www.legislation.gov.uk/ukpga/2014/23"),
        ("Housing Act 1996", None),
    )


def test_versions_are_told_with_what_they_changed() -> None:
    first = {"number": 1, "seen": "2026-01-05T09:00:00+00:00", "changes": [], "paragraphs": {"added": 0}}
    second = {
        "number": 2,
        "seen": "2026-02-05T09:00:00+00:00",
        "changes": ["outcome", "decision_date", "text"],
        "paragraphs": {"added": 1, "removed": 0, "changed": 2, "moved": 0},
    }
    versions = _view(versions=[first, second]).versions
    assert [(version.number, version.seen) for version in versions] == [(1, "5 January 2026"), (2, "5 February 2026")]
    assert versions[0].changes == ""
    assert versions[1].changes == "decision, decision date, text: 1 paragraph added, 2 changed"


def test_a_matter_of_several_decisions_leads_to_them() -> None:
    group = {"id": "17", "size": 4, "representative": False}
    assert _view(group=group).matter == ("4 decisions on this matter", "/?sort=oldest&group=17")
    assert _view().matter is None
