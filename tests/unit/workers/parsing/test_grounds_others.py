"""Reasons that are none of the grounds, and grounds that are only named to say that they do not hold."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import read
from workers.domain import Role
from workers.parsing.grounds.clauses import ground_of
from workers.parsing.grounds.others import is_other_reason

OTHERS = (
    "he has withdrawn it",
    "Mr X has withdrawn his complaint",
    "the complainant has now withdrawn this part",
    "her complaint was withdrawn",
    "Mr X wishes to withdraw it",
    "Mr X has asked us not to proceed",
    "she has asked us to stop",
    "he no longer wishes to pursue it",
    "Mrs Y does not want us to go on with it",
    "Ms X has changed her mind",
    "Mr X has not provided the consent we need",
    "we do not have Mr Y's consent",
    "she is without authority to complain for her mother",
    "Mr X does not have authority to act for his mother",
    "his sister has not given permission to speak for her",
    "Mr X is not a suitable person to bring the complaint",
    "she is not the right representative for her son",
    "Mr X has died and there is no one to continue the complaint",
    "the complainant has sadly died",
    "nobody wishes to carry it on",
    "it is premature",
    "the complaint is premature",
    "it was made too early",
    "it is an anonymous complaint",
    "the complaint is vexatious",
    "she has not replied to our letters",
    "he did not answer our calls",
    "he did not reply to us for three weeks",
    "he did not respond to us within the days we gave him",
    "Mr X has not sent us the papers",
    "the Council took 13 months to reply to his complaint",
    "the Council waited two years to reply to her",
    "he refuses to engage with us",
    "Mrs X has stopped answering our messages",
    "we do not have enough information",
    "Mr X has not given us enough information to do so",
    "the Council has agreed to look into it",
    "it is not late",
    "the matter is not out of time",
    "we cannot remedy it",
    "this is not an injustice we would remedy",
    "there is nothing for us to remedy",
    "the Council has not put it right",
    "the Council has not offered her any remedy",
    "the offer does not remedy the injustice",
    "she has no right of appeal",
    "it is not outside our jurisdiction",
)
GROUNDS = {
    "the Council has withdrawn the charge and apologised": "remedied",
    "the Trust has now withdrawn the bill, which puts it right": "remedied",
    "there is nothing left to remedy": "remedied",
    "there is nothing more for us to put right": "remedied",
    "we could not ask for more than the remedy the Council has offered": "remedied",
    "he has given us no good reason for coming to us so late": "late",
    "she did not complain to us sooner": "late",
    "the complaint was not made in time": "late",
    "Mr X did not contact us until 2023": "late",
    "he did not send his complaint to us until 2023": "late",
    "Mr X did not provide his complaint to us until March 2024": "late",
    "he did not contact us at the time": "late",
    "the Council waited 13 months and then he complained late": "late",
    "the Council waited two years to reply, so the complaint is late": "late",
    "nothing he has sent us suggests that the Council was at fault": "not_enough_evidence_of_fault",
    "we have not seen enough information to suggest fault": "not_enough_evidence_of_fault",
    "the law does not give us the power to look at it": "out_of_jurisdiction",
    "we have no authority to look at what a parish council does": "out_of_jurisdiction",
    "it is not within our jurisdiction": "out_of_jurisdiction",
    "he has not used his right of appeal to the tribunal": "tribunal_or_court_remedy",
    "she has a right of appeal to the tribunal": "tribunal_or_court_remedy",
    "she has not asked the Council for a review": "review_or_appeal_available",
    "he withdrew his appeal to the tribunal, to which he can still go": "tribunal_or_court_remedy",
    "any injustice is not significant and we cannot remedy it": "injustice_not_significant",
}


@pytest.mark.parametrize("clause", OTHERS)
def test_a_reason_that_is_no_ground_is_forced_into_none(clause: str) -> None:
    assert is_other_reason(clause.lower())
    assert read((Role.SUMMARY, f"We will not investigate this complaint because {clause}.")) == []
    assert read((Role.SUMMARY, f"We have discontinued our investigation. This is because {clause}.")) == []


@pytest.mark.parametrize("clause", GROUNDS)
def test_a_ground_in_words_like_theirs_is_still_read(clause: str) -> None:
    assert read((Role.SUMMARY, f"We will not investigate this complaint because {clause}.")) == [GROUNDS[clause]]


def test_what_is_so_counts_beside_what_is_not() -> None:
    text = "We will not investigate because the Council has not offered a remedy, but there is no evidence of fault."
    assert read((Role.SUMMARY, text)) == ["not_enough_evidence_of_fault"]
    assert ground_of("the matter is not late") is None
