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
    ],
)
def test_what_a_decision_claims_of_earlier_ones(text: str, expected: set[str]) -> None:
    assert claimed(text) == expected


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
