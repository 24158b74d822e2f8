"""The header of a page: title, category, outcome and decision date, from the lines before the first section.

Labels and values come on one line, on lines of their own, or with the category split at its ">" over three lines; all
are read as lines, so that a form of markup makes no difference. What cannot be read is None and a warning.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from workers.parsing.dates import read_date
from workers.parsing.furniture import is_outside_text
from workers.parsing.lines import Line
from workers.parsing.reference import Title, read_title
from workers.parsing.warnings import Notes

_LABELS: Final = {
    "category": "category",
    "decision": "outcome",
    "decision date": "date",
    "outcome": "outcome",
    "date": "date",
}
# Where a line holds several labels, each with its value, it goes on as if it were so many lines.
_NEXT_LABEL: Final = re.compile(r" (?=(?:Category|Decision(?: date)?|Outcome|Date) ?: )")
_LONGEST_LABEL: Final = max(map(len, _LABELS)) + 1  # With a space behind it.
_ARROWS: Final = re.compile(r"\s?[>\u203a\u2192]\s?")
OUTCOMES: Final = frozenset({"Upheld", "Not upheld", "Closed after initial enquiries"})


class Header(NamedTuple):
    """What the header says; ``heading`` is a heading without a reference, which may be the body's name alone."""

    title: Title | None
    category: str | None
    subcategory: str | None
    outcome: str | None
    decision_date: dt.date | None
    labels: int
    heading: str | None = None


def read_header(lines: Sequence[Line], notes: Notes, *, menus_before: bool) -> Header:
    """Read the lines before the first section. ``menus_before``: lines above the title are the site's menus."""
    gathered = _Gathered()
    for line in lines:
        gathered.take(line)
    gathered.tell_left_over(notes, menus_before=menus_before)
    category, subcategory = _category(gathered.values.get("category"), notes)
    return Header(
        gathered.title,
        category,
        subcategory,
        _outcome(gathered.values.get("outcome"), notes),
        _date(gathered.values.get("date"), notes),
        len(gathered.values),
        gathered.heading,
    )


class _Gathered:
    """The lines of a header, sorted into title, labelled values and the rest."""

    def __init__(self) -> None:
        self.title: Title | None = None
        self.heading: str | None = None
        self.values: dict[str, list[str]] = {}
        self._label: str | None = None
        self._before: list[str] = []
        self._after: list[str] = []

    def take(self, line: Line) -> None:
        """Sort in a line, or each part of one that holds several labels."""
        if line.text.count(":") > 1:
            for text in _NEXT_LABEL.split(line.text):
                self._take(Line(text, line.mark, line.level, line.heading))
        else:
            self._take(line)

    def _take(self, line: Line) -> None:
        text = line.text.lstrip(": ")  # A colon may stand at the start of the line below its label, or alone.
        if not text:
            return
        words, _, value = text.partition(":")
        label = _LABELS.get(words.removesuffix(" ").lower()) if len(words) <= _LONGEST_LABEL else None
        if label is not None:
            self._open(label, value.removeprefix(" "))
        elif self._label is not None and self._wants(text):
            self.values[self._label].append(text)
        elif not is_outside_text(text):
            self._unlabelled(line)

    def _open(self, name: str, value: str) -> None:
        self._label = name
        values = self.values.setdefault(name, [])
        if value and not values:
            values.append(value)

    def _wants(self, text: str) -> bool:
        """Whether a line belongs to the label above it: its first value, or the rest of a split category."""
        values = self.values[self._label or ""]
        if self._label == "category":
            arrow = text.startswith((">", "\u203a", "\u2192"))
            return not values or arrow or values[-1].endswith((">", "\u203a", "\u2192"))
        return not values

    def _unlabelled(self, line: Line) -> None:
        title = read_title(line.text) if line.mark is None else None
        if title is not None and self.title is None:
            self.title = title
        elif line.heading and self.heading is None:
            self.heading = line.text
        else:
            (self._after if self.title or self.values else self._before).append(line.text)

    def tell_left_over(self, notes: Notes, *, menus_before: bool) -> None:
        if self.title is None and self.heading is None and self._before and not menus_before:
            self.heading = self._before.pop()
        for text in self._after if menus_before else (*self._before, *self._after):
            notes.add("text_left_over", f"header: {text}")


def _category(values: list[str] | None, notes: Notes) -> tuple[str | None, str | None]:
    parts = [part for part in _ARROWS.split(" ".join(values or ())) if part]
    if not parts:
        notes.add("category_missing", "header")
        return None, None
    if len(parts) == 1:
        notes.add("subcategory_missing", "header")
        return parts[0], None
    return parts[0], " > ".join(parts[1:])


def _outcome(values: list[str] | None, notes: Notes) -> str | None:
    if not values:
        notes.add("outcome_missing", "header")
        return None
    outcome = values[0]
    if outcome not in OUTCOMES:
        notes.add("outcome_unknown", f"header: {outcome}")
    return outcome


def _date(values: list[str] | None, notes: Notes) -> dt.date | None:
    if not values:
        notes.add("decision_date_missing", "header")
        return None
    date = read_date(values[0])
    if date is None:
        notes.add("decision_date_unreadable", f"header: {values[0]}")
    return date
