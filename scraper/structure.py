"""What the reading of a decision hangs on, told by a glance, so that a redesign which keeps the words is seen. Pure.

Three things divide the words of a page: the labels of its header, the headings that stand on lines of their own, and
the marks of its paragraphs. Which tags and classes they are made of makes no difference here, as it makes none to the
parser; a page that has them in another form is read as before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from scraper.essence import essence

_FURNITURE = re.compile(r"<(footer|nav|aside|form)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_IN_LINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var)"
    r"(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_ITEM = re.compile(r"<li\b[^<>]{0,2000}>", re.IGNORECASE)
# Set before the words of a list's item when its tags are taken away.
_MARK = "\u2022 "
_MARKED = re.compile(r"(?:\u2022|[-*\u2013]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_LABEL = re.compile(r"(category|decision date|decision|outcome|date)\s*(?::|\Z)", re.IGNORECASE)
_SAME_LABEL = {"outcome": "decision", "date": "decision date"}
_LONGEST_HEADING = 90
_NO_HEADING_ENDS = (".", ";", ",", ":", ")", "]", "!")
# Fewer than these prove nothing: a short page may lose them to an edit.
_LEAST_HEADINGS = 3
_LEAST_ITEMS = 4


@dataclass(frozen=True, slots=True)
class Structure:
    """The header's labels, the lines that have the shape of headings, and the number of marked paragraphs."""

    labels: frozenset[str]
    headings: frozenset[str]
    items: int


def structure_of(content: bytes) -> Structure:
    """The structure of a page's part that can be the decision."""
    page = _FURNITURE.sub(" ", essence(content).decode("utf-8", "replace"))
    page = _TAG.sub("\n", _ITEM.sub(f"\n{_MARK}", _IN_LINE.sub("", page)))
    lines = [" ".join(line.split()) for line in unescape(page).splitlines()]
    labels = {found[1].lower() for line in lines if (found := _LABEL.match(line))}
    bare = [line for line in lines if not _MARKED.match(line)]
    return Structure(
        frozenset(_SAME_LABEL.get(label, label) for label in labels),
        frozenset(line for line in bare if _may_head(line)),
        sum(_MARKED.match(line) is not None for line in lines),
    )


def has_lost(held: bytes, now: bytes) -> bool:
    """True where an answer lacks a label of the held page, more than half of its headings, or half of its marks."""
    before, after = structure_of(held), structure_of(now)
    headings = len(before.headings)
    return (
        not before.labels <= after.labels
        or (headings >= _LEAST_HEADINGS and 2 * len(before.headings & after.headings) < headings)
        or (before.items >= _LEAST_ITEMS and 2 * after.items < before.items)
    )


def _may_head(line: str) -> bool:
    return (
        0 < len(line) <= _LONGEST_HEADING
        and line[0].isupper()
        and not line.endswith(_NO_HEADING_ENDS)
        and _LABEL.match(line) is None
    )
