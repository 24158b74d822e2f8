"""A decision in parts while it is read: what becomes its sections, still in lines and straight quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import NamedTuple

from workers.domain import Paragraph, Role, Section
from workers.parsing.lines import BULLET, NEXT_ITEM, Line, items_of, single_items
from workers.parsing.typography import printed

_EMPTY_LINES = re.compile("\n\n+")


class Part(NamedTuple):
    """A heading (empty before the first one), the role of its section, and the lines below it."""

    heading: str
    role: Role
    lines: list[Line]

    def paragraphs(self) -> Iterator[Line]:
        """The lines with every item on a line of its own."""
        return single_items(self.lines)


def words_of(parts: Iterable[Part]) -> str:
    """All words of some parts, a heading or a paragraph a line."""
    lines: list[str] = []
    for heading, _, own in parts:
        if heading:
            lines.append(heading)
        lines += [line[0] for line in own]
    words = "\n".join(lines)
    if NEXT_ITEM not in words:
        return words
    words = words.replace(NEXT_ITEM, "\n")
    return _EMPTY_LINES.sub("\n", words).strip("\n") if "\n\n" in words else words.strip("\n")


def lines_at(words: str, places: Iterable[int]) -> Iterator[str]:
    """Each line of some words that holds one of the places, once; places come in rising order."""
    end = -1
    for place in places:
        if place > end:
            start = words.rfind("\n", 0, place) + 1
            end = words.find("\n", place)
            end = end if end >= 0 else len(words)
            yield words[start:end]


def printed_sections(parts: list[Part], words: str) -> tuple[str, tuple[Section, ...]]:
    """The decision's text and sections in the typography that is kept; ``words`` are those of ``words_of``."""
    whole = printed(words)
    texts = whole.split("\n")
    sections: list[Section] = []
    place = 0
    for heading, role, lines in parts:
        if heading:
            heading = texts[place]  # noqa: PLW2901 - The same heading, as printed.
            place += 1
        paragraphs: list[Paragraph] = []
        for line in lines:
            text, mark, level, _, _ = line
            if NEXT_ITEM in text:
                items = items_of(line)
                numbers = repeat(None) if mark == BULLET else [number for _, number in items]
                paragraphs += map(Paragraph, numbers, repeat(level), texts[place : place + len(items)])
                place += len(items)
            else:
                paragraphs.append(Paragraph(None if mark == BULLET else mark, level, texts[place]))
                place += 1
        sections.append(Section(heading, role, tuple(paragraphs)))
    return whole, tuple(sections)
