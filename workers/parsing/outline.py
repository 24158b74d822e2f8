"""Lines to sections: where the decision ends, what each section is for, and which words are not the decision's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from workers.domain import Kind, Role
from workers.parsing.dates import read_date
from workers.parsing.furniture import is_end, is_outside_text
from workers.parsing.headed import Headed
from workers.parsing.headings import ACCOUNT, STANDING, heading_key, is_signature, is_usual, main_role, sub_role
from workers.parsing.layout import lay_out
from workers.parsing.lines import Line
from workers.parsing.parts import Part
from workers.parsing.warnings import Notes

_SUMMARY: Final = "summary:"
_SATISFIED: Final = "ombudsman satisfied with"
_MAX_SATISFIED: Final = 200
_FIRST_OF_STATEMENTS: Final = "the ombudsman's final decision"
_LAST_LINES: Final = 12  # Within which that line stands; the site puts it last.
# Sections that a decision has once: a deeper heading in their words is one of the section it stands in.
_ONCE: Final = frozenset({Role.SUMMARY, Role.COMPLAINT, Role.FINAL_DECISION})
_CLOSING: Final = frozenset({Role.RECOMMENDATIONS, Role.FINAL_DECISION})
_REPORT_ROLES: Final = frozenset({Role.FINDING, Role.RECOMMENDATIONS})
_STATEMENT_ROLES: Final = frozenset({Role.POWERS, Role.FINAL_DECISION, Role.CONSIDERATION, Role.FINDINGS})


class Outline(NamedTuple):
    """The decision's own words in order, and what they say of the page as a whole."""

    parts: list[Part]
    kind: Kind
    satisfied_date: dt.date | None
    has_end: bool  # Whether words of the site, or those by which a report closes, follow the decision.

    def is_closed(self) -> bool:
        """Whether the decision's end was seen."""
        if self.has_end:
            return True
        return any(is_signature(line.text) for part in reversed(self.parts) for line in reversed(part.lines))


def body_start(lines: Sequence[Line]) -> int:
    """Where the header ends and the first section begins; the number of lines where none does."""
    for place, line in enumerate(lines):
        text = line.text
        if text[:8].lower() == _SUMMARY and len(text) > len(_SUMMARY):
            return place
        if is_usual(text) and heading_key(text) != "decision":
            return place
    return len(lines)


def read_outline(lines: list[Line], notes: Notes) -> Outline:
    """The sections of the lines from the first heading on. Notes what is left over after the end of the page."""
    body, tail = _split_end(lines)
    for line in tail:
        if not is_outside_text(line.text):
            notes.add("text_left_over", f"after the end: {line.text}")
    satisfied, body = _take_satisfied(body, notes)
    kind = _kind(body, satisfied=satisfied is not None)
    laid = lay_out(body)
    headed = Headed(laid)
    builder = _Builder(notes, headed)
    start = 0
    for place in headed.bare:
        builder.items(laid, start, place, headed.entries)
        start = place + 1
        if place in headed.entries:
            continue
        if headed.headings[place]:
            builder.heading(laid[place])
        else:
            builder.bare(laid[place])
    builder.items(laid, start, len(laid), headed.entries)
    return Outline(builder.parts(kind), kind, satisfied, bool(tail) or satisfied is not None)


def _split_end(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The decision, and what the site says after it: from an end mark or signature that no section follows."""
    end = len(lines)
    seen_signature = False
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.mark is None and is_usual(line.text):
            break
        if is_end(line.text):
            end = place
        elif line.mark is None and is_signature(line.text) and not seen_signature:
            seen_signature, end = True, min(end, place + 1)
    return lines[:end], lines[end:]


def _take_satisfied(lines: list[Line], notes: Notes) -> tuple[dt.date | None, list[Line]]:
    """The date of the line by which the Ombudsman is satisfied with a report's effect, and the lines without it."""
    for place in range(len(lines) - 1, max(len(lines) - _LAST_LINES, -1), -1):
        text = lines[place].text
        if len(text) <= _MAX_SATISFIED and text.lower().removeprefix("the ").startswith(_SATISFIED):
            date = read_date(text)
            if date is None:
                notes.add("satisfied_date_unreadable", f"end: {text}")
            return date, lines[:place] + lines[place + 1 :]
    return None, lines


def _kind(lines: Sequence[Line], *, satisfied: bool) -> Kind:
    heads = [line.text for line in lines if line.mark is None]
    roles = {main_role(text) for text in heads}
    if roles & _STATEMENT_ROLES or any(heading_key(text) == _FIRST_OF_STATEMENTS for text in heads):
        return Kind.STATEMENT
    return Kind.REPORT if satisfied or roles & _REPORT_ROLES else Kind.STATEMENT


class _Builder:
    """Gathers paragraphs under headings and gives each section its role."""

    def __init__(self, notes: Notes, headed: Headed) -> None:
        self._notes = notes
        self._main_level = headed.main_level()
        self._main_roles = headed.roles_at(self._main_level)
        self._parts: list[Part] = []

    def heading(self, line: Line) -> None:
        """Begin the section of a heading."""
        role = main_role(line.text)
        last = self._parts[-1] if self._parts else None
        if role is Role.SUMMARY and last is not None and last.role is Role.SUMMARY and not last.lines:
            return  # "Summary" below "The Ombudsman's final decision" is one heading in two lines.
        if role in _ONCE and line.heading > self._main_level and role in self._main_roles:
            role = None
        if role is None:
            role = self._role_of_unknown(line, last.role if last is not None else None)
        elif last is not None and last.role is Role.RECOMMENDATIONS and not is_usual(line.text):
            role = last.role  # What is recommended is not agreed by a "Remedy" below it.
        self._parts.append(Part(line.text.rstrip(" :"), role, []))

    def _role_of_unknown(self, line: Line, current: Role | None) -> Role:
        if current is None or (line.heading and line.heading == self._main_level and sub_role(line.text) is None):
            self._notes.add("heading_unknown", f"section: {line.text}")
        if current in ACCOUNT or current is Role.AGREED_ACTION:
            return sub_role(line.text) or current
        if current not in _CLOSING and heading_key(line.text) in STANDING:
            return sub_role(line.text) or Role.OTHER
        return current or Role.OTHER

    def items(self, lines: list[Line], start: int, end: int, entries: set[int]) -> None:
        """Add paragraphs that have marks, but for entries of a contents list, to the section that is open."""
        found = lines[start:end]
        if entries:
            found = [line for place, line in enumerate(found, start) if place not in entries]
        if found:
            self._open().lines += found

    def _open(self) -> Part:
        if not self._parts:
            self._parts.append(Part("", Role.OTHER, []))
        return self._parts[-1]

    def bare(self, line: Line) -> None:
        """Add a paragraph without a mark, which may be a summary with its heading before it."""
        if line.text[: len(_SUMMARY)].lower() == _SUMMARY:
            line.text = line.text[len(_SUMMARY) :].lstrip()
            if not self._parts or self._parts[-1].role is not Role.SUMMARY or self._parts[-1].lines:
                self._parts.append(Part("Summary", Role.SUMMARY, []))
        if line.text:
            self._open().lines.append(line)

    def parts(self, kind: Kind) -> list[Part]:
        """Everything so far; what a statement calls findings is the finding of a report."""
        if kind is Kind.REPORT:
            for part in self._parts:
                if part.role is Role.FINDINGS:
                    part.role = Role.FINDING
        return self._parts
