"""Grounds told by the company of their words, refusals in many forms, and what is told and gives no ground."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import read
from workers.domain import Role
from workers.parsing.grounds.leanings import leaning_of
from workers.parsing.grounds.learning import HERE, examples_in, table

MOST = 0.93
REFUSED = "We will not investigate this complaint."
REFUSALS = (
    "We will not be pursuing Mrs X's complaint",
    "We do not intend to look into this",
    "I have decided not to take the complaint any further",
    "We have declined to investigate this complaint",
    "We are leaving this complaint where it is",
    "I have exercised my discretion not to investigate",
    "We have decided against investigating",
    "We have ended our involvement",
    "I have closed the complaint",
    "We see no reason to investigate",
    "We have no grounds to pursue the complaint",
    "We are unable to take this up",
    "We will take no further action on this complaint",
    "This is not a complaint we will investigate",
    "The Ombudsman declines to investigate",
    "I do not propose to pursue the matter",
    "We have chosen not to investigate",
    "We shall go no further with the complaint",
    "We are not going to start an investigation",
    "The complaint will not be taken forward",
    "We have discontinued our investigation",
    "We have stopped our investigation",
    "We refuse to investigate this complaint",
    "I will not consider the complaint any further",
    "We have brought our investigation to an end",
    "There are no grounds for us to investigate",
    "We do not think it right to investigate",
    "We have decided that an investigation is not justified",
)
TOLD = (
    "The Council told Mrs X it would not look at her complaint because it was late.",
    "Mrs X says the Council's decision caused her significant distress.",
    "The Council wrote to Mrs X in May 2019 and refused her application.",
    "In its reply the Council accepted there had been a delay and apologised.",
    "Mrs X appealed and the panel heard her case in June.",
    "The officer considered the report and decided there was no evidence of harm.",
    "The Council offered Mrs X £100 but she refused it.",
    "Councils must have a policy on school transport.",
    "A person who disagrees with a penalty charge can appeal to a tribunal.",
    "The law says councils must carry out an assessment within twelve weeks.",
    "Mrs X wants the Council to change its decision and pay her compensation.",
    "The Council said Mrs X could appeal to the tribunal.",
    "The Council's final response said it could add nothing to its earlier letter.",
    "Mrs X asked the Council to review its decision.",
    "The Council did not uphold her complaint.",
    "The trading standards team visited the shop in 2020.",
    "A judge made an order about the children's contact in 2018.",
    "The Council apologised for the delay and paid £50.",
    "We asked the Council for its records and considered what it sent.",
    "I have considered the information Mrs X provided and her comments.",
    "I discussed the complaint with Mrs X on the telephone.",
    "Mrs X had the chance to comment on a draft of this decision.",
    "The Council refused planning permission because of the harm to the street.",
)


EXAMPLES = examples_in((HERE / "examples.txt").read_text(encoding="utf-8"))


def test_most_of_what_is_said_for_a_ground_leans_to_it() -> None:
    said = [(ground, one) for ground, every in EXAMPLES.items() for one in every if ground != "none"]
    right = sum(leaning_of(one, -1.0) == ground for ground, one in said)
    assert right / len(said) >= MOST


def test_the_table_of_weights_is_what_is_learned_from_the_examples() -> None:
    assert (HERE / "weights.txt").read_text(encoding="utf-8") == table(EXAMPLES)


LEANING = {
    "the planning team cannot be faulted for how it weighed the objections": "not_enough_evidence_of_fault",
    "the bother this gave her was of no great moment": "injustice_not_significant",
    "nothing we did would leave her in another position": "no_different_outcome",
    "we would be going over old ground": "cannot_add_to_previous_investigation",
    "it would be a waste of public money": "no_worthwhile_outcome",
    "the wish to see the manager punished is one we have no power to meet": "cannot_achieve_outcome_wanted",
    "she has yet to go through the appeal stage that is open to her": "review_or_appeal_available",
    "so long a delay in approaching us has not been explained": "late",
    "the pensions ombudsman is there for such grievances": "better_placed_body",
}


@pytest.mark.parametrize("clause", LEANING)
def test_a_reason_in_words_of_its_own_leans_to_its_ground(clause: str) -> None:
    assert read((Role.SUMMARY, f"We will not investigate this complaint because {clause}.")) == [LEANING[clause]]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_is_known_in_many_forms(refusal: str) -> None:
    assert read((Role.SUMMARY, f"{refusal} because it is late.")) == ["late"]
    assert read((Role.SUMMARY, f"{refusal}. It is late.")) == ["late"]


@pytest.mark.parametrize("told", TOLD)
def test_what_is_told_leans_to_nothing(told: str) -> None:
    assert read((Role.SUMMARY, REFUSED), (Role.FINDINGS, told)) == []


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("She would like the notice withdrawn. We do not have power to direct that.", "cannot_achieve_outcome_wanted"),
        ("The Council has accepted its mistake and put it right.", "remedied"),
        ("A court has made an order on the matter that she complains about.", "court_proceedings"),
        (
            "This is partly because it is late, and partly because the Council has put its mistake right.",
            "late remedied",
        ),
        (
            "The complaint is about how a school is run. We have no power to investigate that.",
            "out_of_jurisdiction",
        ),
    ],
)
def test_a_reason_told_in_two_steps_is_read(text: str, ground: str) -> None:
    assert read((Role.SUMMARY, f"{REFUSED} {text}")) == ground.split()


def test_what_an_investigation_does_not_extend_to_is_left_out_with_its_reason() -> None:
    text = "My investigation does not extend to the kerb, as he wants an award that we cannot make."
    scope = "What I have investigated"
    found = read((Role.CONSIDERATION, text), outcome="Upheld", heading=scope)
    assert found == ["cannot_achieve_outcome_wanted"]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("He used his right of appeal to the tribunal, which has given its decision.", "court_proceedings"),
        ("The report was written for the family court.", "court_proceedings"),
        ("A further reason is that an investigation would bring him no worthwhile result.", "no_worthwhile_outcome"),
        ("The Council has told her that she can have it reviewed.", "review_or_appeal_available"),
        ("The complaint does not merit an investigation.", None),
    ],
)
def test_what_stands_behind_a_refusal_is_its_reason_or_none(text: str, ground: str | None) -> None:
    assert read((Role.SUMMARY, f"{REFUSED} {text}")) == ([ground] if ground else [])


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("It is not something we will pursue, as it is late.", "late"),
        ("Our investigation into it has ended early because it is late.", "late"),
        ("The Council reviews such decisions on request and she has not asked, so we will not investigate.", "review"),
        (
            (
                "I have not investigated a complaint that the Trust refused him because it said he was late, because "
                "the law does not allow us to investigate it."
            ),
            "out_of_jurisdiction",
        ),
    ],
)
def test_a_refusal_gives_its_own_reason_and_not_that_of_others(text: str, ground: str) -> None:
    assert [name.split("_or_")[0] for name in read((Role.SUMMARY, text))] == [ground]


REASONS_FIRST = {
    "Because the fault was put right within days, we have decided not to investigate her complaint about a review.": [
        "remedied"
    ],
    "As we cannot by law investigate what a school does, I have not looked at the complaint that it refused an appeal "
    "on the ground that she had no children.": ["out_of_jurisdiction"],
    "As the Council followed its policy and we have seen no fault in that, we will not look at her late bins.": [
        "not_enough_evidence_of_fault"
    ],
    "We uphold the complaint, and since the Council has already put right the injustice to her we have not "
    "investigated it further.": ["remedied"],
    "Since she is taking court action against the Council over this, the Ombudsman will not investigate.": [
        "court_proceedings"
    ],
    "Mrs X's complaint about a tribunal hearing is not one we should investigate.": [],
    "This complaint about a child out of school will not be investigated.": [],
    "There is no need for an investigation, because the Council has apologised and paid for the damage.": ["remedied"],
}


@pytest.mark.parametrize("text", REASONS_FIRST)
def test_a_reason_that_stands_first_ends_where_the_refusal_begins(text: str) -> None:
    assert read((Role.SUMMARY, text)) == REASONS_FIRST[text]


@pytest.mark.parametrize(
    "text",
    [
        "Mrs X came to us because the Council was late in collecting her bins.",
        "We have found that the Council was at fault over the lack of education, which it accepts.",
    ],
)
def test_what_the_complaint_was_about_and_what_was_found_is_no_reason(text: str) -> None:
    assert read((Role.SUMMARY, f"{REFUSED} {text}")) == []
