"""A decision in parts while it is read: what becomes its sections, still in lines and straight quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workers.domain import Paragraph, Role, Section
from workers.parsing.lines import BULLET, Line
from workers.parsing.typography import printed


class Part(NamedTuple):
    """A heading (empty before the first one), the role of its section, and the lines below it."""

    heading: str
    role: Role
    lines: list[Line]


def words_of(parts: list[Part]) -> str:
    """All words of a decision, a heading or a paragraph a line."""
    lines: list[str] = []
    for part in parts:
        if part.heading:
            lines.append(part.heading)
        lines += [line.text for line in part.lines]
    return "\n".join(lines)


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
    text = printed(words)
    texts = text.split("\n")
    sections: list[Section] = []
    place = 0
    for heading, role, lines in parts:
        if heading:
            heading = texts[place]  # noqa: PLW2901 - The same heading, as printed.
            place += 1
        end = place + len(lines)
        paragraphs = [
            Paragraph(None if mark == BULLET else mark, level, text)
            for (_, mark, level, _, _), text in zip(lines, texts[place:end], strict=True)
        ]
        sections.append(Section(heading, role, tuple(paragraphs)))
        place = end
    return text, tuple(sections)
