"""When a guest leaves: one bad answer means nothing, a row of them is the state of the site. Pure."""

from __future__ import annotations

from scraper.errors import CrawlStoppedError
from scraper.manners import GONE, REFUSALS
from scraper.recognise import STREAKS

# A server that refuses so many requests in a row means us.
REFUSALS_IN_A_ROW = 5
# So many pages in a row that cannot be had: the site is away, and asking on is only a burden.
FAULTS_IN_A_ROW = 20
# So many pages in a row that robots.txt forbids: what we came for is forbidden.
FORBIDDEN_IN_A_ROW = 20


class Patience:
    """Counts rows of bad answers; each method raises CrawlStoppedError with the reason where a row is too long."""

    def __init__(self) -> None:
        self._refusals = 0
        self._faults = 0
        self._forbidden = 0
        self._note: str | None = None
        self._notes = 0

    def good(self) -> None:
        """A page was had: every row ends."""
        self._refusals = self._faults = self._forbidden = self._notes = 0
        self._note = None

    def refused(self, status: int | None) -> None:
        """One request was answered badly."""
        self._refusals = self._refusals + 1 if status in REFUSALS else 0
        if self._refusals >= REFUSALS_IN_A_ROW:
            raise CrawlStoppedError(f"the site refused {self._refusals} requests in a row (status {status})")

    def forbidden(self, rule: str) -> None:
        """One page may not be asked for."""
        self._forbidden += 1
        if self._forbidden >= FORBIDDEN_IN_A_ROW:
            raise CrawlStoppedError(f"robots.txt forbids {self._forbidden} pages in a row, the last one by {rule!r}")

    def missed(self, words: str, status: int | None, note: str | None) -> None:
        """One page could not be had for good; ``note`` is what stood in its place (:mod:`scraper.recognise`)."""
        if note in STREAKS:
            self._read(note)
        self._faults = 0 if status in GONE else self._faults + 1
        if self._faults >= FAULTS_IN_A_ROW:
            raise CrawlStoppedError(f"{self._faults} pages in a row could not be had, the last one: {words}")

    def _read(self, note: str) -> None:
        self._notes = self._notes + 1 if note == self._note else 1
        self._note = note
        streak = STREAKS[note]
        if self._notes >= streak.length:
            raise CrawlStoppedError(f"{self._notes} pages in a row were {note}: {streak.advice}")
