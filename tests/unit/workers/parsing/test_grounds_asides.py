"""Grounds beside what shares their words: what a complaint is about, findings, what goes on, what is only told."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import read
from workers.domain import Role

TOPICS = {
    "Miss K's complaint about a late appeal to the tribunal is not one that the Ombudsman will investigate. She had no "
    "real injustice.": ["injustice_not_significant"],
    "We have considered Mr B's complaint about the cost of an injunction. We will not look into it since nothing "
    "suggests fault.": ["not_enough_evidence_of_fault"],
    "Our decision on Mr W's complaint about compensation for a broken fence is not to investigate. An investigation "
    "would not lead to a different outcome.": ["no_different_outcome"],
    "As we have no power to look at what happens in schools, I have not investigated the complaint that the Council "
    "acted wrongly because of a mistaken report.": ["out_of_jurisdiction"],
    "Since Mr G's complaint reached us four years after the events, we cannot look into it.": ["late"],
    "I will not be looking into Ms L's complaint about the police and a neighbour, for she did not tell us until three "
    "years had passed.": ["late"],
    "We decided not to take up Mrs P's complaint that her son was harmed at school because nobody acted, since "
    "Parliament gave us no power over schools.": ["out_of_jurisdiction"],
    "We received Mr P's complaint about a refusal to reconsider a penalty. There will be no investigation because the "
    "Traffic Penalty Tribunal could consider it.": ["tribunal_or_court_remedy"],
}


@pytest.mark.parametrize("summary", TOPICS)
def test_what_the_complaint_is_about_is_told_from_why_it_is_not_pursued(summary: str) -> None:
    assert read((Role.SUMMARY, summary)) == TOPICS[summary]


CONCLUDED = {
    "The Trust was at fault. It will apologise, so I have closed my investigation.": "It has agreed to make amends.",
    "I am content with the remedy it has agreed and have closed the complaint.": "It was at fault over a summons.",
    "I have ended my investigation because it has accepted the remedy I proposed.": "It delayed an appeal.",
    "It has agreed to remedy this, and I have ended my investigation.": "We found that it gave no right of appeal.",
}


@pytest.mark.parametrize("final", CONCLUDED)
def test_an_investigation_that_led_to_agreed_action_was_not_given_up(final: str) -> None:
    parts = (Role.SUMMARY, CONCLUDED[final]), (Role.AGREED_ACTION, "It will pay £100."), (Role.FINAL_DECISION, final)
    assert read(*parts, outcome="Upheld") == []


EARLY = (
    "We uphold the complaint about a lost bin and have closed it because the Council has said sorry and put it right.",
    "The Council was at fault over a court date, as it accepts. We do not need to investigate as it has made amends.",
)


@pytest.mark.parametrize("summary", EARLY)
def test_a_finding_of_fault_is_no_ground_beside_the_remedy(summary: str) -> None:
    assert read((Role.SUMMARY, summary), outcome="Upheld") == ["remedied"]


GOES_ON = {
    "there is a tribunal for such matters and Mr L could have put his case to it": ["tribunal_or_court_remedy"],
    "he had a right of appeal to a tribunal and nothing kept him from using it": ["tribunal_or_court_remedy"],
    "he asked the court to settle this and it has done so": ["court_proceedings"],
    "the Council would carry out a review and she has not asked for one": ["review_or_appeal_available"],
    "she can tell the regulator and it is in a better position to look into this": ["better_placed_body"],
    "a court has made an order and also she would like us to set it aside and we cannot do this": [
        "court_proceedings",
        "cannot_achieve_outcome_wanted",
    ],
    "the harm was slight and because we could not add anything to the first reply": [
        "injustice_not_significant",
        "cannot_add_to_previous_investigation",
    ],
}


@pytest.mark.parametrize("reason", GOES_ON)
def test_a_clause_that_goes_on_with_another_is_no_ground_of_its_own(reason: str) -> None:
    assert read((Role.SUMMARY, f"We will not investigate because {reason}.")) == GOES_ON[reason]


STORY = (
    "The Council was wrong to tell Mr X that he had no right of appeal to a tribunal.",
    "We do not ask whether we would have come to a different decision.",
    "Had the team looked at the file, time would have been saved.",
    "It is not known why the payment came so late.",
    "An appeal about a penalty is heard by the tribunal, as section 4 of the Act says.",
)


@pytest.mark.parametrize("text", STORY)
def test_what_is_told_in_the_assessment_is_no_reason(text: str) -> None:
    assert read((Role.SUMMARY, "We will not investigate."), (Role.ANALYSIS, text)) == []


REFUSALS = (
    "There will be no investigation, because {}.",
    "I have excluded this because {}.",
    "Our investigation stops here, as {}.",
    "We will not go on with our investigation since {}.",
    "I have now stopped, because {}.",
)


@pytest.mark.parametrize("words", REFUSALS)
def test_a_refusal_is_known_in_many_wordings(words: str) -> None:
    told = words.format("she let three years go by before she told us")
    assert read((Role.SUMMARY, told), outcome="Not upheld") == ["late"]


RESOLVED = (
    "This is because the Council has agreed to resolve the complaint early by a proportionate remedy.",
    "The Council has agreed to resolve Mrs X's complaint by paying her £500.",
    "We have upheld it as the Trust agreed to settle it early.",
    "It has now agreed to settle the matter and will apologise.",
)
UNRESOLVED = (
    "The Council had not agreed to resolve the complaint.",
    "Mrs X says the Council agreed to settle the complaint in 2019.",
    "The Council agreed to apologise and to review its policy.",
    "The landlord agreed to resolve this complaint.",
    "It had agreed to resolve the complaint at stage one but did not.",
    "The Council agreed to settle the matter in court.",
    "It agreed to resolve the matter in 2022.",
    "The Council agreed to settle it but it did not do so.",
)


@pytest.mark.parametrize("text", [*RESOLVED, *UNRESOLVED])
def test_a_complaint_upheld_and_resolved_early_is_remedied(text: str) -> None:
    told = (Role.SUMMARY, f"We have upheld this complaint. {text}"), (Role.FINDINGS, "The Council took too long.")
    assert read(*told, outcome="Upheld") == (["remedied"] if text in RESOLVED else [])


def test_what_was_agreed_once_is_no_ground_where_we_found_no_fault() -> None:
    text = "Mr X complained about a fence. The Council has agreed to resolve the matter. We found no fault."
    assert read((Role.SUMMARY, text), outcome="Not upheld") == []


def test_what_was_agreed_at_the_end_of_an_investigation_is_no_ground() -> None:
    text = "We found fault. The Council has agreed to resolve the complaint by paying her £200."
    assert read((Role.SUMMARY, text), (Role.AGREED_ACTION, "It will pay £200."), outcome="Upheld") == []
