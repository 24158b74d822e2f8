"""The paragraphs that close an assessment: which of their sentences support a ground that the decision gives."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import CLOSED, read
from workers.domain import Role
from workers.parsing.grounds import grounds
from workers.parsing.lines import Line
from workers.parsing.parts import Part

SUMMARIES = {
    "late": "We will not investigate because the complaint is late.",
    "not_enough_evidence_of_fault": "We will not investigate because there is not enough evidence of fault.",
    "tribunal_or_court_remedy": "We will not investigate because he could appeal to a tribunal.",
    "remedied": "We will not investigate because the Council has offered a suitable remedy.",
}
TOLD = {
    "late": (
        "The Council replied late in May 2020.",
        "The Council's reply was late.",
        "The contractor came late and the Council apologised for that.",
        "Late in 2019 the Council closed the file.",
        "The Council issued its plan two years late.",
        "The Council told him that his complaint was late.",
        "The Council took twelve months to reply.",
        "Officers were too late to see the damage.",
        "Mr X says he was not late.",
    ),
    "not_enough_evidence_of_fault": (
        "Mr X says there was no fault on his part.",
        "The Council said there was no evidence of fault by the contractor.",
        "Mr X argues that the Council was wrong and acted without regard to the law.",
    ),
    "tribunal_or_court_remedy": (
        "Mr X says the tribunal told him to appeal.",
        "Mr X states that he was advised to appeal to the tribunal by a solicitor.",
    ),
    "remedied": (
        "Mr X claims that the Council promised to put things right.",
        "The Council said it would pay him £50.",
        "Mr X told the Council that its apology was not a suitable remedy.",
    ),
}
SUPPORTS = {
    "late": (
        "His complaint to us is late.",
        "He knew of this more than 12 months before he came to us.",
        "He could have come to us sooner.",
        "The events were in 2015, so the complaint is late.",
    ),
    "not_enough_evidence_of_fault": (
        "I have seen no evidence of fault in how the Council dealt with this.",
        "The Council considered the right evidence and I see no fault in its decision.",
    ),
    "tribunal_or_court_remedy": (
        "Mr X has a right of appeal to the tribunal.",
        "It is reasonable to expect him to use his right of appeal to the tribunal.",
        "He has a right of appeal to the tribunal, which he can use if he feels that it is needed.",
    ),
    "remedied": (
        "The Council has apologised and put things right.",
        "I consider the payment the Council has made a suitable remedy.",
    ),
}


def given(summary: str, closing: str) -> list[str]:
    """The grounds that rest on the closing paragraph."""
    parts = Part("", Role.SUMMARY, [Line(summary)]), Part("", Role.FINDINGS, [Line(closing, "1")])
    return [ground.name for ground in grounds(parts, CLOSED) if ground.sentence == closing]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in TOLD for text in TOLD[name]])
def test_what_others_said_or_did_supports_no_ground(name: str, text: str) -> None:
    assert given(SUMMARIES[name], text) == []


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in SUPPORTS for text in SUPPORTS[name]])
def test_what_we_make_of_it_supports_the_ground(name: str, text: str) -> None:
    assert given(SUMMARIES[name], text) == [name]


@pytest.mark.parametrize(
    ("summary", "final"),
    [
        (
            "We do not uphold his complaint. There was no fault.",
            "I have ended my investigation. The Council was not at fault.",
        ),
        ("We found nothing wrong in what the Council did.", "I have now ended my investigation."),
        ("We did not find that the Council had done anything wrong.", "I have closed my investigation."),
        ("We have stopped our investigation and do not uphold the complaint.", "Our investigation has found no fault."),
    ],
)
def test_an_investigation_that_came_to_its_end_gives_no_ground(summary: str, final: str) -> None:
    assert read((Role.SUMMARY, summary), (Role.FINAL_DECISION, final), outcome="Not upheld") == []


def test_an_investigation_that_was_given_up_gives_one_though_it_reads_not_upheld() -> None:
    final = "We have discontinued our investigation because we are unlikely to find fault."
    assert read((Role.FINAL_DECISION, final), outcome="Not upheld") == ["not_enough_evidence_of_fault"]
