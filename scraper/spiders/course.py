"""How a crawl goes, and the way to stop it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from scraper.spiders.visit import Visit
from scraper.spiders.visitor import Visitor


@dataclass(slots=True)
class Course:
    """How a crawl went, and the way to stop it.

    ``ended``: everything was looked at; ``stopped``: why it could not go on; ``fault``: what it broke off on, which is
    ours and told in full by the log. None of these: it was told to stop. ``visit`` and ``visitor`` hold what came of
    it; they are None where it ended before it began.
    """

    ended: bool = False
    stopped: BaseException | None = None
    fault: BaseException | None = None
    visit: Visit | None = None
    visitor: Visitor | None = None
    told_to_stop: bool = False
    _task: asyncio.Task[None] | None = None

    def follow(self, task: asyncio.Task[None]) -> None:
        """From now on this is what a word to stop cancels."""
        self._task = task
        if self.told_to_stop:
            task.cancel()

    def stop(self) -> None:
        """Stop the crawl; may be called at any time, from a signal handler too, and more than once."""
        told_before, self.told_to_stop = self.told_to_stop, True
        if self._task is not None and not told_before:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
