"""Paragraphs to sentences."""

from __future__ import annotations

import re
from typing import Final

# A stop, a closing quote or bracket perhaps, a space, and something that can begin a sentence.
_BREAK: Final = re.compile(r"[.!?]['\")\]]? (?=[A-Z'\"(\[\u00a3\d])", re.ASCII)
_NO_STOP: Final = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Mx",
        "Dr",
        "Prof",
        "Rev",
        "Cllr",
        "St",
        "No",
        "Nos",
        "Ltd",
        "Co",
        "Inc",
        "v",
        "vs",
        "para",
        "paras",
        "reg",
        "regs",
        "s",
        "ss",
        "sch",
        "art",
        "e.g",
        "i.e",
        "etc",
        "approx",
        "cf",
        "vol",
        "p",
        "pp",
        "ch",
    ]
)
_LONGEST: Final = 12  # Letters and stops of a word that may be among them.


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph, in order; abbreviations and initials do not end one."""
    found: list[str] = []
    start = 0
    for gap in _BREAK.finditer(text):
        if text[gap.start()] == "." and _is_abbreviation(text, gap.start()):
            continue
        found.append(text[start : gap.end() - 1])
        start = gap.end()
    found.append(text[start:])
    return tuple(found)


def _is_abbreviation(text: str, stop: int) -> bool:
    start, least = stop, max(0, stop - _LONGEST)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in "._"):
        start -= 1
    before = text[start:stop].strip(".")
    # "e.g." continues; "Mrs X." ends, as the letter stands for a name, unless another initial follows.
    return before in _NO_STOP and not (before == "No" and text[stop + 2 : stop + 3].isalpha())
