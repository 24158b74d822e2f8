"""What a site says of all dates leads to what no window is for; a site that has nothing of any is not believed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import Case, PageSite, Reply, Rule, cases_of, listing_page, serve
from tests.integration.scraper.quick import QuickCrawls

CASES = [*cases_of(2013, 1, 6), *cases_of(2013, 2, 3)]
FAR, NEAR = Case("13 900 001", dt.date(2033, 5, 2)), Case("13 900 002", dt.date(2030, 7, 2))
FIRST, NEXT, WEEK_AFTER = "2014-01-30", "2014-01-31", "2014-02-08"
SHELL = b"<html><body><form action='/decisionsnew/newsearchpost'></form></body></html>"


def crawled(
    crawls: Crawls, quick: QuickCrawls, site: PageSite, mode: str, day: str, **settings: str
) -> tuple[int, str]:
    """One crawl: its exit code and its reason."""
    result = quick.run(crawls, site.url, "--mode", mode, "--at", f"{day}T06:15", LGO_RECHECK_DAYS="0", **settings)
    return result.code, result.report["reason"]


def said(crawls: Crawls) -> dict[str, int | None]:
    """What each window of which something was said is known to say."""
    return {name: total for name, (total, _) in crawls.windows().items() if total}


def on_listings(content: bytes, dates: str = "fd=") -> Rule:
    """A rule for every listing of these dates, whatever the way."""
    return lambda target: Reply(content) if dates in target else None


def of_categories(content: bytes) -> Rule:
    """A rule for the list of each category."""
    return lambda target: Reply(content) if target.startswith("/decisions/") and target.count("/") == 2 else None


@pytest.mark.parametrize("mode", ["full", "incremental"])
@pytest.mark.parametrize("corrected", [False, True], ids=["still there", "corrected"])
def test_a_date_to_come_is_found_before_a_window_of_a_later_one(
    crawls: Crawls, quick: QuickCrawls, mode: str, *, corrected: bool
) -> None:
    with serve([*CASES, FAR]) as site:
        assert crawled(crawls, quick, site, "full", FIRST) == (0, "complete")
        site.cases = [*CASES, NEAR, replace(FAR, date=dt.date(2013, 1, 9)) if corrected else FAR]
        for day in (WEEK_AFTER, "2014-02-16"):
            assert crawled(crawls, quick, site, mode, day) == (0, "complete")
            assert len(crawls.held()) == len(site.cases)


def test_a_date_to_come_is_found_that_the_first_page_of_those_does_not_show(crawls: Crawls, quick: QuickCrawls) -> None:
    many = [Case(f"13 901 {number:03d}", FAR.date) for number in range(12)]
    with serve([*many, NEAR, *CASES]) as site:
        assert crawled(crawls, quick, site, "full", FIRST) == (0, "complete")
    assert NEAR.path in crawls.held()


def test_a_window_that_cannot_be_read_hides_no_date_to_come(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve([*CASES, NEAR]) as site:
        site.rules = [on_listings(SHELL, "fd=2013-02-01")]
        code, reason = crawled(crawls, quick, site, "full", FIRST)
    assert (code, reason.startswith("1 not whole: 2013-02:")) == (3, True), reason
    assert NEAR.path in crawls.held()


@pytest.mark.parametrize(
    ("mode", "first", "days", "full_check"),
    [
        ("incremental", FIRST, (WEEK_AFTER, "2014-02-09"), "270"),
        ("incremental", "2013-02-27", ("2013-02-28", "2013-03-01"), "270"),
        ("full", FIRST, (NEXT, "2014-02-01"), "270"),
        ("incremental", FIRST, (NEXT, "2014-02-01"), "1"),
    ],
    ids=["old windows", "young windows", "full", "windows due to be read"],
)
def test_a_site_that_lists_nothing_any_more_fails_the_crawl_and_empties_no_window(
    crawls: Crawls, quick: QuickCrawls, *, mode: str, first: str, days: tuple[str, ...], full_check: str
) -> None:
    with serve(CASES) as site:
        assert crawled(crawls, quick, site, "full", first) == (0, "complete")
        site.rules = [on_listings(listing_page(0, []))]
        for day in days:
            code, reason = crawled(crawls, quick, site, mode, day, LGO_FULL_CHECK_DAYS=full_check)
            assert (code, reason.startswith("nothing found")) == (1, True), reason
            assert said(crawls) == {"2013-01": 6, "2013-02": 3}
        site.rules = []
        assert crawled(crawls, quick, site, mode, "2014-02-17") == (0, "complete")


def test_a_site_that_lists_nothing_by_date_fails_the_crawl_though_its_categories_show_some(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    other = Case("13 900 003", dt.date(2013, 2, 4))
    with serve(CASES) as site:
        assert crawled(crawls, quick, site, "full", FIRST) == (0, "complete")
        site.rules = [of_categories(listing_page(1, [other])), on_listings(listing_page(0, []))]
        code, reason = crawled(crawls, quick, site, "incremental", WEEK_AFTER)
    assert (code, reason.startswith("nothing found")) == (1, True), reason


@pytest.mark.parametrize("mode", ["full", "incremental"])
def test_what_a_site_without_any_listing_hid_from_the_first_crawl_is_found_by_the_next(
    crawls: Crawls, quick: QuickCrawls, mode: str
) -> None:
    with serve(CASES) as site:
        site.rules = [on_listings(listing_page(0, []))]
        code, reason = crawled(crawls, quick, site, mode, FIRST)
        assert (code, reason.startswith("nothing found")) == (1, True), reason
        site.rules = []
        assert crawled(crawls, quick, site, "incremental", NEXT) == (0, "complete")
    assert len(crawls.held()) == len(CASES)


def test_a_site_that_listed_nothing_for_a_moment_fails_no_crawl(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(CASES) as site:
        assert crawled(crawls, quick, site, "full", FIRST) == (0, "complete")
        bare = iter([Reply(listing_page(0, []))] * 2)
        site.rules = [lambda target: next(bare, None) if "fd=" in target else None]
        assert crawled(crawls, quick, site, "full", NEXT) == (0, "complete")
        assert next(bare, None) is None


@pytest.mark.parametrize("left", [CASES[:6], CASES[6:]], ids=["the last month", "the first month"])
def test_a_window_is_believed_empty_on_a_site_that_says_nothing_of_all_dates(
    crawls: Crawls, quick: QuickCrawls, left: list[Case]
) -> None:
    with serve(CASES) as site:
        site.rules = [on_listings(SHELL, "fd=0001-01-01")]
        crawled(crawls, quick, site, "full", "2013-02-27")
        site.cases = left
        crawled(crawls, quick, site, "incremental", "2013-02-28")
    assert list(said(crawls).values()) == [len(left)]


def test_a_site_that_lists_nothing_from_the_midst_of_a_crawl_on_leaves_no_window_whole(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    with serve(CASES) as site:
        full = ("--mode", "full", "--since", "2013-01-01", "--until", "2013-02-28")
        site.rules = [on_listings(listing_page(0, []), dates) for dates in ("fd=2013-01", "fd=0001-01-01")]
        first = quick.run(crawls, site.url, *full)
        assert (first.code, first.report["listed"], said(crawls)) == (3, 3, {"2013-02": 3})
        site.rules = []
        assert quick.run(crawls, site.url, *full).code == 0
    assert said(crawls) == {"2013-01": 6, "2013-02": 3}


def test_the_first_crawl_after_a_weekend_finds_what_waited_behind_another_that_left(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    kept = [*cases_of(2014, 2, 3), *cases_of(2014, 4, 12)]
    on_friday, newest, waited = (
        Case(f"14 000 00{number}", dt.date(2014, month, day))
        for number, month, day in ((1, 3, 31), (2, 4, 14), (3, 2, 23))
    )
    with serve(kept) as site:
        assert crawled(crawls, quick, site, "full", "2014-05-29") == (0, "complete")
        site.cases = [*kept, on_friday]
        assert crawled(crawls, quick, site, "incremental", "2014-05-30") == (0, "complete")
        site.cases = [*kept[1:], on_friday, newest, waited]
        site.rules = [of_categories(listing_page(1, [newest]))]
        crawled(crawls, quick, site, "incremental", "2014-06-02")
    assert {on_friday.path, newest.path, waited.path} <= set(crawls.held())


def test_a_quiet_day_of_a_small_old_site_is_complete(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(CASES) as site:
        for mode, day in (("full", FIRST), ("incremental", NEXT)):
            assert crawled(crawls, quick, site, mode, day) == (0, "complete")
