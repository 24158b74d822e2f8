"""Remedies: what was agreed or told, told from what merely happened."""

from __future__ import annotations

import pytest

from workers.domain import Remedies, Role
from workers.parsing.lines import Line
from workers.parsing.parts import Part
from workers.parsing.remedies import remedies


def read(*lines: str | Line, role: Role = Role.AGREED_ACTION) -> Remedies:
    told = [line if isinstance(line, Line) else Line(line, "1") for line in lines]
    return remedies([Part("Agreed action", role, told)])


def item(text: str) -> Line:
    return Line(text, "-", 1)


PAYMENTS = {
    "The Council has agreed to pay Mrs X £1,150.": [("1150.00", None, None, None)],
    "The Council will pay the first family £300, the second £100 and the third £600.": [
        ("300.00", None, None, None),
        ("100.00", None, None, None),
        ("600.00", None, None, None),
    ],
    "The Council has agreed to pay £200 a month for ten months.": [("200.00", None, "month", 10)],
    "The Council should pay her £25 per week for the 12 weeks she waited.": [("25.00", None, "week", 12)],
    "The Council will pay £50 for each month until a place is found.": [("50.00", None, "month", None)],
    "It should pay between £100 and £300.": [("100.00", "300.00", None, None)],
    "It should pay her £250 to £400, as her receipts show.": [("250.00", "400.00", None, None)],
    "It will pay up to £500 towards a carpet.": [("0.00", "500.00", None, None)],
    "It will refund the fees of £4,628.50 that she paid.": [("4628.50", None, None, None)],
    "It will waive her arrears of £90.": [("90.00", None, None, None)],
    "It has agreed to pay £500, made up of £300 for distress and £200 for time and trouble.": [
        ("500.00", None, None, None)
    ],
    "It will pay £300 for distress and £200 for time and trouble, a total of £500.": [
        ("300.00", None, None, None),
        ("200.00", None, None, None),
    ],
    "It will pay Mr X £200 and Mrs X £150, £350 in total.": [
        ("200.00", None, None, None),
        ("150.00", None, None, None),
    ],
    "It will pay £300 to Mr X and £300 to Mrs X (£600 altogether).": [
        ("300.00", None, None, None),
        ("300.00", None, None, None),
    ],
    "It will pay £100 and £50; in all £150.": [("100.00", None, None, None), ("50.00", None, None, None)],
    "It will pay £100 for distress, £50 for her time, so £150 in all.": [
        ("100.00", None, None, None),
        ("50.00", None, None, None),
    ],
    "It will pay Mr X £200 and Mrs X £150, totalling £350.": [
        ("200.00", None, None, None),
        ("150.00", None, None, None),
    ],
    "It will pay her £900 for each term she missed, £1,800 in total.": [("900.00", None, "term", 2)],
    "It will pay her £900 for each of the two terms she missed, £1,800 in total.": [("900.00", None, "term", 2)],
    "It will pay Mr X £500 in total.": [("500.00", None, None, None)],
    "It will pay £500 in total: £300 for distress and £200 for time and trouble.": [("500.00", None, None, None)],
    "It will pay £500 altogether (£300 for distress and £200 for time and trouble).": [("500.00", None, None, None)],
    "It will pay Mr X £300 in total and Mrs X £200 in total.": [
        ("300.00", None, None, None),
        ("200.00", None, None, None),
    ],
    "It has agreed to pay Mrs X £150 in recognition of the distress and a further £400 for the lost care.": [
        ("150.00", None, None, None),
        ("400.00", None, None, None),
    ],
    "It will refund £950 in charges, together with a further £100 for her trouble.": [
        ("950.00", None, None, None),
        ("100.00", None, None, None),
    ],
    "It has agreed to increase its offer from £100 to £250.": [("250.00", None, None, None)],
    "It will raise its payment from £100 to £250 and pay a further £50.": [
        ("250.00", None, None, None),
        ("50.00", None, None, None),
    ],
    "It will increase its offer of £100 to £250.": [("250.00", None, None, None)],
    "It will pay Mr X £200 and Mrs X £150, £350 in total, and a further £40 for their trouble.": [
        ("200.00", None, None, None),
        ("150.00", None, None, None),
        ("40.00", None, None, None),
    ],
    "It will increase the £100 it offered to a total of £250.": [("250.00", None, None, None)],
    "It has agreed to pay from £100 to £250.": [("100.00", "250.00", None, None)],
    "It has agreed to pay Mr and Mrs B £250 each.": [("250.00", None, None, None), ("250.00", None, None, None)],
    "It will pay £150 to reflect the £35 fee she paid.": [("150.00", None, None, None)],
    "The Council has already paid Mr B £100.": [],
    "The Council charged her £400 and she lost wages of £90.": [],
    "The Council will explain why the bill of £80 was sent.": [],
    "We recommend that the Council pays £2k.": [("2000.00", None, None, None)],
}


@pytest.mark.parametrize("text", PAYMENTS)
def test_an_amount_is_a_payment_where_it_is_to_be_paid(text: str) -> None:
    found = [(p.amount_gbp, p.amount_to_gbp, p.period, p.periods) for p in read(text).payments]
    assert found == PAYMENTS[text]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("It will pay £300 and a further £200.", "500.00"),
        ("It will pay £200 a month for ten months.", "2000.00"),
        ("It will pay £200 a month until then, and £50 for her time.", None),
        ("It will pay between £100 and £300.", None),
        ("It will apologise.", None),
        ("It will pay Mr X £200 and Mrs X £150, £350 in total.", "350.00"),
        ("It will pay £300 to Mr X and £300 to Mrs X (£600 altogether).", "600.00"),
        ("It will increase its offer from £100 to £250.", "250.00"),
    ],
)
def test_a_total_is_given_where_it_can_be_added_honestly(text: str, total: str | None) -> None:
    assert read(text).total_gbp == total


