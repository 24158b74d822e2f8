"""A page as lines: the one form that web pages and plain text are brought into before anything is read."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

BULLET = "-"
# Between items of one list that are taken through the reading together; a control that no page holds.
NEXT_ITEM = "\x1e"
MAX_NUMBER = 999
_NUMBERS = tuple(map(str, range(MAX_NUMBER + 1)))


# What a Line is before its text is tidied: text, mark, level, heading, indent. Made by the hundred, so a bare tuple.
RawLine = tuple[str, str | None, int, int, int]


class Line(NamedTuple):
    """One block of text as it stands on the page.

    ``mark`` is the number or letter of a list item without its stop, "-" for a bullet, None for bare text; ``level``
    its nesting from 0; ``heading`` the level of a heading element (1 to 6), 0 for anything else; ``indent`` the spaces
    typed before it. Items of one list that have nothing special about them may share a line, divided by NEXT_ITEM; its
    mark is then that of the first. A statement has hundreds of items and hardly a special one, so this pays.
    """

    text: str
    mark: str | None = None
    level: int = 0
    heading: int = 0
    indent: int = 0


# A line from all its fields together: in bulk a third of the time of naming them.
line_of: Callable[[tuple[str, str | None, int, int, int]], Line] = functools.partial(tuple.__new__, Line)

_BULLETS = "-\u2013\u2014\u2022\u00b7\u25aa\u25cf\u25cb\u25e6\uf0b7*"
_TYPED = re.compile(
    r"(?:(?P<number>\d{1,3})[.)]|(?P<letter>\(?[a-z]\)|\(?[ivx]{1,5}\)|[a-h]\.)|(?P<bullet>["
    + _BULLETS
    + r"]))\s+(?=\S)"
)
_BEGIN_MARK = frozenset("0123456789(" + _BULLETS)
_MAY_CLOSE_LETTERS = 6  # Characters within which the bracket or stop after letters stands.


def typed_mark(text: str) -> tuple[str, str] | None:
    """The list mark typed at the start of a line and the text after it; None where there is none."""
    if text[0] not in _BEGIN_MARK:
        start = text[:_MAY_CLOSE_LETTERS]
        if ")" not in start and "." not in start:
            return None
    found = _TYPED.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if found["bullet"]:
        return BULLET, rest
    mark = found["number"] or found["letter"].strip("().")
    return mark, rest


def single_items(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with every item on a line of its own."""
    for line in lines:
        if NEXT_ITEM not in line.text:
            yield line
            continue
        for text, mark in _items_of(line):
            yield line_of((text, mark, line.level, line.heading, line.indent))


def numbers_of(items: str, mark: str | None) -> Sequence[str | None]:
    """What is printed as the number of each item that shares a line; one without words is counted and left out."""
    count = items.count(NEXT_ITEM) + 1
    numbers = _counted(mark, count)
    if NEXT_ITEM * 2 not in items and items[0] != NEXT_ITEM and items[-1] != NEXT_ITEM:
        return numbers
    return [number for number, text in zip(numbers, items.split(NEXT_ITEM), strict=True) if text]


def _counted(mark: str | None, count: int) -> Sequence[str | None]:
    if mark is None or not mark.isdigit():
        return [None if mark == BULLET else mark] * count
    first = int(mark)
    return (
        _NUMBERS[first : first + count] if first + count <= MAX_NUMBER else list(map(str, range(first, first + count)))
    )


def _items_of(line: Line) -> list[tuple[str, str | None]]:
    texts = line.text.split(NEXT_ITEM)
    if line.mark is None or not line.mark.isdigit():
        return [(text, line.mark) for text in texts if text]
    return [(text, str(number)) for number, text in enumerate(texts, start=int(line.mark)) if text]


def is_number(mark: str | None) -> bool:
    """Whether a mark is a paragraph's number rather than a letter, a bullet or nothing."""
    return mark is not None and mark.isdigit()
