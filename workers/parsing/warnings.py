"""Where the parser notes what is odd on a page it could still read."""

from __future__ import annotations

from workers.domain import ReadingWarning

MAX_WARNINGS = 50
_MAX_PLACE = 120


class Notes:
    """Collects warnings, each once, in the order they were met, no more than a page can sensibly have."""

    __slots__ = ("_found",)

    def __init__(self, *codes: str) -> None:
        self._found: dict[ReadingWarning, None] = {}
        for code in codes:
            self.add(code, "page")

    def add(self, code: str, place: str) -> None:
        """Note a warning of a stable code at a place, given in words."""
        if len(self._found) < MAX_WARNINGS:
            self._found[ReadingWarning(code, place[:_MAX_PLACE])] = None

    def all(self) -> tuple[ReadingWarning, ...]:
        """Everything noted so far."""
        return tuple(self._found)
