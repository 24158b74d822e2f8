"""Views and requests of the Ombudsman that are told in the words of a refusal, and refusals told as views."""

from __future__ import annotations

import pytest

from tests.unit.workers.parsing.test_grounds import read
from workers.domain import Role
from workers.parsing.grounds.refusal import refusal

VIEWS = (
    "I do not consider the Council was at fault here given that it acted in line with the guidance.",
    "We do not consider Mrs X was caused an injustice as the outcome would have been the same.",
    "I do not consider Mr X's complaint was late because he only learned of the matter in May 2023.",
    "I cannot accept the Council's view that the complaint was late because it knew of the matter.",
    "I do not consider the delay caused Mr X a significant injustice because the Council took action soon after.",
    "I do not consider the Council was at fault because it followed its policy.",
    "I do not consider this fault because the Council acted in line with its policy.",
    "I do not consider this to be fault as the Council followed the proper process.",
    "We do not consider a further payment is needed because the Council has already provided a suitable remedy.",
    "I do not accept the Council's explanation because there is no evidence it considered the request.",
    "I do not accept this because there is no evidence of it.",
    "I do not accept that the complaint was late because he wrote in May.",
    "I have not considered making a recommendation because the Council has already put things right.",
    "I do not consider the complaint to be late because he only knew in May.",
    "I do not consider Mr X's complaint late as he only knew in May.",
    "I do not consider the remedy offered by the Council was enough because it does not reflect the distress.",
    "I do not consider the Council's offer puts right the injustice because it came too late.",
    "I do not think the Council considered his needs because there is no record of it.",
    "I do not believe it investigated properly because the officer had already made up her mind about the tribunal.",
    "I have not seen evidence the Council considered his request, because no evidence of fault was kept.",
    "I have not asked the Council to take further action because it has already apologised.",
    "The Ombudsman does not consider the Council acted with fault because it followed its policy.",
    "I don't consider the Council needed to do more because the law did not allow it.",
    "I do not consider these failings caused injustice because the outcome would have been the same.",
    "I cannot accept the Council's reasons as there was no evidence of fault by the carer.",
    "I could not accept that argument because the tribunal had already decided.",
    "I do not consider it likely that the outcome would have been different because the panel had refused.",
    "I do not consider it reasonable to expect Mr X to have appealed because he did not know of the right.",
    "I would not consider this a breach because the policy allows it.",
    "I do not consider the period of delay significant because it was short.",
    "We do not accept Mrs X's complaint was premature because the Council had already replied.",
    "I do not consider Mrs X could have complained sooner because she was ill.",
    "I do not consider an apology to be enough because the injustice was significant.",
    "I do not consider the events amounted to fault because the policy was followed.",
    "I do not consider the issues Mr X raised were late because he could not have known.",
    "I cannot accept this argument because the time limit had passed.",
    "I do not accept her account as there is no evidence of it.",
    "I have not accepted the Council's position because the tribunal has no power over it.",
    "We do not consider the matter was outside our jurisdiction because Mr X is a member of the public.",
    "I did not consider the Council's response adequate because it came too late.",
    "I do not consider the missed visits meant he lost out because the agency made them up later.",
    "I do not consider Ms Y's letter of 2 May a complaint because it asked for a review.",
    "I do not consider the Trust's apology remedies the harm because it was late.",
    "We do not consider that the events of 2015 are relevant because they were decided by a court.",
    "I don't consider her distress significant as it passed within days.",
    "I do not consider the officer acted improperly as she took advice from the tribunal.",
    "We cannot accept the provider's claim it had no duty because the law required one.",
    "We cannot accept what the Council says about the visit as there is no evidence it took place.",
    "I do not accept the home's account since there is insufficient evidence for it.",
    "I have not accepted her version of events as it is not supported by evidence of fault.",
    "I do not accept Mr X's argument that his complaint was out of time because he wrote in June.",
    "I do not consider it fair to expect her to have gone to court because the sum was small.",
    "I do not consider the Council had to look at this again because nothing had changed.",
    "I do not think it considered the appeal properly because there is no note of a decision.",
    "I cannot see that the Council considered her age, as there is no evidence of it in the notes.",
    "I do not believe that the panel took her views into account because there is no evidence that it did.",
    "I have not asked the school to pay because a payment would not put matters right.",
    "I do not recommend that the Council take further action because it has apologised.",
    "I do not consider the Council's failure to reply caused her injustice because she knew the outcome.",
    "I do not consider a review would have changed the result as the panel had no discretion.",
    "I do not consider any further remedy is due because the Council has paid £200.",
    "I do not consider a court would have awarded more because the loss was small.",
    "I do not consider the Council discriminated against her as it had no power to do what she asked.",
    "I do not consider the complaints handling was poor because it kept to its time limits.",
    "The Ombudsmen do not consider the Trust's decision flawed because it followed the law.",
    "I do not consider Mrs X lost the chance to appeal because she knew of the tribunal.",
    "I do not accept the delay was justified because the law sets a time limit.",
    "I could not consider the notes reliable because they were written a year late.",
    "I do not consider the assessment the Council made was late because the law sets no time.",
    "I do not consider the reply he got adequate because it came late.",
    "I do not consider this should be considered fault because the policy allows it.",
    "I do not consider the fence should be investigated by the Council because it is not its own.",
    "I do not consider her letter to the Council was a complaint because it asked for a review.",
    "I do not consider the officer told Mr X he could appeal because there is no note of it.",
    "I do not consider that this justifies a payment because the injustice is not significant.",
    "I do not consider the delay he met with caused injustice because the outcome would have been the same.",
)
REFUSALS = (
    "I do not consider this complaint further because it is late.",
    "I do not consider it appropriate to investigate because the complaint is late.",
    "I do not consider the events before May 2022 because they are late.",
    "I have not considered the period before May 2022 because it is late.",
    "I have not considered whether the Council should have acted sooner because that part is late.",
    "We will not consider that part of the complaint because it is late.",
    "We cannot accept this complaint because it is late.",
    "We have not accepted the complaint for investigation because it is late.",
    "I do not consider we should investigate this part because it is late.",
    "I do not consider that I should investigate this part because it is late.",
    "I do not consider further investigation of this part is justified because it is late.",
    "I do not consider an investigation of this part is warranted as it is late.",
    "I have not considered the decision the Council made in 2019 because the complaint about it is late.",
    "I do not consider the complaint about what happened in 2019 as it is late.",
    "I cannot consider what happened in 2019 because it is late.",
    "I will not consider Mr X's complaint about his rent because the Housing Ombudsman is better placed to.",
    "I do not consider the complaint was late, but I will not investigate it because he can appeal to a tribunal.",
    "I did not consider matters after July 2023 because he can ask the Council for a review.",
    "I have not considered the content of the plan because Mrs X appealed to the tribunal.",
    "We do not consider this matter because the law prevents us.",
    "I cannot consider a complaint about the school because we have no power to investigate it.",
    "I do not consider it proportionate to investigate this part as there is no worthwhile outcome.",
    "I do not think we should consider this part because it is late.",
    "I have not considered it because it is late.",
    "I am not able to consider the complaint as a court has ruled on it.",
    "I have not considered any issue before 2020 since it is late.",
    "We do not accept the complaint because it is late.",
    "We will not accept it because it is late.",
    "I have decided not to consider how the Trust acted, because another ombudsman is better placed to.",
    "I do not consider the fence of 2018 because it is late.",
    "We have not considered the content of the final plan since she had a right of appeal to a tribunal.",
    "I have not considered the school's actions because the law does not allow us to investigate schools.",
    "I am not considering the 2016 assessment as it is late.",
    "I will not consider how the Council spent the money because it is late.",
    "I cannot consider her claim for damages as only a court can decide it.",
    "I have therefore not considered events before June 2021, as the complaint about them is late.",
    "I cannot consider this any further because a judge has ruled on it.",
    "We have not considered the data breach as the Information Commissioner is better placed to look at it.",
    "I did not consider the earlier delays because they happened more than 12 months before she came to us.",
    "I do not consider that an investigation of the first letter would be justified, as it is late.",
    "I do not consider it right to look at the events of 2015, because they are late.",
    "The Ombudsman cannot accept this complaint because it is late.",
    "I do not intend to consider the earlier period because it is late.",
    "I have decided not to consider the allegation of theft because the police are better placed to.",
    "I have not considered what it did to recover the debt because that was decided by the court.",
    "We cannot consider it because it was the subject of court proceedings.",
)
# With the ground that each gives.
OF_OUR_WORK = {
    "I do not consider the matter should be investigated because Mr X complained too late.": "late",
    "We do not consider that this complaint ought to be pursued because it is late.": "late",
    "I do not consider this complaint should be investigated further because the injustice is not significant "
    "enough.": "injustice_not_significant",
    "I do not consider this matter warrants investigation because there is insufficient evidence of "
    "fault.": "not_enough_evidence_of_fault",
    "We do not consider this warrants our involvement as any injustice is not "
    "significant.": "injustice_not_significant",
    "I do not consider the complaint needs to be investigated as the Council has already provided a suitable "
    "remedy.": "remedied",
    "I do not consider the events before 2019 should be part of my investigation because they are late.": "late",
    "I do not consider the complaint should be considered further because it is late.": "late",
}
TOLD_BY = {
    "I did not consider the assessment the Council did in 2017, as Mr X could have complained sooner.": "late",
    "We did not consider the concerns Mrs X has about the school because the law prevents us.": "out_of_jurisdiction",
    "I do not consider the way Mr X was treated by staff at the school, because schools are outside our "
    "remit.": "out_of_jurisdiction",
    "I did not consider the matters he raised in his appeal because the Planning Inspector has considered "
    "them.": "review_or_appeal_available",
    "I did not consider the letters she had sent the Council because they are late.": "late",
}


