"""What came of reading one window's listing. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.listing import Entry
from scraper.paging import Problem


@dataclass(frozen=True, slots=True)
class Read:
    """A listing as it was read: the total, the entries, and what stands against believing them (None: nothing).

    ``too_long`` tells that it was left after its first page, to be read in parts. ``way`` names how it was had.
    ``beside`` is what a listing that is not believed named of other dates.
    """

    said: int | None
    entries: tuple[Entry, ...]
    problem: Problem | None
    first_page: str | None = None
    too_long: bool = False
    way: str = ""
    beside: tuple[Entry, ...] = ()
