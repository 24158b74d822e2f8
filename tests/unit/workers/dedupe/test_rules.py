from workers.dedupe.rules import Candidate, LinkKind, compare, reference_number

TEXT = "a" * 64


def kinds(one: Candidate, other: Candidate) -> set[LinkKind]:
    return {link.kind for link in compare(one, other)}


def test_equal_text_under_two_references_is_linked() -> None:
    assert kinds(Candidate(1, "15 018 169", None, TEXT), Candidate(2, "15 019 136", None, TEXT)) == {LinkKind.SAME_TEXT}


def test_letters_of_one_number_are_a_joint_case() -> None:
    one = Candidate(1, "17 002 402a", "Oxmere Council", TEXT)
    other = Candidate(2, "17 002 402b", "Oxmere NHS Trust", "b" * 64)
    assert kinds(one, other) == {LinkKind.JOINT_CASE}


def test_one_reference_for_two_bodies_is_a_joint_case() -> None:
    one = Candidate(1, "20 009 115", "Oxmere CCG", "b" * 64)
    assert kinds(one, Candidate(2, "20 009 115", "Oxmere NHS Trust", TEXT)) == {LinkKind.JOINT_CASE}


def test_strangers_themselves_and_the_textless_are_not_linked() -> None:
    one = Candidate(1, "20 009 115", "Oxmere CCG", TEXT)
    assert compare(one, one) == []
    assert compare(one, Candidate(2, "20 009 116", "Oxmere CCG", "b" * 64)) == []
    assert compare(one, Candidate(2, "20 009 115", "Oxmere NHS Trust", None)) == []


def test_a_link_is_the_same_from_both_ends() -> None:
    one, other = Candidate(5, "15 018 169", None, TEXT), Candidate(3, "15 019 136", None, TEXT)
    assert compare(one, other) == compare(other, one)
    assert (compare(one, other)[0].low_id, compare(one, other)[0].high_id) == (3, 5)


def test_a_number_is_the_reference_without_its_letter() -> None:
    assert reference_number("17 002 402b") == reference_number("17 002 402") == "17 002 402"
