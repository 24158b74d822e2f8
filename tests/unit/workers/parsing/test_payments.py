"""Several amounts in one item: which are payments of their own, and which tell of another or of something else."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_remedies import item, read

# Each with the total of what is to be paid.
BESIDE = {
    "pay Mrs X £900 to recognise the lost provision and £300 for her distress": "1200.00",
    "refund the £300 charge and pay £100 for distress": "400.00",
    "pay Mr X £2,000 for the loss of education, and £500 for distress (total £2,500)": "2500.00",
    "pay Mr X £500 for the uncertainty he has been caused and £200 for his time and trouble": "700.00",
    "pay £100 for distress and refund the fees of £300": "400.00",
    "pay £200 for the delay in making a decision and £100 for distress": "300.00",
    "pay £500 for being without heating and £200 for distress": "700.00",
    "pay £300 for the wrongly calculated charge and £200 for time and trouble": "500.00",
    "pay £350, which reflects the cost of the survey, and £150 for his time": "500.00",
    "pay Mr X £350 for the cost of a survey and £150 for the time he has spent on his complaint": "500.00",
    "pay Mr X £300 as the Council had no record of his complaint and £100 to Mrs X": "400.00",
    "pay Mr X £300 for distress because the Council had lost his file, and £100 for time": "400.00",
    "waive the £400 charge & pay £150 for the stress the bill caused": "550.00",
    "pay Mr X £400 for the care charges he should not have paid as well as £100 for distress": "500.00",
    "pay Mr X £400 to recognise the debt action, £100 for time and £50 for distress": "550.00",
    "refund the £35 fee, the £20 fine and £10 postage": "65.00",
    "pay Mrs X £200 (and £100 to Mr Y)": "300.00",
    "pay £300 for distress, £50 to reimburse the £35 fee, and £200 for time": "550.00",
    "pay Mrs X, in recognition of the lost provision, £900": "900.00",
    "pay Mrs X, to recognise the distress she has suffered, a total of £900": "900.00",
}
WITHIN = {
    "pay Mr X £500 towards the £3,000 cost of the course": "500.00",
    "pay £2,000, being half of the fees of £4,000": "2000.00",
    "write off £300 of the outstanding invoice of £1,250": "300.00",
    "deduct £400 from Mr X's arrears of £1,200": "400.00",
    "pay £350 because he lost £300": "350.00",
    "pay £200 for his travel, as he paid £90 for a taxi": "200.00",
    "pay £200 for his travel, as he paid £90 for a taxi and £30 for a bus": "200.00",
    "pay £500 (£250 each) to Mr and Mrs X": "500.00",
    "pay Mr and Mrs X £500 (£250 each)": "500.00",
    "pay £600 (£100 per month for six months)": "600.00",
    "pay £700 (£400 for distress and £300 for time and trouble)": "700.00",
    "pay £700 (£400 for distress and £300 for time and trouble) and £100 to Mr Y": "800.00",
    "pay £700: £400 for distress and £300 for time and trouble": "700.00",
    "pay £600, split between Mr X and Ms Y, £300 each": "600.00",
    "pay Mr X £500 (less the £150 it has already paid) and £50 to Ms Y": "550.00",
    "pay Mr X £300 in addition to the £200 it has already paid": "300.00",
    "pay £750 (the Council has already paid £250 so £500 remains)": "750.00",
    "pay £150 a month from March 2022 to January 2023, a total of £1,650": "1650.00",
    "pay Mr X £100 a month for the loss of care from May to July 2022, making £300": "300.00",
    "pay £150 for each of the 5 months of delay (£750)": "750.00",
    "pay £50 a week until then (£200 a month)": None,
}


@pytest.mark.parametrize("text", BESIDE)
def test_an_amount_beside_another_is_paid_too_whatever_the_first_is_for(text: str) -> None:
    assert read("The Council has agreed to:", item(f"{text}.")).total_gbp == BESIDE[text]


@pytest.mark.parametrize("text", WITHIN)
def test_what_an_amount_is_made_of_or_was_spent_is_not_paid_on_top(text: str) -> None:
    assert read("The Council has agreed to:", item(f"{text}.")).total_gbp == WITHIN[text]


@pytest.mark.parametrize("bound", ["over", "above", "exceeding"])
def test_a_bound_that_a_rule_sets_is_no_payment(bound: str) -> None:
    found = read("The Council will:", item(f"remind staff that payments {bound} \u00a3250 need a manager's approval."))
    assert ([action.kind for action in found.actions], found.payments) == (["reminder"], ())


@pytest.mark.parametrize("words", ["pay Mr X over", "pay an amount above", "pay her a sum exceeding", "pay just over"])
def test_a_bound_of_what_somebody_is_to_have_is_one(words: str) -> None:
    assert read("The Council will:", item(f"{words} \u00a3200.")).total_gbp == "200.00"


def test_a_sum_that_we_recommended_is_paid_where_it_is_agreed_to() -> None:
    found = read("In May the Council offered \u00a3100. I recommended \u00a3300. The Council has agreed to pay this.")
    assert (found.total_gbp, found.actions) == ("300.00", ())
    assert read("Our guidance says that we recommended \u00a3300 in such a case.").payments == ()


def test_a_sum_that_was_recommended_before_is_not_paid_on_top() -> None:
    assert (
        read("We recommended \u00a3300 in an earlier complaint. The Council will now pay \u00a3200.").total_gbp
        == "200.00"
    )
    found = read("In my draft decision I recommended \u00a3100. Having considered comments, I recommend \u00a3300.")
    assert found.total_gbp == "300.00"
    assert read("In response to my draft decision the Council agreed. I recommended \u00a3100.").total_gbp == "100.00"
    assert read("For what it did in the last year I recommended \u00a3100.").total_gbp == "100.00"
