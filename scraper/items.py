"""Values that the spider hands on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawPage:
    """What one address answered, as fetched: nothing of the content is changed or understood here.

    ``key`` is the address's identity (``scraper.addresses``), ``url`` the address as it was asked for, ``headers`` the
    answer's headers in lower case, ``content`` the body after transfer decoding, ``fetched_at`` in UTC.
    """

    key: str
    url: str
    content: bytes
    fetched_at: dt.datetime
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    crawl_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the ledger did with a page: its row, and whether the archive did not have it like this yet."""

    page_id: int
    is_new: bool
