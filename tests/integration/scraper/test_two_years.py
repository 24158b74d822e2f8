"""Two years of a site that publishes late, edits, withdraws and moves: every news is held in time, for few requests."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
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
    times_fewer: int = 4


# A crawl asks for a dozen listings to learn that there is no news. On the real site sixteen new decisions a working day
# share them; here there is one a day, or six in the long form, while the rival's months are as many decisions for each
# new one in a site of any size. So the ratio grows with the site: tests/benchmarks measure it at full size.
SHORT = Scale(2_000, 32, 10, recheck_every=5)
LONG = Scale(12_000, 730, 30, recheck_every=3, times_fewer=8)


@pytest.mark.parametrize(
    ("scale", "order"),
    [
        pytest.param(SHORT, "decided", id="short"),
        pytest.param(LONG, "decided", id="long", marks=pytest.mark.prove),
        pytest.param(LONG, "published", id="long-by-publication", marks=pytest.mark.prove),
    ],
)
def test_a_site_is_followed_through_the_years(
    scale: Scale, order: str, crawls: Crawls, quick: QuickCrawls, record_property: Callable[[str, object], None]
) -> None:
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
        differs = compared(crawls, replica)
        assert not differs.lost - course.may_come
        assert not differs.other - course.may_differ - course.may_come
        assert not differs.falsely_gone - course.may_come
        record_property("requests_a_new_decision", course.a_new_decision())
        record_property("times_fewer", fewer := course.times_fewer())
        sys.stdout.write(f"{course.a_new_decision()} {fewer}\n")
        assert fewer["news_and_checks"]["half_a_year"] >= scale.times_fewer
