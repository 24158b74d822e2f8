"""Two streams of chance in one: what a family of decisions has in common, and what each member has of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from random import Random
from typing import Self


class Streams(Random):
    """Draws from the common stream, and within ``own()`` from the member's; neither disturbs the other."""

    def __new__(cls, *_: Random) -> Self:
        """Set aside the seeding that a plain Random does with what it is given."""
        return super().__new__(cls)

    def __init__(self, common: Random, own: Random) -> None:
        self._own, self._now = own, common
        super().__init__(0)

    def seed(self, *_: object, **__: object) -> None:
        """Leave both streams as they are: they were seeded before."""

    def random(self) -> float:
        """The next number of the stream in use."""
        return self._now.random()

    def getrandbits(self, k: int, /) -> int:
        """The next bits of the stream in use."""
        return self._now.getrandbits(k)

    @contextlib.contextmanager
    def own(self) -> Iterator[None]:
        """Draw from the member's own stream for the length of the context."""
        before, self._now = self._now, self._own
        try:
            yield
        finally:
            self._now = before
