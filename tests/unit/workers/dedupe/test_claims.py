import pytest

from workers.dedupe.claims import (
    UNNAMED,
    Claim,
    Degree,
    claimed_days,
    claimed_references,
    claims,
)
from workers.domain import Role

OWN = "24 002 002"


def claimed(text: str, role: str = Role.COMPLAINT) -> set[str]:
    """Claims as they are kept, those that name nothing without the hash of what was said."""
    kept = map(str, claims(OWN, [(role, [text])]))
    return {one[:2] if one[1:].startswith(UNNAMED) else one for one in kept}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This decision replaces our decision 23 001 234.", {"!23 001 234"}),
        ("Our statement of 4 May 2024 (23-001-234b) no longer stands.", {"!23 001 234b", "!2024-05-04"}),
        ("We have set aside the report of 4th May 2024 and this one takes its place.", {"!2024-05-04"}),
        ("This statement supersedes the one dated May 4, 2024.", {"!2024-05-04"}),
        ("This is a fresh decision, made in place of an earlier one.", {"!*"}),
        ("What we said before was mistaken.", {"!*"}),
        ("Our first report on this was annulled.", {"!*"}),
        ("Please see 23 001 234, which we have unravelled.", {"?23 001 234"}),
        ("We have unravelled our former statement.", {"?*"}),
        ("Our decision 23 001 234 was about other matters.", {"~23 001 234"}),
        ("Our decision of 4 May 2024 stands.", {"~2024-05-04"}),
        ("We were asked to set aside our decision of 4 May 2024 and see no reason to.", {"~2024-05-04"}),
        ("The officer was given another room on 4 May 2024.", set()),
        ("The council sent a decision.", set()),
        ("The council sent its first decision.", set()),
        ("This decision replaces our decision 23 001 234. The Council was not at fault.", {"!23 001 234"}),
        (
            "The Council was not at fault. We have withdrawn our decision of 4 May 2024. It has not acted wrongly.",
            {"!2024-05-04"},
        ),
        (
            "We decided this complaint on 4 May 2024. That decision has been withdrawn. There was no fault.",
            {"!2024-05-04"},
        ),
        ("There was no fault. We have withdrawn our first decision. The Council has not delayed.", {"!*"}),
        ("We looked at 23 001 234. That case was on another matter. We replaced nothing.", {"~23 001 234"}),
        ("We looked at 23 001 234. The Council has not replied.", {"?23 001 234"}),
    ],
)
def test_what_a_decision_claims_of_earlier_ones(text: str, expected: set[str]) -> None:
    assert claimed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This statement replaces the one published on 4 May 2024.",
        "The Ombudsman's decision of 4 May 2024 was reconsidered.",
        "I made a decision on 4 May 2024 which I have now changed.",
        "This decision, which we first made on 4 May 2024, has been reopened.",
        "The decision issued on 4 May 2024 has been withdrawn and this one stands in its place.",
        "Following a review, the Ombudsman withdrew the decision dated 4 May 2024.",
        "On 4 May 2024 we sent Mr X our decision.",
        "What I said to the Council on 4 May 2024 was wrong.",
        "The statement of 4 May 2024, which we have taken back, should not be read.",
    ],
)
def test_a_day_on_which_we_made_something_is_a_claim(text: str) -> None:
    assert {one[1:] for one in claimed(text)} == {"2024-05-04"}


@pytest.mark.parametrize(
    "text",
    [
        "Mr X complains the Council wrongly issued a penalty charge notice on 4 May 2024.",
        "The Ombudsman will not investigate the complaint that the Council sent him a bill on 4 May 2024.",
        "We will not investigate this complaint about the Council's decision of 4 May 2024 as there is no fault in it.",
        "We will not investigate this complaint about a decision on 4 May 2024 to refuse a school place.",
        "The Council's response of 4 May 2024 said that it had reviewed the decision and changed it.",
        "I considered the Council's report of 4 May 2024.",
        "We found the Council should have issued the plan on 4 May 2024.",
        "I have seen the decision letter dated 4 May 2024. It was later withdrawn.",
        "Mrs Y says the Council decided on 4 May 2024 to stop her care, and later withdrew this decision.",
        "Our decision is that the Council was at fault for the notice it issued on 4 May 2024.",
        "We decided not to look at this because Mr X could have appealed against the decision made on 4 May 2024.",
        "The Council agreed to our recommendation and sent an apology on 4 May 2024.",
        "The decision of 4 May 2024 was withdrawn by the Council after we had told it of this complaint.",
        "The Council replaced its decision of 4 May 2024 with a new one, and Mr X complains to us about this.",
        "The penalty charge notice was issued on 4 May 2024 and we will not look at this again.",
        "On 4 May 2024 the Council sent its decision, and we have withdrawn nothing.",
        "Ms Z complains about the Trust's earlier decision on her claim, and we find that it was wrongly made.",
    ],
)
def test_what_others_did_is_no_claim(text: str) -> None:
    assert claimed(text) == set()


def test_its_own_reference_is_no_claim() -> None:
    assert claimed(f"This decision, {OWN}, replaces our decision 23 001 234.") == {"!23 001 234"}


@pytest.mark.parametrize("role", [Role.POWERS, Role.FINDINGS, Role.ANALYSIS, Role.AGREED_ACTION])
def test_standard_wording_and_the_account_claim_nothing(role: str) -> None:
    assert claimed("This decision replaces our decision 23 001 234.", role) == set()


def test_of_each_the_most_counts_that_is_claimed() -> None:
    texts = ["We replaced decision 23 001 234.", "Decision 23 001 234 was about other matters.", "See 23 001 234."]
    assert set(claims(OWN, [(Role.SUMMARY, texts)])) == {Claim(Degree.REPLACES, "23 001 234")}


def test_claims_are_told_apart_by_kind() -> None:
    found = claims(OWN, [(Role.SUMMARY, ["This decision replaces that of 4 May 2024, 23 001 234."])])
    assert claimed_references(found) == {"23 001 234"}
    assert [day.isoformat() for day in claimed_days(found)] == ["2024-05-04"]
    unnamed = claims(OWN, [(Role.SUMMARY, ["This decision replaces our first decision."])])
    assert claimed_references(unnamed) == claimed_days(unnamed) == set()


def test_what_is_said_for_another_person_is_the_same_claim() -> None:
    texts = (
        "Mr B asked us on 3 May to look at our first decision.",
        "Mrs C asked us on 17 May to look at our first decision.",
    )
    one, other = (claims(OWN, [(Role.SUMMARY, [text])]) for text in texts)
    assert one == other
    assert one != claims(OWN, [(Role.SUMMARY, ["We looked at our first decision."])])


def test_claims_are_kept_as_words() -> None:
    for text in ("See 23 001 234.", "This decision replaces that of 4 May 2024.", "We changed our first decision."):
        (one,) = claims(OWN, [(Role.SUMMARY, [text])])
        assert Claim.read(str(one)) == one


def test_a_day_that_does_not_exist_is_no_claim() -> None:
    assert claimed("This decision replaces that of 31 June 2024.") == set()
