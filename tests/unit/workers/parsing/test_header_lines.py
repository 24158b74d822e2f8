"""Labels and values of a header, however the lines between them are broken."""

from __future__ import annotations

import datetime as dt

import pytest

from workers.parsing.header import read_header
from workers.parsing.lines import Line
from workers.parsing.warnings import Notes

TITLE = "Ambleford Borough Council (23 004 117)"
HEADERS = {
    "lines": (TITLE, "Category : Housing > Homelessness", "Decision : Upheld", "Decision date : 14 Mar 2024"),
    "one line": (TITLE, "Category : Housing > Homelessness Decision : Upheld Decision date : 14 Mar 2024"),
    "one line without spaces": (TITLE, "Category: Housing > Homelessness Decision: Upheld Decision date: 14 Mar 2024"),
    "title too": (f"{TITLE} Category : Housing > Homelessness Decision : Upheld Decision date : 14 Mar 2024",),
    "two a line": (TITLE, "Category : Housing > Homelessness", "Decision : Upheld Decision date : 14 Mar 2024"),
    "colons alone": (
        *(TITLE, "Category", ":", "Housing > Homelessness", "Decision", ":", "Upheld"),
        *("Decision date", ":", "14 Mar 2024"),
    ),
    "colons first": (
        *(TITLE, "Category", ": Housing > Homelessness", "Decision", ": Upheld"),
        *("Decision date", ": 14 Mar 2024"),
    ),
}


@pytest.mark.parametrize("form", HEADERS)
def test_a_header_is_the_same_however_its_lines_are_broken(form: str) -> None:
    notes = Notes()
    header = read_header([Line(text) for text in HEADERS[form]], notes, menus_before=False)
    assert header.title is not None
    assert (header.title.body, header.title.reference) == ("Ambleford Borough Council", "23 004 117")
    assert (header.category, header.subcategory, header.outcome) == ("Housing", "Homelessness", "Upheld")
    assert header.decision_date == dt.date(2024, 3, 14)
    assert notes.all() == ()


def test_a_subcategory_may_speak_of_a_decision() -> None:
    lines = [Line("Category : Housing > Decision reviews"), Line("Decision : Upheld")]
    header = read_header(lines, Notes(), menus_before=False)
    assert (header.subcategory, header.outcome) == ("Decision reviews", "Upheld")
