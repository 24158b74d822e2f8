"""Lines to sections: which line is a heading, what its section is for, and which words are not the decision's.

A web page says what its headings are and plain text does not; the rules here give both the same sections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from workers.domain import Kind, Paragraph, Role, Section
from workers.parsing.dates import read_date
from workers.parsing.furniture import is_end, is_outside_text
from workers.parsing.headings import ACCOUNT, heading_key, is_signature, main_role, may_head, sub_role
from workers.parsing.layout import lay_out
from workers.parsing.lines import BULLET, Line, is_number
from workers.parsing.warnings import Notes

_SUMMARY = "summary:"
_SATISFIED = "ombudsman satisfied with"
_MAX_SATISFIED = 200
_REPORT_ROLES = frozenset({Role.FINDING, Role.RECOMMENDATIONS})
_STATEMENT_ROLES = frozenset({Role.POWERS, Role.FINAL_DECISION, Role.CONSIDERATION, Role.FINDINGS})


@dataclass(frozen=True, slots=True)
class Outline:
    """The decision's own words in order, and what they say of the page as a whole."""

    sections: tuple[Section, ...]
    kind: Kind
    satisfied_date: dt.date | None
    is_closed: bool = field(default=False)


def body_start(lines: Sequence[Line]) -> int:
    """Where the header ends and the first section begins; the number of lines where none does."""
    for place, line in enumerate(lines):
        text = line.text
        if text[:8].lower() == _SUMMARY and len(text) > len(_SUMMARY):
            return place
        role = main_role(text)
        if role is not None and heading_key(text) != "decision":
            return place
    return len(lines)


def read_outline(lines: Sequence[Line], notes: Notes) -> Outline:
    """The sections of the lines from the first heading on. Notes what is left over after the end of the page."""
    body, tail = _split_end(lines)
    for line in tail:
        if not is_outside_text(line.text):
            notes.add("text_left_over", f"after the end: {line.text}")
    satisfied, body = _take_satisfied(body, notes)
    kind = _kind(body, satisfied=satisfied is not None)
    laid = lay_out(body)
    headed = _Headed(laid)
    builder = _Builder(notes, headed.main_level())
    for place, line in enumerate(laid):
        if headed.is_contents_entry(place):
            continue
        if headed.is_heading(place):
            builder.heading(line)
        else:
            builder.paragraph(line)
    sections = builder.sections(kind)
    closed = bool(tail) or satisfied is not None or any(is_signature(line.text) for line in body)
    return Outline(sections, kind, satisfied, closed)


def _split_end(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The decision, and what the site says after it: from an end mark or signature that no section follows."""
    end = len(lines)
    seen_signature = False
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.mark is None and main_role(line.text) is not None:
            break
        if is_end(line.text):
            end = place
        elif line.mark is None and is_signature(line.text) and not seen_signature:
            seen_signature, end = True, min(end, place + 1)
    return list(lines[:end]), list(lines[end:])


def _take_satisfied(lines: list[Line], notes: Notes) -> tuple[dt.date | None, list[Line]]:
    """The date of the line by which the Ombudsman is satisfied with a report's effect, and the lines without it."""
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].text
        if len(text) <= _MAX_SATISFIED and text.lower().removeprefix("the ").startswith(_SATISFIED):
            date = read_date(text)
            if date is None:
                notes.add("satisfied_date_unreadable", f"end: {text}")
            return date, lines[:place] + lines[place + 1 :]
    return None, lines


def _kind(lines: Sequence[Line], *, satisfied: bool) -> Kind:
    roles = {main_role(line.text) for line in lines if line.mark is None}
    if roles & _STATEMENT_ROLES or any(heading_key(line.text) == "the ombudsman's final decision" for line in lines):
        return Kind.STATEMENT
    return Kind.REPORT if satisfied or roles & _REPORT_ROLES else Kind.STATEMENT


