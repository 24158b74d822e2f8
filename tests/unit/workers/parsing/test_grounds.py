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


# Written down as people say such things before anyone looked what the rules know: 73 of 76, then.
WORDINGS = {
    "not_enough_evidence_of_fault": (
        "there is insufficient evidence of fault to warrant our involvement",
        "we are unlikely to find fault with the actions of the council",
        "there is no indication of fault in how the council made its decision",
        "the council followed the proper process and there is nothing to suggest it was at fault",
        "it is unlikely we would find the council at fault",
        "there is no sign that the council did anything wrong",
    ),
    "injustice_not_significant": (
        "the claimed injustice is not significant enough",
        "mrs x has not been caused a significant personal injustice",
        "the alleged fault has not caused a level of injustice that would warrant an investigation",
        "the impact on mrs x is limited",
        "we do not consider mrs x has suffered serious loss, harm or distress",
        "the fault caused little injustice",
    ),
    "no_different_outcome": (
        "further investigation by us would not lead to a different outcome",
        "we could not say that an investigation would reach a different conclusion",
        "the outcome would be the same",
        "an investigation would be unlikely to alter the position",
        "it is unlikely that we would come to a different view",
        "there is nothing to suggest that the result would change",
    ),
    "cannot_add_to_previous_investigation": (
        "we could not add to the response of the council",
        "we are unlikely to be able to add to the previous investigation by the council",
        "there is little we could add to the reply she has already had",
        "further investigation would not add anything of substance",
        "the council has already investigated thoroughly and we would find nothing further",
        "there is nothing further we could add",
    ),
    "no_worthwhile_outcome": (
        "there is no worthwhile outcome achievable",
        "an investigation would be unlikely to achieve any worthwhile outcome",
        "no useful purpose would be served by our investigating",
        "there would be nothing to be gained from an investigation",
        "an investigation would not be a good use of public money as nothing meaningful could come of it",
    ),
    "cannot_achieve_outcome_wanted": (
        "we cannot achieve the outcome mrs x is seeking",
        "we cannot order the council to do what mrs x wants",
        "the remedy she would like is not one we could recommend",
        "we are not able to provide what mrs x has asked for",
        "it is not within our power to get mrs x the result she hopes for",
    ),
    "review_or_appeal_available": (
        "mrs x has a right to ask for a review of the decision, which it would be reasonable to use",
        "mrs x can appeal to the council against the decision",
        "the council has agreed to consider the matter at the next stage of its procedure, which mrs x can use",
        "there is an appeal process mrs x can use",
        "she can ask for the decision to be reconsidered",
        "mrs x has not yet used her right of review",
    ),
    "tribunal_or_court_remedy": (
        "mrs x had a right of appeal to the first-tier tribunal, and it was reasonable to use it",
        "it is reasonable to expect mrs x to use her right of appeal to the valuation tribunal",
        "mrs x could take court action for negligence",
        "it would be reasonable for mrs x to claim on the insurers of the council and, if need be, in county court",
        "she can apply for judicial review",
        "this is a dispute that only a court can settle",
    ),
    "court_proceedings": (
        "the complaint concerns the conduct of court proceedings",
        "the matters have been considered by the family court",
        "the substantive matter was part of legal proceedings",
        "the issues have already been before a judge",
        "mrs x has already appealed to the tribunal",
        "a tribunal has already dealt with the matter",
    ),
    "late": (
        "the complaint is late and there are no good reasons to exercise discretion",
        "the events happened more than twelve months before she came to us",
        "the complaint falls outside the twelve-month time limit",
        "mrs x has delayed too long in complaining",
        "there is no good reason why mrs x did not complain to us sooner",
        "too much time has passed",
    ),
    "better_placed_body": (
        "the information commissioner's office is better placed to consider it",
        "the matter is one for the police",
        "it would be more appropriate for the housing ombudsman service to consider it",
        "mrs x can complain to the parliamentary and health service ombudsman",
        "there are other bodies better suited to consider it",
        "ofsted is the right body to deal with it",
    ),
    "out_of_jurisdiction": (
        "the complaint lies outside our jurisdiction",
        "we have no legal power to investigate personnel matters",
        "the law prevents us from considering what happens in schools",
        "the body is not one within our jurisdiction",
        "we are barred by law from investigating it",
        "this is not a matter we have the power to look at",
    ),
    "remedied": (
        "the council has already offered a suitable remedy",
        "the council has taken satisfactory action to address the injustice",
        "the council has apologised and paid mrs x, which is a proportionate remedy",
        "the council has accepted fault and offered a remedy we consider appropriate",
        "the complaint has been resolved",
        "the council has agreed to put things right",
    ),
}


@pytest.mark.parametrize(("ground", "clause"), [(ground, clause) for ground in WORDINGS for clause in WORDINGS[ground]])
def test_a_ground_is_known_in_many_wordings(ground: str, clause: str) -> None:
    assert ground_of(clause) == ground


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


LATE = "We will not investigate this complaint because it is late."


