"""What can go wrong between us and the site, and in the raw archive."""

from __future__ import annotations

import datetime as dt

from config.errors import PermanentError, TransientError


class PageTooLargeError(PermanentError):
    """A page is larger than the archive takes; nothing of the site comes near that size."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"the page has {size} bytes, more than the {limit} that are kept")
        self.size = size
        self.limit = limit


class PageGoneError(PermanentError):
    """A page row was asked for that the archive does not have (any more)."""

    def __init__(self, page_id: int) -> None:
        super().__init__(f"the archive has no page {page_id}")
        self.page_id = page_id


class DamagedBodyError(PermanentError):
    """The stored bytes of a page cannot be read back."""

    def __init__(self, sha256: str, why: str) -> None:
        super().__init__(f"page body {sha256} cannot be read back: {why}")
        self.sha256 = sha256


class NotStoredError(PermanentError):
    """A page was fetched but could not be stored, for a reason that lies in the page itself."""


class FetchError(PermanentError):
    """A page could not be had in this crawl; kept as a failure, and asked for again in the next one.

    ``status`` is the last answer's status, None where none came or it tells nothing of the page; ``attempts`` is how
    often it was asked for; ``kind`` is the reason without what is particular to this page, for counting.
    """

    def __init__(self, reason: str, *, status: int | None = None, attempts: int = 1, kind: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.attempts = attempts
        self.kind = kind or reason


class ListingError(PermanentError):
    """A window's listing could not be read to its end, or contradicts itself."""


class CrawlStoppedError(PermanentError):
    """The crawl must not go on: the site refuses us, forbids it or is away. The text becomes the crawl's reason."""


class CrawlRunningError(TransientError):
    """Another crawl holds the lock; only one runs at a time on one database."""

    def __init__(self) -> None:
        super().__init__("a crawl is already running on this database: wait for its end, or stop it")


class NoWindowError(PermanentError):
    """The dates asked for hold no window: the site has nothing before its first date or after today."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(f"these dates hold no window: decisions are dated from {first} to {last}")
