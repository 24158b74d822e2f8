"""Sentences that order or agree something, payments in other words, and what is told and orders nothing."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_remedies import item, read

ORDERS = {
    "The Council has agreed to review its procedures for dealing with homelessness applications within three months.": [
        "procedure"
    ],
    "Within three months the Council will also provide training to its housing officers.": ["training"],
    "The Council agreed to our recommendation to reassess Mr Y's needs.": ["reassessment"],
    "I asked the Council to remind its officers of the need to keep accurate records and it agreed.": ["reminder"],
    "We have recommended the Council carries out an audit of its open cases.": ["audit"],
    "The Trust is to hold a meeting with Mr X and his advocate.": ["meeting"],
    "In addition, it should draw up an action plan.": ["plan"],
    "The Council says it will now review Mrs X's care package, and I have made this part of the remedy.": ["review"],
    "The Care Provider should discuss the findings with the staff involved.": ["learning"],
    "The Council will also amend its policy within two months of the date of my decision.": ["policy"],
    "It will place a copy of this decision on D's file.": ["records"],
    "The Council has confirmed it will allocate a single point of contact to Mr X.": ["contact"],
    "My recommendation is that the Council reconsiders its decision not to award priority.": ["reconsideration"],
    "The Council has arranged to provide its staff with refresher training by the end of May.": ["training"],
    "The Council will update its website and issue guidance to its staff.": ["information", "procedure"],
    "Both councils have agreed to share the learning from this case with their teams.": ["learning"],
    "The Council will also carry out a review of Mr X's care plan and tell him the outcome.": ["review"],
    "Within eight weeks of my final decision, the Council will produce an action plan to reduce its delays.": ["plan"],
    "I have recommended that the Council trains its duty officers.": ["training"],
    "The Council has also agreed to correct Mr X's records.": ["records"],
    "The Council agreed it would arrange a meeting with Mr X within six weeks.": ["meeting"],
    "To prevent a recurrence, the Council should review its procedures.": ["procedure"],
    "The Council has said it is happy to meet Mr X, and should arrange this within four weeks.": ["meeting"],
    "It should also remind its officers that they need to reply to emails.": ["reminder"],
    "I recommend that within one month the Council assesses Mr Y's needs.": ["reassessment"],
    "The Council accepts it should have told Mr X sooner and will amend its policy.": ["policy"],
    "The Care Home has agreed to share the learning from this complaint with its staff.": ["learning"],
    "By 31 May the Council will check whether other residents were overcharged.": ["audit"],
    "The Council is asked to provide Mr X with a named contact.": ["contact"],
    "Following our draft decision the Council agreed to decide Mr X's application again.": ["reconsideration"],
    "The Council proposed, and I agree, that it should hold a workshop for the officers involved.": ["training"],
    "The Council has agreed to remind its staff that they should record telephone calls.": ["reminder"],
    "The Council will run a training day for officers and draw up an action plan.": ["training", "plan"],
    "The Council has agreed to ask a different officer to look at the application again.": ["reconsideration"],
    "The Council should review its procedures and tell us the outcome.": ["procedure"],
    "I recommended staff training, which the Council has agreed to provide.": ["training"],
    "A review of its charging policy should also be carried out.": ["policy"],
    "The Council will explain in an action plan how it will reduce delays and improve its service.": ["plan"],
    "We recommend the Council audits its files for similar cases.": ["audit"],
    "The Council has agreed that it will, within six weeks, meet Mr X and his representative.": ["meeting"],
    "Mrs X asked for a named contact, and the Council has agreed to provide one.": ["contact"],
    "The Council has agreed to put a note on Mr X's file.": ["records"],
    "It will then assess Mr X's needs again.": ["reassessment"],
    "The Council agreed to carry out the annual review by the end of June.": ["review"],
    "The Trust and the Council will each share this decision with their staff.": ["learning"],
    "I therefore recommend that the Council changes how it logs complaints.": ["procedure"],
    "In order to prevent similar faults the Council will provide training to its social workers within a term.": [
        "training"
    ],
    "The Council has accepted that it needs to hold a fresh appeal.": ["reconsideration"],
    "The Council will also look at the files of other residents to see whether they were overcharged.": ["audit"],
    "It has also undertaken to revise its policy on removals.": ["policy"],
    "Our recommendation that the Council should amend its records has been accepted.": ["records"],
    "The Care Provider is to remind its carers to keep full notes.": ["reminder"],
    "The Council is going to offer Mrs X a carer's assessment.": ["reassessment"],
    "The Council must now produce a plan to clear its backlog.": ["plan"],
    "It agrees to share the findings with relevant managers.": ["learning"],
    "The Council has consented to review D's plan within a month.": ["review"],
    "I asked that the Council give Mr X one point of contact, and it will.": ["contact"],
    "The Council should also give its officers training on the code.": ["training"],
    "The Council has agreed to my recommendation that it review its policy on removals.": ["policy"],
    "We have asked the Council to look for similar cases from the last year, which it will do.": ["audit"],
    "It will write to Mr X with an apology and hold a meeting with him.": ["meeting"],
    "Within six weeks it will produce an action plan and send us a copy.": ["plan"],
    "The Council has undertaken to discuss this case with its staff.": ["learning"],
    "It is to make a fresh decision on the application.": ["reconsideration"],
    "The Council will arrange for Ms X to be assessed again by another officer.": ["reassessment"],
    "The Council will appoint a named officer for Mr X and correct its records.": ["contact", "records"],
    "The Council has said it will put a better system in place, and I recommend it does so within two months.": [
        "procedure"
    ],
    "I have recommended that the Council should remind all its officers of the guidance.": ["reminder"],
    "Our recommendation is for the Council to review Mr X's care plan.": ["review"],
    "The Council accepts our recommendations and will share the lessons with staff.": ["learning"],
    "Once the works are complete the Council will meet Mr X to check he is content.": ["meeting"],
}


@pytest.mark.parametrize("text", ORDERS)
def test_a_sentence_tells_what_is_to_be_done(text: str) -> None:
    assert [action.kind for action in read(text).actions] == ORDERS[text]


NOTHING = (
    "The aim of a remedy is to put people back where they should have been.",
    "The Council has trained its staff since the events complained of.",
    "Mr X wanted the Council to review its policy.",
    "The Council told us it had already reminded its officers of the procedure.",
    "We may recommend a council reviews its procedures where we think others could be affected.",
    "Mrs X suggested the Council should audit all its cases.",
    "The Council has now completed the reassessment, so I make no recommendation about it.",
    "Our remedies are not intended to punish councils.",
    "The Council offered Mr X £100 at stage two, which he refused.",
    "Mr X says a payment of £5,000 would put things right.",
    "The Council had met Mr X in June to discuss his concerns.",
    "I considered whether to recommend staff training but the Council had already provided it.",
    "A remedy for distress is typically between £100 and £300.",
    "I have not recommended a procedural change because the Council introduced a new process last year.",
    "The Council appointed a new social worker in April and has since reviewed the plan.",
    "The Council had already carried out a review of its procedures when Mr X complained to us.",
    "Mr X would like the Council to train its officers.",
    "The Council says it has since updated its policy and trained its staff.",
    "When we find fault we can ask a council to review its procedures.",
    "I welcome the steps the Council has taken to improve its procedures.",
    "Mrs X told us she wants a payment of £2,000.",
    "The Council has provided evidence that it reminded its staff in March.",
    "I consider that this is a suitable remedy for the injustice caused.",
    "We have published guidance to explain how we recommend remedies.",
    "The Council had offered to pay Mr X £500 before he came to us.",
    "The actions the Council has already taken remedy the injustice to Mr X.",
    "Mr X said the Council should reassess his mother.",
    "The Council has completed a new assessment and Mr Y's care has increased.",
    "A council should review a care plan every year.",
    "The Council wrote to Mr X in June and offered to meet him.",
    "The Council has set up a new process for recording calls since these events.",
    "Councils should review care plans at least once a year.",
    "The Council's procedure says that officers should remind parents of their right to appeal.",
    "Ms X wanted the Council to reconsider its decision and pay her £10,000.",
    "I am satisfied that the training the Council has arranged will prevent similar faults.",
    "We would normally recommend a review of procedures in such a case, but the Council has done this.",
    "Mr X would also like the officers to be retrained.",
    "The independent investigator recommended that the Council apologise and review its policy.",
    "The Council had agreed at stage two to pay Mrs X £150 and to review the plan.",
    "The Council's review said that staff should be trained.",
    "I do not recommend a further assessment as one was carried out in May.",
    "We publish our recommendations so that others can learn from them.",
    "The Ombudsman can ask a council to change its policies.",
    "Before I started my investigation the Council agreed to reassess Mr Y, and has done so.",
    "The money Mr X says he lost, some £900, was not the result of fault.",
    "Mr X has asked for all officers involved to be disciplined.",
    "There is no need for the Council to review its policy as it was not at fault in this respect.",
    "The Council explained it had since trained its officers and changed its letters.",
    "Mr X told us he would like the Council to review every case.",
    "Ms X asked us to make the Council change its policy.",
    "Our role is to recommend actions that put right injustice.",
    "The Council sent Mr X £50 in May as a gesture of goodwill.",
    "The Council apologised in its complaint response and I consider that was enough.",
    "The Housing Ombudsman had told the Council to review its repairs process.",
    "Mr X believes the Council should have paid him £3,000.",
    "The Council reviewed its procedure in June and no further change is needed.",
    "We expect councils to keep proper records.",
    "The care provider has since held a meeting with the family.",
    "I have decided not to recommend a payment because the delay made no difference.",
)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_told_wanted_or_usual_is_not_to_be_done(text: str) -> None:
    found = read(text)
    assert (found.apology, found.payments, found.actions) == (False, (), ())


Paid = tuple[str, str | None, str | None, int | None]
PAYMENTS: dict[str, list[Paid]] = {
    "pay Mrs X £300": [("300.00", None, None, None)],
    "pay Mr X £100 for each month from March until it issues the final plan": [("100.00", None, "month", None)],
    "pay Miss X £2,400, which is £600 for each of the four terms D missed": [("2400.00", None, None, None)],
    "make a symbolic payment of £500 to Ms X and £250 to her son": [
        ("500.00", None, None, None),
        ("250.00", None, None, None),
    ],
    "pay Mr and Mrs X £200 each to recognise their frustration": [
        ("200.00", None, None, None),
        ("200.00", None, None, None),
    ],
    "pay Mr X £150 a month for the eight months he was in unsuitable accommodation": [("150.00", None, "month", 8)],
    "reimburse the £420 Mrs X spent on taxis": [("420.00", None, None, None)],
    "waive the outstanding care charge of £1,265.40": [("1265.40", None, None, None)],
    "pay £350 to Mr X in recognition of the distress caused": [("350.00", None, None, None)],
    "send Mr X a payment of £75": [("75.00", None, None, None)],
    "award Ms X £450 for the loss of her possessions": [("450.00", None, None, None)],
    "issue a payment of £200 to Mrs X": [("200.00", None, None, None)],
    "pay Ms X £1,000 to share with her two sisters": [("1000.00", None, None, None)],
    "provide a financial remedy of £600 to Mrs X": [("600.00", None, None, None)],
    "compensate Mr X in the sum of £250": [("250.00", None, None, None)],
    "put £500 into D's savings account": [("500.00", None, None, None)],
    "settle Mrs X's invoice for £340 from the therapist": [("340.00", None, None, None)],
    "arrange for £180 to be paid to Mr X": [("180.00", None, None, None)],
    "knock £90 off Mr X's rent arrears": [("90.00", None, None, None)],
    "cover the cost of the survey, up to £600": [("0.00", "600.00", None, None)],
    "acknowledge Ms X's distress with a payment of £400": [("400.00", None, None, None)],
    "pay Mr X £25 for every day he was without hot water": [("25.00", None, "day", None)],
    "pay Mrs X £300 to acknowledge the uncertainty, less any arrears she owes": [("300.00", None, None, None)],
    "top up its earlier offer by £150": [("150.00", None, None, None)],
    "pay £900 to be divided equally between Mr X and his two brothers": [("900.00", None, None, None)],
    "pay Ms X £300 for the avoidable distress this caused her": [("300.00", None, None, None)],
    "pay Mr X £125 per month for each month he spent in a hotel, from April to the date he moved": [
        ("125.00", None, "month", None)
    ],
    "pay £200 each to Mrs X and her mother": [("200.00", None, None, None), ("200.00", None, None, None)],
    "pay Mr and Mrs X £500 between them": [("500.00", None, None, None)],
    "refund Mr X's care fees of £3,456.78": [("3456.78", None, None, None)],
    "write off the council tax debt of £640": [("640.00", None, None, None)],
    "increase its offer of £150 to £400": [("400.00", None, None, None)],
    "pay Miss X a total of £850, made up of £500 for distress and £350 for her time and trouble": [
        ("850.00", None, None, None)
    ],
    "pay Mr X between £300 and £500, depending on the evidence of loss he can provide": [
        ("300.00", "500.00", None, None)
    ],
    "pay Ms X £50 a week from 3 May until it provides the care": [("50.00", None, "week", None)],
    "make a payment to D of £900, to be used for his education": [("900.00", None, None, None)],
    "pay Mr X £10 for each day of delay": [("10.00", None, "day", None)],
    "pay Mr X an extra £100 for his time and trouble": [("100.00", None, None, None)],
    "reduce Mr X's outstanding bill by £275": [("275.00", None, None, None)],
    "pay the remaining £200 of the sum it offered": [("200.00", None, None, None)],
    "credit Mr X's council tax account with £120": [("120.00", None, None, None)],
    "contribute £500 towards the cost of Mr X's new fence": [("500.00", None, None, None)],
    "make Ms X a payment of up to £1,000 on receipt of invoices": [("0.00", "1000.00", None, None)],
    "pay Mr X £700, being two terms at £350": [("700.00", None, None, None)],
    "return the £90 deposit to Mr X": [("90.00", None, None, None)],
    "honour its offer to pay Mr X £250": [("250.00", None, None, None)],
    "pay Ms X £300 for herself and £600 for D": [("300.00", None, None, None), ("600.00", None, None, None)],
    "pay Mrs X £1,500 as a remedy for the ten months without respite": [("1500.00", None, None, None)],
    "pay Mr X a symbolic sum of £250": [("250.00", None, None, None)],
    "pay £150 for each month D was without a school place, from September to March": [("150.00", None, "month", None)],
    "pay £4,200, worked out at £350 a month for 12 months": [("4200.00", None, None, None)],
    "pay £100 to each of the two brothers": [("100.00", None, None, None), ("100.00", None, None, None)],
    "pay both Mr and Mrs X £150": [("150.00", None, None, None), ("150.00", None, None, None)],
    "settle the outstanding invoice of £830 on Mrs X's behalf": [("830.00", None, None, None)],
    "make a one-off payment of £375 to Ms X": [("375.00", None, None, None)],
    "reimburse Mr X for the £66 he paid for parking": [("66.00", None, None, None)],
    "forgo £312 of the overpayment": [("312.00", None, None, None)],
    "pay the family £2,000, so £500 for each of them": [("2000.00", None, None, None)],
    "arrange a payment of £90 to Mr X": [("90.00", None, None, None)],
    "allow Mr X a reduction of £60 on his bill": [("60.00", None, None, None)],
    "meet Mrs X's removal costs of £450": [("450.00", None, None, None)],
    "pay Mr X a daily rate of £15 for the 20 days he was in the care home": [("15.00", None, "day", 20)],
    "recognise Mr X's time and trouble by paying him £100": [("100.00", None, None, None)],
    "pay £300 to £600 to Ms X once she sends evidence of her costs": [("300.00", "600.00", None, None)],
    "give Ms X £20 in vouchers": [("20.00", None, None, None)],
    "pay Ms X £200 now and £200 when the work is complete": [
        ("200.00", None, None, None),
        ("200.00", None, None, None),
    ],
    "pay Mr X £250 to reflect the uncertainty about whether he would have been offered a home sooner": [
        ("250.00", None, None, None)
    ],
    "pay Ms X £30 for each week she had no heating": [("30.00", None, "week", None)],
    "pay £400 in total to Mr and Mrs X": [("400.00", None, None, None)],
    "pay D £1,000 through his parents": [("1000.00", None, None, None)],
    "refund the £57.50 he paid for the permit": [("57.50", None, None, None)],
    "send the family a cheque for £650": [("650.00", None, None, None)],
    "pay Mr X £100 per month from January 2024 until the assessment is complete": [("100.00", None, "month", None)],
    "clear £480 of Ms X's rent arrears": [("480.00", None, None, None)],
    "pay a further £150 on top of the £100 already offered": [("150.00", None, None, None)],
    "pay Mr X somewhere between £200 and £400 once it has seen his receipts": [("200.00", "400.00", None, None)],
    "pay £150 to Mr X, £150 to Ms Y and £100 to their son": [
        ("150.00", None, None, None),
        ("150.00", None, None, None),
        ("100.00", None, None, None),
    ],
    "provide a payment of £225 in recognition of the stress": [("225.00", None, None, None)],
    "reimburse the family's taxi fares of £310": [("310.00", None, None, None)],
    "pay Mr X £45 a week for the 16 weeks that he had no care": [("45.00", None, "week", 16)],
    "double its offer of £100 to £200": [("200.00", None, None, None)],
    "pay Mr X the sum of £900 for the loss of education": [("900.00", None, None, None)],
    "make payments of £300 to Ms X and £200 to each of her two children": [
        ("300.00", None, None, None),
        ("200.00", None, None, None),
        ("200.00", None, None, None),
    ],
    "pay Mrs X £800, at £100 a month for the eight months she went without day care": [("800.00", None, None, None)],
}


@pytest.mark.parametrize("text", PAYMENTS)
def test_a_payment_is_known_by_many_words(text: str) -> None:
    found = read("The Council has agreed to:", item(f"{text}."))
    paid = [(one.amount_gbp, one.amount_to_gbp, one.period, one.periods) for one in found.payments]
    assert (paid, found.actions) == (PAYMENTS[text], ())


DEADLINES = {
    "The Council will, within a fortnight, review its policy.": "within a fortnight",
    "Within two school terms the Council will train its staff.": "within two school terms",
    "It will train its staff inside eight weeks.": "inside eight weeks",
    "I recommended that the Council train its staff. It has agreed to do so within nine weeks.": "within nine weeks",
    "The Council will train its staff. It will complete this within two months.": "within two months",
}


@pytest.mark.parametrize("text", DEADLINES)
def test_a_deadline_may_stand_in_the_sentence_behind(text: str) -> None:
    assert [action.deadline for action in read(text).actions] == [DEADLINES[text]]
