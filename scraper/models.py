"""Tables of the raw archive: crawls, windows, listings, addresses, pages and page bodies. Only the scraper writes them.

An *address* is the identity of a page, however its URL is written. A *page* is what an address answered, one row for
each change; its bytes are kept once by sha256 in *page_bodies*, compressed.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from config.db import Base, Json


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
    """A span of decision dates, both ends included, as it was last walked.

    ``said`` is the total the site printed, ``reason`` says why the walk is not whole (None: it is).
    """

    __tablename__ = "windows"
    __table_args__ = (UniqueConstraint("since", "until"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"), index=True)
    said: Mapped[int | None]
    reason: Mapped[str | None]
    walked_at: Mapped[dt.datetime | None]


class Address(Base):
    """The identity of a page: ``key`` is the canonical path on the site, or ``file:`` and the path of a local file."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    first_seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    gone_at: Mapped[dt.datetime | None]


class Listing(Base):
    """An address that a window listed, with the words of its entry, and the crawl that saw it there last."""

    __tablename__ = "listings"

    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), primary_key=True, index=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"))
    title: Mapped[str]
    words: Mapped[str]


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
