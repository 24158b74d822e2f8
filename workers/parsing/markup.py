"""Markup to lines, in one linear pass over the tags.

A decision's markup is flat: headings, lists, paragraphs. So no tree is built: a tree costs four times as much (measured
with lexbor), and a hostile page can make one grow without bound by never closing its formatting, which here costs
nothing. What a browser would show as one block is one line; tests hold the words against lexbor's own reading.
"""

from __future__ import annotations

import re
from html import unescape

from workers.parsing.lines import BULLET, Line

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*+|[!?])([^<>]*+)>")
_START = re.compile(r"\b(?:start|value)\s{0,3}=\s{0,3}[\"']?(\d{1,3})\b", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s{0,3}=\s{0,3}[\"']?([aAiI])\b")
_LABEL_CLASS = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"']?[^\"'>]{0,100}\b(?:label|value)\b", re.IGNORECASE)
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
_INLINE = frozenset(
    [
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
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))


def markup_lines(markup: str) -> list[Line]:
    """The blocks of text of some markup, in order, with list marks and headings. Text is not yet tidied."""
    return _unescaped(_Reader(markup).lines())


def _unescaped(lines: list[Line]) -> list[Line]:
    joined = "\n".join(line.text for line in lines)
    if "&" not in joined:
        return lines
    texts = unescape(joined).split("\n")
    if len(texts) != len(lines):  # An entity stood for a line end.
        texts = [unescape(line.text).replace("\n", " ") for line in lines]
    return [line._replace(text=text) if "&" in line.text else line for line, text in zip(lines, texts, strict=True)]


class _Reader:
    """One pass over the tags of one piece of markup."""

    def __init__(self, markup: str) -> None:
        for blank in "\n\r\t":
            markup = markup.replace(blank, " ")
        self._pieces: list[str] = _TAG.split(markup)
        self._found: list[Line] = []
        self._text: list[str] = []
        self._heading = 0
        self._lists: list[_List] = []
        self._mark: str | None = None
        self._never_closed: set[str] = set()

    def lines(self) -> list[Line]:
        """Everything that can be seen on the page."""
        pieces = self._pieces
        self._text.append(pieces[0])
        place, end = 1, len(pieces)
        while place < end:
            name = pieces[place]
            if name not in _INLINE:
                name = name.lower()
                if name in _SKIPPED and name not in self._never_closed:
                    place = self._past(name, place)
                    continue
            self._tag(name, pieces[place + 1], pieces[place + 2])
            place += 3
        self._flush()
        return self._found

    def _tag(self, name: str, attributes: str, text: str) -> None:
        if attributes.count('"') & 1:  # A ">" stood inside a quoted attribute, and its rest was taken for text.
            attributes, text = _whole_tag(attributes, text)
        kind = name.lstrip("/")
        if kind not in _INLINE:
            self._block(name, kind, attributes)
        elif attributes and _LABEL_CLASS.search(attributes):
            self._flush()
        if text:
            self._text.append(text)

    def _block(self, name: str, kind: str, attributes: str) -> None:
        self._flush()
        if kind in _HEADINGS:
            self._heading = int(kind[1]) if name == kind else 0
        elif kind == "li":
            self._mark = self._item(attributes) if name == kind else None
        elif kind in _LISTS:
            self._list(opens=name == kind, ordered=kind == "ol", attributes=attributes)

    def _list(self, *, opens: bool, ordered: bool, attributes: str) -> None:
        self._mark = None
        if opens:
            self._lists.append(_List(attributes if ordered else None))
        elif self._lists:
            self._lists.pop()

    def _item(self, attributes: str) -> str:
        return self._lists[-1].next_mark(attributes) if self._lists else BULLET

    def _flush(self) -> None:
        if not self._text:
            return
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            level = min(max(len(self._lists) - 1, 0), _MAX_DEPTH)
            self._found.append(Line(text, self._mark, level, self._heading))
            self._mark = None

    def _past(self, name: str, place: int) -> int:
        """The place after an element that holds nothing of the decision; one never closed is passed as a lone tag."""
        pieces, closing, depth = self._pieces, "/" + name, 1
        self._flush()
        for later in range(place + 3, len(pieces), 3):
            other = pieces[later].lower()
            if other == closing:
                depth -= 1
            elif other == name:
                depth += 1
            if not depth:
                self._text.append(pieces[later + 2])
                return later + 3
        self._never_closed.add(name)
        return place


class _List:
    """A list that is open, and the mark of its next item."""

    __slots__ = ("_count", "_letters")

    def __init__(self, attributes: str | None) -> None:
        self._count: int | None = None
        self._letters = ""
        if attributes is not None:
            start, style = _START.search(attributes), _TYPE.search(attributes)
            self._count = int(start[1]) if start else 1
            self._letters = style[1].lower() if style else ""

    def next_mark(self, attributes: str) -> str:
        if self._count is None:
            return BULLET
        value = _START.search(attributes) if attributes else None
        count = int(value[1]) if value else self._count
        self._count = count + 1
        if self._letters == "a" and 0 < count <= 26:  # noqa: PLR2004 - Letters of the alphabet.
            return chr(ord("a") + count - 1)
        if self._letters == "i" and 0 < count <= len(_ROMAN):
            return _ROMAN[count - 1]
        return str(count)


def _whole_tag(attributes: str, text: str) -> tuple[str, str]:
    rest, close, after = text.partition(">")
    return (f"{attributes}>{rest}", after) if close and '"' in rest else (attributes, text)
