"""A crawl brings everything, says what is missing, and fetches nothing twice."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from config.db import make_engine, unit_of_work
from scraper import store
from scraper.addresses import key
from scraper.models import Page, PageBody
from tests.integration.scraper.crawling import Crawls, finish, replica, told_to_parse
from tests.integration.scraper.page_site import Reply, cases_of, on, serve
from tests.integration.scraper.quick import QuickCrawls, hurried
from tests.integration.scraper.spring import SPRING, spring


@pytest.fixture
def crawls(crawls: Crawls, quick: QuickCrawls) -> Crawls:
    """Most crawls here need no process that is new from the ground up."""
    return hurried(crawls, quick)


def targets(log: Path) -> list[str]:
    """What the replica was asked for, its truth aside."""
    asked = [json.loads(line)["target"] for line in log.read_text().splitlines()]
    return [target for target in asked if not target.startswith("/truth/")]


def test_a_crawl_of_the_replica_brings_every_decision_and_a_second_one_fetches_none(
    crawls: Crawls, broker_url: str, tmp_path: Path
) -> None:
    with replica(tmp_path, 100) as (site, log):
        with urllib.request.urlopen(f"{site}/truth/index.json") as answer:  # noqa: S310  # Our own replica.
            truth = {key(decision["url"]) for decision in json.load(answer)}
        first = crawls.run(site, "--mode", "full")
        assert (first.code, first.report["complete"], first.report["reason"]) == (0, True, "complete")
        assert [first.report[name] for name in ("said", "listed", "fetched", "stored", "new")] == [100] * 5
        assert set(crawls.held()) == truth
        assert len(told_to_parse(broker_url)) == 100
        before = targets(log)
        assert first.report["requests"] == len(before)

        second = crawls.run(site, "--mode", "full")
        assert (second.code, second.report["fetched"], second.report["listed"]) == (0, 0, 100)
        assert [target for target in targets(log)[len(before) :] if key(target)] == []
    assert crawls.count(Page) == 100
    assert [crawl.report for crawl in crawls.crawls()] == [first.report, second.report]


def test_a_listed_page_that_is_gone_is_a_failure_and_comes_in_later(crawls: Crawls) -> None:
    cases = spring()
    with serve(cases) as site:
        site.rules = [on(cases[3].path, Reply(status=404)), on(cases[15].path, Reply(status=410))]
        first = crawls.run(site.url, *SPRING)
        assert (first.code, first.report["complete"], first.report["failed"]) == (3, False, 2)
        assert [first.report[name] for name in ("said", "listed", "fetched", "stored")] == [40, 40, 38, 38]
        assert crawls.failures() == [
            ("fetch", "24-003-003", "FetchError", "status 404"),
            ("fetch", "24-004-003", "FetchError", "status 410"),
        ]
        reason = "1 of 12 listed pages are not held: /decisions/housing/allocations/24-003-003 (status 404)"
        assert crawls.windows()["2024-03"] == (12, reason)
        assert crawls.windows()["2024-05"] == (21, None)
        assert reason in first.report["reason"]
        assert site.asked(cases[3].path).total() == 1

        site.rules = []
        second = crawls.run(site.url, *SPRING)
        assert (second.code, second.report["fetched"]) == (0, 2)
    assert crawls.failures() == []
    assert set(crawls.held()) == {case.path for case in cases}


FAULTY = [
    (Reply(status=500), "status 500"),
    (Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), "content type application/pdf, not a page"),
    (Reply(b"x" * 10_000_100), "larger than is taken"),
    (
        Reply(gzip.compress(b"x" * 10_000_100), headers={"Content-Encoding": "gzip"}),
        "larger than is taken when unpacked",
    ),
    (Reply(spring()[4].page, cut=3000), "a cut answer"),
    (Reply(spring()[4].page[:3000]), "a cut page: its end is missing"),
    (Reply(), "an empty answer"),
    (Reply(status=302, headers={"Location": "/decisions"}), "/decisions, which is not the same page"),
    (Reply(status=301, headers={"Location": "http://[bad/x"}), "redirected to http://[bad/x, which is no address"),
    (Reply(status=302, headers={"Location": "?again=1"}), "redirected without end"),
    (Reply(b"\x1f\x8bno gzip", headers={"Content-Encoding": "gzip"}), "its content encoding cannot be undone"),
    (Reply(b"\x00\x01", headers={"Content-Encoding": "br"}), "content encoding br, which was not asked for"),
    (Reply(reset=True), "the connection broke off"),
]


def test_pages_that_cannot_be_taken_are_named_and_the_rest_comes_in(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 40)
    with serve(cases) as site:
        site.rules = [on(case.path, reply) for case, (reply, _) in zip(cases, FAULTY, strict=False)]
        result = crawls.run(site.url, *SPRING)
    assert (result.code, result.report["stored"], result.report["failed"]) == (3, 40 - len(FAULTY), len(FAULTY))
    for failure, case, (_, message) in zip(crawls.failures(), cases, FAULTY, strict=False):
        assert failure[:3] == ("fetch", case.path.rpartition("/")[2], "FetchError")
        assert message in failure[3]
    assert len(crawls.failures()) == len(FAULTY)


def test_a_packed_page_is_kept_unpacked(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 1)
    with serve(cases) as site:
        site.rules = [on(cases[0].path, Reply(gzip.compress(cases[0].page), headers={"Content-Encoding": "gzip"}))]
        assert crawls.run(site.url, *SPRING).code == 0
    with unit_of_work(crawls.sessions) as session:
        (page_id,) = session.scalars(select(Page.id))
        page = store.read_body(session, page_id)
    assert page.content == cases[0].page
    assert "content-encoding" not in page.headers
    assert (page.media_type, page.charset) == ("text/html", "utf-8")


def test_a_server_in_trouble_is_asked_again(crawls: Crawls) -> None:
    cases = spring()
    with serve(cases) as site:
        site.rules = [on(cases[4].path, Reply(status=503), times=2), on(cases[5].path, Reply(reset=True), times=1)]
        result = crawls.run(site.url, *SPRING)
        assert (site.asked(cases[4].path).total(), site.asked(cases[5].path).total()) == (3, 2)
    assert (result.code, result.report["stored"]) == (0, 40)


def test_a_moved_page_is_kept_under_the_address_it_is_listed_by(crawls: Crawls) -> None:
    cases = spring()
    moved = cases[4].path.replace("/housing/", "/planning/")
    with serve(cases) as site:
        site.rules = [
            on(cases[4].path, Reply(status=301, headers={"Location": moved})),
            on(moved, Reply(cases[4].page)),
        ]
        result = crawls.run(site.url, *SPRING)
    assert result.code == 0
    assert cases[4].path in crawls.held()


def test_killed_in_the_middle_and_run_again_it_is_whole_and_fetched_nothing_twice(crawls: Crawls) -> None:
    cases = [case for month in range(1, 13) for case in cases_of(2024, month, 40)]
    words = ("--mode", "full", "--since", "2024-01-01", "--until", "2024-12-31")
    with serve(cases) as site:
        crawl = crawls.start(site.url, *words)
        deadline = time.monotonic() + 60
        while crawls.count(Page) < 150 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(crawl.pid, signal.SIGKILL)
        crawl.communicate()
        stored = set(crawls.held())
        assert 150 <= len(stored) < 480
        asked = len(site.log)
        result = crawls.run(site.url, *words)
        again = {seen.path for seen in site.log[asked:]}
    assert (result.code, result.report["stored"]) == (0, 480 - len(stored))
    assert set(crawls.held()) == {case.path for case in cases}
    assert stored & again == set()
    killed, whole = crawls.crawls()
    assert (killed.complete, killed.reason, killed.report) == (False, "killed before it could report", None)
    assert whole.complete is True


def test_told_to_stop_it_reports_and_the_next_one_goes_on(crawls: Crawls) -> None:
    cases = [case for month in range(1, 13) for case in cases_of(2024, month, 40)]
    words = ("--mode", "full", "--since", "2024-01-01", "--until", "2024-12-31")
    with serve(cases) as site:
        crawl = crawls.start(site.url, *words)
        deadline = time.monotonic() + 60
        while crawls.count(Page) < 100 and time.monotonic() < deadline:
            time.sleep(0.02)
        crawl.terminate()
        result = finish(crawl)
        assert (result.code, result.report["complete"], result.report["reason"]) == (3, False, "stopped"), result.stderr
        assert result.report["stored"] == len(crawls.held()) == sum(crawls.held().values())
        assert "Traceback" not in result.stderr
        assert crawls.crawls()[0].report == result.report
        assert crawls.run(site.url, *words).code == 0
        pages = site.asked("/decisions/housing")
    assert set(crawls.held()) == {case.path for case in cases}
    # What was on its way when the word came is asked for once more.
    assert pages.total() <= 480 + 8


def test_two_crawls_at_once_are_refused(crawls: Crawls) -> None:
    with serve(spring()) as site:
        second_is_over = threading.Event()
        site.rules = [lambda target: (second_is_over.wait(60), None)[1] if target == "/robots.txt" else None]
        first = crawls.start(site.url, *SPRING)
        deadline = time.monotonic() + 60
        while not site.log and time.monotonic() < deadline:
            time.sleep(0.02)
        second = crawls.run(site.url, *SPRING)
        second_is_over.set()
        assert second.code == 1
        assert second.report == {}
        assert second.stderr.strip().splitlines() == [
            "a crawl is already running on this database: wait for its end, or stop it"
        ]
        assert finish(first).code == 0
    assert len(crawls.crawls()) == 1


def test_with_the_broker_away_pages_are_stored_all_the_same(crawls: Crawls) -> None:
    with serve(spring()) as site:
        result = crawls.run(site.url, *SPRING, LGO_BROKER_URL="redis://127.0.0.1:9/0")
    assert (result.code, result.report["stored"]) == (0, 40)


def test_a_changed_page_is_a_new_row_and_an_unchanged_one_is_not(crawls: Crawls) -> None:
    cases = spring()
    with serve(cases) as site:
        twin = Reply(cases[0].page)
        site.rules = [on(cases[1].path, twin)]
        assert crawls.run(site.url, *SPRING).code == 0
    assert (crawls.count(Page), crawls.count(PageBody)) == (40, 39)


@pytest.mark.parametrize("mode", ["full", "incremental", "recent"])
def test_a_first_crawl_that_finds_nothing_fails(crawls: Crawls, mode: str) -> None:
    with serve([]) as site:
        result = crawls.run(site.url, "--mode", mode)
    assert (result.code, result.report["complete"]) == (1, False)
    assert result.report["reason"].startswith("nothing found")


def test_a_crawl_that_finds_nothing_where_there_was_something_fails(crawls: Crawls) -> None:
    with serve(spring()) as site:
        assert crawls.run(site.url, *SPRING).code == 0
        site.cases = []
        result = crawls.run(site.url, *SPRING)
    assert (result.code, result.report["complete"]) == (1, False)
    assert len(crawls.held()) == 40


def test_an_empty_window_is_whole(crawls: Crawls) -> None:
    with serve(cases_of(2023, 1, 1)) as site:
        result = crawls.run(site.url, *SPRING)
    assert (result.code, result.report["said"], result.report["complete"]) == (0, 0, True)


def test_the_database_away_for_a_while_loses_nothing(crawls: Crawls) -> None:
    cases = [case for month in range(1, 13) for case in cases_of(2024, month, 20)]
    with serve(cases) as site:
        crawl = crawls.start(site.url, "--mode", "full", "--since", "2024-01-01", "--until", "2024-12-31")
        deadline = time.monotonic() + 60
        while crawls.count(Page) < 50 and time.monotonic() < deadline:
            time.sleep(0.02)
        _shut(crawls, seconds=4.0)
        result = finish(crawl)
    assert (result.code, result.report["stored"]) == (0, 240), result.stderr
    assert set(crawls.held()) == {case.path for case in cases}


def _shut(crawls: Crawls, *, seconds: float) -> None:
    """Take the database away from every session, as a server that is down would."""
    name = crawls.engine.url.database
    crawls.engine.dispose()
    server = make_engine(make_url(crawls.settings["LGO_DATABASE_URL"]).set(database="postgres").render_as_string(False))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        time.sleep(seconds)
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    server.dispose()


def test_nothing_of_the_work_is_left_when_the_site_is_not_there(crawls: Crawls) -> None:
    result = crawls.run("http://127.0.0.1:9", *SPRING)
    assert result.code == 1
    assert result.report["reason"] == (
        "robots.txt cannot be had (the connection was refused), so nothing may be fetched: try later"
    )
    assert crawls.crawls()[0].report == result.report


def test_a_fault_of_ours_ends_the_crawl_with_its_name_and_a_report(crawls: Crawls) -> None:
    with crawls.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE listings RENAME title TO heading")
    with serve(spring()) as site:
        result = crawls.run(site.url, *SPRING)
    assert (result.code, result.report["complete"]) == (1, False)
    assert "broke off" in result.report["reason"]
    assert 'column "title" of relation "listings" does not exist' in result.report["reason"]
    assert "Traceback" in result.stderr
    assert crawls.crawls()[0].report == result.report


def test_dates_without_a_window_are_refused(crawls: Crawls) -> None:
    with serve([]) as site:
        result = crawls.run(site.url, "--until", "2012-12-31")
    assert (result.code, result.report, crawls.crawls()) == (2, {}, [])
    assert "these dates hold no window: decisions are dated from 2013-01-01" in result.stderr


def test_words_that_make_no_sense_are_refused(crawls: Crawls) -> None:
    with serve([]) as site:
        assert Crawls.run(crawls, site.url, "--mode", "everything").code == 2
        for words, reason in (
            (("--since", "2024-05-01", "--until", "2024-04-01"), "--since 2024-05-01 is later than --until 2024-04-01"),
            (("--mode", "recheck", "--since", "2024-05-01"), "a recheck crawl takes no dates"),
            (("--mode", "recent", "--until", "2024-05-01"), "a recent crawl takes no dates"),
        ):
            refused = crawls.run(site.url, *words)
            assert (refused.code, refused.report) == (2, {})
            assert refused.stderr.startswith(reason)
        wrong = crawls.run("ftp://127.0.0.1/")
        assert (wrong.code, wrong.report) == (2, {})
        assert wrong.stderr.strip() == "LGO_SITE_URL: ftp://127.0.0.1/ is no web address such as https://www.lgo.org.uk"