@pytest.mark.parametrize(
    "text",
    [
        "We reconsidered this complaint because the Trust requested it, and have recalled our older report.",
        "At the request of Ms K we re-examined the case.",
        "I revised my view of 4 June 2021 after she requested it.",
        "The Ombudsman has amended the statement on this complaint. Two sums in the earlier version were not right.",
        "Our conclusion was withdrawn at his request, and nothing in it has any effect now.",
        "A mistake led us to change our first report. The result is the same; the reasons are told at more length.",
        "We dealt with a different complaint by him in 2019, which has no effect on this.",
        "Our decision 17 300 204 was reviewed and set aside; no other paragraph was changed.",
        "The decision on this complaint was made anew. The figures have been corrected.",
        "We corrected our report because some dates in it were wrong.",
        "This statement supersedes the other. The outcome is no different, but the reasons are.",
        "Please go by this and not by what we published in May. A sum in the older report was not right.",
    ],
)
def test_what_we_did_with_our_own_decision_is_no_ground(text: str) -> None:
    for summary in (f"{text} {LATE}", f"{LATE} {text}"):
        assert read((Role.SUMMARY, summary), (Role.FINAL_DECISION, text)) == ["late"]


def test_a_reason_beside_what_we_did_with_our_own_decision_is_a_ground() -> None:
    for text in (
        "We have reopened our earlier decision. There is not enough evidence of fault by the Trust.",
        "We have reopened our earlier decision, but there is not enough evidence of fault by the Trust.",
        "We decided a complaint by him in 2019. We are unlikely to find fault.",
    ):
        assert read((Role.SUMMARY, text)) == ["not_enough_evidence_of_fault"]
    said = "Our decision of 3 May 2019 dealt with this and we could not add to it."
    assert read((Role.SUMMARY, f"We will not investigate. {said}")) == ["cannot_add_to_previous_investigation"]


def test_a_review_that_others_offer_is_a_ground() -> None:
    for text in (
        "She can ask the Council to reconsider its decision.",
        "It is reasonable to ask for a review of the decision that the Council made on 3 May 2021.",
        "The Council will review its earlier decision at her request, so she has an option to use first.",
    ):
        assert read((Role.SUMMARY, f"We will not investigate. {text}")) == ["review_or_appeal_available"]


ADD = "cannot_add_to_previous_investigation"
REASONS = {
    "It repeats complaint 22 001 234 which we have already investigated.": ADD,
    "We considered it in 22 001 234 and cannot add to our earlier decision.": ADD,
    "This is because Mr X complains of the matters in 22 001 234, which we have already investigated.": ADD,
    "We considered the matter under our reference 22 001 234, so there is nothing we can add.": ADD,
    "We have already made a decision on this complaint under reference 22 001 234.": ADD,
    "We have already considered a complaint about the same matter.": ADD,
    "Nothing would be gained by a further look at our previous decision.": "no_worthwhile_outcome",
    "There is nothing to gain by looking again at what we decided in our previous statement.": "no_worthwhile_outcome",
    "There is no worthwhile outcome in reconsidering our previous decision.": "no_worthwhile_outcome",
    "It is unlikely we would find fault, or reach a different view from our previous decision.": (
        "not_enough_evidence_of_fault"
    ),
    "We have reconsidered our decision but it is unlikely we would find fault.": "not_enough_evidence_of_fault",
    "It is unlikely we would reach a different view from our previous decision.": "no_different_outcome",
    "Mr X had 12 months after our first decision in 2019 to complain and is late.": "late",
    "The council put right the fault found in our previous report.": "remedied",
    "The matter of case 22 001 234 is outside our jurisdiction.": "out_of_jurisdiction",
}


@pytest.mark.parametrize("text", REASONS)
def test_a_reason_that_speaks_of_our_own_decision_is_a_ground(text: str) -> None:
    assert read((Role.SUMMARY, f"We will not investigate this complaint. {text}")) == [REASONS[text]]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Our earlier decision considered the same issues. There is not enough evidence of fault.", "evidence"),
        ("We have reconsidered this complaint at the request of the Council; our former decision is cancelled.", None),
        ("Our previous decision has been withdrawn in full and nothing was added to it.", None),
        ("We have already considered the papers that he sent us.", None),
        ("We have already made a decision on this complaint, which is withdrawn.", None),
        ("We decided on 3 May 2019 that an earlier complaint by him was late.", None),
        ("Mr X was not able to appeal to the tribunal because he was ill.", None),
    ],
)
def test_what_only_speaks_of_our_own_decision_is_still_no_ground(text: str, ground: str | None) -> None:
    expected = ["not_enough_evidence_of_fault"] if ground else []
    assert read((Role.SUMMARY, f"We will not investigate this complaint. {text}")) == expected


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("This complaint lies outside our jurisdiction because it concerns employment.", "out_of_jurisdiction"),
        ("There is no worthwhile outcome because the tree has gone.", "no_worthwhile_outcome"),
        (
            "We will not investigate. It would be reasonable for Miss Y to put in an appeal to the Planning Inspector.",
            "review_or_appeal_available",
        ),
        ("We cannot investigate this late complaint.", "late"),
        (
            "We will not investigate as it is late and we see no good reason to exercise discretion to look at it now.",
            "late",
        ),
    ],
)
def test_everyday_forms_of_a_reason_are_read(text: str, ground: str) -> None:
    assert read((Role.SUMMARY, text)) == [ground]
