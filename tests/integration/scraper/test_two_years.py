"""Two years of a site that publishes late, edits, withdraws and moves: every news is held in time, for few requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from scraper.replica.process import start
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.standing import compared
from tests.integration.scraper.years import Years

FIRST = dt.date(2021, 3, 1)
LIVELY = ("--edits", "0.15", "--withdrawals", "0.03", "--moves", "0.03")


@dataclass(frozen=True)
class Scale:
    """How large a site, how many of its days, and how its pages are asked again."""

    decisions: int
    days: int
    recheck_days: int
    recheck_every: int = 1


SHORT, LONG = Scale(2_000, 32, 10, recheck_every=5), Scale(12_000, 730, 30, recheck_every=3)


@pytest.mark.parametrize(
    ("scale", "order"),
    [
        pytest.param(SHORT, "decided", id="short"),
        pytest.param(LONG, "decided", id="long", marks=pytest.mark.prove),
        pytest.param(LONG, "published", id="long-by-publication", marks=pytest.mark.prove),
    ],
)
def test_a_site_is_followed_through_the_years(scale: Scale, order: str, crawls: Crawls, quick: QuickCrawls) -> None:
    options = (*LIVELY, "--category-order", order)
    with start(scale.decisions, today=FIRST, options=options) as replica:
        years = Years(replica, crawls, quick, recheck_days=scale.recheck_days, recheck_every=scale.recheck_every)
        begun = years.begin(FIRST)
        assert begun.code == 0, begun
        assert not compared(crawls, replica)
        years.live(FIRST + dt.timedelta(days=day) for day in range(1, scale.days + 1))
        course = years.course
        assert course.new > scale.days // 3
        assert not course.late
        assert not course.stale
        assert not course.not_found
        assert not course.falsely_gone
        assert not course.not_complete
        assert not compared(crawls, replica).lost
