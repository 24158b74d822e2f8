"""Values that the spider hands on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from email.message import Message

# A decision page has some 50 KB; what is 200 times that is no decision, whatever else it is.
MAX_PAGE_BYTES = 10_000_000


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

    @property
    def media_type(self) -> str | None:
        """The type that the answer's headers give, such as ``text/html``; None where they give none."""
        return self._content_type.get_content_type() if self.headers.get("content-type") else None

    @property
    def charset(self) -> str | None:
        """The character set that the answer's headers give, in lower case; None where they give none."""
        return self._content_type.get_content_charset()

    @property
    def _content_type(self) -> Message:
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a page that is held came with: the site sends it again only where it is another one now."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The request's headers that say so; none where the site gave neither."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the ledger did with a page: its row, whether it is a new one, and its number among its address's pages."""

    page_id: int
    is_new: bool
    number: int = 1
