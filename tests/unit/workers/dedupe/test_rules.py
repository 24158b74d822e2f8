import datetime as dt

import pytest

from tests.unit.workers.dedupe.made import ACCOUNT, BODY, OTHER_ACCOUNT, claim, make_other, make_profile, packed
from workers.dedupe import shingles
from workers.dedupe.claims import UNNAMED, Degree
from workers.dedupe.profile import Profile, reference_number
from workers.dedupe.rules import REISSUED_OVERLAP, LinkKind, compare, overlap

PADDING = tuple(f"Standing sentence {word} says what every letter from this office says." for word in "abcdefghij")


def kinds(one: Profile, other: Profile) -> set[LinkKind]:
    found = {link.kind for link in compare(one, other)}
    assert found == {link.kind for link in compare(other, one)}
    return found


def test_equal_text_under_two_references_is_linked() -> None:
    assert kinds(make_profile(), make_other()) == {LinkKind.SAME_TEXT}


def test_letters_of_one_number_are_a_joint_case() -> None:
    one = make_profile(reference="17 002 402a", body="Oxmere Council")
    assert kinds(one, make_other(*OTHER_ACCOUNT, reference="17 002 402b")) == {LinkKind.JOINT_CASE}


def test_one_reference_for_two_bodies_is_a_joint_case() -> None:
    one = make_profile(body="Oxmere CCG")
    other = make_other(*OTHER_ACCOUNT, reference=one.reference, body="Oxmere NHS Trust")
    assert kinds(one, other) == {LinkKind.JOINT_CASE}


def test_strangers_themselves_and_the_hidden_are_not_linked() -> None:
    one = make_profile()
    assert compare(one, one) == []
    assert kinds(one, make_other(*OTHER_ACCOUNT)) == set()
    assert kinds(one, make_other(hidden=True)) == set()


def test_a_link_is_the_same_from_both_ends() -> None:
    one, other = make_profile(id=5), make_other(id=3)
    assert compare(one, other) == compare(other, one)
    assert (compare(one, other)[0].low_id, compare(one, other)[0].high_id) == (3, 5)


def test_a_number_is_the_reference_without_its_letter() -> None:
    assert reference_number("17 002 402b") == reference_number("17 002 402") == "17 002 402"


@pytest.mark.parametrize(
    "told",
    [
        tuple(text.replace("Mr X", "Mrs B").replace("He ", "She ").replace("his", "her") for text in ACCOUNT),
        tuple(text.replace("£120", "£1,450.50").replace("3 May 2024", "17 October 2023") for text in ACCOUNT),
        tuple(reversed(ACCOUNT)),
        ACCOUNT[:-1],
        (*ACCOUNT, "In the end the depot sent a card with its regrets."),
    ],
    ids=["other name", "other sums and days", "other order", "a sentence less", "a sentence more"],
)
def test_one_account_told_again_is_near(told: tuple[str, ...]) -> None:
    assert kinds(make_profile(), make_other(*told, text_sha256="other")) == {LinkKind.NEAR_TEXT}


def test_other_facts_in_the_same_wording_are_not_near() -> None:
    one, other = make_profile(*PADDING, *ACCOUNT[:3]), make_other(*PADDING, *OTHER_ACCOUNT[:3])
    assert kinds(one, other) == set()


def test_what_is_standard_makes_nothing_near() -> None:
    told = (*PADDING, "It rained.")
    standard = shingles.as_set(shingles.unpacked(make_profile(*PADDING).packed))
    assert kinds(make_profile(*PADDING), make_other(*told)) == {LinkKind.NEAR_TEXT}
    assert kinds(make_profile(*PADDING, standard=standard), make_other(*told, standard=standard)) == set()


def test_sentences_that_only_begin_alike_are_not_near() -> None:
    half = tuple(
        " ".join([*text.split()[:8], "and", "then", "something", "else", "took", "place."]) for text in ACCOUNT
    )
    assert kinds(make_profile(), make_other(*half)) == set()


def test_distinctive_texts_that_share_nothing_are_not_near() -> None:
    told = "A heron took two of the goldfish from the pond by the gate."
    standard = shingles.as_set(shingles.unpacked(make_profile(*PADDING, *ACCOUNT, *OTHER_ACCOUNT).packed))
    one = make_profile(*PADDING, *ACCOUNT, told, standard=standard)
    other = make_other(
        *PADDING, *ACCOUNT, "Two goldfish went with the heron that stood at the gate.", standard=standard
    )
    assert one.has_near
    assert other.has_near
    assert kinds(one, other) == set()


