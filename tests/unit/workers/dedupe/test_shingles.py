import pytest

from tests.unit.workers.dedupe.made import packed
from workers.dedupe.shingles import Shingles, as_set, sentences, unpacked
from workers.domain import Role


def own(*paragraphs: str, role: str = Role.FINDINGS) -> Shingles:
    return as_set(unpacked(packed(*paragraphs, role=role)))


@pytest.mark.parametrize("role", [Role.POWERS, Role.CONSIDERATION])
def test_sections_of_standard_role_are_no_wording_of_its_own(role: str) -> None:
    assert own("We investigate complaints about councils.", role=role) == frozenset()


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
    assert [len(sentence) for sentence in sentences(unpacked(packed(text)))] == [2, 1, 1]


def test_paragraphs_can_change_places() -> None:
    one, other = "The roof fell in on a cold night. Nobody came.", "The claim was late by a week or more."
    assert own(one, other) == own(other, one)


def test_a_sentence_without_words_is_none() -> None:
    assert sentences(unpacked(packed("...", "", "\u2014"))) == []


def test_the_same_text_gives_the_same_bytes_everywhere() -> None:
    # Fingerprints are kept: a change here needs another SHINGLES_VERSION.
    assert packed("The roof fell in on 3 May 2024.").hex() == "9ec0f09705d43af28c9c836a4782b1f4d6b9e92600000000"
