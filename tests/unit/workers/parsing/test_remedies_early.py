"""Complaints resolved early: their remedy stands in the assessment, as no section is kept for it."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_remedies import item
from workers.domain import Remedies, Role
from workers.parsing.lines import Line
from workers.parsing.parts import Part
from workers.parsing.remedies import remedies

SETTLED = (
    "We asked the Council to consider remedying the injustice, and it agreed to resolve the complaint and will, within"
    " four weeks, apologise and pay Mr X \u00a3500."
)


def read(*lines: str | Line, heading: str = "My assessment") -> Remedies:
    told = [line if isinstance(line, Line) else Line(line, "1") for line in lines]
    return remedies([Part(heading, Role.FINDINGS, told)])


def test_what_was_agreed_instead_of_an_investigation_is_the_remedy() -> None:
    found = read("The Council took a year to issue the plan. This was fault.", SETTLED)
    assert (found.apology, found.total_gbp) == (True, "500.00")


def test_a_list_of_it_and_the_sentences_behind_count_too() -> None:
    lead = "It has agreed to resolve the complaint early. Within one month the Council will:"
    found = read("The Council accepted fault.", lead, item("apologise;"), item("review its policy."))
    assert (found.apology, [action.deadline for action in found.actions]) == (True, ["within one month"])
    found = read("The Council has agreed to provide a proportionate remedy. It will pay Mrs X \u00a3300.")
    assert (found.total_gbp, found.actions) == ("300.00", ())
    found = read("The Council accepted fault and agreed to resolve the complaint. It will pay Mrs X \u00a3300.")
    assert (found.total_gbp, found.actions) == ("300.00", ())


def test_a_section_on_remedies_goes_before_the_assessment() -> None:
    agreed = Part("Agreed action", Role.AGREED_ACTION, [Line("The Council will pay Mr X \u00a350.", "2")])
    assert remedies([Part("My assessment", Role.FINDINGS, [Line(SETTLED, "1")]), agreed]).total_gbp == "50.00"


@pytest.mark.parametrize(
    "text",
    [
        "The Council agreed in May to pay \u00a3500 and to review his plan.",
        "Mr X says the Council agreed to resolve the matter and pay \u00a3500.",
        "The Council had agreed to resolve the complaint and would pay \u00a3500.",
        "At stage two the Council agreed to resolve the complaint and to pay \u00a3500.",
        "The landlord agreed to resolve this matter. The Council will pay Mr X \u00a3500.",
        "It agreed to resolve the matter in 2022. It will review his plan.",
        "In May 2022 the Council agreed to resolve the matter and review his plan.",
        "The Council agreed to resolve the complaint but did not. It will review his plan.",
    ],
)
def test_what_was_agreed_before_or_is_said_by_others_is_none(text: str) -> None:
    assert read(text) == Remedies()


def test_findings_of_an_investigation_hold_no_remedy() -> None:
    assert read(SETTLED, heading="What I found") == Remedies()
