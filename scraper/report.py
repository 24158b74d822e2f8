"""What a crawl did: the counts it keeps while it runs, and the report it ends with."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """How the spider's process ends: everything is whole, it failed, was not asked right, or names what is missing."""

    COMPLETE = 0
    FAILED = 1
    MISUSED = 2
    INCOMPLETE = 3


@dataclass(slots=True)
class Tally:
    """Counts of one crawl: pages fetched and what became of them, listing totals, failures and windows.

    ``to_check`` pages held were to be asked for again, ``checked`` were, and ``missing`` of them said that they are
    gone. ``polled`` entries were named by categories or bodies, and ``confirmed`` windows by a sum of totals.
    """

    said: int = 0
    listed: int = 0
    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    windows: int = 0
    confirmed: int = 0
    polled: int = 0
    to_check: int = 0
    checked: int = 0
    missing: int = 0


@dataclass(slots=True)
class Traffic:
    """The load that one crawl was to the site.

    ``answers`` counts requests by status, or by what came in its place; ``bytes`` as they came over the wire;
    ``retries`` are requests for what was asked for before; ``waited_seconds`` is what the site asked us to wait.
    ``faults`` counts the pages that could not be had after all, by why.
    """

    answers: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    retries: int = 0
    waited_seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The load as plain JSON values."""
        # Field by field: asdict makes pairs of what a Counter counts.
        return {
            "answers": dict(self.answers),
            "faults": dict(self.faults),
            "bytes": self.bytes,
            "retries": self.retries,
            "waited_seconds": round(self.waited_seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Politeness:
    """How one crawl kept its distance: seconds wanted between requests, and the least that was between two.

    ``forbidden`` are the lines of robots.txt that kept it from asking for something.
    """

    spacing_seconds: float
    crawl_delay_seconds: float
    at_once: int
    least_gap_seconds: float | None
    forbidden: list[str]

    def to_json(self) -> dict[str, Any]:
        """The figures as plain JSON values."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """The report of one crawl, under the names that users meet.

    ``said`` and ``listed`` add up the windows looked at, ``failed`` counts pages and listings that could not be had,
    ``gone`` those marked gone, ``requests`` every request sent, with retries and robots.txt. ``windows`` are those that
    were read, ``confirmed`` how many more a sum of totals told to be as they were; ``missing`` are pages that windows
    list and the archive does not hold. ``totals`` are the site's own for all dates and by category, ``oddities`` counts
    entries that name something never seen. ``answered_gone`` pages held said that they are gone; what of them might
    have been marked and was not is in ``held_back``, with the reason and what to do.
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
    windows: list[dict[str, Any]] = field(default_factory=list)
    confirmed: int = 0
    polled: int = 0
    checked: int = 0
    answered_gone: int = 0
    held_back: dict[str, Any] = field(default_factory=dict)
    missing: list[dict[str, str]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    listing_faults: dict[str, int] = field(default_factory=dict)
    listing_ways: dict[str, int] = field(default_factory=dict)
    oddities: dict[str, int] = field(default_factory=dict)
    pages_per_second: float = 0.0
    traffic: dict[str, Any] = field(default_factory=dict)
    politeness: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return dataclasses.asdict(self)
