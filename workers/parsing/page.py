"""The part of a web page that holds the decision, cut out before anything is taken apart or decoded.

Most of a page's tags are menus. Finding the article by plain search costs a hundredth of building the page's tree.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

from workers.parsing.decode import decode
from workers.parsing.errors import NotADecisionError

_TITLE: Final = re.compile(rb"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_HEADING: Final = re.compile(rb"<h1[^<>]{0,500}>((?:[^<]|<(?!/h1)){0,1000})</h1", re.IGNORECASE)
_TITLE_WITHIN: Final = 50_000  # Bytes; a title stands in the head.
_TAGS: Final = re.compile(rb"<[^<>]{0,1000}>")
_MAX_TAG: Final = 1_000
_ARTICLE_ID: Final = re.compile(rb"\bid\s{0,3}=\s{0,3}[\"']?article\b", re.IGNORECASE)


class WebPage(NamedTuple):
    """The markup of the decision's part of a page, still in bytes and in one line, and the titles outside it."""

    markup: bytes
    in_article: bool
    source: bytes
    start: int  # Where the decision's part begins in the source.

    def titles(self) -> tuple[str, ...]:
        """The page's title and the heading above the article, for a decision whose own title is missing."""
        heading = _HEADING.search(self.source, 0, self.start) if self.in_article else None
        title = _TITLE.search(self.source, 0, min(self.start, _TITLE_WITHIN))
        return tuple(
            unescape(decode(_TAGS.sub(b" ", found[1])).text).strip() if found else "" for found in (heading, title)
        )


def open_page(source: bytes) -> WebPage:
    """Find the decision's part of a page with plain tags.

    Raises NotADecisionError ("cut page") where the part begins and never ends.
    """
    start, end, in_article = _span(source)
    if not in_article:
        source = without_comments(source)
        start, end, in_article = _span(source)
    return WebPage(_in_one_line(without_comments(source[start:end])), in_article, source, start)


def _in_one_line(markup: bytes) -> bytes:
    """Markup with spaces for its line ends and tabs, which is what they are worth; in bytes, as that is fastest."""
    for blank in (b"\r\n", b"\n", b"\r", b"\t"):
        markup = markup.replace(blank, b" ")
    return markup


def without_comments(source: bytes) -> bytes:
    """The source without comments; one that is never closed ends the page, as it does in a browser."""
    if b"!" not in source:  # One rare letter is looked for many times as fast as several.
        return source
    start = source.find(b"<!--")
    kept, place = [], 0
    while start >= 0:
        kept.append(source[place:start])
        end = source.find(b"-->", start + 4)
        if end < 0:
            return b"".join(kept)
        place = end + 3
        start = source.find(b"<!--", place)
    kept.append(source[place:])
    return b"".join(kept)


def _span(source: bytes) -> tuple[int, int, bool]:
    start, end = _article(source)
    if end < 0:  # Tags in capitals are rare.
        start, end = _article(source.lower())
    if start >= 0 > end:
        raise NotADecisionError("cut page", "its article has no end")
    return (start, end, True) if start >= 0 else (*_span_without_article(source.lower()), False)


def _article(tags: bytes) -> tuple[int, int]:
    """Where the article starts and where the last one ends; which of those between ends it, its tags will tell."""
    start = _article_start(tags)
    end = tags.rfind(b"</article", start) if start >= 0 else -1
    return start, tags.find(b">", end) + 1 or len(tags) if end >= 0 else -1


def _span_without_article(tags: bytes) -> tuple[int, int]:
    for name in (b"main", b"body"):
        start = tags.find(b"<" + name)
        if start >= 0:
            end = tags.rfind(b"</" + name, start)
            if end < 0 and b"</html" not in tags:
                raise NotADecisionError("cut page", f"its {name.decode()} has no end")
            return start, end if end >= 0 else len(tags)
    if b"<html" in tags and b"</html" not in tags:
        raise NotADecisionError("cut page", "it has no end")
    return 0, len(tags)


def _article_start(tags: bytes) -> int:
    first = start = tags.find(b"<article")
    while start >= 0:
        if _ARTICLE_ID.search(tags, start, tags.find(b">", start, start + _MAX_TAG) + 1):
            return start
        start = tags.find(b"<article", start + 8)
    return first
