"""What the site's own log tells of its guest: how it keeps its distance, and what a day without news costs."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest

from scraper.replica.fault_base import kind_of
from scraper.replica.process import Replica, start
from scraper.replica.requestlog import LoggedRequest
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.standing import visible

DECISIONS = 1_800
TODAY = dt.date(2013, 8, 2)
FRIDAY_EVENING, SATURDAY = f"{TODAY}T20:00", f"{TODAY + dt.timedelta(days=1)}T06:15"
SPACING = 0.2
JITTER = 0.01  # A busy machine may take one request up late and the next one in time.


@pytest.fixture
def replica() -> Iterator[Replica]:
    with start(DECISIONS, today=TODAY) as running:
        yield running


def asked(replica: Replica, since: int = 0) -> list[LoggedRequest]:
    """The spider's requests in the order in which they came, from the one of that number on."""
    found = [one for one in replica.log() if one.agent.startswith("lgo-decisions")]
    return sorted(found, key=lambda one: one.number)[since:]


def test_requests_come_spaced_one_at_a_time_with_robots_first_and_waits_are_kept(
    crawls: Crawls, replica: Replica
) -> None:
    replica.set_faults(
        "status:code=429,retry_after=2,after=9,times=1", "status:code=503,retry_after=date:2,after=19,times=1"
    )
    words = ("--mode", "full", "--since", "2013-01-01", "--until", "2013-02-28", "--at", FRIDAY_EVENING)
    result = crawls.run(replica.url, *words, LGO_CRAWL_DELAY=str(SPACING), LGO_CONTACT="archive@lgo.example")
    log = asked(replica)
    assert result.code == 0, result
    assert len(log) > 22
    assert log[0].path == "/robots.txt"
    assert [one.path for one in log].count("/robots.txt") == 1
    assert {one.active for one in log} == {1}
    pairs = list(itertools.pairwise(log))
    assert all(sooner.ended <= later.mono for sooner, later in pairs)
    assert min(later.mono - sooner.mono for sooner, later in pairs) >= SPACING - JITTER
    waited = [later.wall - sooner.wall - sooner.seconds for sooner, later in pairs if sooner.retry_after]
    assert len(waited) == 2
    # A date has whole seconds, so one that is two seconds away may be only a little more than one.
    assert waited[0] >= 2
    assert waited[1] >= 1
    assert {one.agent for one in log} == {"lgo-decisions/0.1.0 (+archive@lgo.example)"}
    assert result.report["requests"] == len(log)


def test_a_day_without_news_costs_listing_pages_and_no_decision(
    crawls: Crawls, quick: QuickCrawls, replica: Replica
) -> None:
    first = quick.run(crawls, replica.url, "--mode", "full", "--at", FRIDAY_EVENING)
    assert (first.code, first.report["new"]) == (0, len(visible(replica)))
    for mode in ("incremental", "recent"):
        before = len(asked(replica))
        replica.set_today(TODAY + dt.timedelta(days=1))
        result = quick.run(crawls, replica.url, "--mode", mode, "--at", SATURDAY)
        assert (result.code, result.report["new"], result.report["fetched"]) == (0, 0, 0), result
        kinds = [kind_of(one.path) for one in asked(replica, before)]
        assert "decision" not in kinds
        assert 2 < len(kinds) < 40
        assert kinds[0] == "robots"


def test_asking_again_costs_no_page_that_is_as_it_was(crawls: Crawls, quick: QuickCrawls, replica: Replica) -> None:
    replica.set_faults("etag", "lastmodified")
    quick.run(crawls, replica.url, "--mode", "full", "--at", FRIDAY_EVENING)
    before = len(asked(replica))
    result = quick.run(crawls, replica.url, "--mode", "recheck", "--at", SATURDAY, LGO_RECHECK_DAYS="0")
    again = [one for one in asked(replica, before) if kind_of(one.path) == "decision"]
    assert result.code == 0, result
    assert len(again) == len(visible(replica))
    assert {one.status for one in again} == {304}
    assert all(one.none_match and one.modified_since and not one.bytes for one in again)
    assert result.report["unchanged"] == len(again)
