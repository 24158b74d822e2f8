"""Reading what people type into the search box."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import Asked, read


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    asked = read('delay "care plan" school -transport -"free travel"')
    assert asked == Asked("delay school", ("care plan",), ("transport", "free travel"))


def test_curly_quotation_marks_make_a_phrase_too() -> None:
    assert read("\u201ccare plan\u201d").phrases == ("care plan",)


def test_a_phrase_left_open_ends_with_the_text() -> None:
    assert read('delay "care plan').phrases == ("care plan",)


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert read("re-assessment - well").excluded == ()


@pytest.mark.parametrize(
    "text",
    [
        "24 002 642",
        "24-002-642",
        "24002642",
        "24\u00a0002\u00a0642",
        "24\u2011002\u2011642",
        "(24 002 642)",
        "https://www.lgo.org.uk/decisions/housing/allocations/24-002-642?chapter=0",
        "www.lgo.org.uk/Decisions/housing/allocations/24-002-642/",
    ],
)
def test_a_reference_is_known_in_all_its_spellings(text: str) -> None:
    assert read(text) == Asked(references=("24002642",))


def test_a_reference_beside_words_leaves_the_words() -> None:
    assert read("Harrowmere 24-002-642B delay") == Asked("Harrowmere delay", references=("24002642b",))


@pytest.mark.parametrize("text", ["124 002 642", "24 002 6421", "24 02 642", "\u00a324,002,642", "section 24"])
def test_other_numbers_are_no_references(text: str) -> None:
    assert read(text).references == ()


def test_a_text_without_a_letter_or_digit_is_wordless_and_no_text_is_not() -> None:
    assert read('!!! ?? -- "').is_wordless
    assert not read("").is_wordless


@given(st.text(alphabet=string.printable + "\u201c\u201d\u2019\u00a0\u2011é漢", max_size=80))
def test_no_text_is_wrong_and_no_word_is_lost(text: str) -> None:
    asked = read(text)
    found = " ".join([asked.words, *asked.phrases, *asked.excluded, *asked.references])
    assert asked.is_wordless == (bool(text) and not found.strip())
