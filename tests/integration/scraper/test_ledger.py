"""The ledger of windows: what the site said, what was listed, what is held, and what is owed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from config.db import SessionMaker, unit_of_work
from scraper import checks, store
from scraper.ledger import crawls, listings, queries, windows
from scraper.ledger.crawls import KILLED, PublicTotal
from scraper.models import Address, Check, Crawl, Listing, Total, Window
from scraper.paging import Fault, Problem
from scraper.reading import Read
from scraper.report import CrawlReport
from scraper.windows import State, month_of, parts
from tests.integration.scraper.book import MAY, NOON, TODAY, entry, keep, known, page, read, started, walked


def test_a_window_that_is_being_read_is_open_until_it_is_closed(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
    assert (window.said_before, window.read_before, known(sessions).state) == (None, False, State.OPEN)
    closed = walked(sessions, crawl, read(0))
    assert (closed.state, closed.reason, closed.said) == (State.COMPLETE, None, 0)
    assert known(sessions).paged_at == NOON


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
    assert (closed.state, closed.listed, closed.held) == (State.LISTED, 2, 2)
    assert closed.missing == ((entry(1).url, "not fetched yet"),)
    assert closed.reason == f"1 of 3 listed pages are not held: {entry(1).key} (not fetched yet)"
    with unit_of_work(sessions) as session:
        window_id = known(sessions).id or 0
        assert [owed.key for owed in queries.owed(session, window_id)] == [entry(1).key]
        assert windows.recount(session, window_id).state is State.LISTED
        again = windows.recount(session, window_id, gone={entry(1).key, entry(2).key})
        assert (again.state, again.listed, again.missing) == (State.COMPLETE, 2, ())


def test_what_is_listed_no_longer_and_answered_that_it_is_gone_is_let_go(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    walked(sessions, crawl, read(1, 1))
    with unit_of_work(sessions) as session:
        window = windows.begin(session, crawl, MAY)
        windows.close(session, window, read(0), NOON, gone={entry(1).key})
        assert queries.owed(session, window.id) == []


def test_what_is_listed_in_other_words_or_no_longer_is_asked_again(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, *(page(key=entry(number).key) for number in (1, 2, 3)))
    walked(sessions, crawl, read(3, 1, 2, 3))
    reworded = Read(2, (entry(1), replace(entry(2), words="Statement Not upheld")), None)
    closed = walked(sessions, crawl, reworded, NOON + dt.timedelta(days=1))
    assert (closed.state, closed.listed) == (State.COMPLETE, 2)
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
        rows = {str(one.span): one for one in windows.known(session, TODAY)}
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
        owed = listings.record_polled(session, crawl, [polled, entry(1), entry(3)], NOON)
        assert [one.key for one in owed] == [polled.key, entry(3).key]
    keep(sessions, page(key=polled.key))
    assert (known(sessions).expected, known(sessions).listed, known(sessions).state) == (2, 1, State.COMPLETE)
    with unit_of_work(sessions) as session:
        windows.confirm(session, crawl, [known(sessions).id or 0], NOON + dt.timedelta(days=1))
    assert (known(sessions).said, known(sessions).listed, known(sessions).polled) == (2, 2, 0)
    assert (known(sessions).state, known(sessions).as_of) == (State.COMPLETE, NOON + dt.timedelta(days=1))


def test_an_entry_seen_with_another_date_goes_over_to_the_window_of_that_date(sessions: SessionMaker) -> None:
    crawl, june = started(sessions), month_of(dt.date(2024, 6, 1))
    before = replace(entry(1), words="Statement Upheld 20-May-2024")
    walked(sessions, crawl, Read(2, (before, entry(2)), None))
    walked(sessions, crawl, Read(0, (), None), span=june)
    with unit_of_work(sessions) as session:
        listings.notice(session, [replace(before, words="Statement Upheld 07-Jun-2024")])
        found = {one.span: (one.expected, one.listed, one.polled) for one in windows.known(session, TODAY)}
    assert found == {MAY: (1, 1, 0), june: (1, 0, 1)}


def test_entries_that_no_window_lists_are_strangers(sessions: SessionMaker) -> None:
    walked(sessions, started(sessions), read(1, 1))
    other = replace(entry(1), title="Another Council (24 001 001)")
    with unit_of_work(sessions) as session:
        assert queries.strangers(session, [entry(1), entry(2), other]) == [entry(2), other]
        assert queries.strangers(session, []) == []


def test_categories_and_bodies_are_known_from_what_was_listed(sessions: SessionMaker) -> None:
    walked(sessions, started(sessions), read(2, 1, 2))
    with unit_of_work(sessions) as session:
        assert queries.categories(session) == ["housing"]
        assert queries.bodies(session) == ["A Council"]
        assert queries.by_category(session) == {"housing": 2}


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


def test_totals_of_categories_grow_old_where_the_site_gave_any(sessions: SessionMaker) -> None:
    crawl, month = started(sessions), dt.timedelta(days=28)
    with unit_of_work(sessions) as session:
        crawls.record_total(session, crawl, PublicTotal("", 10, 10), NOON - month)
        assert not crawls.categories_are_old(session, NOON)
        crawls.record_total(session, crawl, PublicTotal("housing", 5, 5), NOON - month)
        assert crawls.categories_are_old(session, NOON)
        crawls.record_total(session, crawl, PublicTotal("housing", 5, 5), NOON)
        assert not crawls.categories_are_old(session, NOON)


def test_what_comes_to_a_window_that_was_read_before_is_news(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    dated = [replace(entry(day), words=f"Statement Upheld {day:02d}-May-2024") for day in (3, 20)]
    walked(sessions, crawl, Read(1, (dated[0],), None))
    later = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
    walked(sessions, crawl, Read(2, tuple(dated), None), later)
    with unit_of_work(sessions) as session:
        assert queries.news(session, later) == [(later.date(), 42)]
        assert queries.news(session, later + dt.timedelta(days=1)) == []


def test_a_page_that_answered_that_it_is_gone_is_expected_to_be_listed_no_longer(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key), page(key=entry(2).key))
    walked(sessions, crawl, read(2, 1, 2))
    with unit_of_work(sessions) as session:
        gone = store.address_id(session, entry(1).key, entry(1).url)
        checks.missing(session, {gone: NOON + dt.timedelta(days=1)}, crawl)
    assert (known(sessions).expected, known(sessions).listed) == (1, 2)
    with unit_of_work(sessions) as session:
        windows.confirm(session, crawl, [known(sessions).id or 0], NOON + dt.timedelta(days=2))
    assert (known(sessions).expected, known(sessions).said, known(sessions).listed) == (1, 1, 1)
    # Listed all the same, it counts until it is gone anew.
    walked(sessions, crawl, read(2, 1, 2), NOON + dt.timedelta(days=3))
    assert known(sessions).expected == 2


def test_entries_whose_time_on_the_site_ended_may_be_missing(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    read_at = dt.datetime(2029, 5, 1, tzinfo=dt.UTC)
    kinds = ("Statement Upheld 03-May-2024", "Statement Upheld 20-May-2024", "Report Upheld 03-May-2024")
    entries = tuple(replace(entry(number), words=words) for number, words in enumerate(kinds))
    keep(sessions, *(page(key=one.key) for one in entries))
    walked(sessions, crawl, Read(3, entries, None), read_at)
    assert known(sessions, dt.date(2029, 5, 2)).over == 0
    assert known(sessions, dt.date(2029, 5, 3)).over == 1
    with unit_of_work(sessions) as session:
        windows.confirm(session, crawl, [known(sessions).id or 0], read_at + dt.timedelta(days=5), over=True)
    assert (known(sessions).listed, known(sessions, dt.date(2029, 5, 6)).over) == (2, 0)


def test_what_ends_in_its_time_is_neither_dropped_nor_asked_again_at_once(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    entries = tuple(replace(entry(number), words="Statement Upheld 03-May-2021") for number in range(8))
    keep(sessions, *(page(key=one.key) for one in entries))
    walked(sessions, crawl, Read(8, entries, None), NOON - dt.timedelta(days=90))
    closed = walked(sessions, crawl, Read(0, (), None), NOON)
    assert (closed.state, closed.listed) == (State.COMPLETE, 0)
    with unit_of_work(sessions) as session:
        assert session.scalars(select(Check).where(Check.due)).all() == []


def test_a_page_whose_entry_says_other_than_before_is_asked_again(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key), page(key=entry(2).key))
    walked(sessions, crawl, read(2, 1, 2))
    with unit_of_work(sessions) as session:
        listings.notice(session, [entry(1), replace(entry(2), words="Statement Not upheld"), entry(3)])
        listings.notice(session, [])
    with unit_of_work(sessions) as session:
        due = select(Address.key).join(Check, Check.address_id == Address.id).where(Check.due)
        assert list(session.scalars(due)) == [entry(2).key]
        words = select(Listing.words).join(Address, Address.id == Listing.address_id).where(Address.key == entry(2).key)
        assert session.scalars(words).one() == "Statement Not upheld"
