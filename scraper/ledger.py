"""The raw archive's book-keeping: the only writer of crawls, windows, listings, addresses, pages and page bodies.

Every function works inside the caller's unit of work. Identity is decided by unique constraints, and rows are locked
in one order (addresses by key, then bodies by sha256), so two processes that store the same pages end with one row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import zstandard
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config import failures
from config.failures import Stage
from scraper.errors import DamagedBodyError, PageGoneError, PageTooLargeError
from scraper.items import MAX_PAGE_BYTES, RawPage, Stored
from scraper.listing import Entry
from scraper.models import Address, Crawl, Listing, Page, PageBody, Window
from scraper.report import CrawlReport
from scraper.windows import Span

# Level 3 packs a page of 50 KB to a fifth in a third of a millisecond; higher levels cost more than they save.
ZSTD_LEVEL = 3
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


def store_page(session: Session, page: RawPage) -> Stored:
    """Keep one page; a row is made only where its bytes differ from the address's latest. Raises PageTooLargeError."""
    return store_pages(session, [page])[0]


def store_pages(session: Session, pages: Sequence[RawPage]) -> list[Stored]:
    """Keep pages of different addresses in one go, each as by :func:`store_page`, and forget their fetch failures.

    Several pages of one address are one too many: which of them is the latest would be left to chance (ValueError).
    """
    for page in pages:
        if len(page.content) > MAX_PAGE_BYTES:
            raise PageTooLargeError(len(page.content), MAX_PAGE_BYTES)
    if len({page.key for page in pages}) < len(pages):
        raise ValueError("store_pages takes one page of each address")
    ids = _lock_addresses(session, {page.key: page.url for page in pages})
    latest = _latest_pages(session, ids.values())
    stored: dict[str, Stored] = {}
    fresh: list[tuple[RawPage, _Row]] = []
    for page in pages:
        address_id, sha256 = ids[page.key], hashlib.sha256(page.content).hexdigest()
        last = latest.get(address_id)
        if last is not None and last.sha256 == sha256:
            _touch(session, last.id, page.fetched_at)
            stored[page.key] = Stored(last.id, is_new=False, number=last.number)
        else:
            fresh.append((page, _page_row(page, address_id, last.number + 1 if last else 1, sha256)))
    _store_bodies(session, {str(row["sha256"]): page.content for page, row in fresh})
    made = _insert_pages(session, [row for _, row in fresh])
    stored |= {page.key: made[ids[page.key]] for page, _ in fresh}
    failures.resolve(session, Stage.FETCH, list(ids.values()))
    return [stored[page.key] for page in pages]


def _lock_addresses(session: Session, urls: dict[str, str], *, answered: bool = True) -> dict[str, int]:
    """Make the addresses that are not there yet and lock all of them; their ids by key.

    One that has ``answered`` is not gone (any more).
    """
    plain = {_plain(key): key for key in urls}
    locked = _locked(session, plain)
    if missing := sorted(set(plain) - set(locked)):
        rows = [{"key": name, "url": _plain(urls[plain[name]])} for name in missing]
        session.execute(insert(Address).on_conflict_do_nothing(), rows)
        locked = _locked(session, plain)
    gone = [row.id for row in locked.values() if row.gone_at is not None]
    if answered and gone:
        session.execute(update(Address).where(Address.id.in_(gone)).values(gone_at=None))
    return {key: locked[name].id for name, key in plain.items()}