def test_a_list_below_a_line_that_agrees_to_it_is_what_is_to_be_done() -> None:
    found = read(
        "Within one month of this decision the Council has agreed to:",
        item("apologise to Mrs X;"),
        item("pay her £100; and"),
        item("review its complaints procedure within three months."),
        "It should send us evidence that it has done this.",
    )
    assert found.apology
    assert [payment.amount_gbp for payment in found.payments] == ["100.00"]
    assert [(action.kind, action.deadline, action.text) for action in found.actions] == [
        ("procedure", "within three months", "review its complaints procedure within three months")
    ]


def test_a_list_of_what_was_done_already_is_no_remedy() -> None:
    found = read("Before the complaint came to us the Council had already:", item("apologised; and"), item("paid £50."))
    assert found == Remedies()


def test_bare_lines_below_a_bare_line_are_a_list_as_reports_print_it() -> None:
    lines = [
        Line("To remedy this the council has agreed to:"),
        Line("apologise to the family"),
        Line("pay them £75"),
        Line("The council should report to us within two months."),
    ]
    found = read(*lines, role=Role.RECOMMENDATIONS)
    assert (found.apology, found.total_gbp, found.actions) == (True, "75.00", ())


def test_the_final_decision_counts_where_nothing_else_tells_of_a_remedy() -> None:
    assert read("I uphold it. The Council has agreed to pay £60.", role=Role.FINAL_DECISION).total_gbp == "60.00"
    assert read("I uphold it. Mr B paid £60 and the Council will reply.", role=Role.FINAL_DECISION) == Remedies()
    assert read("The Council has agreed to pay £60.", role=Role.FINDINGS) == Remedies()


def test_a_thing_to_be_completed_for_us_is_more_than_proof() -> None:
    found = read("The Council will:", item("draw up an action plan and share it with us, to be completed in one month"))
    assert [action.kind for action in found.actions] == ["plan"]


@pytest.mark.parametrize(
    "text",
    [
        "When I decide what to recommend I refer to our guidance.",
        "Our guidance says that a remedy should put people back where they were.",
        "We can recommend that a body makes a payment of £100 to £500.",
        "The Council has agreed to take suitable action.",
    ],
)
def test_what_remedies_are_for_is_no_remedy(text: str) -> None:
    assert read(text) == Remedies()


KINDS = {
    "name one officer whom she can contact": "contact",
    "arrange for his needs to be assessed anew": "reassessment",
    "change how it records requests": "procedure",
    "look again at its refusal in the light of the medical evidence": "reconsideration",
    "identify others who may have lost out in the same way and offer them a remedy": "audit",
    "train its housing officers in the law": "training",
    "remind staff of the time limits": "reminder",
    "review other cases since 2020 to see if anyone else was affected": "audit",
    "review its charging policy": "policy",
    "change its standard letters": "procedure",
    "reconsider its decision on school transport": "reconsideration",
    "carry out a new assessment of her needs": "reassessment",
    "meet Mrs X to talk it over": "meeting",
    "give Mrs X a named officer as a single point of contact": "contact",
    "draw up an action plan": "plan",
    "report to the next meeting of the full council": "report",
    "correct its records": "records",
    "revise its website": "information",
    "share the lessons with its staff": "learning",
    "carry out the repairs": "works",
    "backdate her allowance": "payment",
    "put in place the provision in her plan": "provision",
}


@pytest.mark.parametrize("text", KINDS)
def test_an_action_has_the_kind_its_words_tell(text: str) -> None:
    (action,) = read("The Council has agreed to:", item(text)).actions
    assert (action.kind, action.text) == (KINDS[text], text)


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("within one month of the final decision", "within one month"),
        ("within 20 working days", "within 20 working days"),
        ("by 31 March 2024", "by 31 March 2024"),
        ("no later than eight weeks from now", "no later than eight weeks"),
        ("without delay", "without delay"),
        ("in the autumn", None),
    ],
)
def test_a_deadline_is_in_the_words_of_the_page(text: str, deadline: str | None) -> None:
    (action,) = read("The Council has agreed to:", item(f"review its leaflet, {text}.")).actions
    assert action.deadline == deadline


@pytest.mark.parametrize(
    ("lead", "told", "deadline"),
    [
        (
            "All of these steps must be taken within ten weeks of this statement. The Council will:",
            "audit its waiting list",
            "ten",
        ),
        ("The Council should act on this within ten weeks. It should:", "audit its waiting list", "ten"),
        ("Mrs X wrote to the Council within ten weeks. The Council will:", "audit its waiting list", None),
        (
            "Within ten weeks, the Council will:",
            "remind staff that they should reply to e-mails within four days",
            "ten",
        ),
        ("The Council will:", "remind staff how to reply to e-mails within four days", None),
        ("The Council will:", "remind staff of its policy, within four weeks", "four"),
    ],
)
def test_a_deadline_is_that_of_what_is_to_be_done(lead: str, told: str, deadline: str | None) -> None:
    (action,) = read(lead, item(told)).actions
    assert action.deadline == (None if deadline is None else f"within {deadline} weeks")
