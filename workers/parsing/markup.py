"""Markup to lines, in one linear pass over the tags.

A decision's markup is flat: headings, lists, paragraphs. So no tree is built: a tree costs four times as much (measured
with lexbor), and a hostile page can make one grow without bound by never closing its formatting, which here costs
nothing. What a browser would show as one block is one line; tests hold the words against lexbor's own reading.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import count, repeat
from string import ascii_lowercase
from typing import Final

from workers.parsing import bounds
from workers.parsing.errors import NotADecisionError
from workers.parsing.headings import MAX_HEADING
from workers.parsing.lines import BULLET, NEXT_ITEM, Line

_START: Final = re.compile(r"\b(?:start|value)\s{0,3}=\s{0,3}[\"']?(\d{1,3})\b", re.IGNORECASE)
_TYPE: Final = re.compile(r"\btype\s{0,3}=\s{0,3}[\"']?([aAiI])\b")
_LABEL_CLASS: Final = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"']?[^\"'>]{0,100}\b(?:label|value)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*")
_MOST_KINDS: Final = 4_096  # Of tags that are remembered.
_SHORT: Final = 24  # Characters of a piece that is looked up whole.
_MAX_DEPTH: Final = 50  # Lists nested deeper than this count as this deep, and as one.
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")

_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "video",
        "audio",
        "button",
        "select",
        "textarea",
        "nav",
        "dialog",
        "footer",
        "head",
    ]
)
_INLINE_NAMES: Final = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "nobr",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
]
_INLINE: Final = frozenset(_INLINE_NAMES)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ol", "ul", "menu", "dir"))
# What is to be done with a tag. Plain numbers, as every tag is asked: an enumeration takes three times as long. Those
# of blocks are above zero.
_IN_LINE: Final = 0
_BLOCK: Final = 1
_ITEM: Final = 2
_ITEM_END: Final = 3
_LIST: Final = 4
_LIST_END: Final = 5
_HEADING: Final = 6
_HEADING_END: Final = 7
# And the rare ones, below zero: an article, or the end of one; the element is skipped; it holds a label or value, which
# stands alone; its quotes do not match; it is no tag.
_ARTICLE: Final = -5
_SKIP: Final = -4
_LABEL: Final = -3
_TORN: Final = -2
_LITERAL: Final = -1
_BY_NAME: Final = {
    **dict.fromkeys(_INLINE, _IN_LINE),
    **dict.fromkeys([f"/{name}" for name in _INLINE], _IN_LINE),
    **dict.fromkeys(_LISTS, _LIST),
    **dict.fromkeys([f"/{name}" for name in _LISTS], _LIST_END),
    **dict.fromkeys(_HEADINGS, _HEADING),
    **dict.fromkeys([f"/{name}" for name in _HEADINGS], _HEADING_END),
    "li": _ITEM,
    **dict.fromkeys(("/li", "/p", "/div"), _ITEM_END),
    **dict.fromkeys(("p", "div", "br", "section", "/section"), _BLOCK),
}


def markup_lines(markup: str) -> list[Line]:
    """The blocks of text of some markup in one line, with list marks and headings. Entities are still to be read.

    Ends with the article that begins first, if any does; raises NotADecisionError ("cut page") where that has no end.
    """
    # Each piece but the first is what follows a "<": a tag, ">", and the text up to the next "<".
    return _lines(markup.split("<"))


def _lines(pieces: list[str]) -> list[Line]:  # noqa: C901, PLR0912, PLR0915 - One loop: a call for each tag costs more.
    """Everything that can be seen on the page."""
    found: list[Line] = []
    lists: list[_List] = []
    run: list[str] = []  # Items of a list before the text that is open, with nothing between them.
    never_closed: set[str] = set()
    short = _SHORT_PIECES
    mark: str | None = None
    level = heading = articles = 0
    text, place, end = pieces[0], 1, len(pieces)
    while place < end:
        piece = pieces[place]
        place += 1
        kind, tag, words = short[piece] if len(piece) <= _SHORT else _apart(piece)
        if kind < 0:
            if kind == _ARTICLE:
                articles += -1 if tag[0] == "/" else 1
                if articles < 1:
                    break
            kind, tag, words, place = _odd(kind, piece, pieces, place, never_closed)
        if not kind:
            text += words
            if len(text) <= bounds.BLOCK:
                continue
            words = ""  # A block of boundless length is taken in lengths.
        elif tag == "/li" and place < end and pieces[place].startswith("li>") and not words.strip(" "):
            run.append(text)
            text = pieces[place][3:]
            place += 1
            continue
        if run:
            mark = _add_items(found, run, mark, lists[-1] if lists else None, level, heading)
            run = []
        if text and not text.isspace():
            found.append(Line(text, mark, level, heading))
            mark = None
        text = words
        if kind > _BLOCK:
            if kind == _ITEM_END:
                mark = None
            elif kind == _ITEM:
                mark = (next(lists[-1].marks) if tag == "li" else lists[-1].next_mark(tag)) if lists else BULLET
            elif kind == _HEADING:
                heading = int(tag[1])
            elif kind == _HEADING_END:
                heading = 0
            else:
                if kind == _LIST:
                    lists.append(_List(tag) if len(lists) < _MAX_DEPTH else lists[-1])
                elif lists:
                    lists.pop()
                mark = None
                level = min(len(lists), _MAX_DEPTH) - 1 if lists else 0
    if articles > 0:
        raise NotADecisionError("cut page", "its article has no end")
    if run:
        mark = _add_items(found, run, mark, lists[-1] if lists else None, level, heading)
    if text and not text.isspace():
        found.append(Line(text, mark, level, heading))
    return found


def _add_items(  # noqa: PLR0917 - Called for every run of items.
    found: list[Line], run: list[str], mark: str | None, listed: _List | None, level: int, heading: int
) -> str | None:
    """Add items of one list that follow each other: one line where they are long and counted on, else a line each.

    Returns the mark of the item after them.
    """
    items = [item.strip(" ") for item in run]
    # Short ones may be entries of a contents list.
    if len(items) > 1 and len(items[0]) >= MAX_HEADING and listed and not listed.letters and mark is not None:
        text = NEXT_ITEM.join(items)
        if "&" not in text and "" not in items:
            if mark != BULLET:
                listed.count_from(int(mark) + len(items))
            found.append(Line(text, mark, level, heading, 0, len(items) - 1))
            return next(listed.marks)
    following = listed.marks if listed else repeat(BULLET)
    for text in items:
        if text and not text.isspace():
            found.append(Line(text, mark, level, heading))
        mark = next(following)
    return mark


class _Kinds(dict[str, int]):
    """What is to be done with each tag that was met: the same few stand on every page, so most are only looked up."""

    def __missing__(self, tag: str) -> int:
        if len(self) > _MOST_KINDS:
            self.clear()
        self[tag] = kind = _kind(tag)
        return kind


_KINDS: Final = _Kinds()


def _apart(piece: str) -> tuple[int, str, str]:
    """The kind of tag that a piece begins with, the tag, and the words after it."""
    tag, closed, words = piece.partition(">")
    return _KINDS[tag] if closed else _BY_NAME.get(tag, _LITERAL), tag, words


class _Pieces(dict[str, tuple[int, str, str]]):
    """Short pieces taken apart: most pieces are a tag without any words, the same on every page."""

    def __missing__(self, piece: str) -> tuple[int, str, str]:
        if len(self) > _MOST_KINDS:
            self.clear()
        self[piece] = found = _apart(piece)
        return found


_SHORT_PIECES: Final = _Pieces()


def _kind(tag: str) -> int:
    """What is to be done with a tag."""
    name = _name(tag)
    if not name:
        return _LITERAL
    if name in _SKIPPED:
        return _SKIP
    if tag.count('"') & 1:
        return _TORN
    if name in {"article", "/article"}:
        return _ARTICLE
    kind = _BY_NAME.get(name, _BLOCK)
    return _LABEL if kind == _IN_LINE and _LABEL_CLASS.search(tag) else kind


def _name(tag: str) -> str:
    """The name of a tag in small letters, with a "/" where it closes; empty for what is none."""
    found = _NAME.match(tag)
    return found[0].lower() if found else ""


def _odd(kind: int, piece: str, pieces: list[str], place: int, never_closed: set[str]) -> tuple[int, str, str, int]:
    """What a rare tag comes to: its common kind, the tag, the text after it, and the place of the next piece."""
    tag, closed, words = piece.partition(">")
    if kind == _SKIP:
        return _past(_name(tag), words, pieces, place, never_closed)
    if kind in {_ARTICLE, _LABEL}:
        return _BLOCK, tag, words, place
    if kind == _LITERAL:  # A "<" that opens no tag is a character of the text; "<!" and "<?" are none.
        is_tag = closed and tag.startswith(("!", "?", "/"))
        return _IN_LINE, tag, words if is_tag else f"<{piece}", place
    more, close, after = words.partition(">")
    if close and '"' in more:  # A ">" stood inside a quoted attribute, and its rest was taken for text.
        tag, words = f"{tag}>{more}", after
    return _BY_NAME.get(_name(tag), _BLOCK), tag, words, place


def _past(name: str, words: str, pieces: list[str], place: int, never_closed: set[str]) -> tuple[int, str, str, int]:
    """The end of an element that holds nothing of the decision; one that is never closed is passed as a lone tag."""
    if name in never_closed:
        return _IN_LINE, name, words, place
    closing, depth = "/" + name, 1
    begins = (name[:2], closing[:2])
    for further in range(place, len(pieces)):
        piece = pieces[further]
        if piece[:2].lower() not in begins:
            continue
        tag, closed, after = piece.partition(">")
        if not closed:
            continue
        other = _name(tag)
        depth += (other == name) - (other == closing)
        if not depth:
            return _BLOCK, closing, after, further + 1
    never_closed.add(name)
    return _BLOCK, name, words, place


class _List:
    """A list that is open, and the marks of its items to come; ``letters`` is empty where these are none."""

    __slots__ = ("letters", "marks")

    def __init__(self, tag: str) -> None:
        first, self.letters = _numbering(tag)
        self.marks: Iterator[str] = repeat(BULLET)
        if first is not None:
            self.count_from(first)

    def count_from(self, first: int) -> None:
        """Give the next item a number, and those after it the numbers that follow."""
        marks = count(first)
        self.marks = map(self._lettered, marks) if self.letters else map(str, marks)

    def next_mark(self, tag: str) -> str:
        """The mark of an item whose tag may carry a value of its own."""
        value = _START.search(tag)
        if value and next(self.marks) != BULLET:
            self.count_from(int(value[1]))
        return next(self.marks)

    def _lettered(self, number: int) -> str:
        if self.letters == "a" and 0 < number <= len(ascii_lowercase):
            return ascii_lowercase[number - 1]
        if self.letters == "i" and 0 < number <= len(_ROMAN):
            return _ROMAN[number - 1]
        return str(number)


@functools.lru_cache(maxsize=1024)  # Hardly a list starts beyond a hundred.
def _numbering(tag: str) -> tuple[int | None, str]:
    """The first number of a list and the style of its letters, empty for figures; no number where it has bullets."""
    if _name(tag) != "ol":
        return None, ""
    start, style = _START.search(tag), _TYPE.search(tag)
    return int(start[1]) if start else 1, style[1].lower() if style else ""
