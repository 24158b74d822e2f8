"""What changed between two versions of a decision."""

import random
import time
from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.diff import Change, Difference, Fate, Passage, PassageChange, difference, passages, word_changes

COMPLAINT = ["Mr Q says the Council did not reply.", "He says it cost him two days of work.", "He wants an apology."]
FOUND = [
    "Mr Q wrote to the Council in May about the damp in his flat.",
    "The Council visited in July and found nothing wrong with the roof.",
    "It did not tell him so until September, which was fault.",
    "He had meanwhile paid a surveyor, who blamed the gutter.",
]


def reading(*sections: tuple[str, list[str]], **fields: Any) -> dict[str, Any]:
    numbers = count(1)
    return {
        "outcome": "Upheld",
        "sections": [
            {
                "heading": heading,
                "role": "other",
                "paragraphs": [{"number": str(next(numbers)), "level": 0, "text": text} for text in texts],
            }
            for heading, texts in sections
        ],
        **fields,
    }


def decision(complaint: list[str] = COMPLAINT, found: list[str] = FOUND, **fields: Any) -> dict[str, Any]:
    return reading(("The complaint", complaint), ("What I found", found), **fields)


def told(found: Difference) -> list[tuple[str, str | None, str | None]]:
    return [(item.change.value, _text(item.before), _text(item.after)) for item in found.passages]


