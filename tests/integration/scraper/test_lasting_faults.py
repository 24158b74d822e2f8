"""What is wrong with a listing for good is named every night, and costs little."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from config.db import unit_of_work
from scraper.coverage import coverage
from scraper.replica.process import start
from scraper.ways import FORM
from tests.integration.scraper.crawling import Crawls, Result
from tests.integration.scraper.page_site import Case, Reply, cases_of, listing_page, serve
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.spring import SPRING, spring

TODAY = dt.date(2013, 10, 15)
STILL = ("--edits", "0", "--withdrawals", "0", "--moves", "0")
MAY = ("--since", "2024-05-01", "--until", "2024-05-31")
SHELL = b"<html><body><form action='/decisionsnew/newsearchpost'></form></body></html>"


def test_a_site_that_ignores_dates_is_not_believed_of_any_window(crawls: Crawls, quick: QuickCrawls) -> None:
    with start(1_800, today=TODAY, options=(*STILL, "--fault", "alldates")) as site:
        result = quick.run(crawls, site.url, "--mode", "full", "--at", f"{TODAY}T06:15")
    assert (result.code, result.report["said"]) == (3, 0)
    assert result.report["listing_faults"].keys() == {"other dates"}
    assert {one["state"] for one in result.report["windows"]} == {"open"}
    reasons = {reason for _, reason in crawls.windows().values()}
    assert "page 1 lists other dates than were asked for" in reasons
    # What was shown is fetched all the same.
    assert len(crawls.held()) >= 20
    assert result.report["requests"] - result.report["fetched"] < 120


def test_what_a_listing_names_of_other_dates_goes_to_the_windows_of_these(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = [Case(f"24 001 {number:03d}", dt.date(2024, 1, 1) + dt.timedelta(days=number)) for number in range(152)]
    with serve(cases) as site:
        site.rules = [lambda target: Reply(listing_page(152, cases[:10])) if "fd=" in target else None]
        assert quick.run(crawls, site.url, "--mode", "full", *MAY).code == 3
        assert crawls.windows() == {"2024-05": (None, "page 1 lists other dates than were asked for")}
        assert len(crawls.held()) == 10
        site.rules = []
        healed = quick.run(crawls, site.url, "--mode", "full", *MAY)
    assert (healed.code, healed.report["said"], len(crawls.held())) == (0, 31, 41)


@pytest.mark.parametrize("fault", ["total:add=1", "omit:entries=0.02"])
def test_a_total_that_is_wrong_for_good_is_looked_into_ever_less_often_and_named_each_night(
    fault: str, crawls: Crawls, quick: QuickCrawls
) -> None:
    with start(1_800, today=TODAY, options=STILL) as site:

        def night(day: int, *words: str) -> Result:
            at = dt.datetime.combine(TODAY, dt.time(6, 15)) + dt.timedelta(days=day)
            return quick.run(crawls, site.url, "--at", at.isoformat(), *words)

        assert night(0, "--mode", "full").code == 0
        quiet = night(1).report["requests"]
        site.set_faults(fault)
        costs = []
        for day in range(1, 16):
            result = night(day, *(("--mode", "full", "--since", "2013-01-01") if day == 1 else ()))
            assert (result.code, result.report["complete"]) == (3, False), result.report["reason"]
            assert still_open(crawls)
            costs.append(result.report["requests"])
        site.set_faults()
        healed = night(17, "--mode", "full")
    assert sum(cost <= quiet + 2 for cost in costs) >= 9, costs
    assert healed.code == 0, healed.report["reason"]


def still_open(crawls: Crawls) -> dict[str, str]:
    """The windows that coverage names as not whole, and why."""
    with unit_of_work(crawls.sessions) as session:
        return {str(one.span): one.reason for one in coverage(session, TODAY).open_windows}


def test_news_of_a_window_that_is_open_for_good_is_found_while_it_is_not_read(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = cases_of(2013, 2, 9)
    row = re.compile(rf"<li><a href='{cases[4].path}'.*?</li>")

    def hiding(target: str) -> Reply | None:
        return Reply(row.sub("", site.listing(target).decode()).encode()) if "fd=" in target else None

    with serve(cases) as site:
        site.rules = [hiding]

        def night(day: int, *words: str) -> Result:
            return quick.run(crawls, site.url, "--at", f"2013-04-{day:02d}T06:15", *words)

        night(1, "--mode", "full")
        night(2)
        asked = len(site.log)
        night(3)
        assert not any("fd=2013-02-01" in seen.path for seen in site.log[asked:])
        site.cases = [*cases, Case("13 009 001", dt.date(2013, 2, 20))]
        found = night(3)
        assert (found.code, found.report["new"]) == (3, 1)
        assert "2013-02" in still_open(crawls)
        site.rules = []
        # A month later at the latest, or when it is asked for by name, it is read again.
        assert night(4, "--since", "2013-02-01", "--until", "2013-02-28").code == 0


@pytest.mark.parametrize("answered", ["&c=", "aname="])
def test_a_window_that_is_a_shell_by_all_ways_is_searched_by_category_and_by_body(
    answered: str, crawls: Crawls, quick: QuickCrawls
) -> None:
    cases = spring()

    def april(target: str) -> Reply | None:
        return Reply(SHELL) if "fd=2024-04" in target and answered not in target else None

    with serve(cases) as site:
        quick.run(crawls, site.url, *SPRING)
        site.cases = [*cases, *(Case(f"24 009 {number:03d}", dt.date(2024, 4, 9)) for number in range(12))]
        site.rules = [april]
        asked = len(site.log)
        result = quick.run(crawls, site.url, *SPRING)
        again = len(site.log) - asked
    assert (result.code, result.report["new"], result.report["failed"]) == (3, 12, 1)
    assert crawls.windows()["2024-04"] == (7, "page 1 is a shell: no results and no total")
    assert again < 120


def test_a_search_form_that_cannot_be_visited_is_counted(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve(spring()) as site:
        missing = quick.run(crawls, site.url, *SPRING)
        site.rules = [lambda target: Reply(SHELL) if target == FORM else None]
        visited = quick.run(crawls, site.url, *SPRING)
    assert (missing.report["listing_faults"], visited.report["listing_faults"]) == ({"no search form": 1}, {})


def test_one_misprinted_date_leaves_no_window_open(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2024, 5, 21)
    with serve(cases) as site:
        site.rules = [
            lambda target: (
                Reply(site.listing(target).replace(b"02-May-2024", b"02-May-2042", 1)) if "fd=" in target else None
            )
        ]
        result = quick.run(crawls, site.url, "--mode", "full", *MAY)
    assert (result.code, result.report["said"], result.report["stored"]) == (0, 21, 21)


def test_a_hidden_row_that_a_category_shows_is_not_read_for_each_night(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2013, 2, 9)
    hidden = cases[4]
    row = re.compile(rf"<li><a href='{hidden.path}'.*?</li>")

    def rule(target: str) -> Reply | None:
        if "SearchResults" in target:
            return Reply(row.sub("", site.listing(target).decode()).encode())
        return Reply(listing_page(9, [hidden])) if target.split("?", maxsplit=1)[0] == "/decisions/housing" else None

    with serve(cases) as site:
        site.rules = [rule]
        costs = [quick.run(crawls, site.url, "--at", f"2013-06-{day:02d}T06:15").report for day in range(3, 18)]
        assert hidden.path in crawls.held()
    assert {report["complete"] for report in costs} == {False}
    assert sum(report["requests"] <= 10 for report in costs[-6:]) >= 4, [report["requests"] for report in costs]


def test_windows_that_no_way_lists_do_not_keep_the_others_from_being_compared(
    crawls: Crawls, quick: QuickCrawls
) -> None:
    others = [case for month in (7, 8) for case in cases_of(2013, month, 9)]
    unlisted = [f"fd=2013-0{month}" for month in range(1, 6)]
    comes = Case("13 900 001", dt.date(2013, 8, 17))

    def shell(target: str) -> Reply | None:
        return Reply(SHELL) if any(dates in target for dates in unlisted) else None

    with serve([*cases_of(2014, 3, 12), *others]) as site:
        site.rules = [shell]
        assert quick.run(crawls, site.url, "--mode", "full", "--at", "2014-09-03T06:15").code == 3
        site.cases = [*site.cases, comes]
        result = quick.run(crawls, site.url, "--at", "2014-09-12T06:15")
    assert (result.code, result.report["new"]) == (3, 1), result.report["reason"]
