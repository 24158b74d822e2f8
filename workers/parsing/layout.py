"""Marks and levels of paragraphs, the same for every layout that a page is met in.

A web page says what its lists are; typed text says it by numbers, bullets and indentation; and one way of capturing
pages turns every item, numbered or nested, into "- ". There the numbers are counted again, and what is nested is told
by the colon of the line before and the small letter it begins with.
"""

from __future__ import annotations

import re
from typing import Final

from workers.domain import Role
from workers.parsing.headings import main_role, may_head
from workers.parsing.lines import BULLET, NEXT_ITEM, Line, is_number, may_have_mark, single_items, typed_mark

_LEAST_INDENT: Final = 2  # Spaces by which a nested item stands further in.
# The statutory reference that closes a list of powers belongs to the paragraph, not to its last bullet.
_CLOSING_REFERENCE: Final = re.compile(
    r"\s([(\[](?:[Ss]ee )?"
    r"(?:[Tt]he |[Ss](?:ection|chedule)s? [\dA-Z(),/ ]{1,40}(?:and [\dA-Z(),/ ]{1,20})?(?:of (?:the )?)?)?"
    r"(?:Local Government Act 1974|Health Service Commissioners Act 1993)\b)"
)
_OF_STATEMENTS: Final = frozenset({Role.POWERS, Role.CONSIDERATION, Role.FINDINGS, Role.FINAL_DECISION})
_CARRIES_ON: Final = (";", ",", " or", " and", "; and", "; or")
_SENTENCE_STARTS: Final = frozenset(
    [
        "I",
        "We",
        "The",
        "A",
        "An",
        "In",
        "If",
        "Mr",
        "Mrs",
        "Miss",
        "Ms",
        "Dr",
        "He",
        "She",
        "They",
        "It",
        "This",
        "These",
        "Those",
        "That",
        "There",
        "However",
        "Therefore",
        "When",
        "While",
        "Where",
        "On",
        "At",
        "After",
        "Following",
        "As",
        "Under",
        "My",
        "Our",
        "Before",
        "Based",
        "By",
        "Because",
        "Although",
        "Further",
        "Finally",
        "Since",
        "For",
        "Once",
        "Had",
        "Having",
    ]
)


def lay_out(lines: list[Line]) -> list[Line]:
    """The lines with their marks read, their levels set, and numbers counted where the layout lost them."""
    for line in lines:
        mark = line.mark
        if (mark is None or mark == BULLET) and not line.heading and may_have_mark(line.text):
            _read_typed_mark(line)
    if not any(is_number(line.mark) and not line.level for line in lines):
        lines = list(single_items(lines))
        _count_dashes(lines)
    return _levelled(lines)


def _read_typed_mark(line: Line) -> None:
    typed = typed_mark(line.text)
    if typed is not None and not (line.mark == BULLET and typed[0] == BULLET):
        line.mark, line.text = typed


def _levelled(lines: list[Line]) -> list[Line]:
    """Bullets and letters below a numbered paragraph are nested in it, however the page brings them together."""
    ends: list[int] = []  # Where something nested ends.
    indents: list[int] = []  # Of the numbered paragraph that is open, and of what is nested in it.
    before = 0
    for place, line in enumerate(lines):
        mark, level = line.mark, line.level
        if mark is None:
            level = 0
            if indents and _divides(line):
                indents = []
        elif not level and mark.isdigit() and not (line.indent and _stands_in(line, indents)):
            indents = [line.indent]
        elif indents:
            level = max(level, 1, _depth(line.indent, indents))
        if level != before:
            if level < before:
                ends.append(place)
            before = level
        line.level = level
    if before:
        ends.append(len(lines))
    for place in reversed(ends):
        _part_closing_reference(lines, place)
    return lines


def _stands_in(line: Line, indents: list[int]) -> bool:
    return bool(indents) and line.indent >= indents[0] + _LEAST_INDENT


def _depth(indent: int, indents: list[int]) -> int:
    """How many levels below the numbered paragraph an indentation stands; keeps ``indents`` up to date."""
    while len(indents) > 1 and indent < indents[-1]:
        indents.pop()
    if len(indents) == 1 or indent >= indents[-1] + _LEAST_INDENT:
        indents.append(indent)
    return len(indents) - 1


def _count_dashes(lines: list[Line]) -> None:
    """Number the items of a layout that wrote every item as a bullet; those below a colon stay bullets."""
    if not any(line.mark is None and main_role(line.text) in _OF_STATEMENTS for line in lines):
        return
    count, run = 0, _Run()
    for line in lines:
        if line.mark != BULLET or line.level:
            if line.mark is None and _divides(line):
                count = 0
            run.end(line)
        elif run.takes(line.text):
            line.level = 1
        else:
            count += 1
            line.mark = str(count)


def _divides(line: Line) -> bool:
    return line.heading > 0 or may_head(line.text) or main_role(line.text) is not None


class _Run:
    """A run of items that may be nested below a paragraph which ended with a colon."""

    __slots__ = ("_last", "_nested", "_small")

    def __init__(self) -> None:
        self._last, self._nested, self._small = "", False, False

    def end(self, line: Line) -> None:
        """A line that is no item ends the run, and may itself open one."""
        self._last, self._nested = line.text, False

    def takes(self, text: str) -> bool:
        """Whether the next item is nested."""
        small = text[:1].islower()
        if not self._nested:
            self._nested = self._last.endswith(":")
            self._small = small
        elif not self._last.endswith(_CARRIES_ON) and not small:
            self._nested = not self._small and text.split(" ", 1)[0].rstrip(",") not in _SENTENCE_STARTS
        self._last = text
        return self._nested


def _part_closing_reference(lines: list[Line], place: int) -> None:
    """Give the reference that closes the nested line before a place a line of its own."""
    line = lines[place - 1]
    text = line.text
    if text.endswith((")", "]", ").", "].")) and "Act 19" in text:
        found = _CLOSING_REFERENCE.search(text, text.rfind(NEXT_ITEM) + 1)
        if found:
            line.text = text[: found.start()]
            lines.insert(place, Line(text[found.start(1) :]))
