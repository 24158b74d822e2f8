"""Headings over what puts things right, and those that stand by themselves, in pages and in typed text alike."""

from __future__ import annotations

import dataclasses

import pytest

from tests.unit.workers.parsing.decision_forms import CLOSED, Text, plain_text
from workers.domain import Decision, Role
from workers.parsing import parse
from workers.parsing.headings import main_role

HEADER = ("Category : Housing > Homelessness", "Decision : Upheld", "Decision date : 14 Mar 2024")
REMEDY = "Within one month of this decision the Council will apologise to Mr X and pay him £300."
FOUND = "The Council was at fault, for its letter came too late."


def page(*sections: tuple[str, str], level: int = 2) -> str:
    """A web page of sections; each heading but the first and last is an element of a level."""
    inner = "".join(f"<h2>{head}</h2><ol><li>{text}</li></ol>" for head, text in sections[:1])
    inner += "".join(f"<h{level}>{head}</h{level}><ol><li>{text}</li></ol>" for head, text in sections[1:-1])
    inner += "".join(f"<h2>{head}</h2><ol><li>{text}</li></ol>" for head, text in sections[-1:])
    header = "".join(f"<p>{line}</p>" for line in HEADER)
    top = "<h1>Ambleford Borough Council (23 004 117)</h1>"
    return f"<!DOCTYPE html><html><body><article id='article'>{top}{header}{inner}</article></body></html>"


def typed(*sections: tuple[str, str]) -> str:
    """The same as plain text."""
    lines = ["Ambleford Borough Council (23 004 117)", *HEADER]
    for head, text in sections:
        lines += [head, f"  1. {text}"]
    return "\n\n".join(lines)


def read(text: str) -> Decision:
    return dataclasses.replace(parse(text.encode()), warnings=())


def in_all_forms(*sections: tuple[str, str]) -> Decision:
    """The decision, which is the same in every form."""
    whole = read(page(*sections))
    assert read(page(*sections, level=3)) == whole
    assert read(typed(*sections)) == whole
    return whole


AGREED = (
    "Remedies",
    "Remedy",
    "The remedy",
    "Service improvements",
    "Actions the Council has agreed to take",
    "Action the Trust has agreed to take",
    "Decision and remedy",
    "Injustice and remedy",
    "Agreed outcome",
    "Agreed remedy and action",
    "Recommendations and agreed action",
    "Action to be taken",
    "Actions to be taken by the Council",
    "Putting things right",
    "Remedy and service improvements:",
    "Remedy for Mr X",
    "Agreed remedial action",
    "Consideration of remedy",
    "Fault, injustice and remedy",
    "Fault and remedy",
    "Agreed action - Council",
    "Agreed actions \u2013 the Care Provider",
    "Remedy - Mr X",
)
RECOMMENDED = (
    "Proposed action",
    "Proposed remedy",
    "Provisional recommendations",
    "Recommended remedy",
    "Draft recommendations",
    "Our recommendations",
    "Recommendations to the Council",
    "Recommendations - the Trust",
)


@pytest.mark.parametrize("heading", [*AGREED, *RECOMMENDED])
def test_a_heading_over_what_puts_things_right_gives_the_remedy(heading: str) -> None:
    read = in_all_forms(("The complaint", "Mr X waited."), ("Findings", FOUND), (heading, REMEDY), ("Decision", FOUND))
    role = Role.AGREED_ACTION if heading in AGREED else Role.RECOMMENDATIONS
    assert [section.role for section in read.sections] == [
        Role.COMPLAINT,
        Role.FINDINGS,
        role,
        Role.FINAL_DECISION,
    ]
    assert (read.remedies.apology, read.remedies.total_gbp) == (True, "300.00")