def _text(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def replaced(texts: list[str], at: int, *new: str) -> list[str]:
    return [*texts[:at], *new, *texts[at + 1 :]]


def test_equal_versions_differ_in_nothing() -> None:
    same = difference(decision(), decision())
    assert same.to_json() == {"fields": [], "paragraphs": []}
    assert same.counts == {"added": 0, "removed": 0, "changed": 0, "moved": 0}


def test_a_field_is_told_before_and_after() -> None:
    before, after = decision(decision_date="2025-03-04"), decision(outcome="Not upheld", decision_date=None)
    assert difference(before, after).to_json()["fields"] == [
        {"name": "outcome", "before": "Upheld", "after": "Not upheld"},
        {"name": "decision_date", "before": "2025-03-04", "after": None},
    ]


def test_what_is_derived_is_no_field() -> None:
    assert difference(decision(grounds=["late"]), decision(grounds=[], body_type="county")).fields == ()


def test_a_paragraph_edited_in_place_is_told_by_its_words() -> None:
    after = FOUND[2].replace("September", "early October")
    found = difference(decision(), decision(found=replaced(FOUND, 2, after)))
    (item,) = found.to_json()["paragraphs"]
    assert item == {
        "change": "changed",
        "before": FOUND[2],
        "after": after,
        "heading": False,
        "section": {"before": "What I found", "after": "What I found"},
        "number": {"before": "6", "after": "6"},
        "words": [
            {"change": "same", "text": "It did not tell him so until"},
            {"change": "removed", "text": "September,"},
            {"change": "added", "text": "early October,"},
            {"change": "same", "text": "which was fault."},
        ],
    }


def test_a_paragraph_put_in_changes_no_other_though_their_numbers_grow() -> None:
    found = difference(decision(), decision(complaint=["New words stand here now.", *COMPLAINT]))
    assert told(found) == [("added", None, "New words stand here now.")]
    assert found.passages[0].words[0].fate is Fate.ADDED


def test_a_paragraph_taken_out_is_told_where_it_stood() -> None:
    after = [replaced(FOUND, 1)[0], *FOUND[2:3], FOUND[3].replace("gutter", "drain")]
    changes = [item[0] for item in told(difference(decision(), decision(found=after)))]
    assert changes == ["removed", "changed"]


def test_a_paragraph_moved_is_not_one_taken_out_and_one_put_in() -> None:
    found = difference(decision(), decision(complaint=COMPLAINT[1:], found=[*FOUND, COMPLAINT[0]]))
    assert told(found) == [("moved", COMPLAINT[0], COMPLAINT[0])]
    item = found.to_json()["paragraphs"][0]
    assert item["section"] == {"before": "The complaint", "after": "What I found"}
    assert [words["change"] for words in item["words"]] == ["same"]


def test_a_paragraph_moved_and_edited_is_both() -> None:
    edited = FOUND[0].replace("in May", "in June")
    found = difference(decision(), decision(found=[*FOUND[1:], edited]))
    assert told(found) == [("moved", FOUND[0], edited)]
    assert [words.text for words in found.passages[0].words if words.fate is not Fate.SAME] == ["May", "June"]


def test_what_takes_the_place_of_a_moved_paragraph_is_new() -> None:
    new = "Mr Q wrote to the Council in May about another thing."
    found = difference(decision(), decision(found=[new, *FOUND[1:], FOUND[0]]))
    assert told(found) == [("added", None, new), ("moved", FOUND[0], FOUND[0])]


def test_two_paragraphs_that_changed_places_are_one_move() -> None:
    found = difference(decision(), decision(found=[FOUND[1], FOUND[0], *FOUND[2:]]))
    assert [item[0] for item in told(found)] == ["moved"]


def test_a_paragraph_that_says_something_else_altogether_is_taken_out_and_put_in() -> None:
    other = ["Rain fell.", "Nobody at that office answers telephones after noon, she added."]
    found = difference(decision(), decision(found=[FOUND[0], *other, FOUND[3]]))
    assert Counter(item[0] for item in told(found)) == {"removed": 2, "added": 2}


def test_a_heading_is_compared_with_headings_alone() -> None:
    before = reading(("What I found", ["My assessment"]))
    found = difference(before, reading(("My assessment", ["What I found"])))
    assert {(item.change, item.place.is_heading) for item in found.passages} <= {
        (change, heading) for change in (Change.ADDED, Change.REMOVED) for heading in (True, False)
    }
    renamed = difference(reading(("What I found", FOUND)), reading(("What we found", FOUND)))
    assert [(item.change.value, item.place.is_heading) for item in renamed.passages] == [("changed", True)]


def test_typography_is_no_change() -> None:
    before = decision(['Mr Q\'s bin - a "new" one - was late.'])
    assert (
        difference(before, decision(["Mr  Q\u2019s bin \u2013 a \u201cnew\u201d one\n\u2014 was late."])).passages == ()
    )


def test_repeated_paragraphs_are_told_apart_by_their_place() -> None:
    before = decision(["an apology;", "a payment;"], ["an apology;", *FOUND])
    after = decision(["an apology;", "a payment;"], FOUND)
    assert told(difference(before, after)) == [("removed", "an apology;", None)]


def test_a_decision_without_sections_has_no_paragraphs_to_compare() -> None:
    assert difference({"outcome": None}, decision()).counts["added"] == len(COMPLAINT) + len(FOUND) + 2


@pytest.mark.parametrize(("before", "after"), [("", "new words"), ("old words", ""), ("", ""), ("a b", "c d")])
def test_words_without_anything_in_common(before: str, after: str) -> None:
    fates = [(words.fate.value, words.text) for words in word_changes(before, after)]
    assert fates == [(fate, text) for fate, text in (("removed", before), ("added", after)) if text]


WORDS = st.lists(
    st.sampled_from(["the", "council", "fault", "delay", "\u2018late\u2019", "-", "\u00a350.", "a"]), max_size=14
)
TEXTS = WORDS.map(" ".join)
READINGS = st.lists(st.lists(TEXTS.filter(bool), max_size=6), max_size=4).map(
    lambda sections: reading(*((f"Part {number % 3}", texts) for number, texts in enumerate(sections)))
)


@given(TEXTS, TEXTS)
def test_words_and_their_fates_make_up_both_texts(before: str, after: str) -> None:
    words = word_changes(before, after)
    assert " ".join(item.text for item in words if item.fate is not Fate.REMOVED) == after
    assert len(" ".join(item.text for item in words if item.fate is not Fate.ADDED).split()) == len(before.split())
    assert (before.split() == after.split()) <= all(item.fate is Fate.SAME for item in words)


@given(READINGS, READINGS)
def test_every_paragraph_is_accounted_for_once(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = difference(before, after)
    counts = found.counts
    paired = counts["changed"] + counts["moved"]
    stayed = len(passages(before)) - counts["removed"] - paired
    assert stayed == len(passages(after)) - counts["added"] - paired >= 0
    for item in found.passages:
        assert (item.before is None, item.after is None) == (item.change is Change.ADDED, item.change is Change.REMOVED)
    assert not _taken_twice([item.before for item in found.passages], passages(before))
    assert not _taken_twice([item.after for item in found.passages], passages(after))


def _taken_twice(used: list[Any], held: list[Any]) -> Counter[Any]:
    return Counter(item for item in used if item is not None) - Counter(held)


def _long(size: int, rng: random.Random) -> dict[str, Any]:
    words = [f"word{number}" for number in range(400)]
    return reading(("A", [" ".join(rng.choices(words, k=40)) for _ in range(size)]))


def _seconds(before: dict[str, Any], after: dict[str, Any]) -> float:
    began = time.perf_counter()
    difference(before, after).to_json()
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (reading(("A", ["x"] * 20_000)), reading(("A", ["x"] * 9_000))),
        (reading(("A", ["x", "y"] * 5_000)), reading(("A", ["y", "x", "x"] * 5_000))),
        (reading(("A", ["a b " * 20_000])), reading(("A", ["b a a " * 20_000]))),
        (_long(1_500, random.Random(1)), _long(1_500, random.Random(2))),
    ],
    ids=["equal", "to and fro", "one long paragraph", "nothing in common"],
)
def test_no_pair_of_versions_is_compared_without_end(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert _seconds(before, after) < 10


def test_shuffled_paragraphs_are_moves_and_as_few_as_can_be() -> None:
    rng = random.Random(3)
    texts = [f"Paragraph {number} speaks of {rng.random()}." for number in range(60)]
    shuffled = rng.sample(texts, len(texts))
    found = difference(reading(("A", texts)), reading(("A", shuffled)))
    assert {item.change for item in found.passages} == {Change.MOVED}
    assert len(found.passages) < len(texts) - 8


def _is_edit(item: PassageChange) -> bool:
    return item.change is Change.CHANGED


@pytest.mark.parametrize("share", [0.05, 0.15, 0.3])
def test_a_reissue_with_words_changed_is_edits_in_place(share: float) -> None:
    rng = random.Random(int(share * 100))
    texts = [" ".join(rng.choices([f"w{n}" for n in range(900)], k=rng.randint(12, 60))) for _ in range(60)]
    other = [
        " ".join(f"new{rng.random()}" if rng.random() < share else word for word in text.split()) for text in texts
    ]
    found = difference(reading(("A", texts)), reading(("A", other)))
    assert all(_is_edit(item) for item in found.passages)
