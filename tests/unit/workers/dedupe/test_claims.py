import pytest

from workers.dedupe.claims import UNNAMED, claimed_days, claimed_references, claims
from workers.domain import Role

OWN = "24 002 002"


def claimed(text: str, role: str = Role.COMPLAINT) -> set[str]:
    return set(claims(OWN, [(role, [text])]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This decision replaces our decision 23 001 234.", {"23 001 234", UNNAMED}),
        ("Our statement of 4 May 2024 (23-001-234b) no longer stands.", {"23 001 234b", "2024-05-04", UNNAMED}),
        ("We have set aside the report of 4th May 2024 and this one takes its place.", {"2024-05-04", UNNAMED}),
        ("This is a fresh decision, made in place of an earlier one.", {UNNAMED}),
        ("This statement supersedes the one dated May 4, 2024.", {"2024-05-04", UNNAMED}),
        ("The officer was given another room.", set()),
        ("The council sent a decision.", set()),
    ],
)
def test_what_a_decision_claims_to_replace(text: str, expected: set[str]) -> None:
    assert claimed(text) == expected


def test_its_own_reference_is_no_claim() -> None:
    assert claimed(f"This decision, {OWN}, replaces our decision 23 001 234.") == {"23 001 234", UNNAMED}


@pytest.mark.parametrize("role", [Role.POWERS, Role.FINDINGS, Role.ANALYSIS, Role.AGREED_ACTION])
def test_standard_wording_and_the_account_claim_nothing(role: str) -> None:
    assert claimed("This decision replaces our decision 23 001 234.", role) == set()


def test_claims_are_told_apart_by_kind() -> None:
    found = claims(OWN, [(Role.SUMMARY, ["This decision replaces that of 4 May 2024, 23 001 234."])])
    assert claimed_references(found) == {"23 001 234"}
    assert [day.isoformat() for day in claimed_days(found)] == ["2024-05-04"]


def test_a_day_that_does_not_exist_is_no_claim() -> None:
    assert claimed("This decision replaces that of 31 June 2024.") == {UNNAMED}
