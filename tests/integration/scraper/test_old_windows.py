"""What comes to an old window is found in a set time, also where something left with it and the total says nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import Case, PageSite, Reply, cases_of, on, serve
from tests.integration.scraper.quick import QuickCrawls

FIRST = dt.datetime(2026, 3, 2, 6, 15, tzinfo=dt.UTC)
# As many as the first page of all dates shows, so that it does not show what is older.
NEWER = cases_of(2025, 11, 10)
LEAVES, *STAY = cases_of(2024, 5, 4)
SHELL = Reply(b"<html><body><form action='/decisionsnew/newsearchpost'></form></body></html>")
COMES = Case("24 900 001", dt.date(2024, 5, 17))


def crawled(crawls: Crawls, quick: QuickCrawls, site: PageSite, mode: str, day: int, **settings: str) -> bool:
    """One crawl that ends well; whether the archive holds what came."""
    at = (FIRST + dt.timedelta(days=day)).isoformat()
    result = quick.run(crawls, site.url, "--mode", mode, "--at", at, LGO_RECHECK_DAYS="0", **settings)
    assert result.code == 0, result
    return COMES.path in crawls.held()


def test_what_comes_alone_is_found_within_a_week(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve([*NEWER, LEAVES, *STAY]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.cases = [*site.cases, COMES]
        assert crawled(crawls, quick, site, "incremental", 8)


def test_what_comes_as_another_leaves_is_found_when_the_page_of_that_was_asked_again(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    with serve([*NEWER, LEAVES, *STAY]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.cases = [*NEWER, *STAY, COMES]
        assert not crawled(crawls, quick, site, "incremental", 8)
        assert not crawled(crawls, quick, site, "recheck", 9)
        assert crawled(crawls, quick, site, "incremental", 17)


def test_what_comes_as_another_window_loses_one_is_found_by_a_full_crawl(crawls: Crawls, quick: QuickCrawls) -> None:
    earlier, later = cases_of(2024, 2, 95), cases_of(2024, 5, 95)
    between = [*cases_of(2024, 4, 95), *cases_of(2024, 3, 95)]
    with serve([*NEWER, *later, *between, *earlier]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.cases = [*NEWER, *later, COMES, *between, *earlier[1:]]
        assert not crawled(crawls, quick, site, "incremental", 8)
        site.log.clear()
        assert crawled(crawls, quick, site, "full", 9)
    assert len(site.asked("/Decisions/SearchResults")) < 40


def test_a_full_crawl_that_could_not_compare_a_group_is_not_complete(crawls: Crawls, quick: QuickCrawls) -> None:
    earlier, later = cases_of(2024, 2, 95), cases_of(2024, 5, 95)
    with serve([*NEWER, *later, *cases_of(2024, 3, 95), *earlier]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.cases = [*site.cases[:-1], COMES]
        site.rules = [on("/Decisions/SearchResults?fd=20", SHELL), on("/Decisions/Archive?fd=20", SHELL)]
        result = quick.run(crawls, site.url, "--mode", "full", "--at", (FIRST + dt.timedelta(days=9)).isoformat())
    assert (result.code, result.report["complete"]) == (3, False), result.report["reason"]
    assert "no total could be had" in result.report["reason"]


@pytest.mark.parametrize(("days", "finds"), [("21", True), ("60", False)], ids=["due", "not due"])
def test_what_comes_as_another_is_taken_from_the_list_alone_is_found_by_the_full_check(
    crawls: Crawls, quick: QuickCrawls, days: str, *, finds: bool
) -> None:
    with serve([*NEWER, LEAVES, *STAY]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.cases = [*NEWER, *STAY, COMES]
        site.rules = [on(LEAVES.path, Reply(LEAVES.page))]
        assert not crawled(crawls, quick, site, "recheck", 8)
        assert crawled(crawls, quick, site, "incremental", 21, LGO_FULL_CHECK_DAYS=days) == finds


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
def test_before_a_page_is_marked_gone_its_window_is_read(crawls: Crawls, quick: QuickCrawls, *, listed: bool) -> None:
    with serve([*NEWER, LEAVES, *STAY]) as site:
        assert not crawled(crawls, quick, site, "full", 0)
        site.rules = [on(LEAVES.path, Reply(status=404))]
        site.cases = [*NEWER, *([LEAVES] if listed else []), *STAY]
        site.log.clear()
        assert not crawled(crawls, quick, site, "recheck", 9)
        assert not site.asked("/Decisions/SearchResults")
        assert not crawled(crawls, quick, site, "recheck", 11)
    report = crawls.crawls()[-1].report
    assert report is not None
    assert report["gone"] == (0 if listed else 1)
