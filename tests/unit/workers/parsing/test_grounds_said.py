"""Grounds in the ways that they are said and placed in sentences, and what stands beside them without being one."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import CLOSED, read
from workers.domain import Role
from workers.parsing.grounds.clauses import ground_of

SCOPE = "What I have and have not investigated"
CLAUSES = {
    "another investigation would merely repeat the panel's work": "cannot_add_to_previous_investigation",
    "we would not improve on the answer she has had": "cannot_add_to_previous_investigation",
    "it is hard to see what useful result there could be": "no_worthwhile_outcome",
    "the loss is not serious enough to merit our time": "injustice_not_significant",
    "we could not bring about what he asked us for": "cannot_achieve_outcome_wanted",
    "she can ask the council to look at her claim again": "review_or_appeal_available",
    "he brought proceedings about the same events": "court_proceedings",
    "she could reasonably start proceedings in the county court": "tribunal_or_court_remedy",
    "the contract is something that we cannot look at": "out_of_jurisdiction",
    "the academy is not a body that we can investigate": "out_of_jurisdiction",
    "she did not come to us within a year": "late",
    "she could have appealed to the planning inspectorate": "review_or_appeal_available",
    "it has paid her what we would have recommended": "remedied",
    "the panel was entitled to decide as it did": "not_enough_evidence_of_fault",
    "it seems to have acted properly": "not_enough_evidence_of_fault",
    "the sum is too small for us to look at": "injustice_not_significant",
    "we cannot foresee any other conclusion": "no_different_outcome",
    "we would not reveal anything new": "cannot_add_to_previous_investigation",
    "there is little to be gained": "no_worthwhile_outcome",
    "even if there were fault there is nothing meaningful that we could ask": "no_worthwhile_outcome",
    "he has already used his right to go to court": "court_proceedings",
    "a judge is considering it": "court_proceedings",
    "the matters complained of are too old": "late",
    "she left it for three years before complaining": "late",
    "it is a contract, which the law excludes from our remit": "out_of_jurisdiction",
    "it has cancelled the fee and said sorry, which is enough": "remedied",
    "it dealt with her claim as its policy requires": "not_enough_evidence_of_fault",
    "the trust acted as it should": "not_enough_evidence_of_fault",
    "the school came to a view that was open to it": "not_enough_evidence_of_fault",
    "she let two years go by before she told us": "late",
    "he is taking legal action over the same decision": "court_proceedings",
    "there is nothing left for us to discover": "cannot_add_to_previous_investigation",
    "the panel would have decided the same in any case": "no_different_outcome",
    "a panel heard his appeal in may 2017": None,
    "there are no good reasons to set the rule aside": None,
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_states_its_ground(clause: str) -> None:
    assert ground_of(clause) == CLAUSES[clause]


SUMMARIES = {
    "We will not investigate this complaint about noise. Any harm to her was slight.": ["injustice_not_significant"],
    "We will not investigate this. There are two reasons. The first is that it is late; the second is that the law "
    "says we cannot look at it.": ["late", "out_of_jurisdiction"],
    "We will not investigate this. This is because it is late and because we could not add to the first answer.": [
        "late",
        "cannot_add_to_previous_investigation",
    ],
    "We will not investigate his complaint that the Council turned him down as he had asked too late. This is because "
    "there is no sign of fault.": ["not_enough_evidence_of_fault"],
    "Mr X issued proceedings in May. The law says that we cannot then investigate the same matter.": [
        "court_proceedings"
    ],
    "We do not think an investigation would have another result.": ["no_different_outcome"],
    "We will not investigate. Mrs X complained to us too late.": ["late"],
    "We will not investigate. We think the Trust acted as it should.": ["not_enough_evidence_of_fault"],
    "We will not investigate. She can claim in the small claims court.": ["tribunal_or_court_remedy"],
    "We will not investigate. Too much time has passed since the events complained about.": ["late"],
    "We will not investigate. The Council was entitled to decide as it did.": ["not_enough_evidence_of_fault"],
    "We will not investigate. He would like us to overturn it and we cannot do that.": [
        "cannot_achieve_outcome_wanted"
    ],
    "We will not investigate. She was put to some inconvenience, but not enough.": ["injustice_not_significant"],
    "We will not investigate. We would come to the same view as the panel.": ["no_different_outcome"],
    "It concerns how a school is run, which we cannot investigate.": ["out_of_jurisdiction"],
    "We will not investigate. The effect on her was slight, and we cannot look at what has already been before a "
    "court.": ["injustice_not_significant", "court_proceedings"],
    "We will not investigate, because the Council followed the right process and we have seen no fault in that and "
    "her injustice falls below the level at which we would look into it.": [
        "not_enough_evidence_of_fault",
        "injustice_not_significant",
    ],
    "What it has done since is an adequate response, so there is no need for us to investigate.": ["remedied"],
    "We will not investigate, as it is for the police and not for us to look into it and also it has been put right.": [
        "better_placed_body",
        "remedied",
    ],
    "We will not investigate. We got the complaint outside the period that the law allows and the delay did not cause "
    "him any serious difficulty.": ["late", "injustice_not_significant"],
}


@pytest.mark.parametrize("summary", SUMMARIES)
def test_a_summary_gives_its_reasons(summary: str) -> None:
    assert read((Role.SUMMARY, summary)) == SUMMARIES[summary]


def test_an_upheld_complaint_is_not_investigated_further_as_it_was_put_right() -> None:
    told = "We uphold the complaint about a late bill. It was put right, so there is no need for us to investigate."
    final = "The complaint is upheld without investigation. This is because the Council has put it right."
    assert read((Role.SUMMARY, told), (Role.FINAL_DECISION, final), outcome="Upheld") == ["remedied"]


def test_a_decision_that_we_reached_before_is_no_reason() -> None:
    told = "The decision that we reached at first cannot be upheld, and so we have reached a different one."
    assert read((Role.SUMMARY, f"{told} We will not investigate, as it is late.")) == ["late"]


@pytest.mark.parametrize(
    "told",
    [
        "We reopened the case because the Council had not put right the injustice.",
        "I decided to reopen this complaint because the Council had not paid the remedy it agreed.",
    ],
)
def test_why_a_case_was_opened_again_is_no_reason(told: str) -> None:
    assert read((Role.SUMMARY, f"{told} We will not investigate, as it is late.")) == ["late"]


def test_why_a_case_is_not_opened_again_is_a_reason() -> None:
    told = "We will not reopen our investigation because the Council has provided a suitable remedy."
    assert read((Role.SUMMARY, told)) == ["remedied"]


def test_how_this_decision_came_to_be_made_is_no_reason() -> None:
    told = "I have discontinued my investigation, as it is late."
    review = "The review upheld his request, so the previous decision was rescinded and this one made."
    assert read((Role.SUMMARY, f"{told} {review}")) == ["late"]


SCOPES = {
    "I have not looked at her concerns about transport. The matter is outside our remit.": ["out_of_jurisdiction"],
    "I have not looked at his concerns about a letter. He can ask for a review of it.": ["review_or_appeal_available"],
    "One part of the complaint is that the Council turned her down as she had asked too late.": [],
    "Although she did not complain to us within a year, there is good reason to look at it now.": [],
}


@pytest.mark.parametrize("text", SCOPES)
def test_what_is_left_out_is_told_with_its_reason(text: str) -> None:
    assert read((Role.CONSIDERATION, text), outcome="Upheld", heading=SCOPE) == SCOPES[text]


TOLD = (
    "The next day the plan was issued late, with a right of appeal to the tribunal.",
    "In the same week it refused to go on, as she might go to court.",
    "It is not for me to say what the panel should have decided.",
)


@pytest.mark.parametrize("text", TOLD)
def test_what_happened_is_no_reason(text: str) -> None:
    assert read((Role.SUMMARY, "We will not investigate."), (Role.FINDINGS, text), outcome=CLOSED) == []
