"""Who complains, as the page calls them."""

from __future__ import annotations

import pytest

from workers.domain import Role
from workers.parsing.complainant import complainant
from workers.parsing.lines import Line
from workers.parsing.parts import Part

NAMED = {
    ("", "The complainant, whom I shall call Miss X, says the Council was slow."): "Miss X",
    ("", "Mr and Mrs B complain about a wall."): "Mr and Mrs B",
    ("", "Mr B and Ms C complained about a wall."): "Mr B and Ms C",
    ("", "Mrs X complains on behalf of her father, Mr Y."): "Mrs X",
    ("", "A solicitor complains for Dr K, whom I will refer to as Dr K."): "Dr K",
    ("", "Mrs Y's daughter, Mrs X, complained about a fee."): "Mrs X",
    ("", "Mr B's son, Mr X, complains that the Council was slow."): "Mr X",
    ("", "Mr X, who lives with his wife, Mrs Y, complains about a wall."): "Mr X",
    ("", "Mr X, for his mother Mrs Y, complains about a wall."): "Mr X",
    ("", "On behalf of Mrs B, Mr A, her son, has complained about a fee."): "Mr A",
    ("", "On behalf of Mr and Mrs B, their son, Mr A, has complained about a fee."): "Mr A",
    ("", "For Mrs B, Mr A, her son, complains about a fee."): "Mr A",
    ("", "A solicitor for Mrs B complains about a fee."): "Mrs B",
    ("", "Mr O'Neill complains about a wall."): "Mr O'Neill",
    ("The Council was slow to deal with Mrs D'Arcy's complaint.", "It is about trees."): "Mrs D'Arcy",
    ("We will not investigate Mx Q's complaint about trees.", "It is about trees."): "Mx Q",
    ("The complaint by Councillor Z is late.", "It is late."): "Councillor Z",
    ("A family complains about a fee.", "They say nobody told them."): None,
    ("", ""): None,
}


@pytest.mark.parametrize("words", NAMED)
def test_the_complainant_is_named_or_none(words: tuple[str, str]) -> None:
    summary, complaint = words
    parts = [
        Part("Summary", Role.SUMMARY, [Line(summary)]),
        Part("The complaint", Role.COMPLAINT, [Line(complaint, "1")]),
    ]
    assert complainant(parts) == NAMED[words]
