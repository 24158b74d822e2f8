"""The ways in which the site can be asked for the decisions of a span of dates. Pure.

All of them give the same decisions with a total. The first is the ordinary one; the others are for when it shows the
search form in place of results, or the same ten entries whatever the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from scraper.windows import Span

FORM = "/Decisions/Search"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: a path on the site, and what stands in the query besides dates and page."""

    name: str
    path: str
    more: tuple[tuple[str, str], ...] = ()

    def url(self, site_url: str, span: Span, page: int = 1, more: Mapping[str, str] | None = None) -> str:
        """The address of one page of the listing; ``more`` narrows it, as ``aname`` or ``c`` do."""
        dates = {"fd": str(span.since), "td": str(span.until), "page": str(page)}
        return f"{site_url.rstrip('/')}{self.path}?{urlencode({**dates, **(more or {}), **dict(self.more)})}"


SEARCH = Way("search", "/Decisions/SearchResults")
ARCHIVE = Way("archive", "/Decisions/Archive")
# The other end of the same listing comes first; a listing that repeats its first ten shows ten others here.
ASCENDING = Way("ascending", "/Decisions/SearchResults", (("sortOrder", "ascending"),))
WAYS = (SEARCH, ARCHIVE, ASCENDING)


def category_url(site_url: str, category: str) -> str:
    """The list of a category's ten newest decisions."""
    return f"{site_url.rstrip('/')}/decisions/{category}"
