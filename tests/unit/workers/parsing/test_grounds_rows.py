"""Reasons in a row: each of them counts, and what only leads to the next does not."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import read
from workers.domain import Role

ROWS: dict[str, set[str]] = {
    "because it is late, there is not enough evidence of fault, and the injustice is not significant.": {
        "injustice_not_significant",
        "late",
        "not_enough_evidence_of_fault",
    },
    "The complaint is late, there is another body better placed and we could not add to the Council's reply.": {
        "better_placed_body",
        "cannot_add_to_previous_investigation",
        "late",
    },
    "Some matters are late, some have been considered in court, and some have not caused significant injustice.": {
        "court_proceedings",
        "injustice_not_significant",
        "late",
    },
    "because there is no sign of fault, we could not add to the reply, and no worthwhile outcome is likely.": {
        "cannot_add_to_previous_investigation",
        "no_worthwhile_outcome",
        "not_enough_evidence_of_fault",
    },
    "because any injustice is slight, the outcome would be the same, and the Council has put things right.": {
        "injustice_not_significant",
        "no_different_outcome",
        "remedied",
    },
    "This is because it has put things right, there is no worthwhile outcome, and the police are better placed.": {
        "better_placed_body",
        "no_worthwhile_outcome",
        "remedied",
    },
    "because the complaint is late, he could appeal to a tribunal, and we cannot add to the earlier reply.": {
        "cannot_add_to_previous_investigation",
        "late",
        "tribunal_or_court_remedy",
    },
    "as the injustice is slight, it would serve no useful purpose, and it is late.": {
        "injustice_not_significant",
        "late",
        "no_worthwhile_outcome",
    },
}
LEADS: dict[str, set[str]] = {
    "because, although it is late, there is not enough evidence of fault.": {
        "not_enough_evidence_of_fault",
    },
    "because if there was fault in 2019, the complaint about it is late.": {
        "late",
    },
    "because, if he disagrees with the notice, he can appeal to a tribunal.": {
        "tribunal_or_court_remedy",
    },
    "because he can ask for a review, which it is reasonable to do, before he comes to us.": {
        "review_or_appeal_available",
    },
    "because, when it decided, the Council took account of the right evidence, and there is no sign of fault.": {
        "not_enough_evidence_of_fault",
    },
    "because the Council considered what he said, the plans and the report, so we are unlikely to find fault.": {
        "not_enough_evidence_of_fault",
    },
}


@pytest.mark.parametrize("reason", ROWS | LEADS)
def test_each_reason_in_a_row_is_read_and_nothing_that_leads_to_one(reason: str) -> None:
    stop = "." if reason[0].isupper() else ""
    assert set(read((Role.SUMMARY, f"We will not investigate this complaint{stop} {reason}"))) == (ROWS | LEADS)[reason]
