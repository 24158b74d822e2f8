"""Grounds: why a complaint, or a part of it, was not pursued, and what is never a reason."""

from __future__ import annotations

import pytest

from workers.domain import Role
from workers.parsing.grounds import grounds
from workers.parsing.grounds.clauses import ground_of
from workers.parsing.lines import Line
from workers.parsing.parts import Part

CLOSED = "Closed after initial enquiries"


def read(*parts: tuple[Role, str], outcome: str | None = CLOSED, heading: str = "") -> list[str]:
    told = [Part(heading, role, [Line(text, "1")]) for role, text in parts]
    return list(dict.fromkeys(ground.name for ground in grounds(told, outcome)))


CLAUSES = {
    "there is not enough evidence of fault": "not_enough_evidence_of_fault",
    "we are unlikely to find fault in what it did": "not_enough_evidence_of_fault",
    "nothing suggests that the trust was wrong": "not_enough_evidence_of_fault",
    "the injustice is not significant enough": "injustice_not_significant",
    "any harm was too slight to call for our involvement": "injustice_not_significant",
    "she was not seriously affected": "injustice_not_significant",
    "an investigation would not lead to a different outcome": "no_different_outcome",
    "we would end at the same result": "no_different_outcome",
    "it would make no difference": "no_different_outcome",
    "we could not add to what the council has found": "cannot_add_to_previous_investigation",
    "we would not make any further findings": "cannot_add_to_previous_investigation",
    "the earlier investigation was thorough": "cannot_add_to_previous_investigation",
    "there is no worthwhile outcome": "no_worthwhile_outcome",
    "it would serve no useful purpose": "no_worthwhile_outcome",
    "we cannot achieve the outcome he wants": "cannot_achieve_outcome_wanted",
    "only a court could order what she seeks": "cannot_achieve_outcome_wanted",
    "the result they hope for is beyond our powers": "cannot_achieve_outcome_wanted",
    "it is reasonable to expect her to ask for a review": "review_or_appeal_available",
    "he can appeal to the planning inspectorate": "review_or_appeal_available",
    "there is a further stage open to him": "review_or_appeal_available",
    "she has a right of appeal to a tribunal": "tribunal_or_court_remedy",
    "it would be reasonable to go to court": "tribunal_or_court_remedy",
    "he can claim on the council's insurance": "tribunal_or_court_remedy",
    "the matter was decided in court proceedings": "court_proceedings",
    "a judge has ruled on it": "court_proceedings",
    "the complaint is late": "late",
    "she knew of it more than twelve months ago": "late",
    "he could have come to us sooner": "late",
    "the information commissioner is better placed": "better_placed_body",
    "it is a matter for the housing ombudsman": "better_placed_body",
    "it is outside our jurisdiction": "out_of_jurisdiction",
    "the law does not allow us to investigate it": "out_of_jurisdiction",
    "we have no power to look at it": "out_of_jurisdiction",
    "the law prevents us from investigating": "out_of_jurisdiction",
    "the council has offered a suitable remedy": "remedied",
    "it has already put matters right": "remedied",
    "the payment it made is enough": "remedied",
    "the council wrote to her in may": None,
    "": None,
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_states_one_ground_or_none(clause: str) -> None:
    assert ground_of(clause) == CLAUSES[clause]


def test_a_reason_in_the_summary_and_in_the_final_decision_is_one_ground_with_two_sentences() -> None:
    reason = "We will not investigate this complaint because it is late."
    told = [Part("", role, [Line(reason)]) for role in (Role.SUMMARY, Role.FINAL_DECISION)]
    found = grounds(told, CLOSED)
    assert {(ground.name, ground.sentence) for ground in found} == {("late", reason)}


@pytest.mark.parametrize(
    "text",
    [
        "We will not investigate. This is because the complaint is late.",
        "As the complaint is late, we will not investigate it.",
        "The complaint is late, so we shall not look into it.",
        "We will not investigate this complaint. It is late.",
        "I have decided not to investigate this complaint because it is late.",
        "This complaint will not be investigated because it is late.",
    ],
)
def test_a_reason_is_found_wherever_it_stands_to_the_refusal(text: str) -> None:
    assert read((Role.SUMMARY, text)) == ["late"]


def test_two_reasons_are_two_grounds() -> None:
    text = "We will not investigate because the complaint is late and there is no worthwhile outcome."
    assert read((Role.SUMMARY, text)) == ["late", "no_worthwhile_outcome"]


def test_what_the_complaint_is_about_is_no_reason() -> None:
    text = (
        "We will not investigate a complaint about a late appeal to a court because we could not add to a sound reply."
    )
    assert read((Role.SUMMARY, text)) == ["cannot_add_to_previous_investigation"]


@pytest.mark.parametrize("role", [Role.POWERS, Role.COMPLAINT, Role.AGREED_ACTION])
def test_role_and_powers_and_the_complaint_state_no_ground(role: Role) -> None:
    text = "We will not investigate a complaint if it is late or if there is no worthwhile outcome."
    assert read((role, text)) == []


def test_a_recital_in_the_assessment_states_no_ground() -> None:
    text = (
        "We cannot normally investigate a complaint that is late. We do not investigate unless we think it is serious."
    )
    assert read((Role.FINDINGS, text), outcome="Upheld") == []


def test_what_the_council_did_not_do_is_no_refusal() -> None:
    text = "The Council did not investigate the complaint because it was late. It will not consider it again."
    assert read((Role.FINDINGS, text), outcome="Upheld") == []


def test_an_upheld_decision_gives_the_ground_of_the_part_it_leaves_out() -> None:
    parts = (
        (Role.SUMMARY, "We found fault by the Council."),
        (
            Role.ANALYSIS,
            "I have not investigated the first letter because the complaint about it is late. The Council erred.",
        ),
        (Role.FINAL_DECISION, "I uphold the complaint."),
    )
    assert read(*parts, outcome="Upheld") == ["late"]


def test_the_section_on_what_was_left_out_gives_grounds_in_any_words() -> None:
    text = "I have set the letters of 2012 aside, since he could have come to us sooner."
    assert read((Role.CONSIDERATION, text), outcome="Upheld", heading="What I have and have not investigated") == [
        "late"
    ]
    assert read((Role.CONSIDERATION, text), outcome="Upheld", heading="How I considered this complaint") == []


def test_an_investigation_that_ended_in_a_finding_has_no_ground() -> None:
    parts = (
        (Role.SUMMARY, "There was no fault by the Council."),
        (Role.FINAL_DECISION, "I have ended my investigation as there was no fault."),
    )
    assert read(*parts, outcome="Not upheld") == []


def test_a_discontinued_investigation_has_the_ground_of_its_assessment_where_nothing_else_tells() -> None:
    parts = (
        (Role.ANALYSIS, "It would be reasonable for Ms V to ask the Council for a review."),
        (Role.FINAL_DECISION, "I have discontinued my investigation."),
    )
    assert read(*parts, outcome="Not upheld") == ["review_or_appeal_available"]


def test_a_remark_of_the_assessment_is_no_ground_where_the_decision_gives_another() -> None:
    parts = (
        (Role.SUMMARY, "We will not investigate because we cannot achieve the outcome she wants."),
        (Role.FINDINGS, "The reply was sound and there is nothing we could add to it."),
    )
    assert read(*parts) == ["cannot_achieve_outcome_wanted"]


def test_an_early_resolution_is_remedied() -> None:
    text = "The Council was at fault. We will not investigate further because it has agreed a suitable remedy."
    assert read((Role.SUMMARY, text), outcome="Upheld") == ["remedied"]