@pytest.mark.parametrize("heading", ["Remedy", "Service improvements", "Remedies"])
def test_the_law_and_a_remedy_end_the_section_they_come_after(heading: str) -> None:
    read = in_all_forms(
        ("The complaint", "Mr X waited."), ("The law", "A council must write."), (heading, REMEDY), ("Decision", FOUND)
    )
    roles = [section.role for section in read.sections]
    assert roles == [Role.COMPLAINT, Role.FINDINGS, Role.AGREED_ACTION, Role.FINAL_DECISION]
    assert read.remedies.total_gbp == "300.00"


def test_a_remedy_below_recommendations_is_still_recommended() -> None:
    read = in_all_forms(
        ("Findings", FOUND), ("Recommendations", "It should write."), ("Remedy", REMEDY), ("Decision", FOUND)
    )
    assert [section.role for section in read.sections][1:3] == [Role.RECOMMENDATIONS] * 2


@pytest.mark.parametrize(
    "line",
    [
        "The Council has agreed to remedy the injustice",
        "To remedy the injustice the Council has agreed to:",
        "Actions the Council has agreed to take:",
        "Remedy the injustice",
        "remedies",
        "Actions the Council has taken",
        "Outcome",
        "Action taken by the Council",
        "Our guidance on remedies",
        "Was there a remedy?",
        "The Council's earlier offer of a remedy",
        "Complaints and remedies panel",
        "Putting the bins out",
        "The decision",
        "The Council's remedy",
        "Remedial action",
        "Fault",
        "Consideration of the fault",
        "Consideration",
        "Agreed action - the Council will apologise to Mr X",
        "Remedy - an apology and a payment",
        "Agreed action - the Council did this.",
        "Actions - Timeline",
        "The Council - its actions",
    ],
)
def test_a_line_that_merely_speaks_of_such_is_no_main_heading(line: str) -> None:
    assert main_role(line) is None


def test_a_menu_of_the_site_neither_begins_nor_carries_on_a_decision() -> None:
    whole = typed(("The complaint", "Mr X waited."), ("Findings", FOUND), ("Decision", FOUND))
    assert read(f"Service improvements\n\n{whole}") == read(whole)


@pytest.mark.parametrize(("heading", "missing"), [("Decision and remedy", False), ("Remedy", True)])
def test_one_heading_over_decision_and_remedy_holds_the_decision(heading: str, *, missing: bool) -> None:
    text = plain_text(CLOSED, Text()).replace("\nFinal decision\n", f"\n{heading}\n")
    codes = {warning.code for warning in parse(text.encode()).warnings}
    assert ("final_decision_missing" in codes) is missing


@pytest.mark.parametrize("heading", ["Summary", "Decision", "The complaint", "Final decision"])
def test_a_deeper_heading_does_not_begin_a_section_that_the_page_has_above_it(heading: str) -> None:
    sections = (("The complaint", "Mr X waited."), ("Findings", FOUND), (heading, REMEDY), ("Decision", FOUND))
    summary = "<h2>The Ombudsman's final decision</h2><p>Summary: Mr X waited too long.</p>"
    deep = page(*sections, level=3).replace("<h3>Findings<", "<h2>Findings<").replace("</h3>", "</h2>", 1)
    read_deep = read(deep.replace("<h2>The complaint", f"{summary}<h2>The complaint", 1))
    assert [section.role for section in read_deep.sections] == [
        Role.SUMMARY,
        Role.COMPLAINT,
        Role.FINDINGS,
        Role.FINDINGS,
        Role.FINAL_DECISION,
    ]
    assert read_deep.summary == "Mr X waited too long."


def test_a_deeper_heading_begins_a_section_that_the_page_has_nowhere_else() -> None:
    deep = page(("The complaint", "Mr X waited."), ("Findings", FOUND), ("Final decision", FOUND), ("Remedy", REMEDY))
    roles = [section.role for section in read(deep.replace("h2>Final", "h3>Final")).sections]
    assert roles == [Role.COMPLAINT, Role.FINDINGS, Role.FINAL_DECISION, Role.AGREED_ACTION]
