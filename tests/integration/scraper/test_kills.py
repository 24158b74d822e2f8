"""A crawl that is killed without a word, again and again, at moments of chance."""

from __future__ import annotations

import subprocess
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

# A crawl is killed after at most so many requests: few enough that there is work left for all the kills.
MOST_REQUESTS = 180
# Named by its dates each window is read again, so that every crawl is at work on listings when it is killed.
EVERY_WINDOW = ("--mode", "full", "--since", "2013-01-01")
BYTES_A_REQUEST = 350  # Roughly, in the replica's log.
PATIENCE_SECONDS = 60.0


@pytest.fixture
def replica(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with start(request.param) as running:
        yield running


@pytest.mark.parametrize(
    ("replica", "kills"),
    [pytest.param(200, 3, id="short"), pytest.param(1_000, 50, id="long", marks=pytest.mark.prove)],
    indirect=["replica"],
)
def test_a_crawl_killed_at_random_moments_ends_whole_and_fetches_nothing_twice(
    crawls: Crawls, replica: Replica, kills: int
) -> None:
    rng = Random(5)
    for _ in range(kills):
        crawl = crawls.start(replica.url, *EVERY_WINDOW)
        wait_for_requests(replica, crawl, rng.randrange(MOST_REQUESTS))
        time.sleep(rng.uniform(0, 0.05))
        crawl.kill()
        crawl.communicate()
    before = len(first_fetches(crawls))
    assert 0 < before < replica.decisions, "the kills came too early or too late to tell anything"
    result = finish(crawls.start(replica.url, *EVERY_WINDOW))

    assert (result.code, result.report.get("complete")) == (0, True), result
    assert result.report["new"] == replica.decisions - before
    assert not compared(crawls, replica)
    killed, last = crawls.crawls()[:-1], crawls.crawls()[-1]
    assert len(killed) > kills // 2
    assert {row.complete for row in killed} == {False}
    assert all(row.reason and "killed" in row.reason for row in killed)
    assert last.complete
    assert_nothing_held_was_fetched(crawls, replica)


def wait_for_requests(replica: Replica, crawl: subprocess.Popen[str], count: int) -> None:
    """Until the site has answered so many requests of a crawl that has just been started."""
    before = size = replica.log_path.stat().st_size
    until = time.monotonic() + PATIENCE_SECONDS
    while crawl.poll() is None and size - before < count * BYTES_A_REQUEST and time.monotonic() < until:
        time.sleep(0.002)
        size = replica.log_path.stat().st_size


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
