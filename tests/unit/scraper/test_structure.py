"""What a redesign takes from a page's structure is seen; other tags for the same, and edits, are no loss."""

from __future__ import annotations

import pytest

from scraper.structure import has_lost, structure_of

PAGE = (
    "<html><body><article><h1>Overwold Council (24 001 001)</h1><p>Category : Housing &gt; Repairs</p>"
    "<p>Decision : Upheld</p><p>Decision date : 3 May 2024</p><h2>The complaint</h2><ol><li>Mr X complains.</li></ol>"
    "<h2>What I found</h2><ol start='2'><li>It was late.</li><li>It told nobody.</li></ol><h2>Agreed action</h2>"
    "<ol start='4'><li>It will pay.</li></ol><h2>Final decision</h2><p>I uphold it.</p></article></body></html>"
)


def test_labels_headings_and_marks_are_the_structure() -> None:
    structure = structure_of(PAGE.encode())
    assert structure.labels == {"category", "decision", "decision date"}
    assert {"The complaint", "What I found", "Agreed action", "Final decision"} <= structure.headings
    assert structure.items == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Decision date : 3 May 2024", "3 May 2024"),
        ("Decision : Upheld", "We upheld this"),
        ("li>", "p>"),
    ],
)
def test_each_label_and_most_marks_are_missed(before: str, after: str) -> None:
    assert has_lost(PAGE.encode(), PAGE.replace(before, after).encode())


def test_headings_that_run_into_their_paragraphs_are_missed() -> None:
    assert has_lost(PAGE.encode(), PAGE.replace("<h2>", "<p><b>").replace("</h2>", "</b> It was so.</p>").encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<h2>Agreed action</h2>", ""),
        ("<li>It told nobody.</li>", ""),
        ("Upheld", "Not upheld"),
        ("Decision : ", "Outcome: "),
        ("<p>Decision date : 3", "<dl><dt>Date</dt><dd>3"),
        ("h2>", "div>"),
        ("article>", "section>"),
    ],
)
def test_edits_and_other_tags_are_no_loss(before: str, after: str) -> None:
    assert before in PAGE
    assert not has_lost(PAGE.encode(), PAGE.replace(before, after).encode())
