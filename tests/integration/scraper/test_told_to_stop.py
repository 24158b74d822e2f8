"""The spider is told to stop: before it began, more than once, and when nobody hears its report any more."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper.crawl import SAME_WISH_SECONDS
from scraper.models import Page
from tests.integration.scraper.crawling import Crawls, finish
from tests.integration.scraper.page_site import cases_of, serve
from tests.integration.scraper.spring import SPRING, spring
from tests.system import eventually


@contextmanager
def amid(crawls: Crawls) -> Iterator[subprocess.Popen[str]]:
    """A crawl that has its first pages, with ten seconds to go."""
    cases = [case for month in range(1, 13) for case in cases_of(2024, month, 40)]
    with serve(cases) as site:
        words = ("--mode", "full", "--since", "2024-01-01", "--until", "2024-12-31")
        crawl = crawls.start(site.url, *words, LGO_CRAWL_DELAY="0.02")
        eventually(lambda: crawls.count(Page) > 10, "the first pages")
        yield crawl


@contextmanager
def before_it_begins(crawls: Crawls) -> Iterator[tuple[subprocess.Popen[str], Callable[[], None]]]:
    """A crawl that waits for its settings, which is the first thing it does, and what lets it go on."""
    with serve(spring()) as site:
        settings = Path(crawls.folder, ".env")
        os.mkfifo(settings)
        crawl = crawls.start(site.url, *SPRING)
        # Opening a pipe waits for who reads it.
        with settings.open("w", encoding="utf-8") as pipe:

            def go_on() -> None:
                settings.unlink()
                pipe.close()

            yield crawl, go_on


def test_a_wish_that_comes_from_more_than_one_side_is_one(crawls: Crawls) -> None:
    with amid(crawls) as crawl:
        for _ in range(20):
            crawl.terminate()
            time.sleep(0.005)
        result = finish(crawl)
    assert (result.code, result.report["complete"], result.report["reason"]) == (3, False, "stopped"), result.stderr
    assert result.report["stored"] == crawls.count(Page)


def test_told_before_it_began_it_reports_without_a_request(crawls: Crawls) -> None:
    with before_it_begins(crawls) as (crawl, go_on):
        crawl.terminate()
        go_on()
        result = finish(crawl)
    assert (result.code, result.report["reason"], result.report["requests"]) == (3, "stopped", 0), result.stderr
    assert [row.reason for row in crawls.crawls()] == ["stopped"]


def test_told_again_later_it_ends_as_it_stands(crawls: Crawls) -> None:
    with before_it_begins(crawls) as (crawl, _):
        crawl.terminate()
        time.sleep(SAME_WISH_SECONDS + 0.2)
        crawl.terminate()
        assert crawl.wait(10) < 0
    assert crawls.crawls() == []


def test_a_report_that_nobody_hears_is_kept(crawls: Crawls) -> None:
    with amid(crawls) as crawl:
        assert crawl.stdout is not None
        assert crawl.stderr is not None
        crawl.stdout.close()
        crawl.terminate()
        told = crawl.stderr.read()
    assert (crawl.wait(10), "BrokenPipe" in told) == (3, False), told
    assert [row.reason for row in crawls.crawls()] == ["stopped"]
