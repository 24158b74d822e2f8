"""Plain text, as captured or typed, to lines."""

from __future__ import annotations

from typing import NamedTuple

from workers.parsing.lines import Line

_MAX_NOTE = 2_000
_TAB = 4


class PlainPage(NamedTuple):
    """The lines of a text, and the notes ("# url: ...") that whoever saved it wrote above it."""

    lines: list[Line]
    notes: dict[str, str]


def open_text(text: str) -> PlainPage:
    """Split text into lines and take the notes off its top. Texts are not yet tidied."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = text.split("\n")
    notes: dict[str, str] = {}
    first = 0
    for row in rows:
        if not row.strip("\ufeff \t"):
            first += 1
            continue
        note = _note(row)
        if note is None:
            break
        notes.setdefault(*note)
        first += 1
    return PlainPage([_line(row) for row in rows[first:] if row and not row.isspace()], notes)


def _note(row: str) -> tuple[str, str] | None:
    row = row.strip("\ufeff \t")
    name, colon, value = row[1:_MAX_NOTE].partition(":")
    if not row.startswith("#") or not colon or not name.strip().replace(" ", "").isalpha():
        return None
    return name.strip().lower(), value.strip()


def _line(row: str) -> Line:
    bare = row.lstrip()
    indent = len(row) - len(bare)
    if "\t" in row[:indent]:
        indent = len(row[:indent].expandtabs(_TAB))
    return Line(bare.rstrip(), None, 0, 0, indent)
