"""A decision in parts while it is read: what becomes its sections, still in lines and straight quotes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from workers.domain import Paragraph, Role, Section
from workers.parsing.lines import BULLET, Line, single_items

# A paragraph from all its fields together: in bulk a third of the time of naming them.
_paragraph_of: Callable[[tuple[str | None, int, str]], Paragraph] = functools.partial(tuple.__new__, Paragraph)


class Columns(NamedTuple):
    """The paragraphs of a part: numbers as they are printed, levels and texts, each in a list of its own."""

    numbers: list[str | None]
    levels: list[int]
    texts: list[str]


@dataclass(slots=True)
class Part:
    """A heading (empty before the first one), the role of its section, and the lines below it."""

    heading: str
    role: Role
    lines: list[Line]
    _columns: Columns | None = field(default=None, repr=False)
    _words: str | None = field(default=None, repr=False)

    def paragraphs(self) -> Iterator[Line]:
        """The lines with every item on a line of its own."""
        return single_items(self.lines)

    def columns(self) -> Columns:
        """The paragraphs below the heading. Gathered once: no line may be added after that."""
        if self._columns is None:
            self._columns = _columns(self.lines)
        return self._columns

    def words(self) -> str:
        """The words below the heading, a paragraph a line. Gathered once, too."""
        if self._words is None:
            self._words = "\n".join(self.columns().texts)
        return self._words


def _columns(lines: Iterable[Line]) -> Columns:
    numbers: list[str | None] = []
    levels: list[int] = []
    texts: list[str] = []
    for line in lines:
        mark = line.mark if line.mark != BULLET else None
        if line.shared:
            items, marks = line.items()
            numbers += marks if mark is not None else repeat(None, len(items))
            levels += repeat(line.level, len(items))
            texts += items
        else:
            numbers.append(mark)
            levels.append(line.level)
            texts.append(line.text)
    return Columns(numbers, levels, texts)


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
        numbers, levels, own = part.columns()
        end = place + len(own)
        paragraphs = map(_paragraph_of, zip(numbers, levels, texts[place:end], strict=True))
        sections.append(Section(heading, part.role, tuple(paragraphs)))
        place = end
    return tuple(sections)
