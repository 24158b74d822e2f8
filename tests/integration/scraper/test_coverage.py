"""Coverage tells by month and category what the site says, what is listed and held, and names what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from config import failures
from config.db import SessionMaker, unit_of_work
from config.failures import Stage, Subject
from scraper import store
from scraper.coverage import NOT_READ, Coverage, Part, coverage
from scraper.errors import FetchError
from scraper.ledger import crawls, windows
from scraper.ledger.crawls import PublicTotal
from scraper.listing import Entry
from scraper.reading import Read
from scraper.windows import Span, month_of, parts
from tests.integration.scraper.book import NOON, entry, keep, page, started, walked

JANUARY, FEBRUARY = month_of(dt.date(2013, 1, 1)), month_of(dt.date(2013, 2, 1))
TODAY = dt.date(2013, 2, 20)


def dated(number: int, words: str) -> Entry:
    return replace(entry(number), words=words)


def covered(sessions: SessionMaker) -> Coverage:
    with unit_of_work(sessions) as session:
        return coverage(session, TODAY)


def test_nothing_crawled_is_empty_and_not_complete(sessions: SessionMaker) -> None:
    found = covered(sessions)
    assert (found.is_empty, found.complete) == (True, False)
    assert [(str(one.span), one.reason) for one in found.open_windows] == [("2013-01", NOT_READ), ("2013-02", NOT_READ)]
    assert found.to_json()["months"][0] == {
        "month": "2013-01", "said": None, "listed": 0, "held": 0, "lag_days": None
    }  # fmt: skip


def test_complete_means_every_window_from_the_first_date_to_today(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    walked(sessions, crawl, Read(1, (entry(1),), None), span=JANUARY)
    assert not covered(sessions).complete
    walked(sessions, crawl, Read(0, (), None), NOON + dt.timedelta(hours=1), span=FEBRUARY)
    found = covered(sessions)
    assert (found.complete, found.whole, found.as_of) == (True, Part("", 1, 1, 1, None), NOON)
    assert [(part.name, part.said, part.listed, part.held) for part in found.months] == [
        ("2013-01", 1, 1, 1),
        ("2013-02", 0, 0, 0),
    ]
    assert (found.missing, found.open_windows) == ((), ())


def test_what_is_missing_is_named_with_its_reason(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    walked(sessions, crawl, Read(2, (entry(1), entry(2)), None), span=JANUARY)
    walked(sessions, crawl, Read(0, (), None), span=FEBRUARY)
    with unit_of_work(sessions) as session:
        subject = Subject(Stage.FETCH, store.address_id(session, entry(1).key, entry(1).url), entry(1).url)
        failures.record(session, subject, FetchError("status 404", status=404))
    found = covered(sessions)
    assert not found.complete
    assert found.missing == ((entry(1).url, "status 404"), (entry(2).url, "not fetched yet"))
    assert found.to_json()["missing"][0] == {"url": entry(1).url, "reason": "status 404"}
    assert "2 of 2 listed pages are not held" in found.open_windows[0].reason


def test_what_is_missing_leaves_it_incomplete_also_where_it_is_listed_no_longer(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(2).key))
    walked(sessions, crawl, Read(2, (entry(1), entry(2)), None), span=JANUARY)
    walked(sessions, crawl, Read(1, (entry(2),), None), span=JANUARY)
    walked(sessions, crawl, Read(0, (), None), span=FEBRUARY)
    found = covered(sessions)
    assert (found.complete, found.months[0]) == (False, Part("2013-01", 1, 1, 1, None))
    assert found.missing == ((entry(1).url, "not fetched yet"),)


def test_a_window_that_was_split_is_not_counted_twice(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key), page(key=entry(2).key))
    early, late = dated(1, "Statement Upheld 03-Jan-2013"), dated(2, "Statement Upheld 20-Jan-2013")
    walked(sessions, crawl, Read(2, (early, late), None), span=JANUARY)
    walked(sessions, crawl, Read(0, (), None), span=FEBRUARY)
    pieces = parts(JANUARY, 3)
    with unit_of_work(sessions) as session:
        windows.split(session, windows.begin(session, crawl, JANUARY), pieces, 2, NOON)
    found = covered(sessions)
    assert (found.complete, found.whole.listed, found.months[0].said) == (False, 2, None)
    for piece, one in zip(pieces, (early, late), strict=True):
        walked(sessions, crawl, Read(1, (one,), None), span=piece)
    assert covered(sessions).months[0] == Part("2013-01", 2, 2, 2, None)
    assert covered(sessions).complete


def test_the_lag_is_that_of_what_came_as_news(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, *(page(key=entry(number).key) for number in range(4)))
    words = [f"Statement Upheld {day:02d}-Jan-2013" for day in (1, 3, 4, 8)]
    entries = tuple(dated(number, text) for number, text in enumerate(words))
    walked(sessions, crawl, Read(1, entries[:1], None), span=JANUARY)
    walked(sessions, crawl, Read(4, entries, None), dt.datetime(2013, 3, 5, 6, 15, tzinfo=dt.UTC), span=JANUARY)
    found = covered(sessions)
    assert found.months[0].lag_days == 60
    assert (found.whole.lag_days, found.categories[0].lag_days) == (60, 60)


def test_categories_stand_beside_what_the_site_says_of_them(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    walked(sessions, crawl, Read(1, (entry(1),), None), span=JANUARY)
    with unit_of_work(sessions) as session:
        for total in (PublicTotal("housing", 2, 1), PublicTotal("", 2, 1)):
            crawls.record_total(session, crawl, total, NOON)
    found = covered(sessions)
    assert found.categories == (Part("housing", 2, 1, 1, None),)
    assert (found.site_said, found.site_asked_at) == (2, NOON)


def test_what_the_site_has_beside_all_windows_leaves_it_incomplete(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    walked(sessions, crawl, Read(1, (entry(1),), None), span=JANUARY)
    walked(sessions, crawl, Read(0, (), None), span=FEBRUARY)
    for total, complete in (
        (PublicTotal("", 2, 1), False),
        (PublicTotal("", 2, 2), True),
        (PublicTotal("", 1, 0), True),
    ):
        with unit_of_work(sessions) as session:
            crawls.record_total(session, crawl, total, NOON)
        found = covered(sessions)
        assert found.complete is complete
        words = [f"{one.span}: {one.reason}" for one in found.open_windows]
        assert words == ([] if complete else ["all dates: the site says 2 of all dates, the windows 1"])


def test_a_window_before_the_first_month_counts_too(sessions: SessionMaker) -> None:
    crawl = started(sessions)
    keep(sessions, page(key=entry(1).key))
    before = Span(dt.date(1, 1, 1), dt.date(2012, 12, 31))
    walked(sessions, crawl, Read(1, (entry(1),), None), span=before)
    found = covered(sessions)
    assert found.months[0] == Part("0001-01", 1, 1, 1, None)
