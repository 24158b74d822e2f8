import numpy as np
import pytest

from tests.unit.workers.dedupe.made import packed
from workers.dedupe.shingles import END, among, as_set, packed_all, unpacked, without_doubles
from workers.domain import Role


def own(*paragraphs: str, role: str = Role.FINDINGS) -> list[int]:
    return list(as_set(unpacked(packed(*paragraphs, role=role))).tolist())


def sentences(packed_shingles: bytes) -> list[int]:
    """How many shingles each sentence has."""
    ends = np.flatnonzero(unpacked(packed_shingles) == END)
    return list((np.diff(ends, prepend=-1) - 1).tolist())


@pytest.mark.parametrize("role", [Role.POWERS, Role.CONSIDERATION])
def test_sections_of_standard_role_are_no_wording_of_its_own(role: str) -> None:
    assert own("We investigate complaints about councils.", role=role) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mr X paid the bill at once.", "Mrs B paid the bill at once."),
        ("He told her that his claim was late.", "She told them that their claim was late."),
        ("It paid £1,250.50 to the family.", "It paid £75 to the family."),
        ("On 3 May 2024 the roof fell in.", "On 17 October 2023 the roof fell in."),
        ("The council\u2019s reply \u2013 a letter - came late", "The council's reply a letter came late."),
        ("THE ROOF, it said, FELL in.", "the roof it said fell in"),
    ],
)
def test_what_changes_with_the_person_makes_no_difference(one: str, other: str) -> None:
    assert own(one) == own(other)


def test_a_shingle_is_four_words_of_one_sentence() -> None:
    text = "One two three four five. Six seven. Eight"
    assert sentences(packed(text)) == [2, 1, 1]


def test_paragraphs_can_change_places() -> None:
    one, other = "The roof fell in on a cold night. Nobody came.", "The claim was late by a week or more."
    assert own(one, other) == own(other, one)


def test_a_sentence_without_words_is_none() -> None:
    assert packed("...", "", "\u2014") == b""


def test_the_same_text_gives_the_same_bytes_everywhere() -> None:
    # Fingerprints are kept: a change here needs another SHINGLES_VERSION.
    assert packed("The roof fell in on 3 May 2024.").hex() == "a73776b6b28ff8ee65848359d2e79f3b6dabc4f500000000"


def test_texts_hashed_together_are_as_each_alone() -> None:
    texts = ["The roof fell in on a cold night. Nobody came.", "", "Late by a week or more; no reply!", "One."]
    many = [[(Role.FINDINGS, [text])] for text in texts] * 3
    assert packed_all(many) == [packed(text) for text in texts] * 3
    assert packed_all([]) == []


def test_long_words_differ_by_their_first_letters() -> None:
    word = "abcdefgh" * 3
    assert own(word) != own(word[:-1]) != own(word[:8])
    assert own(f"{word}xx") != own(f"{word}xy")


def test_sets_are_in_order_and_found_in_each_other() -> None:
    numbers = np.array([7, 0, 3, 7, 5], np.uint32)
    assert as_set(numbers).tolist() == [3, 5, 7]
    assert among(numbers, as_set(numbers)).tolist() == [True, False, True, True, True]
    assert among(numbers, without_doubles(numbers[:0])).tolist() == [False] * 5
