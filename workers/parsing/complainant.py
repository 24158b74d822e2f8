"""Who complains, in the words by which the page calls them: "Mrs X", "Mr and Mrs B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from workers.domain import Role
from workers.parsing.parts import Part, words_of

_TITLE: Final = r"(?:Mr|Mrs|Miss|Ms|Mx|Dr|Prof(?:essor)?|Rev(?:erend)?|Sir|Dame|Lady|Lord|Cllr|Councillor|Father)"
_WORD: Final = r"(?:[A-Z]')?[A-Z][A-Za-z-]{0,30}"
_ONE: Final = rf"{_TITLE}\.? (?:and {_TITLE}\.? )?{_WORD}"
NAME: Final = rf"{_ONE}(?: and {_ONE})?"
_CALLED: Final = re.compile(
    rf"\b(?:call(?:ed)?|refer(?:red)? to(?: (?:him|her|them|here))? as|know(?:n)? as) ({NAME})\b"
)
_CALLING: Final = ("call", "refer", "know")
# These begin with a title, whose capital Python looks for fast; no word ends in one.
_COMPLAINS: Final = re.compile(
    rf"({NAME})(?:,[^.]{{1,80}},|,)? (?:also |has |have |had |is |was |are |first |now |further )*"
    r"(?:complain|say|said|state|allege|claim|believe|is unhappy|unhappy|dissatisfied|tell|told|contend|disagree"
    r"|wants|feels|thinks|argue"
    r"|object|disput|question|challeng|criticis|report)"
)
_OWNS: Final = re.compile(rf"({NAME})'s? (?:\w+ ){{0,3}}complaints?\b")
_BY: Final = re.compile(rf"\bcomplaint (?:made |brought |put )?(?:by|from) ({NAME})\b")
_ANY: Final = re.compile(rf"({NAME})\b")
_PARAGRAPHS: Final = 4
_READ: Final = 1_500  # Characters of a paragraph: a complainant is named at once.


def complainant(parts: Sequence[Part]) -> str | None:
    """The complainant's name as the page gives it; None where it names none ("a family", "a solicitor")."""
    complaint = _first_words(parts, Role.COMPLAINT)
    summary = _first_words(parts, Role.SUMMARY)
    for pattern, text in (
        (_CALLED, complaint),
        (_COMPLAINS, complaint),
        (_OWNS, summary),
        (_BY, summary),
        (_COMPLAINS, summary),
        (_OWNS, complaint),
        (_BY, complaint),
        (_ANY, complaint),
    ):
        if pattern is _CALLED and not any(word in text for word in _CALLING):
            continue
        found = pattern.search(text)
        while found and pattern is _COMPLAINS and _is_spoken_for(found, text):
            found = pattern.search(text, found.end(1))
        if found:
            return found[1]
    return None


def _is_spoken_for(found: re.Match[str], text: str) -> bool:
    """Whether a name is of one for whom somebody complains who is named next: "on behalf of Mrs B, Mr A, her son,"."""
    return text.startswith(",", found.end(1)) and text.endswith(("behalf of ", "for ", "For "), 0, found.start())


def _first_words(parts: Sequence[Part], role: Role) -> str:
    paragraphs = words_of(parts, roles=frozenset({role})).split("\n", _PARAGRAPHS)[:_PARAGRAPHS]
    return "\n".join([paragraph[:_READ] for paragraph in paragraphs])
