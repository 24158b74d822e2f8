"""What of a page can be the decision: the rest may differ in each answer and is no change. Pure.

A token in a form, a date in the footer or a menu that was moved makes other bytes of the same page. Kept is whatever
the parser could read, markup and all: the title, the headings above the article, and the article; without an article
the main part, and without that the whole page but for what is marked as furniture.
"""

from __future__ import annotations

import re

_TITLES = re.compile(rb"<(title|h1)\b[^>]{0,500}>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    rb"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<input\b[^>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_FURNITURE = re.compile(rb"<(footer|nav|aside|form)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(rb"\s+")


def same_essence(one: bytes, other: bytes) -> bool:
    """True where two answers of one address differ in nothing that could be the decision."""
    return one == other or essence(one) == essence(other)


def essence(content: bytes) -> bytes:
    """The part of a page that the decision can stand in, with its spaces made even."""
    content = _UNSEEN.sub(b"", content)
    titles = [found[0] for found in _TITLES.finditer(content)]
    return _SPACE.sub(b" ", b"\n".join([*titles, _part(content)])).strip()


def _part(content: bytes) -> bytes:
    lowered = content.lower()
    for tag in (b"article", b"main"):
        start, end = lowered.find(b"<" + tag), lowered.rfind(b"</" + tag)
        if 0 <= start < end:
            return content[start:end] + b"</" + tag + b">"
    return _FURNITURE.sub(b"", content)