def test_before_standard_wording_is_known_much_must_be_alike() -> None:
    long = (*ACCOUNT, *OTHER_ACCOUNT)
    one, other = make_profile(*long, standard=None), make_other(*long[:-1], standard=None)
    assert kinds(one, other) == {LinkKind.NEAR_TEXT}
    assert kinds(make_profile(standard=None), make_other(*ACCOUNT[:-1], standard=None)) == set()


@pytest.mark.parametrize("earlier", ["24 001 001", "2025-03-04", f"{UNNAMED}1a2b3c4d"])
def test_a_later_decision_that_says_so_replaces_the_earlier(earlier: str) -> None:
    later = make_other(*ACCOUNT[:8], *OTHER_ACCOUNT[:2], claims=claim(earlier))
    assert kinds(make_profile(), later) == {LinkKind.REISSUED}


def test_the_less_is_claimed_the_more_must_be_the_same() -> None:
    least = {Degree.REPLACES: 8, Degree.MENTIONS: 9, Degree.STANDS: 10}
    for degree, own in least.items():
        claimed = claim("24 001 001", degree)
        for same in (8, 9, 10):
            later = make_other(*ACCOUNT[:same], *OTHER_ACCOUNT[: 10 - same], text_sha256="x", claims=claimed)
            assert (LinkKind.REISSUED in kinds(make_profile(), later)) == (same >= own), (degree, same)


@pytest.mark.parametrize(
    ("earlier", "replaced"), [("2025-03-04", False), (f"{UNNAMED}1a2b3c4d", False), ("24 001 001", True)]
)
def test_strangers_closed_alike_are_not_tied_by_a_day_that_is_both(earlier: str, replaced: bool) -> None:
    one = make_profile(*ACCOUNT, *OTHER_ACCOUNT[:4])
    own = (
        "Mr B asked for a parking badge because of his knee.",
        "The form was lost twice by the desk.",
        "A panel of three saw him one morning in June.",
        "It wrongly refused him in its decision of 4 March 2025.",
    )
    later = make_other(*ACCOUNT, *own, claims=claim(earlier))
    assert (LinkKind.REISSUED in kinds(one, later)) == replaced


@pytest.mark.parametrize("earlier", ["24 001 001", "2025-03-04", f"{UNNAMED}1a2b3c4d"])
def test_who_cites_a_decision_and_shares_but_what_many_say_does_not_replace_it(earlier: str) -> None:
    standard = shingles.as_set(shingles.unpacked(packed(*ACCOUNT)))
    one = make_profile(OTHER_ACCOUNT[0], *ACCOUNT, standard=standard)
    later = make_other(OTHER_ACCOUNT[5], *ACCOUNT, standard=standard, claims=claim(earlier))
    assert overlap(one, later) > REISSUED_OVERLAP
    assert kinds(one, later) == set()


def test_what_the_earlier_says_as_well_is_no_claim_of_the_later() -> None:
    said = claim(f"{UNNAMED}1a2b3c4d")
    later = make_other(*ACCOUNT[:8], *OTHER_ACCOUNT[:2], claims=said)
    assert kinds(make_profile(claims=said), later) == set()
    assert kinds(make_profile(claims=claim(f"{UNNAMED}00000000")), later) == {LinkKind.REISSUED}


@pytest.mark.parametrize(
    "changes",
    [
        {"claims": ()},
        {"claims": claim("24 009 009")},
        {"claims": claim("2025-03-05")},
        {"body": "Oxmere Council"},
        {"decided": dt.date(2025, 3, 4)},
        {"decided": dt.date(2025, 1, 1)},
        {"decided": None},
    ],
    ids=["says nothing", "another reference", "another day", "another body", "same day", "earlier", "no date"],
)
def test_no_other_decision_replaces_it(changes: dict[str, object]) -> None:
    later = make_other(*ACCOUNT[:8], *OTHER_ACCOUNT[:2], **{"claims": claim("24 001 001"), **changes})
    assert LinkKind.REISSUED not in kinds(make_profile(), later)


def test_a_decision_that_mentions_another_on_other_facts_replaces_nothing() -> None:
    later = make_other(*OTHER_ACCOUNT, claims=(*claim("24 001 001"), *claim("2025-03-04"), *claim(UNNAMED)))
    assert kinds(make_profile(), later) == set()


def test_a_page_without_a_body_is_replaced_by_reference_alone() -> None:
    text = (*ACCOUNT[:8], *OTHER_ACCOUNT[:2])
    assert kinds(make_profile(body=None), make_other(*text, claims=claim("24 001 001"))) == {LinkKind.REISSUED}
    assert kinds(make_profile(body=None), make_other(*text, claims=(*claim("2025-03-04"), *claim(UNNAMED)))) == set()
    assert make_profile().body == BODY
