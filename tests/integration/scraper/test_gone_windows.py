"""A page is marked gone only where a listing read since bears it out, and no window stands in another's way."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select

from config.db import unit_of_work
from scraper.gone import UNREAD
from scraper.models import Address
from tests.integration.scraper.crawling import Crawls, Result
from tests.integration.scraper.page_site import Case, PageSite, Reply, Rule, cases_of, on, serve
from tests.integration.scraper.quick import QuickCrawls

FIRST = dt.datetime(2026, 3, 2, 6, 15, tzinfo=dt.UTC)
NEWER, AUGUST, MAY = cases_of(2025, 11, 10), cases_of(2024, 8, 6), cases_of(2024, 5, 6)
GONE = Reply(status=404)


def crawled(crawls: Crawls, quick: QuickCrawls, site: PageSite, mode: str, day: int) -> Result:
    at = (FIRST + dt.timedelta(days=day)).isoformat()
    return quick.run(crawls, site.url, "--mode", mode, "--at", at, LGO_RECHECK_DAYS="0", LGO_GONE_SHARE="0.2")


def marked(crawls: Crawls) -> set[str]:
    with unit_of_work(crawls.sessions) as session:
        return set(session.scalars(select(Address.key).where(Address.gone_at.is_not(None))))


def hidden(site: PageSite, case: Case) -> Rule:
    """A row that every total counts and no listing shows."""
    row = re.compile(rf"<li><a href='{case.path}'.*?</li>")
    lists = ("SearchResults", "Archive")

    def rule(target: str) -> Reply | None:
        if not any(name in target for name in lists):
            return None
        return Reply(row.sub("", site.listing(target).decode()).encode())

    return rule


def test_a_page_in_a_window_that_was_never_believed_is_not_marked(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve([*NEWER, *AUGUST, *MAY]) as site:
        site.rules = [hidden(site, MAY[2])]
        assert crawled(crawls, quick, site, "full", 0).code == 3
        site.rules.insert(0, on(MAY[1].path, GONE))
        for day, mode in ((9, "recheck"), (10, "incremental")):
            crawled(crawls, quick, site, mode, day)
        last = crawled(crawls, quick, site, "recheck", 11)
    assert marked(crawls) == set()
    assert last.report["held_back"]["reason"] == UNREAD


def test_a_listed_page_is_not_marked_where_totals_agree_by_chance(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve([*NEWER, *AUGUST, *MAY]) as site:
        assert crawled(crawls, quick, site, "full", 0).code == 0
        site.rules = [on(MAY[1].path, GONE)]
        crawled(crawls, quick, site, "recheck", 8)
        site.cases = [case for case in site.cases if case is not AUGUST[3]]
        crawled(crawls, quick, site, "incremental", 9)
        crawled(crawls, quick, site, "recheck", 11)
    assert marked(crawls) == set()


def test_a_window_that_is_wrong_for_good_holds_back_its_own_pages_alone(crawls: Crawls, quick: QuickCrawls) -> None:
    with serve([*NEWER, *AUGUST, *MAY]) as site:
        assert crawled(crawls, quick, site, "full", 0).code == 0
        site.rules = [on(MAY[2].path, GONE), on(AUGUST[3].path, GONE), hidden(site, MAY[2])]
        site.cases = [case for case in site.cases if case is not AUGUST[3]]
        for day, mode in ((9, "recheck"), (10, "incremental"), (11, "recheck")):
            crawled(crawls, quick, site, mode, day)
    assert marked(crawls) == {AUGUST[3].path}
