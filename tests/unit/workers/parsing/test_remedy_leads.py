"""Lists of what is to be done, known by the words above them, and lists that are none."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_remedies import item, read
from workers.domain import Remedies
from workers.parsing.lines import Line

TO_DO = {
    "Within one month of my decision the Council will": "within one month",
    "Within one month of my decision the Council will \u2013": "within one month",
    "The Council has agreed to take the following action within one month.": "within one month",
    "Within four weeks of the final decision:": "within four weeks",
    "By 1 May 2024:": "by 1 May 2024",
    "I made the following recommendations. Within one month the Council:": "within one month",
    "I have asked the Council to:": None,
    "I have recommended that the Council:": None,
    "The Council:": None,
    "Actions:": None,
    "For Mrs X:": None,
    "As well as the actions it has already taken, the Council will:": None,
    "The Council has already apologised. In addition, it will:": None,
    "My recommendations are that the Council should:": None,
    "The actions the Council has agreed to take are:": None,
    "Before I complete my investigation the Council will:": None,
    "If it has not already done so, the Council will:": None,
    "If Mr X agrees, the Council will:": None,
    "To ensure the fault does not happen again, within three months the Council will:": "within three months",
    "To ensure this does not happen again the Council will:": None,
    "So others do not suffer the same injustice, the Council has agreed within two months to:": "within two months",
    "To remedy the injustice caused because the Council did not complete the assessment, it has agreed to:": None,
    "The Council accepts it did not act in time and has agreed to:": None,
    "Although the Council did not accept our view, it will:": None,
    "As well as the apology in its complaint response, within one month the Council will:": "within one month",
    "In addition to the remedy the Council offered at stage two, it has agreed to:": None,
    "The Council had agreed to write to Mr X, and it will now:": None,
    "Our guidance recommends up to \u00a3300 for distress; the Council has agreed within four weeks to:": (
        "within four weeks"
    ),
    "As we would usually recommend, the Council has agreed within four weeks to:": "within four weeks",
    "At the end of the three month period the Council should:": None,
    "I am satisfied with the Council's agreement to carry out the following actions:": None,
}
NO_LEADS = (
    "My investigation found the Council should have:",
    "Our guidance on remedies says that organisations should:",
    "The Council should provide evidence that it has:",
    "Before I became involved the Council agreed to:",
    "At stage two of its complaints procedure, the Council agreed to:",
    "The Council has taken the following action:",
    "The Council has already taken these steps:",
    "Mr X wants the Council to:",
    "In its complaint response the Council offered to:",
    "In May 2023 the Council told Mr X it would:",
    "Since the complaint the Council has:",
    "The Council told us it had taken these steps:",
    "The Council had agreed to:",
    "The Council will not:",
    "The fault meant that Mr X:",
    "Within two weeks the Council had:",
    "At stage one the Council agreed to:",
    "At the end of stage two the Council said that it will:",
    "At the end of its complaints procedure the Council agreed to:",
    "In its complaint response the Council agreed it should:",
    "I do not recommend that the Council should:",
    "We would usually recommend that the Council should:",
    "I am satisfied the Council has taken the following steps:",
    "The Council did not take the following steps:",
    "The Council had agreed that it should:",
)
ITEMS = (item("apologise to Mr X;"), item("pay him \u00a3200; and"), item("review its procedure."))


def told(found: Remedies) -> tuple[bool, str | None, list[tuple[str, str | None]]]:
    return found.apology, found.total_gbp, [(action.kind, action.deadline) for action in found.actions]


@pytest.mark.parametrize("lead", TO_DO)
def test_a_list_is_known_by_the_words_above_it(lead: str) -> None:
    assert told(read(lead, *ITEMS)) == (True, "200.00", [("procedure", TO_DO[lead])])


@pytest.mark.parametrize("lead", NO_LEADS)
def test_a_list_of_what_was_done_or_wanted_is_none(lead: str) -> None:
    assert read(lead, *ITEMS) == Remedies()


def test_a_list_may_go_on_in_the_numbers_of_its_lead() -> None:
    found = read(
        "The Council will:",
        Line("apologise to Mr X;", "2"),
        Line("review its policy.", "3"),
        Line("The Council wrote to Mr X.", "4"),
    )
    assert told(found) == (True, None, [("policy", None)])


def test_items_that_order_by_themselves_count_whatever_stands_above() -> None:
    lead = "To put things right:"
    assert told(read(lead, item("the Council will apologise;"), item("it should pay him \u00a375."))) == (
        True,
        "75.00",
        [],
    )


def test_an_item_that_says_by_when_leads_a_list_of_its_own() -> None:
    found = read(
        "The Council has agreed to:",
        item("within one month of my final decision:"),
        Line("apologise to Mr X;", "-", 2),
        Line("pay Mr X \u00a3500;", "-", 2),
        Line("issue the final EHC plan.", "-", 2),
        item("within three months of my final decision:"),
        Line("review how it monitors timescales.", "-", 2),
        item("train its staff."),
    )
    actions = [("provision", "within one month"), ("procedure", "within three months"), ("training", None)]
    assert told(found) == (True, "500.00", actions)


@pytest.mark.parametrize("first", ["pay Mr X \u00a31,500, made up of:", "pay Mr X \u00a31,500", "pay:"])
def test_what_a_payment_is_made_of_is_not_paid_on_top(first: str) -> None:
    parts = (Line("\u00a31,000 for the lost provision; and", "-", 2), Line("\u00a3500 for distress.", "-", 2))
    found = read("The Council will:", item(first), *parts, item("apologise."))
    assert told(found) == (True, "1500.00", [])


def test_what_an_item_is_about_is_no_action_of_its_own() -> None:
    topics = (Line("the need to keep records; and", "-", 2), Line("how to review a plan.", "-", 2))
    found = read("The Council will:", item("remind its staff of:"), *topics, item("apologise."))
    assert told(found) == (True, None, [("reminder", None)])


def test_an_item_that_begins_with_the_time_is_an_action_also_where_it_ends_with_a_colon() -> None:
    told_of = item("within one month get a quote for the repair of her fence and share it with her, for:")
    (action,) = read("The Council will:", told_of).actions
    assert (action.kind, action.deadline) == ("works", "within one month")


@pytest.mark.parametrize(
    "first",
    [
        "Within one month of the date of my final decision, the Council should:",
        "Within one month of my decision, it will:",
        "Within one month of my decision the Care Provider will:",
        "Within one month, the Council and the ICB will:",
        "Within one month the Council will take the following action:",
        "Within one month of the date of my final decision,",
        "Carry out the following actions:",
        "Service improvements:",
        "Mrs X:",
        "To remedy Mrs X's injustice:",
    ],
)
def test_an_item_that_names_nothing_but_its_list_is_none_itself(first: str) -> None:
    below = [Line(one.text, "-", 2) for one in ITEMS]
    deadline = "within one month" if first.startswith("Within") else None
    found = read("The Council has agreed to the following:", item(first), *below)
    assert told(found) == (True, "200.00", [("procedure", deadline)])


def test_an_item_that_its_list_goes_on_from_counts_too() -> None:
    below = (Line("review its policy; and", "-", 2), Line("pay her £100.", "-", 2))
    assert told(read("The Council will:", item("apologise to Mrs X and:"), *below)) == (
        True,
        "100.00",
        [("policy", None)],
    )
    first = item("within three months review its procedures and:")
    (action, *_) = read("The Council will:", first, *below).actions
    assert (action.kind, action.text) == ("procedure", "within three months review its procedures")


@pytest.mark.parametrize(
    "first",
    [
        "within one month remind its staff that they should:",
        "within one month of my decision, remind its staff of the following steps:",
        "remind its staff to take the following steps:",
    ],
)
def test_what_staff_are_told_is_no_action_of_its_own(first: str) -> None:
    topics = (Line("keep records; and", "-", 2), Line("review each plan.", "-", 2))
    assert [action.kind for action in read("The Council will:", item(first), *topics).actions] == ["reminder"]


def test_what_an_apology_is_for_is_not_paid_but_a_payment_below_it_is() -> None:
    below = (Line("losing £300 of her savings; and", "-", 2), Line("pay her £100.", "-", 2))
    assert told(read("The Council will:", item("apologise to Mrs X for:"), *below)) == (True, "100.00", [])


@pytest.mark.parametrize("first", ["within one month the Council will pay Mrs X:", "apologise to her and pay her:"])
def test_sums_below_an_item_that_names_none_are_paid(first: str) -> None:
    below = (Line("\u00a3100 for distress; and", "-", 2), Line("\u00a350 for her time.", "-", 2))
    assert read("The Council will:", item(first), *below).total_gbp == "150.00"
