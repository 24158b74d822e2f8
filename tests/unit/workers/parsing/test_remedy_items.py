"""Items of a list that tell of more than one thing, in one sentence or in several."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_remedies import item, read

LEAD = "Within one month the Council will:"
MORE = {
    "apologise to Mrs X and arrange a fresh needs assessment": [("reassessment", "one")],
    "pay Mr X £250 and review his care plan.": [("review", "one")],
    "write to Ms Y to apologise, and review its complaints policy so that this does not happen again;": [
        ("policy", "one")
    ],
    "apologise to Mr X, pay him £100 and remind officers of the need to keep records": [("reminder", "one")],
    "Apologise to Mr X, explain why it happened and amend its records": [("records", "one")],
    "Apologise to Mrs X for failing to reply, pay her £200 and remind staff of its policy": [("reminder", "one")],
    "Apologise to Mrs X for failing to reply, and review its complaints policy": [("policy", "one")],
    "Apologise to Mrs X, pay her £200 and remind staff of its policy": [("reminder", "one")],
    "Apologise to Mrs X, explain its decision to her and review its policy": [("policy", "one")],
    "Refund £300 and update its website": [("information", "one")],
    "Review its procedure. It should also provide training to staff.": [("procedure", "one"), ("training", "one")],
    "Review its procedure. It should also provide training to staff within two months.": [
        ("procedure", "one"),
        ("training", "two"),
    ],
    "Apologise to Mr X. The Council should also carry out a new assessment within two months.": [
        ("reassessment", "two")
    ],
    "Train its staff. This should be done within three months.": [("training", "three")],
}
NO_MORE = (
    "Apologise to Mrs X for its failure to assess her needs and provide support.",
    "Apologise to Mrs X for failing to review his plan and issue it in time.",
    "Apologise to Mr X for the time taken to decide and issue a plan",
    "Apologise to Mr X for the distress this caused and consider our guidance on making an effective apology.",
    "Apologise to Mr X. The apology should refer to our guidance.",
    "Apologise to Mrs X for failing to assess her needs, provide care and review her plan",
    "Apologise to Mrs X for its failure to consider his complaint, reply to him and repair the fence",
    "Pay Mr X £300 for its failure to assess him, provide care and review his plan",
    "Pay Mr X £300 to recognise that it did not respond, make adjustments or explain its decision",
    "Apologise for the distress caused by its decision to stop his care, increase his charges and cancel his visits",
    "Apologise to Mrs X for its decision to withdraw his care and place him in another home",
    "Apologise for not meeting Mrs X and reviewing her care",
    "Apologise to the family that staff did not follow the policy, record the call or tell them",
    "Apologise to Mr X and acknowledge that it should have reviewed the plan and provided care",
    "Apologise to Mr X. It should do so within two weeks.",
    "Apologise to Mr X. It will also state which records it has considered.",
    "Apologise to Mr X. Mr X also said that staff should be trained.",
    "Pay Mr X £200 and send us evidence that it has done so.",
    "Pay Mr X £200 and make the payment directly to him.",
    "Pay Mr X £500 which he can use to arrange tuition and pay for travel",
    "Pay Mr X £300, when he provides receipts and completes a form",
)


@pytest.mark.parametrize("text", MORE)
def test_an_item_may_order_more_than_one_thing(text: str) -> None:
    told = [(action.kind, action.deadline) for action in read(LEAD, item(text)).actions]
    assert told == [(kind, f"within {number} month{'s' * (number != 'one')}") for kind, number in MORE[text]]


@pytest.mark.parametrize("text", NO_MORE)
def test_what_an_apology_or_a_payment_is_for_is_no_action(text: str) -> None:
    found = read(LEAD, item(text))
    assert (found.apology or bool(found.payments), found.actions) == (True, ())


@pytest.mark.parametrize(
    "deadline",
    [
        "within thirteen weeks",
        "within thirty days",
        "within twenty-eight days",
        "in sixteen weeks",
        "within two to three months",
        "within 4-6 weeks",
        "by Friday 3 May 2024",
        "by Monday, 3 June 2024",
        "by the 12th of May 2024",
        "by 1/6/2024",
        "no later than 3 May 2024",
        "by the end of June",
        "by the end of the school term",
        "by the end of the financial year",
        "before the start of the autumn term",
    ],
)
def test_a_deadline_of_its_own_goes_before_that_of_the_list(deadline: str) -> None:
    (action,) = read(LEAD, item(f"review its policy {deadline};")).actions
    assert action.deadline == deadline


@pytest.mark.parametrize("words", ["by its panel", "of 1/6/2024", "by the end of the hearing", "in the school term"])
def test_what_is_no_deadline_leaves_that_of_the_list(words: str) -> None:
    (action,) = read(LEAD, item(f"review its policy {words};")).actions
    assert action.deadline == "within one month"
