"""Whatever a listing does, its window is whole by other ways, or open and says why."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from config.db import unit_of_work
from scraper.addresses import key
from scraper.coverage import coverage
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import Case, PageSite, Reply, Rule, cases_of, listing_page, on, serve
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.spring import SPRING, spring

SHELL = Reply(b"<html><body><form action='/decisionsnew/newsearchpost'></form></body></html>")
SEARCH, ARCHIVE = "/Decisions/SearchResults", "/Decisions/Archive"


def archive(site: PageSite) -> Rule:
    """The archive, which lists what the search lists."""
    return lambda target: Reply(site.listing(target)) if target.startswith(ARCHIVE) else None


def category(site: PageSite) -> Rule:
    """The list of a category: its ten newest, and no total."""

    def rule(target: str) -> Reply | None:
        newest = sorted(site.cases, key=lambda case: case.date, reverse=True)[:10]
        listing = listing_page("[none]", newest).replace(b"Your search has [none] results", b"Recent statements")
        return Reply(listing) if target == "/decisions/housing" else None

    return rule


def by_body(site: PageSite) -> Rule:
    """A search that shows nothing unless it is asked for one body."""

    def rule(target: str) -> Reply | None:
        if not target.startswith(SEARCH):
            return None
        return Reply(site.listing(target)) if "aname=" in target else SHELL

    return rule


def test_a_shell_leaves_its_window_open_and_is_no_empty_result(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(spring()) as site:
        shell = Reply(b"<html><body><form action='/decisionsnew/newsearchpost'></form></body></html>")
        site.rules = [on("/Decisions/SearchResults?fd=2024-04", shell)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["listed"]) == (3, 33)
    assert crawls.windows()["2024-04"] == (None, "page 1 is a shell: no results and no total")
    assert [row[0::3] for row in crawls.failures()] == [("list", "page 1 is a shell: no results and no total")]


def test_a_shell_that_passes_is_read_again(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(spring()) as site:
        shell = Reply(b"<html><body><form></form></body></html>")
        site.rules = [on("/Decisions/SearchResults?fd=2024-04", shell, times=1)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["listed"]) == (0, 40)


def test_a_total_that_moves_for_good_is_got_round_by_reading_smaller_windows(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = spring()
    with serve(cases) as site:
        moved = Reply(listing_page(22, cases[39:]))
        site.rules = [on("/Decisions/SearchResults?fd=2024-05-01&td=2024-05-31&page=3", moved)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["said"]) == (0, 40)
    assert result.report["listing_faults"]["moved"] >= 2
    assert [crawls.windows()[name] for name in ("2024-05", "2024-05-01..2024-05-06")] == [(21, None), (6, None)]
    assert len(crawls.held()) == 40


def test_a_total_that_moves_on_a_single_day_leaves_it_open_but_keeps_what_was_listed(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = [Case(f"24 005 {number:03d}", dt.date(2024, 5, 6)) for number in range(21)]
    with serve(cases) as site:
        moved = Reply(listing_page(22, cases[20:]))
        site.rules = [lambda target: moved if "page=3" in target else None]
        result = quick.run(crawls, site.url, *SPRING)
    assert result.code == 3
    day = crawls.windows()["2024-05-06..2024-05-06"]
    assert day == (21, "the total moved from 21 to 22 while it was paged")
    assert len(crawls.held()) == 21


def test_a_listing_that_repeats_is_read_in_windows_of_one_page(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = spring()
    first_ten = Reply(listing_page(21, cases[19:29]))
    with serve(cases) as site:
        site.rules = [on("/Decisions/SearchResults?fd=2024-05-01&td=2024-05-31", first_ten)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["listed"]) == (0, 40)
    assert result.report["listing_faults"]["repeats"] >= 1


@pytest.mark.parametrize("counts", [(8, 10), (10, 10), (10, 8)])
def test_both_ends_of_a_listing_that_ignores_the_last_date_are_no_window(
    crawls: Crawls, quick: QuickCrawls, counts: tuple[int, int]
) -> None:
    cases = [*cases_of(2024, 3, counts[0]), *cases_of(2024, 5, counts[1])]

    def open_ended(target: str) -> Reply | None:
        first = re.search(r"fd=([\d-]+)", target)
        later = [case for case in cases if first and case.date >= dt.date.fromisoformat(first[1])]
        later.sort(key=lambda case: case.date, reverse="ascending" not in target)
        return Reply(listing_page(len(later), later[:10])) if first else None

    with serve(cases) as site:
        site.rules = [open_ended]
        first = quick.run(crawls, site.url, *SPRING)
        assert (first.code, crawls.windows()["2024-03"][0]) == (3, None)
        site.rules = []
        assert quick.run(crawls, site.url, *SPRING).code == 0
    assert {said for said, _ in crawls.windows().values()} == {0, *counts}


def test_a_listing_page_that_cannot_be_had_is_a_failure_of_its_window(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = [Case(f"24 003 {number:03d}", dt.date(2024, 3, 6)) for number in range(12)]
    with serve(cases) as site:
        site.rules = [lambda target: Reply(status=500) if "page=2" in target else None]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, len(crawls.held())) == (3, 10)
    assert crawls.windows()["2024-03-06..2024-03-06"][1] == "page 2 could not be had: status 500"
    assert [row[0] for row in crawls.failures()] == ["list"]


def test_an_incremental_crawl_finds_what_is_late_and_what_is_owed_and_asks_for_nothing_else(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    old, late = today - dt.timedelta(days=700), today - dt.timedelta(days=100)
    cases = [Case("23 000 001", old), Case("25 000 001", late), Case("25 000 002", today)]
    with serve(cases) as site:
        site.rules = [on(cases[0].path, Reply(status=404))]
        assert quick.run(crawls, site.url, "--mode", "full").code == 3
        site.rules = []
        site.cases = [*cases, Case("25 000 003", late), Case("22 000 001", old - dt.timedelta(days=90))]
        asked = len(site.log)
        result = quick.run(crawls, site.url)
        again = [seen.path for seen in site.log[asked:]]
        assert (result.code, result.report["mode"], result.report["new"]) == (0, "incremental", 2)
        assert sorted(path for path in again if key(path)) == [cases[0].path, site.cases[3].path]
        # Robots, form and poll; totals of the young windows, and halves down to one that is read; totals once more.
        assert len(again) <= 4 + 1 + 3 + 1 + 1 + 2
        # Old windows are looked into once a week.
        asked = len(site.log)
        week_later = quick.run(crawls, site.url, "--at", (now + dt.timedelta(days=8)).isoformat())
        again = [seen.path for seen in site.log[asked:]]
    assert (week_later.code, [path for path in again if key(path)]) == (0, [site.cases[4].path])
    assert len(again) <= 4 + 3 + 8 + 1 + 3 + 1


def test_a_shell_is_got_round_by_the_archive(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(spring()) as site:
        site.rules = [on(SEARCH, SHELL), archive(site)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["listed"], result.report["listing_ways"]) == (0, 40, {"archive": 3})
    assert result.report["listing_faults"]["shell"] >= 1


def test_the_search_form_is_visited_before_the_first_search(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(spring()) as site:
        quick.run(crawls, site.url, *SPRING)
        asked = [seen.path for seen in site.log]
    assert asked[:2] == ["/robots.txt", "/Decisions/Search"]


def test_a_month_that_lists_too_much_is_read_in_parts_that_are_not_counted_twice(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = cases_of(2024, 5, 230)
    with serve(cases) as site:
        result = quick.run(crawls, site.url, *SPRING)
        again = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["said"], result.report["stored"]) == (0, 230, 230)
    parts = [one for one in result.report["windows"] if one["since"].startswith("2024-05")]
    assert (len(parts), sum(one["said"] for one in parts), max(one["said"] for one in parts) <= 100) == (4, 230, True)
    assert (again.code, again.report["said"], again.report["fetched"]) == (0, 230, 0)


def test_a_listing_that_shows_ten_of_a_day_is_read_from_both_ends(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = [Case(f"24 005 {number:03d}", dt.date(2024, 5, 6)) for number in range(17)]

    def ends(target: str) -> Reply | None:
        if not target.startswith(SEARCH) or "fd=2024-05" not in target or "td=2024-05-06" not in target:
            return None
        return Reply(listing_page(17, cases[7:] if "ascending" in target else cases[:10]))

    with serve(cases) as site:
        site.rules = [ends]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, len(crawls.held())) == (0, 17), result.report["reason"]


def test_where_nothing_can_be_listed_at_all_the_crawl_fails_and_nothing_is_forgotten(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    with serve(spring()) as site:
        assert quick.run(crawls, site.url, *SPRING).code == 0
        redesigned = Reply(b"<html><body><main><h1>Our new decisions finder</h1></main></body></html>")
        site.rules = [on(SEARCH, redesigned), on(ARCHIVE, redesigned)]
        result = quick.run(crawls, site.url, "--mode", "full")
        asked = len(site.log)
    assert (result.code, result.report["listed"], result.report["gone"]) == (1, 0, 0)
    assert result.report["reason"].startswith("nothing found")
    assert result.report["listing_faults"]["unknown page"] >= 5
    assert asked < 200
    assert {one["state"] for one in result.report["windows"]} == {"open"}
    assert {one["since"][:7] for one in result.report["windows"]} >= {f"{year}-07" for year in range(2013, 2026)}
    assert len(crawls.held()) == 40


def test_a_search_that_shows_nothing_is_gone_round_by_categories_and_bodies(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = spring()
    with serve(cases) as site:
        assert quick.run(crawls, site.url, *SPRING).code == 0
        site.cases = [*cases, *(Case(f"24 009 {number:03d}", dt.date(2024, 4, 9)) for number in range(12))]
        site.rules = [by_body(site), category(site)]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["complete"], result.report["new"]) == (3, False, 12)


def test_the_quick_poll_finds_the_newest_and_the_next_crawl_confirms_them_by_their_total(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = spring()
    with serve(cases) as site:
        site.rules = [category(site)]
        assert quick.run(crawls, site.url, *SPRING, "--at", "2024-06-20T06:15").code == 0
        site.cases = [*cases, Case("24 009 001", dt.date(2024, 5, 30))]
        asked = len(site.log)
        poll = quick.run(crawls, site.url, "--mode", "recent", "--at", "2024-06-21T12:00")
        paths = [seen.path for seen in site.log[asked:]]
        assert (poll.code, poll.report["new"]) == (0, 1)
        assert [path for path in paths if path.startswith(SEARCH)] == []
        result = quick.run(crawls, site.url, "--at", "2024-06-21T18:15")
    assert (result.code, result.report["new"]) == (0, 0)
    assert crawls.windows()["2024-05"] == (22, None)


@pytest.mark.parametrize(("newest_first", "polled"), [(True, 2), (False, 10)])
def test_all_categories_are_polled_each_day_where_their_lists_show_what_was_published_last(
    crawls: Crawls, quick: QuickCrawls, newest_first: bool, polled: int
) -> None:
    cases = sorted(cases_of(2013, 2, 9), key=lambda case: case.date, reverse=newest_first)
    shown = listing_page("[none]", cases).replace(b"Your search has [none] results", b"Recent statements")
    with serve(cases) as site:
        assert quick.run(crawls, site.url, "--mode", "full", "--at", "2013-04-04T06:15").code == 0
        site.rules = [lambda target: Reply(shown) if is_category(target) else None]
        assert quick.run(crawls, site.url, "--at", "2013-04-05T06:15").code == 0
        assert sum(is_category(seen.path) for seen in site.log) == polled


def is_category(path: str) -> bool:
    return path.startswith("/decisions/") and path.count("/") == 2


def test_a_category_that_lists_nothing_where_something_is_held_leaves_the_poll_incomplete(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    with serve(spring()) as site:
        assert quick.run(crawls, site.url, *SPRING).code == 0
        site.rules = [on("/decisions/housing", SHELL)]
        poll = quick.run(crawls, site.url, "--mode", "recent")
    assert (poll.code, poll.report["complete"]) == (1, False)
    assert "housing: it lists nothing" in poll.report["reason"]


def test_decisions_from_before_the_first_month_are_found_by_the_total_of_all(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = [Case("09 001 001", dt.date(2010, 3, 4)), *spring()]
    with serve(cases) as site:
        result = quick.run(crawls, site.url, "--mode", "full")
    assert (result.code, len(crawls.held())) == (0, 41)
    assert crawls.windows()["0001-01-01..2012-12-31"] == (1, None)
    assert [one for one in result.report["totals"] if one["scope"] == ""] == [
        {"scope": "", "said": 41, "windows": 41, "difference": 0}
    ]


def test_words_never_seen_are_counted_and_the_page_fetched_all_the_same(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = spring()
    with serve(cases) as site:
        odd = listing_page(7, cases[12:19]).replace(b"Statement Upheld", b"Statement Partly upheld", 2)
        site.rules = [on(f"{SEARCH}?fd=2024-04", Reply(odd))]
        result = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["oddities"], result.report["stored"]) == (0, {"unknown outcome": 2}, 40)


def test_a_window_that_suddenly_says_much_less_is_open_until_the_next_crawl(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = spring()
    with serve(cases) as site:
        assert quick.run(crawls, site.url, *SPRING).code == 0
        site.cases = [case for case in cases if case.date.month != 4]
        first = quick.run(crawls, site.url, *SPRING)
        second = quick.run(crawls, site.url, *SPRING)
    assert (first.code, second.code) == (3, 0)
    assert "the site says 0 where it said 7" in first.report["reason"]
    assert second.report["gone"] == 0


def test_an_entry_that_the_site_lists_and_counts_twice_is_two_of_its_total(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2024, 5, 11)
    doubled = [*cases, cases[3]]
    with serve(cases) as site:
        site.rules = [
            lambda target: (
                Reply(listing_page(12, doubled[10:] if "page=2" in target else doubled[:10]))
                if target.startswith(f"{SEARCH}?fd=2024-05")
                else None
            )
        ]
        result = quick.run(crawls, site.url, *SPRING)
        again = quick.run(crawls, site.url, *SPRING)
    assert (result.code, result.report["said"], result.report["listed"], result.report["stored"]) == (0, 12, 12, 11)
    assert result.report["oddities"] == {"listed twice": 1}
    assert (again.code, again.report["fetched"]) == (0, 0)


def test_a_page_that_failed_is_named_and_asked_again_when_listed_no_longer(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2024, 5, 6)
    lost = cases[2]
    may = ("--since", "2024-05-01", "--until", "2024-05-31")
    with serve(cases) as site:
        site.rules = [on(lost.path, Reply(status=500))]
        quick.run(crawls, site.url, "--mode", "full", *may)
        site.cases = [case for case in cases if case is not lost]
        for mode in ("full", "incremental"):
            left = quick.run(crawls, site.url, "--mode", mode, *may)
            assert (left.code, left.report["said"], left.report["listed"]) == (3, 5, 5)
            assert left.report["missing"] == [{"url": site.url + lost.path, "reason": "status 500"}]
            assert lost.path in left.report["reason"]
        site.rules = [on(lost.path, Reply(status=404))]
        assert quick.run(crawls, site.url, "--mode", "incremental", *may).code == 0


def test_a_decision_with_a_date_to_come_is_found_in_a_window_of_that_month(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2013, 1, 6)
    misprinted = Case("13 900 001", dt.date(2033, 5, 2), category="planning")
    with serve([*cases, misprinted]) as site:
        result = quick.run(crawls, site.url, "--mode", "full", "--at", "2013-01-30T06:15")
        assert (result.code, result.report["said"], misprinted.path in crawls.held()) == (0, 7, True)
        # This site answers with all there is whatever category it is asked for.
        assert [total["scope"] for total in result.report["totals"]] == [""]
        assert (set(crawls.windows()), crawls.windows()["2033-05"]) == (
            {"0001-01-01..2012-12-31", "2013-01", "2033-05"},
            (1, None),
        )
        again = quick.run(crawls, site.url, "--mode", "incremental", "--at", "2013-01-31T06:15")
        assert (again.code, again.report["fetched"]) == (0, 0)
        site.cases = [*cases, Case("13 900 001", dt.date(2013, 1, 9))]
        assert quick.run(crawls, site.url, "--mode", "full", "--at", "2013-02-01T06:15").code == 0
        with unit_of_work(crawls.sessions) as session:
            assert coverage(session, dt.date(2013, 2, 1)).complete
        assert crawls.windows()["2033-05"] == (0, None)


def test_what_the_site_has_beside_all_windows_is_said_until_it_is_found(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2013, 1, 6)
    every = re.compile("fd=0001-01-01&td=(?!2012)")
    with serve(cases) as site:
        site.rules = [lambda target: Reply(listing_page(7, cases)) if every.search(target) else None]
        for mode, day in (("full", 30), ("incremental", 31)):
            result = quick.run(crawls, site.url, "--mode", mode, "--at", f"2013-01-{day}T06:15")
            assert (result.code, len(crawls.held())) == (3, 6)
            assert result.report["reason"] == "1 not whole: all dates: the site says 7 of all dates, the windows 6"
        with unit_of_work(crawls.sessions) as session:
            assert not coverage(session, dt.date(2013, 1, 31)).complete
        site.cases, site.rules = cases, []
        assert quick.run(crawls, site.url, "--mode", "incremental", "--at", "2013-01-31T18:15").code == 0
        with unit_of_work(crawls.sessions) as session:
            assert coverage(session, dt.date(2013, 1, 31)).complete
