"""A page as lines: the one form that web pages and plain text are brought into before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BULLET = "-"
# Between items of one list that are taken through the reading together; a control that no page holds.
NEXT_ITEM = "\x1e"
MAX_NUMBER = 999


@dataclass(slots=True)
class Line:
    """One block of text as it stands on the page.

    ``mark`` is the number or letter of a list item without its stop, "-" for a bullet, None for bare text; ``level``
    its nesting from 0; ``heading`` the level of a heading element (1 to 6), 0 for anything else; ``indent`` the spaces
    typed before it. Items of one list that have nothing special about them may share a line, divided by NEXT_ITEM;
    ``mark`` is then that of the first. A statement has hundreds of items and hardly a special one, so this pays.

    Not frozen: a line is made once and then set right in place, by the one reading that it belongs to.
    """

    text: str
    mark: str | None = None
    level: int = 0
    heading: int = 0
    indent: int = 0
    shared: bool = False

    def items(self) -> tuple[list[str], list[str | None]]:
        """Texts and marks of the items that share the line; one without words is counted and left out."""
        texts = [text.strip(" ") for text in self.text.split(NEXT_ITEM)]
        marks: list[str | None] = [self.mark] * len(texts)
        if is_number(self.mark):
            first = int(self.mark or 0)
            marks = list(map(str, range(first, first + len(texts))))
        if "" in texts:
            marks = [mark for text, mark in zip(texts, marks, strict=True) if text]
            texts = [text for text in texts if text]
        return texts, marks


_BULLETS = "-\u2013\u2014\u2022\u00b7\u25aa\u25cf\u25cb\u25e6\uf0b7*"
_TYPED = re.compile(
    r"(?:(?P<number>\d{1,3})[.)]|(?P<letter>\(?[a-z]\)|\(?[ivx]{1,5}\)|[a-h]\.)|(?P<bullet>["
    + _BULLETS
    + r"]))\s+(?=\S)"
)
_BEGIN_MARK = frozenset("0123456789(" + _BULLETS)
_MAY_CLOSE_LETTERS = 6  # Characters within which the bracket or stop after letters stands.


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
        if line.shared:
            for text, mark in zip(*line.items(), strict=True):
                yield Line(text, mark, line.level, line.heading, line.indent)
        else:
            yield line


def is_number(mark: str | None) -> bool:
    """Whether a mark is a paragraph's number rather than a letter, a bullet or nothing."""
    return mark is not None and mark.isdigit()