def _locked(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    query = select(Address.key, Address.id, Address.gone_at).where(Address.key.in_(sorted(keys)))
    return {row.key: row for row in session.execute(query.order_by(Address.key).with_for_update())}


def _latest_pages(session: Session, address_ids: Iterable[int]) -> dict[int, Any]:
    query = (
        select(Page.address_id, Page.id, Page.number, Page.sha256)
        .where(Page.address_id.in_(address_ids))
        .ext(distinct_on(Page.address_id))
        .order_by(Page.address_id, Page.number.desc())
    )
    return {row.address_id: row for row in session.execute(query)}


def _touch(session: Session, page_id: int, at: dt.datetime) -> None:
    moved = func.greatest(Page.checked_at, at)
    session.execute(update(Page).where(Page.id == page_id).values(checked_at=moved))


def _store_bodies(session: Session, contents: dict[str, bytes]) -> None:
    if contents:
        pack = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress
        rows = [{"sha256": sha, "size": len(body), "data": pack(body)} for sha, body in sorted(contents.items())]
        session.execute(insert(PageBody).on_conflict_do_nothing(), rows)


def _page_row(page: RawPage, address_id: int, number: int, sha256: str) -> _Row:
    return {
        "address_id": address_id,
        "number": number,
        "crawl_id": page.crawl_id,
        "url": _plain(page.url),
        "status": page.status,
        "headers": {_plain(name): _plain(value) for name, value in page.headers.items()},
        "sha256": sha256,
        "fetched_at": page.fetched_at,
        "checked_at": page.fetched_at,
    }


def _insert_pages(session: Session, rows: list[_Row]) -> dict[int, Stored]:
    if not rows:
        return {}
    made = session.execute(insert(Page).returning(Page.id, Page.address_id, Page.number), rows)
    return {row.address_id: Stored(row.id, is_new=True, number=row.number) for row in made}


def _plain(text: str) -> str:
    # PostgreSQL keeps no NUL in text, and a name or header with one must not lose us the page.
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def page_url(session: Session, page_id: int) -> str | None:
    """The address a page was fetched from; None where the archive has no such page."""
    return session.scalar(select(Page.url).where(Page.id == page_id))


def read_body(session: Session, page_id: int) -> RawPage:
    """A page as it was fetched, its bytes unpacked. Raises PageGoneError or DamagedBodyError."""
    found = read_bodies(session, [page_id])
    if page_id not in found:
        raise PageGoneError(page_id)
    return found[page_id]


def read_bodies(session: Session, page_ids: Collection[int]) -> dict[int, RawPage]:
    """Pages as they were fetched, by id; those that are gone are left out. Raises DamagedBodyError."""
    query = select(Page, PageBody, Address.key).join(PageBody, PageBody.sha256 == Page.sha256)
    rows = session.execute(query.join(Address, Address.id == Page.address_id).where(Page.id.in_(page_ids)))
    return {
        page.id: RawPage(
            key=key,
            url=page.url,
            content=_unpack(body),
            fetched_at=page.fetched_at,
            status=page.status,
            headers=dict(page.headers),
            crawl_id=page.crawl_id,
        )
        for page, body, key in rows
    }


def _unpack(body: PageBody) -> bytes:
    try:
        # The frame's own claim is looked at before memory is taken for it.
        size = zstandard.frame_content_size(body.data)
        if size > MAX_PAGE_BYTES:
            raise PageTooLargeError(size, MAX_PAGE_BYTES)
        return zstandard.ZstdDecompressor().decompress(body.data, max_output_size=MAX_PAGE_BYTES)
    except zstandard.ZstdError as error:
        raise DamagedBodyError(body.sha256, str(error)) from error


def address_id(session: Session, key: str, url: str) -> int:
    """The row of an address, made where it is new: what a failure can name before any page of it is held."""
    return _lock_addresses(session, {key: url}, answered=False)[key]


def held(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose address has a page in the archive."""
    query = select(Address.key).where(Address.key.in_(list(keys)))
    return set(session.scalars(query.where(select(Page.id).where(Page.address_id == Address.id).exists())))


def start_crawl(session: Session, mode: str, site_url: str, dates: Span) -> int:
    """Begin a crawl, under the crawl lock: one that has not finished by now was killed, and its row says so."""
    killed = update(Crawl).where(Crawl.finished_at.is_(None))
    session.execute(killed.values(finished_at=func.now(), complete=False, reason=KILLED))
    row = insert(Crawl).values(mode=mode, site_url=site_url, since=dates.since, until=dates.until)
    return session.execute(row.returning(Crawl.id)).scalar_one()


def finish_crawl(session: Session, report: CrawlReport) -> None:
    """End a crawl with its report."""
    row = update(Crawl).where(Crawl.id == report.crawl)
    end = {"finished_at": func.now(), "complete": report.complete, "reason": report.reason}
    session.execute(row.values(**end, report=report.to_json()))


def open_window(session: Session, crawl_id: int, span: Span) -> OpenWindow:
    """Begin to walk a window; until it is closed its row says that the walk was not finished."""
    query = select(Window.said).where(Window.since == span.since, Window.until == span.until)
    said_before = session.scalar(query)
    now = {"crawl_id": crawl_id, "reason": BEING_WALKED}
    row = insert(Window).values(since=span.since, until=span.until, **now)
    opened = row.on_conflict_do_update(index_elements=[Window.since, Window.until], set_=now).returning(Window.id)
    return OpenWindow(session.execute(opened).scalar_one(), span, said_before)


def record_listing(session: Session, window: OpenWindow, crawl_id: int, entries: Sequence[Entry]) -> None:
    """Note that a window lists these entries now; their addresses are made where they are new."""
    if not entries:
        return
    ids = _lock_addresses(session, {entry.key: entry.url for entry in entries}, answered=False)
    row = insert(Listing)
    again = {"crawl_id": row.excluded.crawl_id, "title": row.excluded.title, "words": row.excluded.words}
    session.execute(
        row.on_conflict_do_update(index_elements=[Listing.window_id, Listing.address_id], set_=again),
        [
            {
                "window_id": window.id,
                "address_id": ids[entry.key],
                "crawl_id": crawl_id,
                "title": _plain(entry.title),
                "words": _plain(entry.words),
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


def close_window(session: Session, window: OpenWindow, said: int | None, reason: str | None) -> None:
    """End the walk of a window: what the site says it has, and why the walk is not whole (None: it is).

    A total that was not to be had (None) leaves the one of the walk before, which still tells what to expect.
    """
    end = {"said": func.coalesce(said, Window.said), "reason": reason, "walked_at": func.now()}
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
