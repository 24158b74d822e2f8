"""The part of a web page that holds the decision, cut out before anything is taken apart.

Most of a page's tags are menus. Finding the article by plain search costs a hundredth of building the page's tree. A
page is searched as Latin-1, each byte a character: that is twice as fast, and only the part found is decoded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from workers.parsing.decode import decode
from workers.parsing.errors import NotADecisionError
from workers.parsing.typography import lowered

_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^<>]{0,500}>((?:[^<]|<(?!/h1)){0,1000})</h1", re.IGNORECASE)
_TITLE_WITHIN = 50_000  # Characters; a title stands in the head.
_TAGS = re.compile(r"<[^<>]{0,1000}>")
_MAX_TAG = 1_000
_ARTICLE_ID = re.compile(r"\bid\s{0,3}=\s{0,3}[\"']?article\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebPage:
    """The markup of the decision's part of a page, still in bytes, and the titles that stand outside it."""

    markup: bytes
    in_article: bool
    source: str
    start: int  # Where the decision's part begins in the source.

    def titles(self) -> tuple[str, ...]:
        """The page's title and the heading above the article, for a decision whose own title is missing."""
        heading = _HEADING.search(self.source, 0, self.start) if self.in_article else None
        title = _TITLE.search(self.source, 0, min(self.start, _TITLE_WITHIN))
        return tuple(
            unescape(_TAGS.sub(" ", decode(found[1].encode("latin-1")).text)).strip() if found else ""
            for found in (heading, title)
        )


def open_page(content: bytes) -> WebPage:
    """Find the decision's part of a page with plain tags.

    Raises NotADecisionError ("cut page") where the part begins and never ends.
    """
    source = content.decode("latin-1")
    start, end, in_article = _span(source)
    if not in_article:
        source = without_comments(source)
        start, end, in_article = _span(source)
    return WebPage(without_comments(source[start:end]).encode("latin-1"), in_article, source, start)


def without_comments(source: str) -> str:
    """The source without comments; one that is never closed ends the page, as it does in a browser."""
    if "!" not in source:  # One rare letter is looked for many times as fast as several.
        return source
    start = source.find("<!--")
    kept, place = [], 0
    while start >= 0:
        kept.append(source[place:start])
        end = source.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        place = end + 3
        start = source.find("<!--", place)
    kept.append(source[place:])
    return "".join(kept)


def _span(source: str) -> tuple[int, int, bool]:
    start, end = _article(source, source)
    if end < 0:  # Tags in capitals are rare, and small letters cost as much as all the rest of this.
        start, end = _article(source, lowered(source))
    if start >= 0 > end:
        raise NotADecisionError("cut page", "its article has no end")
    return (start, end, True) if start >= 0 else (*_span_without_article(source, lowered(source)), False)


def _article(source: str, tags: str) -> tuple[int, int]:
    start = _article_start(source, tags)
    return start, _article_end(tags, start) if start >= 0 else -1


def _span_without_article(source: str, tags: str) -> tuple[int, int]:
    for tag in ("<main", "<body"):
        start = tags.find(tag)
        if start >= 0:
            end = tags.rfind("</" + tag[1:], start)
            if end < 0 and "</html" not in tags:
                raise NotADecisionError("cut page", f"its {tag[1:]} has no end")
            return start, end if end >= 0 else len(source)
    if "<html" in tags and "</html" not in tags:
        raise NotADecisionError("cut page", "it has no end")
    return 0, len(source)


def _article_start(source: str, tags: str) -> int:
    first = start = tags.find("<article")
    while start >= 0:
        if _ARTICLE_ID.search(source, start, source.find(">", start, start + _MAX_TAG) + 1):
            return start
        start = tags.find("<article", start + 8)
    return first


def _article_end(tags: str, start: int) -> int:
    """Where the article that starts here ends, articles inside it passed over; -1 where it does not."""
    depth, place = 1, start + 1
    while depth:
        place = tags.find("article", place + 1)
        if place < 0:
            return -1
        if tags[place - 1] == "<":
            depth += 1
        elif tags.startswith("</", place - 2):
            depth -= 1
    return place - 2
