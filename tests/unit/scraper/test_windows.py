"""Windows are whole calendar months; an incremental crawl walks the young ones and those owed."""

from __future__ import annotations

import datetime as dt
import itertools

from scraper.windows import CrawlRequest, Mode, Span, chosen, month_of, months

TODAY = dt.date(2026, 7, 14)


def test_a_month_ends_with_its_last_day() -> None:
    assert month_of(dt.date(2024, 2, 11)) == Span(dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert month_of(dt.date(2025, 12, 31)) == Span(dt.date(2025, 12, 1), dt.date(2025, 12, 31))


def test_months_run_from_newest_to_oldest_without_gap_or_overlap() -> None:
    spans = months(dt.date(2013, 1, 1), TODAY)
    assert (spans[0].until, spans[-1].since) == (dt.date(2026, 7, 31), dt.date(2013, 1, 1))
    assert all(older.until + dt.timedelta(days=1) == newer.since for newer, older in itertools.pairwise(spans))


def test_a_full_crawl_walks_every_window() -> None:
    assert len(chosen(CrawlRequest(Mode.FULL), TODAY, [])) == 13 * 12 + 7


def test_an_incremental_crawl_walks_half_a_year_and_what_is_owed() -> None:
    owed = [month_of(dt.date(2019, 3, 1)), month_of(dt.date(2026, 5, 1))]
    walked = [str(span) for span in chosen(CrawlRequest(), TODAY, owed)]
    assert walked == ["2026-07", "2026-06", "2026-05", "2026-04", "2026-03", "2026-02", "2026-01", "2019-03"]


def test_named_dates_are_walked_whatever_their_age() -> None:
    request = CrawlRequest(Mode.INCREMENTAL, dt.date(2015, 1, 20), dt.date(2015, 3, 2))
    assert [str(span) for span in chosen(request, TODAY, [])] == ["2015-03", "2015-02", "2015-01"]


def test_dates_the_wrong_way_round_are_no_windows() -> None:
    assert chosen(CrawlRequest(Mode.FULL, dt.date(2025, 1, 1), dt.date(2024, 1, 1)), TODAY, []) == []
