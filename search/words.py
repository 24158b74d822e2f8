"""Reading what people type: words, "phrases", -excluded words and references. Pure; no text is wrong.

A reference is known in all its spellings, also inside the address of a decision. Everything else that looks like an
operator is a word, or nothing: there is no syntax that could be got wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.documents import reference_key

_BLANK = r"[ \u00a0\-\u2010-\u2015]?"
_REFERENCE = re.compile(
    rf"(?<![\w\-]){_BLANK}\d{{2}}{_BLANK}\d{{3}}{_BLANK}\d{{3}}[a-z]?(?![\w\-])", re.IGNORECASE | re.ASCII
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*?/(?P<last>[^/\s?#]+)/?(?:[?#]\S*)?(?=\s|$)", re.IGNORECASE)
_STRAIGHT = str.maketrans(dict.fromkeys("\u201c\u201d\u201e", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_HAS_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search text in its parts: loose words, phrases, what must not occur, references without blanks."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    is_wordless: bool = False


def read(text: str) -> Asked:
    """The parts of a search text; ``is_wordless`` where there are characters but neither letters nor digits."""
    plain = _ADDRESS.sub(lambda address: f" {address['last']} ", text.translate(_STRAIGHT))
    references = tuple(dict.fromkeys(reference_key(found) for found in _REFERENCE.findall(plain)))
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for part in _PART.finditer(_REFERENCE.sub(" ", plain)):
        said = part["word"] or part["phrase"] or ""
        if _HAS_WORD.search(said):
            (excluded if part["minus"] else phrases if part["word"] is None else words).append(said)
    nothing = not (words or phrases or excluded or references)
    return Asked(" ".join(words), tuple(phrases), tuple(excluded), references, is_wordless=bool(text) and nothing)