class _Headed:
    """Says of each line whether it is a heading, a paragraph, or an entry of a contents list."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        marked = sum(line.mark is not None for line in lines)
        self._typed_headings = marked * 2 >= len(lines) - marked
        self._heads = [False] * len(lines)
        for place in range(len(lines) - 1, -1, -1):
            self._heads[place] = self._judge(place)
        self._keys = {lines[place].text.rstrip(" :").lower() for place, heads in enumerate(self._heads) if heads}
        self._doubles = self._contents_headings()

    def is_heading(self, place: int) -> bool:
        return self._heads[place]

    def is_contents_entry(self, place: int) -> bool:
        """Whether a line only names a section that stands elsewhere on the page."""
        if self._heads[place]:
            return place in self._doubles
        line = self._lines[place]
        return (
            line.mark is not None and len(line.text) <= _MAX_SATISFIED and line.text.rstrip(" :").lower() in self._keys
        )

    def main_level(self) -> int:
        """The level of heading elements that main headings have on this page; 0 where they have none."""
        levels = [line.heading for line in self._lines if line.heading and main_role(line.text) is not None]
        return min(levels, default=0)

    def _judge(self, place: int) -> bool:
        line = self._lines[place]
        if line.mark is not None or is_signature(line.text):
            return False
        if line.heading or main_role(line.text) is not None:
            return True
        if not self._typed_headings or not may_head(line.text) or place + 1 == len(self._lines):
            return False
        following = self._lines[place + 1]
        return self._heads[place + 1] or (is_number(following.mark) and not following.level) or following.mark == BULLET

    def _contents_headings(self) -> set[int]:
        """Headings directly followed by another, and met again later: entries of a contents list."""
        doubles: set[int] = set()
        later: set[str] = set()
        for place in range(len(self._lines) - 1, -1, -1):
            if not self._heads[place]:
                continue
            key = self._lines[place].text.rstrip(" :").lower()
            empty = place + 1 < len(self._lines) and self._heads[place + 1]
            if empty and key in later:
                doubles.add(place)
            later.add(key)
        return doubles


class _Builder:
    """Gathers paragraphs under headings and gives each section its role."""

    def __init__(self, notes: Notes, main_level: int) -> None:
        self._notes = notes
        self._main_level = main_level
        self._sections: list[tuple[str, Role, list[Paragraph]]] = []

    def heading(self, line: Line) -> None:
        text = line.text.rstrip(" :")
        role = main_role(text)
        last = self._sections[-1] if self._sections else None
        if role is Role.SUMMARY and last is not None and last[1] is Role.SUMMARY and not last[2]:
            return  # "Summary" below "The Ombudsman's final decision" is one heading in two lines.
        if role is None:
            role = self._role_of_unknown(line, last[1] if last is not None else None)
        self._sections.append((text, role, []))

    def _role_of_unknown(self, line: Line, current: Role | None) -> Role:
        if current is None or (line.heading and line.heading == self._main_level and sub_role(line.text) is None):
            self._notes.add("heading_unknown", f"section: {line.text}")
        if current in ACCOUNT or current is Role.AGREED_ACTION:
            return sub_role(line.text) or current
        return current or Role.OTHER

    def paragraph(self, line: Line) -> None:
        text = line.text
        if text[:8].lower() == _SUMMARY:
            text = text[8:].lstrip()
            if not self._sections or self._sections[-1][1] is not Role.SUMMARY or self._sections[-1][2]:
                self._sections.append(("Summary", Role.SUMMARY, []))
        if not self._sections:
            self._sections.append(("", Role.OTHER, []))
        mark = None if line.mark == BULLET else line.mark
        if text:
            self._sections[-1][2].append(Paragraph(mark, line.level, text))

    def sections(self, kind: Kind) -> tuple[Section, ...]:
        return tuple(
            Section(heading, Role.FINDING if kind is Kind.REPORT and role is Role.FINDINGS else role, tuple(paragraphs))
            for heading, role, paragraphs in self._sections
        )
