"""The crawl's book-keeping: the only writer of crawls, windows and listings.

Every function works inside the caller's unit of work.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from scraper.listing import Entry
from scraper.models import Address, Crawl, Listing, Page, State, Window
from scraper.report import CrawlReport
from scraper.store import lock_addresses, plain
from scraper.windows import Span

BEING_WALKED = "the walk was not finished"
KILLED = "killed before it could report"

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window that is being walked: its row, and the total it had when last walked (None: never, or unknown)."""

    id: int
    span: Span
    said_before: int | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An address that was listed and is not held: its row, identity, and where to fetch it."""

    address_id: int
    key: str
    url: str


def start_crawl(session: Session, mode: str, site_url: str, dates: Span, at: dt.datetime) -> int:
    """Begin a crawl, under the crawl lock: one that has not finished by now was killed, and its row says so."""
    killed = update(Crawl).where(Crawl.finished_at.is_(None))
    session.execute(killed.values(finished_at=at, complete=False, reason=KILLED))
    row = insert(Crawl).values(mode=mode, site_url=site_url, since=dates.since, until=dates.until, started_at=at)
    return session.execute(row.returning(Crawl.id)).scalar_one()


def finish_crawl(session: Session, report: CrawlReport, at: dt.datetime) -> None:
    """End a crawl with its report."""
    row = update(Crawl).where(Crawl.id == report.crawl)
    end = {"finished_at": at, "complete": report.complete, "reason": report.reason}
    session.execute(row.values(**end, report=report.to_json()))


def open_window(session: Session, crawl_id: int, span: Span) -> OpenWindow:
    """Begin to walk a window; until it is closed its row says that the walk was not finished."""
    query = select(Window.said).where(Window.since == span.since, Window.until == span.until)
    said_before = session.scalar(query)
    now = {"crawl_id": crawl_id, "reason": BEING_WALKED, "state": State.OPEN}
    row = insert(Window).values(since=span.since, until=span.until, **now)
    opened = row.on_conflict_do_update(index_elements=[Window.since, Window.until], set_=now).returning(Window.id)
    return OpenWindow(session.execute(opened).scalar_one(), span, said_before)


def record_listing(session: Session, window: OpenWindow, crawl_id: int, entries: Sequence[Entry]) -> None:
    """Note that a window lists these entries now; their addresses are made where they are new."""
    if not entries:
        return
    ids = lock_addresses(session, {entry.key: entry.url for entry in entries}, answered=False)
    row = insert(Listing)
    again = {"crawl_id": row.excluded.crawl_id, "title": row.excluded.title, "words": row.excluded.words}
    session.execute(
        row.on_conflict_do_update(index_elements=list(Listing.__table__.primary_key), set_=again),
        [
            {
                "window_id": window.id,
                "address_id": ids[entry.key],
                "crawl_id": crawl_id,
                "title_sha256": hashlib.sha256(plain(entry.title).encode()).hexdigest(),
                "title": plain(entry.title),
                "words": plain(entry.words),
            }
            for entry in entries
        ],
    )


def owed(session: Session, window: OpenWindow) -> list[Owed]:
    """The addresses that a window lists, or listed in an earlier crawl, and that the archive does not hold."""
    query = (
        select(Address.id, Address.key, Address.url)
        .join(Listing, Listing.address_id == Address.id)
        .where(Listing.window_id == window.id, ~select(Page.id).where(Page.address_id == Address.id).exists())
        .order_by(Address.id)
    )
    return [Owed(row.id, row.key, row.url) for row in session.execute(query)]


def close_window(session: Session, window: OpenWindow, said: int | None, reason: str | None, at: dt.datetime) -> None:
    """End the walk of a window: what the site says it has, and why the walk is not whole (None: it is).

    A total that was not to be had (None) leaves the one of the walk before, which still tells what to expect.
    """
    state = State.COMPLETE if reason is None else State.OPEN
    end = {"said": func.coalesce(said, Window.said), "reason": reason, "state": state, "paged_at": at, "as_of": at}
    session.execute(update(Window).where(Window.id == window.id).values(**end))


def windows_owed(session: Session) -> list[Span]:
    """The windows that were begun and are not whole."""
    query = select(Window.since, Window.until).where(Window.reason.is_not(None))
    return [Span(row.since, row.until) for row in session.execute(query)]


def said_in(session: Session, spans: Iterable[Span]) -> int:
    """What the site said of these windows when they were last walked, added up."""
    query = select(Window.since, Window.until, Window.said)
    wanted = set(spans)
    return sum(row.said or 0 for row in session.execute(query) if Span(row.since, row.until) in wanted)
