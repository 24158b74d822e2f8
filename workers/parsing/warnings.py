"""Where the parser notes what is odd on a page it could still read."""

from __future__ import annotations

from workers.domain import ReadingWarning

# Every code there is. They are stable: rows, exports and searches hold them.
CODES: dict[str, str] = {
    "body_missing": "the page names no body",
    "body_type_unknown": "neither rule nor table tells what kind of body it is",
    "category_missing": "the header has no category",
    "decision_date_missing": "the header has no decision date",
    "decision_date_unreadable": "the decision date is none that exists",
    "encoding_mislabelled": "the decision's bytes are in another encoding than was said",
    "final_decision_missing": "no section gives the final decision or a finding",
    "heading_unknown": "a main heading was never met before",
    "nul_removed": "the page held NUL characters",
    "outcome_missing": "the header has no outcome",
    "outcome_unknown": "the outcome was never met before",
    "paragraph_too_long": "a paragraph is longer than any that people write, and is not read closely to its end",
    "reference_differs_from_url": "the title gives another reference than the address",
    "satisfied_date_unreadable": "the date of the Ombudsman's satisfaction is none that exists",
    "subcategory_missing": "the category stands without a subcategory",
    "summary_missing": "no section gives a summary",
    "text_left_over": "words outside the decision are none that the site is known to say",
    "twice_encoded_repaired": "the page was encoded twice",
    "url_unknown": "the address is no decision's",
}
MAX_WARNINGS = 50
_MAX_PLACE = 120


class Notes:
    """Collects warnings, each once, in the order they were met, no more than a page can sensibly have."""

    __slots__ = ("_found",)

    def __init__(self, *codes: str) -> None:
        self._found: dict[ReadingWarning, None] = {}
        for code in codes:
            self.add(code, "page")

    def add(self, code: str, place: str) -> None:
        """Note a warning of a stable code at a place, given in words."""
        if len(self._found) < MAX_WARNINGS:
            self._found[ReadingWarning(code, place[:_MAX_PLACE])] = None

    def all(self) -> tuple[ReadingWarning, ...]:
        """Everything noted so far."""
        return tuple(self._found)
