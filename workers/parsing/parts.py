"""A decision in parts while it is read: what becomes its sections, still in lines and straight quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat

from workers.domain import Paragraph, Role, Section
from workers.parsing.lines import BULLET, NEXT_ITEM, Line, single_items

# A paragraph from all its fields together: in bulk a third of the time of naming them.
_new_tuple: Callable[[type[Paragraph], tuple[str | None, int, str]], Paragraph] = tuple.__new__


class Part:
    """A heading (empty before the first one), the role of its section, and the lines below it."""

    __slots__ = ("_words", "heading", "lines", "role")

    def __init__(self, heading: str, role: Role, lines: list[Line]) -> None:
        self.heading = heading
        self.role = role
        self.lines = lines
        self._words: str | None = None

    def paragraphs(self) -> Iterator[Line]:
        """The lines with every item on a line of its own."""
        return single_items(self.lines)

    def words(self) -> str:
        """The words below the heading, a paragraph a line. Gathered once: no line may be added after that."""
        if self._words is None:
            self._words = "\n".join([line.text for line in self.lines]).replace(NEXT_ITEM, "\n")
        return self._words


def _numbers_and_levels(lines: Iterable[Line]) -> tuple[list[str | None], list[int]]:
    """The number of each paragraph as it is printed, and its level."""
    numbers: list[str | None] = []
    levels: list[int] = []
    for line in lines:
        if line.more:
            numbers += line.marks() if line.mark != BULLET else repeat(None, line.more + 1)
            levels += repeat(line.level, line.more + 1)
        else:
            numbers.append(line.mark if line.mark != BULLET else None)
            levels.append(line.level)
    return numbers, levels


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
        numbers, levels = _numbers_and_levels(part.lines)
        end = place + len(numbers)
        paragraphs = map(_new_tuple, repeat(Paragraph), zip(numbers, levels, texts[place:end], strict=True))
        sections.append(Section(heading, part.role, tuple(paragraphs)))
        place = end
    return tuple(sections)
