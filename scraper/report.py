"""What a crawl did: the counts it keeps while it runs, and the report it ends with."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """How the spider's process ends: everything is whole, the crawl failed, or something is missing and named."""

    COMPLETE = 0
    FAILED = 1
    INCOMPLETE = 3


@dataclass(slots=True)
class Tally:
    """Counts of one crawl: pages fetched and what became of them, listing totals, failures and windows."""

    said: int = 0
    listed: int = 0
    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    windows: int = 0


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """The report of one crawl, under the names that users meet.

    ``said`` and ``listed`` add up the windows walked, ``failed`` counts pages and listings that could not be had,
    ``gone`` those marked gone, ``requests`` every request sent, with retries and robots.txt.
    """

    crawl: int
    mode: str
    complete: bool
    reason: str
    said: int
    listed: int
    fetched: int
    stored: int
    new: int
    changed: int
    unchanged: int
    gone: int
    failed: int
    requests: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return dataclasses.asdict(self)
