"""The archive keeps each page once, whoever stores it and however often."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from config import failures
from config.db import SessionMaker, unit_of_work
from config.failures import Failure, Stage, Subject
from scraper import store
from scraper.choice import Known
from scraper.errors import DamagedBodyError, PageGoneError, PageTooLargeError
from scraper.items import MAX_PAGE_BYTES, RawPage, Stored
from scraper.ledger import crawls, listings, windows
from scraper.ledger.crawls import KILLED, PublicTotal
from scraper.listing import Entry
from scraper.models import Address, Check, Crawl, Listing, Page, PageBody, Total, Window
from scraper.paging import Fault, Problem
from scraper.reading import Read
from scraper.report import CrawlReport
from scraper.windows import Span, State, parts

KEY = "/decisions/housing/allocations/24-001-001"
URL = f"https://www.lgo.org.uk{KEY}"
NOON = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)
MAY = Span(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


def page(content: bytes = b"<html>first</html>", key: str = KEY, *, hours: int = 0) -> RawPage:
    return RawPage(key, URL, content, NOON + dt.timedelta(hours=hours), headers={"content-type": "text/html"})


def entry(number: int) -> Entry:
    key = f"/decisions/housing/allocations/24-001-{number:03d}"
    return Entry(key, f"https://www.lgo.org.uk{key}", f"A Council (24 001 {number:03d})", "Statement Upheld")


def keep(sessions: SessionMaker, *pages: RawPage) -> list[Stored]:
    with unit_of_work(sessions) as session:
        return [store.store_page(session, one) for one in pages]


def test_a_page_comes_back_as_it_was_fetched(sessions: SessionMaker) -> None:
    fetched = replace(page(b"\x00\xff<html>\r\n" * 9000), headers={"etag": '"7"', "content-type": "text/html"})
    (stored,) = keep(sessions, fetched)
    assert stored.is_new
    with unit_of_work(sessions) as session:
        assert store.read_body(session, stored.page_id) == fetched
        assert store.page_url(session, stored.page_id) == URL
        body = session.scalars(select(PageBody)).one()
        assert body.size == len(fetched.content)
        assert len(body.data) < body.size / 100


def test_the_same_bytes_again_only_move_the_check(sessions: SessionMaker) -> None:
    first, again, older = keep(sessions, page(), page(hours=5), page(hours=2))
    assert (again, older) == (replace(first, is_new=False),) * 2
    with unit_of_work(sessions) as session:
        row = session.scalars(select(Page)).one()
        assert (row.fetched_at, row.checked_at) == (NOON, NOON + dt.timedelta(hours=5))


def test_changed_bytes_are_a_new_row_and_a_text_put_back_a_third(sessions: SessionMaker) -> None:
    stored = keep(sessions, page(), page(b"second", hours=1), page(hours=2))
    assert [(one.is_new, one.number) for one in stored] == [(True, 1), (True, 2), (True, 3)]
    with unit_of_work(sessions) as session:
        assert len(session.scalars(select(PageBody)).all()) == 2


def test_one_body_under_two_addresses_is_kept_once(sessions: SessionMaker) -> None:
    other = KEY.replace("housing", "planning")
    keep(sessions, page(), page(key=other))
    with unit_of_work(sessions) as session:
        assert len(session.scalars(select(PageBody)).all()) == 1
        assert store.held(session, [KEY, other, "/decisions/a/b/24-001-999"]) == {KEY, other}


def test_several_pages_of_one_address_are_refused_in_one_go(sessions: SessionMaker) -> None:
    with unit_of_work(sessions) as session, pytest.raises(ValueError, match="one page of each address"):
        store.store_pages(session, [page(), page(b"second")])


def test_many_writers_of_the_same_pages_at_once_make_one_row_each(sessions: SessionMaker) -> None:
    pages = [page(f"{number % 5}".encode(), f"/decisions/a/b/24-002-{number:03d}") for number in range(40)]
    start = threading.Barrier(4)
    stored: list[list[Stored]] = []

    def write(order: int) -> None:
        mine = pages[::order] if order in {1, -1} else pages[order:] + pages[:order]
        start.wait()
        for at in range(0, len(mine), 8):
            with unit_of_work(sessions) as session:
                stored.append(store.store_pages(session, mine[at : at + 8]))

    threads = [threading.Thread(target=write, args=(order,)) for order in (1, -1, 13, 27)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.is_new for batch in stored for one in batch) == 40
    with unit_of_work(sessions) as session:
        assert len(session.scalars(select(Page)).all()) == 40
        assert len(session.scalars(select(Address)).all()) == 40
        assert len(session.scalars(select(PageBody)).all()) == 5


def test_nothing_of_a_batch_is_kept_when_it_fails(sessions: SessionMaker) -> None:
    with pytest.raises(PageTooLargeError):
        keep(sessions, page(), page(b"x" * (MAX_PAGE_BYTES + 1)))
    with unit_of_work(sessions) as session:
        assert session.scalars(select(Address)).all() == []
        assert session.scalars(select(PageBody)).all() == []


def test_names_and_headers_that_sql_cannot_hold_do_not_lose_the_page(sessions: SessionMaker) -> None:
    odd = replace(page(), key="file:/tmp/a\udcff\0b.html", url="file:///tmp/a\udcff\0b.html", headers={"x": "\0\udc80"})
    (stored,) = keep(sessions, odd)
    with unit_of_work(sessions) as session:
        kept = store.read_body(session, stored.page_id)
    assert kept.content == odd.content
    assert kept.headers == {"x": "\ufffd?"}
    assert keep(sessions, odd)[0].is_new is False


def test_a_page_too_large_is_refused(sessions: SessionMaker) -> None:
    with pytest.raises(PageTooLargeError, match="more than the 10000000"):
        keep(sessions, page(b"x" * (MAX_PAGE_BYTES + 1)))


def test_an_empty_page_is_kept(sessions: SessionMaker) -> None:
    (stored,) = keep(sessions, page(b""))
    with unit_of_work(sessions) as session:
        assert store.read_body(session, stored.page_id).content == b""


def test_a_page_that_is_not_there_is_named(sessions: SessionMaker) -> None:
    with unit_of_work(sessions) as session:
        assert store.page_url(session, 17) is None
        with pytest.raises(PageGoneError, match="no page 17"):
            store.read_body(session, 17)


def test_damaged_bytes_are_named(sessions: SessionMaker) -> None:
    (stored,) = keep(sessions, page())
    with unit_of_work(sessions) as session:
        session.execute(update(PageBody).values(data=b"no zstd"))
    with unit_of_work(sessions) as session, pytest.raises(DamagedBodyError, match="cannot be read back"):
        store.read_body(session, stored.page_id)


def test_a_stored_page_ends_its_fetch_failure_and_is_no_longer_gone(sessions: SessionMaker) -> None:
    keep(sessions, page())
    with unit_of_work(sessions) as session:
        address = session.scalars(select(Address)).one()
        address.gone_at = NOON
        failures.record(session, Subject(Stage.FETCH, address.id, URL), PageGoneError(1))
        failures.record(session, Subject(Stage.PARSE, address.id, URL), PageGoneError(1))
    keep(sessions, page(hours=1))
    with unit_of_work(sessions) as session:
        assert session.scalars(select(Address)).one().gone_at is None
        assert [row.stage for row in session.scalars(select(Failure))] == ["parse"]


def read(said: int | None, *numbers: int, problem: Problem | None = None) -> Read:
    return Read(said, tuple(entry(number) for number in numbers), problem, first_page="f" * 64)


def walked(sessions: SessionMaker, crawl: int, found: Read, at: dt.datetime = NOON) -> windows.Closed:
    """One reading of May, its pages not fetched."""
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
    with unit_of_work(sessions) as session:
        news = listings.record(session, window.id, crawl, found.entries)
        return windows.close(session, window, found, at, news=news)


def started(sessions: SessionMaker, mode: str = "full") -> int:
    with unit_of_work(sessions) as session:
        return crawls.start(session, mode, "https://www.lgo.org.uk", MAY, NOON)


def known(sessions: SessionMaker) -> Known:
    with unit_of_work(sessions) as session:
        (only,) = windows.known(session)
    return only


def test_a_window_that_is_being_read_is_open_until_it_is_closed(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
    assert (window.said_before, window.read_before, known(sessions).state) == (None, False, State.OPEN)
    closed = walked(sessions, crawl, read(0))
    assert (closed.state, closed.reason, closed.said) == (State.COMPLETE, None, 0)
    assert (known(sessions).paged_at, known(sessions).changed_at) == (NOON, None)


def test_a_total_that_was_not_to_be_had_leaves_the_one_before(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    walked(sessions, crawl, read(2, 1, 2))
    shell = Problem(Fault.SHELL, "page 1 is a shell")
    closed = walked(sessions, crawl, read(None, problem=shell), NOON + dt.timedelta(days=1))
    assert (closed.state, closed.said, closed.reason) == (State.OPEN, 2, "page 1 is a shell")
    assert known(sessions).paged_at == NOON


def test_what_is_listed_and_not_held_is_named(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(2).key))
    closed = walked(sessions, crawl, read(2, 1, 2))
    assert (closed.state, closed.said, closed.listed, closed.held) == (State.LISTED, 2, 2, 1)
    assert closed.missing == ((entry(1).url, "not fetched yet"),)
    keep(sessions, page(key=entry(1).key))
    with unit_of_work(sessions) as session:
        again = windows.recount(session, known(sessions).id or 0)
    assert (again.state, again.held, again.missing) == (State.COMPLETE, 2, ())


def test_one_address_under_two_titles_is_two_entries_and_one_listed_twice_counts_twice(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    both = (entry(1), replace(entry(1), title="Another Council (24 001 001)", times=2))
    closed = walked(sessions, crawl, Read(3, both, None))
    assert (closed.state, closed.listed, closed.held) == (State.COMPLETE, 3, 3)


def test_what_was_listed_and_is_not_held_is_owed_also_when_it_is_listed_no_longer(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    walked(sessions, crawl, read(2, 1, 2))
    keep(sessions, page(key=entry(2).key), page(key=entry(3).key))
    closed = walked(sessions, started(sessions), read(2, 2, 3))
    assert (closed.state, closed.listed, closed.held) == (State.COMPLETE, 2, 2)
    with unit_of_work(sessions) as session:
        assert [owed.key for owed in listings.owed(session, known(sessions).id or 0)] == [entry(1).key]


def test_what_is_listed_no_longer_and_answered_that_it_is_gone_is_let_go(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    walked(sessions, crawl, read(1, 1))
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
        windows.close(session, window, read(0), NOON, news=0, gone={entry(1).key})
        assert listings.owed(session, window.id) == []


def test_what_is_listed_in_other_words_or_no_longer_is_asked_again(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, *(page(key=entry(number).key) for number in (1, 2, 3)))
    walked(sessions, crawl, read(3, 1, 2, 3))
    reworded = Read(2, (entry(1), replace(entry(2), words="Statement Not upheld")), None)
    closed = walked(sessions, crawl, reworded, NOON + dt.timedelta(days=1))
    assert (closed.state, closed.listed) == (State.COMPLETE, 2)
    assert known(sessions).changed_at == NOON + dt.timedelta(days=1)
    with unit_of_work(sessions) as session:
        due = select(Address.key).join(Check, Check.address_id == Address.id).where(Check.due).order_by(Address.key)
        assert list(session.scalars(due)) == [entry(2).key, entry(3).key]


def test_a_listing_that_is_not_believed_drops_nothing(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, *(page(key=entry(number).key) for number in (1, 2)))
    walked(sessions, crawl, read(2, 1, 2))
    closed = walked(sessions, crawl, read(2, 1, problem=Problem(Fault.MOVED, "it moved")))
    assert (closed.state, closed.listed, closed.held) == (State.OPEN, 2, 2)


def test_a_window_that_suddenly_says_much_less_is_believed_the_second_time(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, *(page(key=entry(number).key) for number in range(8)))
    walked(sessions, crawl, read(8, *range(8)))
    first = walked(sessions, crawl, read(0))
    assert (first.state, first.listed, first.problem and first.problem.fault) == (State.OPEN, 8, Fault.DROPPED)
    second = walked(sessions, crawl, read(0))
    assert (second.state, second.listed, second.said) == (State.COMPLETE, 0, 0)


def test_parts_take_the_place_of_a_window_with_what_it_listed(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    dated = tuple(replace(entry(day), words=f"Statement Upheld {day:02d}-May-2024") for day in (3, 20))
    walked(sessions, crawl, Read(3, (*dated, entry(1)), None))
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
        windows.split(session, window, parts(MAY, 3), 3, NOON)
    with unit_of_work(sessions) as session:
        rows = {str(one.span): one for one in windows.known(session)}
        assert rows["2024-05"].state is State.SPLIT
        assert {name: one.state for name, one in rows.items() if name != "2024-05"} == {
            "2024-05-01..2024-05-15": State.OPEN,
            "2024-05-16..2024-05-31": State.OPEN,
        }
        kept = select(Listing.decided, Window.since).join(Window, Window.id == Listing.window_id).order_by(Window.since)
        assert [tuple(row) for row in session.execute(kept)] == [
            (dt.date(2024, 5, 3), dt.date(2024, 5, 1)),
            (dt.date(2024, 5, 20), dt.date(2024, 5, 16)),
        ]


def test_what_a_category_names_counts_for_its_window_when_totals_confirm_it(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    walked(sessions, crawl, read(1, 1))
    polled = replace(entry(2), words="Statement Upheld 20-May-2024")
    with unit_of_work(sessions) as session:
        owed = listings.record_polled(session, crawl, [polled, entry(1), entry(3)])
        assert [one.key for one in owed] == [polled.key, entry(3).key]
    keep(sessions, page(key=polled.key))
    assert (known(sessions).expected, known(sessions).listed, known(sessions).state) == (2, 1, State.COMPLETE)
    with unit_of_work(sessions) as session:
        windows.confirm(session, crawl, [known(sessions).id or 0], NOON + dt.timedelta(days=1))
    assert (known(sessions).said, known(sessions).listed, known(sessions).polled) == (2, 2, 0)
    assert (known(sessions).state, known(sessions).as_of) == (State.COMPLETE, NOON + dt.timedelta(days=1))


def test_entries_that_no_window_lists_are_strangers(sessions: SessionMaker) -> None:
    walked(sessions, started(sessions), read(1, 1))
    other = replace(entry(1), title="Another Council (24 001 001)")
    with unit_of_work(sessions) as session:
        assert listings.strangers(session, [entry(1), entry(2), other]) == [entry(2), other]
        assert listings.strangers(session, []) == []


def test_categories_and_bodies_are_known_from_what_was_listed(sessions: SessionMaker) -> None:
    walked(sessions, started(sessions), read(2, 1, 2))
    with unit_of_work(sessions) as session:
        assert listings.categories(session) == ["housing"]
        assert listings.bodies(session) == ["A Council"]
        assert listings.by_category(session) == {"housing": 2}


def test_a_crawl_without_an_end_was_killed(sessions: SessionMaker) -> None:
    first, second = started(sessions), started(sessions, "incremental")
    with unit_of_work(sessions) as session:
        report = CrawlReport(second, "incremental", True, "complete", 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 0.5)
        crawls.finish(session, report, NOON)
    with unit_of_work(sessions) as session:
        rows = {row.id: row for row in session.scalars(select(Crawl))}
    assert (rows[first].reason, rows[first].complete) == (KILLED, False)
    assert rows[first].finished_at is not None
    assert (rows[second].reason, rows[second].report) == ("complete", report.to_json())


def test_a_public_total_takes_the_place_of_the_one_before(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    with unit_of_work(sessions) as session:
        for said in (10, 12):
            crawls.record_total(session, crawl, PublicTotal("", said, 12), NOON)
        crawls.record_total(session, crawl, PublicTotal("housing", 5, 5), NOON)
        crawls.forget_categories(session)
    with unit_of_work(sessions) as session:
        assert [(row.scope, row.said, row.windows) for row in session.scalars(select(Total))] == [("", 12, 12)]
