"""Tables of the raw archive: crawls, windows, totals, listings, addresses, pages and page bodies.

Only the scraper writes them. An *address* is the identity of a page, however its URL is written. A *page* is what an
address answered, one row for each change; its bytes are kept once by sha256 in *page_bodies*, compressed. A *check* is
what asking again for a page that is held came to; *address_changes* tell the workers which addresses went or came back.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from config.db import Base, Json
from scraper.windows import State


class Crawl(Base):
    """One run of the spider; without ``finished_at`` it is running or was killed. ``report`` is its JSON at the end."""

    __tablename__ = "crawls"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    mode: Mapped[str]
    site_url: Mapped[str]
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    started_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[dt.datetime | None]
    complete: Mapped[bool | None]
    reason: Mapped[str | None]
    report: Mapped[Json | None]


class Window(Base):
    """A span of decision dates, both ends included, as it was last looked at.

    ``said`` is the total the site printed, ``listed`` how many entries it was seen to list, ``held`` how many of these
    are in the archive, ``reason`` why the window is not whole. ``first_page`` is the fingerprint of its first page,
    compared last at ``compared_at``; ``paged_at`` is when it was last read from end to end, ``as_of`` the moment for
    which the numbers hold. ``steady_since`` is since when each reading, the last at ``compared_at``, has shown just
    these numbers with something against them; null where nothing is, or what is may pass.
    """

    __tablename__ = "windows"
    __table_args__ = (UniqueConstraint("since", "until"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"), index=True)
    state: Mapped[str] = mapped_column(default=State.OPEN.value)
    said: Mapped[int | None]
    listed: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]
    first_page: Mapped[str | None] = mapped_column(String(64))
    compared_at: Mapped[dt.datetime | None]
    paged_at: Mapped[dt.datetime | None]
    as_of: Mapped[dt.datetime | None]
    steady_since: Mapped[dt.datetime | None]


class Total(Base):
    """How many decisions the site says it has in all, or in one category, beside what its windows add up to.

    ``scope`` is empty for the whole site, else the category as it stands in addresses. ``settled`` is by how much
    ``said`` is more than was expected of the windows, where that was looked into to the end; null where it was not.
    """

    __tablename__ = "totals"

    scope: Mapped[str] = mapped_column(primary_key=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"))
    said: Mapped[int]
    windows: Mapped[int]
    at: Mapped[dt.datetime]
    settled: Mapped[int | None]


class Address(Base):
    """The identity of a page: ``key`` is the canonical path on the site, or ``file:`` and the path of a local file."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    first_seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    gone_at: Mapped[dt.datetime | None]


class Check(Base):
    """How an address that is held answered when it was asked again; one that was never asked again has none.

    ``asked_at`` is the last time it was asked, whatever came of it, ``checked_at`` the last time its answer told
    something: the page, no change, or gone. ``missing_since`` and ``missing_at`` are the first and the last of the
    unbroken row of answers that it is gone, ``missing_crawl_id`` the crawl that got the last one. ``due`` puts it first
    in the next crawl. ``etag`` and ``last_modified`` came with the last whole answer, where its page was held already.
    """

    __tablename__ = "checks"

    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), primary_key=True)
    asked_at: Mapped[dt.datetime | None]
    checked_at: Mapped[dt.datetime | None]
    missing_since: Mapped[dt.datetime | None]
    missing_at: Mapped[dt.datetime | None]
    missing_crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawls.id"))
    due: Mapped[bool] = mapped_column(default=False)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]


class AddressChange(Base):
    """An address that went or came back, which the workers have not heard of yet; they take the row away."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)


class Listing(Base):
    """An entry of a window: an address under one title, with its words, and the crawl that saw it there last.

    One address listed under two titles is two entries. ``decided`` is the date in the entry's words; ``polled`` tells
    that it was found on another way so far, and the window itself has not been seen to list it; ``times`` is how often
    it is listed. ``came_at`` is when it came as news: null where it was there when the window was first read.
    """

    __tablename__ = "listings"

    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), primary_key=True, index=True)
    # A title can be too long for an index, its hash never is.
    title_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"))
    title: Mapped[str]
    words: Mapped[str]
    decided: Mapped[dt.date | None]
    polled: Mapped[bool] = mapped_column(default=False)
    times: Mapped[int] = mapped_column(default=1)
    came_at: Mapped[dt.datetime | None]


class PageBody(Base):
    """The bytes of pages, compressed by zstd, once for each sha256; ``size`` is their length before that."""

    __tablename__ = "page_bodies"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Page(Base):
    """What an address answered from ``fetched_at`` on; ``checked_at`` is when it last answered so."""

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("address_id", "number"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    number: Mapped[int]
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawls.id"))
    url: Mapped[str]
    status: Mapped[int]
    headers: Mapped[Json]
    sha256: Mapped[str] = mapped_column(ForeignKey("page_bodies.sha256"))
    fetched_at: Mapped[dt.datetime]
    checked_at: Mapped[dt.datetime]
