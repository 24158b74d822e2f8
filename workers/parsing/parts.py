"""A decision in parts while it is read: what becomes its sections, still in lines and straight quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

from workers.domain import Paragraph, Role, Section
from workers.parsing.lines import BULLET, NEXT_ITEM, Line, numbers_of, single_items

_EMPTY_LINES = re.compile("\n\n+")


@dataclass(slots=True)
class Part:
    """A heading (empty before the first one), the role of its section, and the lines below it."""

    heading: str
    role: Role
    lines: list[Line]
    _words: str | None = field(default=None, repr=False)

    def paragraphs(self) -> Iterator[Line]:
        """The lines with every item on a line of its own."""
        return single_items(self.lines)

    def words(self) -> str:
        """The words below the heading, a paragraph a line. Gathered once: no line may be added after that."""
        if self._words is None:
            words = "\n".join([line[0] for line in self.lines]).replace(NEXT_ITEM, "\n")
            if "\n\n" in words:  # An item without words is counted and left out.
                words = _EMPTY_LINES.sub("\n", words)
            self._words = words.strip("\n")
        return self._words


def words_of(parts: Iterable[Part], *, roles: frozenset[Role]) -> str:
    """The words below the headings of the parts that have one of some roles, a paragraph a line."""
    return "\n".join([part.words() for part in parts if part.role in roles and part.lines])


def all_words(parts: Iterable[Part]) -> str:
    """All words of some parts, a heading or a paragraph a line."""
    return "\n".join([words for part in parts for words in (part.heading, part.words()) if words])


def lines_at(words: str, places: Iterable[int]) -> Iterator[str]:
    """Each line of some words that holds one of the places, once; places come in rising order."""
    end = -1
    for place in places:
        if place > end:
            start = words.rfind("\n", 0, place) + 1
            end = words.find("\n", place)
            end = end if end >= 0 else len(words)
            yield words[start:end]


def sections_of(parts: Iterable[Part], texts: list[str]) -> tuple[Section, ...]:
    """The sections of a decision; ``texts`` are the lines of ``all_words`` as they are printed."""
    sections: list[Section] = []
    place = 0
    for part in parts:
        heading = part.heading
        if heading:
            heading = texts[place]
            place += 1
        paragraphs: list[Paragraph] = []
        for text, mark, level, _, _ in part.lines:
            if NEXT_ITEM in text:
                numbers = numbers_of(text, mark)
                paragraphs += map(Paragraph, numbers, repeat(level), texts[place : place + len(numbers)])
                place += len(numbers)
            else:
                paragraphs.append(Paragraph(None if mark == BULLET else mark, level, texts[place]))
                place += 1
        sections.append(Section(heading, part.role, tuple(paragraphs)))
    return tuple(sections)