@pytest.mark.parametrize("text", VIEWS)
def test_what_is_thought_or_asked_of_others_leaves_nothing_out(text: str) -> None:
    assert refusal(text.lower()) is None


@pytest.mark.parametrize("text", REFUSALS)
def test_what_is_not_considered_or_accepted_is_left_out(text: str) -> None:
    assert refusal(text.lower()) is not None


@pytest.mark.parametrize("text", VIEWS)
def test_a_view_in_a_decision_that_investigated_gives_no_ground(text: str) -> None:
    told = (Role.SUMMARY, "We found fault."), (Role.FINDINGS, text), (Role.FINAL_DECISION, "I uphold the complaint.")
    assert read(*told, outcome="Upheld") == []


@pytest.mark.parametrize(("text", "name"), [*OF_OUR_WORK.items(), *TOLD_BY.items()])
def test_what_is_left_out_in_the_words_of_a_view_gives_its_ground(text: str, name: str) -> None:
    assert read((Role.SUMMARY, f"We found fault. {text}"), outcome="Upheld") == [name]


def test_a_late_complaint_for_which_we_would_not_exercise_discretion_is_late() -> None:
    text = "I do not consider we should exercise discretion to investigate Mrs X's late complaint."
    assert read((Role.SUMMARY, text)) == ["late"]
