"""A page as lines: the one form that web pages and plain text are brought into before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

BULLET: Final = "-"
# Between items of one list that are taken through the reading together; a control that no page holds.
NEXT_ITEM: Final = "\x1e"
_NUMBERS: Final = tuple(map(str, range(1_000)))  # As they are printed; those of a statement are all among them.


class Line:
    """One block of text as it stands on the page.

    ``mark`` is the number or letter of a list item without its stop, "-" for a bullet, None for bare text; ``level``
    its nesting from 0; ``heading`` the level of a heading element (1 to 6), 0 for anything else; ``indent`` the spaces
    typed before it. Items of one list that have nothing special about them, not even a space too many, may share a
    line, divided by NEXT_ITEM; ``mark`` is then that of the first, and ``more`` the number of the others. A statement
    has hundreds of items and hardly a special one, so this pays.

    Not frozen: a line is made once and then set right in place, by the one reading that it belongs to. Not a dataclass:
    that has slots only as a class made anew, which stays slow where the parser is compiled.
    """

    __slots__ = ("heading", "indent", "level", "mark", "more", "text")

    def __init__(  # noqa: PLR0917 - Made in bulk, and with names it takes half as long again.
        self, text: str, mark: str | None = None, level: int = 0, heading: int = 0, indent: int = 0, more: int = 0
    ) -> None:
        self.text = text
        self.mark = mark
        self.level = level
        self.heading = heading
        self.indent = indent
        self.more = more

    def marks(self) -> Iterable[str | None]:
        """The marks of the items that share the line."""
        if self.mark is not None and self.mark.isdigit():
            first, end = int(self.mark), int(self.mark) + self.more + 1
            return _NUMBERS[first:end] if end <= len(_NUMBERS) else map(str, range(first, end))
        return repeat(self.mark, self.more + 1)

    def items(self) -> Iterator[Line]:
        """The items that share the line, each on a line of its own; one without words is counted and left out."""
        for text, mark in zip(self.text.split(NEXT_ITEM), self.marks(), strict=True):
            if text.strip(" "):
                yield Line(text.strip(" "), mark, self.level, self.heading, self.indent)


_BULLETS: Final = "-\u2013\u2014\u2022\u00b7\u25aa\u25cf\u25cb\u25e6\uf0b7*"
_TYPED: Final = re.compile(
    r"(?:(?P<number>\d{1,3})[.)]|(?P<letter>\(?[a-z]\)|\(?[ivx]{1,5}\)|[a-h]\.)|(?P<bullet>["
    + _BULLETS
    + r"]))\s+(?=\S)"
)
_BEGIN_MARK: Final = frozenset("0123456789(" + _BULLETS)
_MAY_CLOSE_LETTERS: Final = 6  # Characters within which the bracket or stop after letters stands.


def may_have_mark(text: str) -> bool:
    """Whether a line may begin with a typed list mark: a quick answer that spares most of them a closer look."""
    if text[0] in _BEGIN_MARK:
        return True
    start = text[:_MAY_CLOSE_LETTERS]
    return ")" in start or "." in start


def typed_mark(text: str) -> tuple[str, str] | None:
    """The list mark typed at the start of a line and the text after it; None where there is none."""
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
        if line.more:
            yield from line.items()
        else:
            yield line


def is_number(mark: str | None) -> bool:
    """Whether a mark is a paragraph's number rather than a letter, a bullet or nothing."""
    return mark is not None and mark.isdigit()
