"""A crawl that comes due while another one runs has its turn later, and is no failure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import redis
from celery.exceptions import Retry

from config import failures
from config.db import unit_of_work
from scraper.lock import CrawlLock
from workers import crawling
from workers import runtime as runtimes
from workers.app import app
from workers.runtime import Runtime
from workers.status import status
from workers.tasks.crawl import BUSY_SECONDS, crawl_site

EXPIRES = "2030-01-01T00:00:00+00:00"


@pytest.fixture
def request_of_beat(runtime: Runtime, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The task as a worker runs it for a message of beat's."""
    monkeypatch.setattr(runtimes, "current", lambda: runtime)
    monkeypatch.setitem(app.conf, "broker_url", broker_url)
    crawl_site.push_request(id="one", args=["recheck"], kwargs={}, called_directly=False, expires=EXPIRES)
    yield
    crawl_site.pop_request()
    app.close()


def test_a_crawl_that_is_due_while_another_one_runs_waits(runtime: Runtime) -> None:
    with CrawlLock(runtime.engine), pytest.raises(crawling.CrawlBusyError):
        crawling.crawl_on_schedule(runtime, "recheck")
    with unit_of_work(runtime.sessions) as session:
        assert failures.listed(session) == []


def test_the_status_shows_when_crawls_come_due(runtime: Runtime) -> None:
    due = status(runtime)["schedule"]
    assert set(due) == {"incremental", "recheck", "full"}
    assert all(dt.datetime.fromisoformat(at) > dt.datetime.now(dt.UTC) for at in due.values())


@pytest.mark.usefixtures("request_of_beat")
def test_its_message_comes_again_in_a_while_and_expires_when_it_would(runtime: Runtime, broker_url: str) -> None:
    with CrawlLock(runtime.engine), pytest.raises(Retry) as again:
        crawl_site.run("recheck")
    assert again.value.when == BUSY_SECONDS
    with redis.Redis.from_url(broker_url) as client:
        (message,) = (json.loads(one) for one in client.lrange("crawl", 0, -1))
    headers = message["headers"]
    assert (headers["task"], headers["retries"], headers["expires"]) == ("crawl.site", 1, EXPIRES)
    assert headers["eta"] is not None
