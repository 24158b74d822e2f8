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
from scraper.errors import DamagedBodyError, PageGoneError, PageTooLargeError
from scraper.items import MAX_PAGE_BYTES, Stored
from scraper.models import Address, Page, PageBody
from tests.integration.scraper.book import KEY, NOON, URL, keep, page


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
