"""Markup to lines, in one linear pass over the tags.

A decision's markup is flat: headings, lists, paragraphs. So no tree is built: a tree costs four times as much (measured
with lexbor), and a hostile page can make one grow without bound by never closing its formatting, which here costs
nothing. What a browser would show as one block is one line; tests hold the words against lexbor's own reading.
"""

from __future__ import annotations

import functools
import re
from enum import Enum, auto
from string import ascii_lowercase

from workers.parsing import bounds
from workers.parsing.lines import BULLET, NEXT_ITEM, RawLine

_START = re.compile(r"\b(?:start|value)\s{0,3}=\s{0,3}[\"']?(\d{1,3})\b", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s{0,3}=\s{0,3}[\"']?([aAiI])\b")
_LABEL_CLASS = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"']?[^\"'>]{0,100}\b(?:label|value)\b", re.IGNORECASE)
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*")
_MAX_DEPTH = 50  # Lists nested deeper than this count as this deep.
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")

_SKIPPED = frozenset(
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
_INLINE_NAMES = [
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
# With their closing forms, as every tag is asked whether it is one of these.
_INLINE = frozenset((*_INLINE_NAMES, *(f"/{name}" for name in _INLINE_NAMES)))
# The commonest tags, as they mostly stand: they begin or end a block and are asked for first.
_ITEM_TAGS = frozenset(("li", "/li", "/p", "/div"))
_BLOCK_TAGS = frozenset(
    ("p", "div", "ul", "/ul", "ol", "/ol", "h2", "/h2", "h3", "/h3", "h4", "/h4", "br", "section", "/section")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_ENDS = frozenset(f"/{name}" for name in _HEADINGS)
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_LIST_ENDS = frozenset(f"/{name}" for name in _LISTS)


def markup_lines(markup: str) -> list[RawLine]:
    """The blocks of text of some markup, in order, with list marks and headings. Entities are still to be read."""
    return _Reader(markup).lines()


class _Reader:
    """One pass over the tags of one piece of markup."""

    def __init__(self, markup: str) -> None:
        for blank in "\n\r\t":
            markup = markup.replace(blank, " ")
        markup = markup.replace("</li> <li>", NEXT_ITEM).replace("</li><li>", NEXT_ITEM)
        # Each piece but the first is what follows a "<": a tag, ">", and the text up to the next "<".
        self._pieces: list[str] = markup.split("<")
        self._found: list[RawLine] = []
        self._text = ""
        self._heading = 0
        self._level = 0
        self._lists: list[_List] = []
        self._mark: str | None = None
        self._never_closed: set[str] = set()

    def lines(self) -> list[RawLine]:  # noqa: C901 - One loop over all tags: a call for each would cost a third more.
        """Everything that can be seen on the page."""
        pieces, found = self._pieces, self._found
        self._text = pieces[0]
        place, end = 1, len(pieces)
        while place < end:
            piece = pieces[place]
            tag, closed, words = piece.partition(">")
            if tag in _ITEM_TAGS:
                text = self._text
                if text and not text.isspace():
                    found.append((text, self._mark, self._level, self._heading, 0))
                self._mark = self._next_mark() if tag == "li" else None
                self._text = "" if words == " " else words if NEXT_ITEM not in words else self._items(words)
            elif tag in _INLINE and NEXT_ITEM not in words:
                self._text += words
                if len(self._text) > bounds.BLOCK:
                    self._flush()
            elif tag in _BLOCK_TAGS:
                self._block(tag, tag)
                self._text = words if NEXT_ITEM not in words else self._items(words)
            else:
                kind, name = _kind(tag) if closed else _LITERAL
                if kind is _Kind.SKIPPED and name not in self._never_closed:
                    place = self._past(name, place)
                    continue
                if kind is _Kind.BLOCK:
                    self._block(name, tag)
                elif kind is not _Kind.INLINE and kind is not _Kind.SKIPPED:
                    words = self._odd(kind, name, piece)
                words = self._text + words
                self._text = words if NEXT_ITEM not in words else self._items(words)
                if len(words) > bounds.BLOCK:
                    self._flush()
            place += 1
        self._flush()
        return found

    def _items(self, words: str) -> str:
        """Take all items of some words but the last, which may still go on; the last one's words so far."""
        words, _, last = words.rpartition(NEXT_ITEM)
        if self._mark is None or not self._lists or self._lists[-1].is_lettered:
            self._text, *rest = words.split(NEXT_ITEM)
            for text in rest:
                self._flush()
                self._mark, self._text = self._next_mark(), text
            self._flush()
        else:
            self._found.append((words, self._mark, self._level, self._heading, 0))
            self._text = ""
            self._lists[-1].skip(words.count(NEXT_ITEM))
        self._mark = self._next_mark()
        return last

    def _next_mark(self, tag: str = "") -> str:
        return self._lists[-1].next_mark(tag) if self._lists else BULLET

    def _odd(self, kind: _Kind, name: str, piece: str) -> str:
        """Take a piece whose tag is none, or none of the common ones; the text that it shows after its tag."""
        tag, closed, words = piece.partition(">")
        if kind is _Kind.LITERAL:  # A "<" that opens no tag is a character of the text; "<!" and "<?" are none.
            return words if closed and tag.startswith(("!", "?", "/")) else f"<{piece}"
        if kind is _Kind.LABEL:
            self._flush()
            return words
        rest, close, after = words.partition(">")
        if close and '"' in rest:  # A ">" stood inside a quoted attribute, and its rest was taken for text.
            tag, words = f"{tag}>{rest}", after
        if name not in _INLINE:
            self._block(name, tag)
        return words

    def _block(self, name: str, tag: str) -> None:
        """A tag that begins or ends a block."""
        self._flush()
        if name == "li":
            self._mark = self._next_mark(tag)
        elif name in _HEADINGS:
            self._heading = int(name[1])
        elif name in _HEADING_ENDS:
            self._heading = 0
        elif name in _LISTS:
            self._lists.append(_List(tag if name == "ol" else None))
            self._nest()
        elif name in _LIST_ENDS and self._lists:
            self._lists.pop()
            self._nest()

    def _nest(self) -> None:
        self._mark = None
        self._level = min(max(len(self._lists) - 1, 0), _MAX_DEPTH)

    def _flush(self) -> None:
        text = self._text
        if text and not text.isspace():
            self._found.append((text, self._mark, self._level, self._heading, 0))
            self._mark = None
        self._text = ""

    def _past(self, name: str, place: int) -> int:
        """The place after an element that holds nothing of the decision; one never closed is passed as a lone tag."""
        pieces, closing, depth = self._pieces, "/" + name, 1
        self._flush()
        for later in range(place + 1, len(pieces)):
            tag, closed, words = pieces[later].partition(">")
            other = _kind(tag)[1] if closed and tag[:1].lower() in {"/", name[0]} else ""
            if other == closing:
                depth -= 1
            elif other == name:
                depth += 1
            if not depth:
                self._text = words
                return later + 1
        self._never_closed.add(name)
        return place


class _Kind(Enum):
    """What is to be done with a tag."""

    INLINE = auto()
    BLOCK = auto()
    SKIPPED = auto()
    LABEL = auto()  # Inline, but what it holds is a label or a value and stands alone.
    TORN = auto()  # Its quotes do not match.
    LITERAL = auto()  # It is no tag.


_LITERAL = (_Kind.LITERAL, "")


@functools.lru_cache(maxsize=4096)  # The same few tags stand on every page.
def _kind(tag: str) -> tuple[_Kind, str]:
    """What a tag is, with its name in small letters and a "/" where it closes."""
    found = _NAME.match(tag)
    if found is None:
        return _LITERAL
    name = found[0].lower()
    if name in _SKIPPED:
        return _Kind.SKIPPED, name
    if tag.count('"') & 1:
        return _Kind.TORN, name
    if name not in _INLINE:
        return _Kind.BLOCK, name
    return (_Kind.LABEL if _LABEL_CLASS.search(tag) else _Kind.INLINE), name


class _List:
    """A list that is open, and the mark of its next item."""

    __slots__ = ("_count", "_letters")

    def __init__(self, tag: str | None) -> None:
        """``tag`` with its attributes for a numbered list, None for any other."""
        self._count: int | None = None
        self._letters = ""
        if tag is not None:
            start, style = _START.search(tag), _TYPE.search(tag)
            self._count = int(start[1]) if start else 1
            self._letters = style[1].lower() if style else ""

    @property
    def is_lettered(self) -> bool:
        """Whether its marks are letters."""
        return bool(self._letters)

    def skip(self, count: int) -> None:
        """Count some items that were taken together."""
        if self._count is not None:
            self._count += count

    def next_mark(self, tag: str = "") -> str:
        """The mark of the list's next item, whose tag may carry a value of its own."""
        count = self._count
        if count is None:
            return BULLET
        value = _START.search(tag) if tag else None
        if value:
            count = int(value[1])
        self._count = count + 1
        return self._lettered(count) if self._letters else str(count)

    def _lettered(self, count: int) -> str:
        if self._letters == "a" and 0 < count <= len(ascii_lowercase):
            return ascii_lowercase[count - 1]
        if self._letters == "i" and 0 < count <= len(_ROMAN):
            return _ROMAN[count - 1]
        return str(count)
