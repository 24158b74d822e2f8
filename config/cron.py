"""Cron words: when something is due, as ``minute hour day-of-month month day-of-week``. Pure."""

from __future__ import annotations

import re

OFF = "off"
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>\d+))?")


def checked(words: str) -> str:
    """The words with single spaces between, or ``off``. Raises ValueError that names the part at fault."""
    words = " ".join(words.lower().split())
    if words == OFF:
        return words
    parts = words.split(" ")
    if len(parts) != len(_FIELDS):
        raise ValueError(f"{words!r} is no cron schedule: it has {len(parts)} parts in place of {len(_FIELDS)}, or off")
    for (name, least, most, names), part in zip(_FIELDS, parts, strict=True):
        if not all(_is_sound(one, least, most, names) for one in part.split(",")):
            raise ValueError(f"{words!r} is no cron schedule: {part!r} is no {name}")
    return words


_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, ()),
    ("day of the week", 0, 6, WEEKDAYS),
)


def _is_sound(part: str, least: int, most: int, names: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if found is None or found["step"] == "0":
        return False
    if found["first"] == "*":
        return found["last"] is None
    # Beat takes a step after a single number for nothing, or for a mistake.
    if found["step"] and not found["last"]:
        return False
    first, last = _number(found["first"], names), _number(found["last"] or found["first"], names)
    if first is None or last is None or not least <= first <= most or not least <= last <= most:
        return False
    return first <= last or bool(names)


def _number(end: str, names: tuple[str, ...]) -> int | None:
    if end in names:
        return names.index(end)
    return int(end) if end.isdecimal() else None
