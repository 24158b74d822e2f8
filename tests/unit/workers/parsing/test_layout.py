"""What closes a list of powers belongs to the paragraph and not to the last point of the list."""

from __future__ import annotations

import pytest

from workers.parsing.layout import lay_out
from workers.parsing.lines import BULLET, Line

ACT = "Local Government Act 1974"


@pytest.mark.parametrize(
    "reference",
    [
        f"({ACT}, section 24A(6), as amended)",
        f"[{ACT}, sections 24A(6) and 34B(8)]",
        f"(Section 24A(6) of the {ACT})",
        f"(see section 24A(6) of the {ACT}, as amended)",
        f"(sections 24A(6) and 34B(8) of the {ACT})",
        f"(section 24A(6), {ACT}, as amended)",
        f"(The {ACT}, at sections 24A(6) and 34B(8))",
        "(Schedule 1 of the Health Service Commissioners Act 1993).",
    ],
)
def test_the_reference_that_closes_a_list_stands_on_its_own(reference: str) -> None:
    lines = [Line("We will not look into it if we think that:", "3"), Line(f"it is too late. {reference}", BULLET)]
    laid = lay_out(lines)
    assert [(line.text, line.level) for line in laid[1:]] == [("it is too late.", 1), (reference, 0)]


def test_a_law_within_the_words_of_a_point_stays_there() -> None:
    text = "the Council (as the Housing Act 1996 has it) was told (by us)."
    laid = lay_out([Line("We will not look into it if:", "3"), Line(text, BULLET)])
    assert [line.text for line in laid[1:]] == [text]
