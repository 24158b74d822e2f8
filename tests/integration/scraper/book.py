"""Pages, entries and readings of windows made by hand, and put into the archive as a crawl would put them."""

from __future__ import annotations

import datetime as dt

from config.db import SessionMaker, unit_of_work
from scraper import store
from scraper.choice import Known
from scraper.items import RawPage, Stored
from scraper.ledger import crawls, listings, windows
from scraper.ledger.listings import Sight
from scraper.listing import Entry
from scraper.paging import Problem
from scraper.reading import Read
from scraper.windows import Span

KEY = "/decisions/housing/allocations/24-001-001"
URL = f"https://www.lgo.org.uk{KEY}"
NOON = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)
TODAY = NOON.date()
MAY = Span(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


def page(content: bytes = b"<html>first</html>", key: str = KEY, *, hours: int = 0) -> RawPage:
    return RawPage(key, URL, content, NOON + dt.timedelta(hours=hours), headers={"content-type": "text/html"})


def entry(number: int) -> Entry:
    key = f"/decisions/housing/allocations/24-001-{number:03d}"
    return Entry(key, f"https://www.lgo.org.uk{key}", f"A Council (24 001 {number:03d})", "Statement Upheld")


def keep(sessions: SessionMaker, *pages: RawPage) -> list[Stored]:
    with unit_of_work(sessions) as session:
        return [store.store_page(session, one) for one in pages]


def read(said: int | None, *numbers: int, problem: Problem | None = None) -> Read:
    """A reading that lists these entries."""
    return Read(said, tuple(entry(number) for number in numbers), problem, first_page="f" * 64)


def walked(sessions: SessionMaker, crawl: int, found: Read, at: dt.datetime = NOON, span: Span = MAY) -> windows.Closed:
    """One reading of a window, its pages not fetched."""
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, span)
    with unit_of_work(sessions) as session:
        listings.record(session, Sight(window.id, crawl, at, as_news=window.read_before), found.entries)
        return windows.close(session, window, found, at)


def started(sessions: SessionMaker, mode: str = "full") -> int:
    """A crawl that was begun."""
    with unit_of_work(sessions) as session:
        return crawls.start(session, mode, "https://www.lgo.org.uk", MAY, NOON)


def known(sessions: SessionMaker, today: dt.date = TODAY) -> Known:
    """The only window that has a row."""
    with unit_of_work(sessions) as session:
        (only,) = windows.known(session, today)
    return only
