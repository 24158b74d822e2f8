"""The moment that counts as now.

A crawl asks one clock for every time it decides or records by, so that a rehearsal can be set in any year.
"""

from __future__ import annotations

import datetime as dt
import time


class Clock:
    """Tells the time: the real one, or the one that began at ``at`` (aware) and runs on from there."""

    def __init__(self, at: dt.datetime | None = None) -> None:
        self._at = at
        self._began = time.monotonic()

    def now(self) -> dt.datetime:
        """The moment that counts as now, in UTC."""
        if self._at is None:
            return dt.datetime.now(dt.UTC)
        return self._at.astimezone(dt.UTC) + dt.timedelta(seconds=time.monotonic() - self._began)

    def today(self) -> dt.date:
        """The day that counts as today, in UTC."""
        return self.now().date()
