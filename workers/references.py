"""References as people write them. Pure: no I/O."""

from __future__ import annotations

import re

from config.errors import PermanentError

SPELLING = re.compile(r"\s*(\d{2})[ \-]?(\d{3})[ \-]?(\d{3})[ \-]?([a-zA-Z]?)\s*", re.ASCII)


class BadReferenceError(PermanentError):
    """The text is no reference; it looks like ``24 002 642``, with a letter behind it on joint cases."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no reference: write it like 24 002 642 or 24-002-642")
        self.text = text


def normal_reference(text: str) -> str:
    """The one spelling of a reference, ``24 002 642b``, from any usual one. Raises BadReferenceError."""
    match = SPELLING.fullmatch(text)
    if match is None:
        raise BadReferenceError(text)
    year, first, second, letter = match.groups()
    return f"{year} {first} {second}{letter.lower()}"
