"""Puts the pages of one listing together and says whether they are the whole of it. Pure.

The site says how many there are on each page of a listing. Only where the first and the last page say the same, and
exactly so many different entries were listed, is the listing believed.
"""

from __future__ import annotations

from scraper.listing import Entry, ListingPage


class Paging:
    """One reading of a listing from its first page to its last; pages are handed in in order."""

    def __init__(self) -> None:
        self.said: int | None = None
        self.problem: str | None = None
        self._read = 0
        self._pages = 1
        self._entries: dict[tuple[str, str], Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        """The different entries so far; one address under two titles is two entries."""
        return list(self._entries.values())

    @property
    def next_page(self) -> int | None:
        """The number of the page to read next; None at the end, or where going on cannot help."""
        if self.problem is not None or self._read >= self._pages:
            return None
        return self._read + 1

    def add(self, page: ListingPage) -> None:
        """Take the next page in."""
        self._read += 1
        before = len(self._entries)
        self._entries |= {(entry.key, entry.title): entry for entry in page.entries}
        self.problem = self._problem_of(page, len(self._entries) - before)
        if self._read == 1:
            self.said = page.total
            self._pages = page.page_count
        if self.problem is None and self._read == self._pages and len(self._entries) != self.said:
            self.problem = f"the site says {self.said} and lists {len(self._entries)}"

    def _problem_of(self, page: ListingPage, new: int) -> str | None:
        if page.is_shell:
            return f"page {self._read} is a shell: no results and no total"
        if page.total is None:
            return f"page {self._read} prints no total"
        if self._read > 1 and page.total != self.said:
            return f"the total moved from {self.said} to {page.total} while it was paged"
        if new == 0 and page.entries:
            return f"page {self._read} only repeats earlier entries"
        if not page.entries and page.total > 0:
            return f"page {self._read} lists nothing"
        return None
