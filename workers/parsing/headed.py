"""Which lines of a decision are headings, and which only name a heading that stands elsewhere on the page.

A web page says what its headings are and plain text does not; these rules give both the same headings.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.domain import Role
from workers.parsing.headings import is_signature, main_role, may_head
from workers.parsing.lines import BULLET, Line, is_number


class Headed:
    """The lines of one decision, each told to be a heading, an entry of a contents list, or a paragraph.

    ``bare`` are the places of the lines without a mark, the only ones that can be headings; ``entries`` the places of
    those that only name one.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.bare = [place for place, line in enumerate(lines) if line.mark is None]
        self._may_be_typed = (len(lines) - len(self.bare)) * 2 >= len(self.bare)
        self.headings = [False] * len(lines)
        for place in reversed(self.bare):
            self.headings[place] = self._judge(place)
        self._places = [place for place in self.bare if self.headings[place]]
        self.entries = self._contents_headings() | self._contents_items()

    def main_level(self) -> int:
        """The level of heading elements that main headings have on this page; 0 where they have none."""
        return min((line.heading for line in self._elements() if main_role(line.text) is not None), default=0)

    def roles_at(self, level: int) -> frozenset[Role]:
        """What the main headings are for that are elements of this level."""
        roles = {main_role(line.text) for line in self._elements() if line.heading == level}
        return frozenset(role for role in roles if role is not None)

    def _elements(self) -> list[Line]:
        heads = [self._lines[place] for place in self._places]
        return [line for line in heads if line.heading]

    def _judge(self, place: int) -> bool:
        line = self._lines[place]
        if is_signature(line.text):
            return False
        if line.heading or main_role(line.text) is not None:
            return True
        if not self._may_be_typed or not may_head(line.text) or place + 1 == len(self._lines):
            return False
        following = self._lines[place + 1]
        return (
            self.headings[place + 1] or (is_number(following.mark) and not following.level) or following.mark == BULLET
        )

    def _contents_headings(self) -> set[int]:
        """Headings directly followed by another, and met again later."""
        entries: set[int] = set()
        later: set[str] = set()
        for place in reversed(self._places):
            key = _key(self._lines[place].text)
            if key in later and place + 1 < len(self._lines) and self.headings[place + 1]:
                entries.add(place)
            later.add(key)
        return entries

    def _contents_items(self) -> set[int]:
        """Items of a list that say nothing but what a heading says."""
        keys = {_key(self._lines[place].text) for place in self._places}
        longest = max(map(len, keys), default=0) + 2
        short = [place for place, line in enumerate(self._lines) if line.mark is not None and len(line.text) <= longest]
        return {place for place in short if _key(self._lines[place].text) in keys}


def _key(text: str) -> str:
    return text.rstrip(" :").lower()
