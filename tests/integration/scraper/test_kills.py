"""A crawl that is killed without a word, again and again, at moments of chance."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import func, select

from config.db import unit_of_work
from scraper.models import Address, Page
from scraper.replica.process import Replica, start
from tests.integration.scraper.crawling import Crawls, finish
from tests.integration.scraper.standing import compared, visible

# A page takes so long that the whole crawl lasts for all the kills, and a crawl that has begun gets so far at most.
SECONDS_A_PAGE = 0.25
LONGEST_LIFE = 3.0


@pytest.fixture
def replica(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with start(request.param, faults=[f"slow:seconds={SECONDS_A_PAGE},on=decision"]) as running:
        yield running


@pytest.mark.parametrize(
    ("replica", "kills"),
    [pytest.param(200, 5, id="short"), pytest.param(1_000, 50, id="long", marks=pytest.mark.prove)],
    indirect=["replica"],
)
def test_a_crawl_killed_at_random_moments_ends_whole_and_fetches_nothing_twice(
    crawls: Crawls, replica: Replica, kills: int
) -> None:
    rng = Random(5)
    unfinished = []
    for _ in range(kills):
        crawl = crawls.start(replica.url, "--mode", "full")
        time.sleep(rng.uniform(0.2, LONGEST_LIFE))
        crawl.kill()
        crawl.communicate()
        unfinished.append(len(first_fetches(crawls)))
    assert 0 < unfinished[-1] < replica.decisions, "the kills came too early or too late to tell anything"
    replica.set_faults()
    result = finish(crawls.start(replica.url, "--mode", "full"))

    assert (result.code, result.report.get("complete")) == (0, True), result
    assert result.report["new"] == replica.decisions - unfinished[-1]
    assert not compared(crawls, replica)
    killed, last = crawls.crawls()[:-1], crawls.crawls()[-1]
    assert {row.complete for row in killed} <= {False}
    assert all(row.reason and "killed" in row.reason for row in killed)
    assert last.complete
    assert_nothing_held_was_fetched(crawls, replica)


def first_fetches(crawls: Crawls) -> dict[str, float]:
    """When the page that is held was fetched, of each address, as a Unix time; the earliest where there are several."""
    query = select(Address.key, func.min(Page.fetched_at)).join(Page, Page.address_id == Address.id)
    with unit_of_work(crawls.sessions) as session:
        return {key: moment.timestamp() for key, moment in session.execute(query.group_by(Address.key))}


def assert_nothing_held_was_fetched(crawls: Crawls, replica: Replica) -> None:
    """By the site's own log, no page was asked for once the archive had it; our own comparing came after."""
    stored = first_fetches(crawls)
    spider = [request for request in replica.log() if request.agent.startswith("lgo-decisions")]
    later = [request for request in spider if request.path in stored and request.wall > stored[request.path]]
    assert not later
    assert {request.path for request in spider} >= set(visible(replica))
