"""Promises 1 and 2: whatever dies, every page becomes one decision in the index or a row in failures."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from config.guard import Orders, guard_command
from config.services import SilentProgress, running, status
from config.settings import Settings, load_settings
from scraper.replica.process import Replica, start
from tests.services import temporary_home
from tests.system import LGO, System, bare_environment, eventually, kill

DECISIONS = 2000
SPIDER = ("crawl", "--mode", "full", "--json")


@pytest.fixture(scope="module")
def site() -> Iterator[Replica]:
    with start(decisions=DECISIONS, seed=42) as replica:
        yield replica


def pages(system: System) -> int:
    """How many pages the archive has, asked of the database itself: the command would take the time we measure."""
    try:
        with psycopg.connect(system.endpoints.database_url) as connection:
            row = connection.execute("SELECT count(*) FROM pages").fetchone()
    except psycopg.OperationalError:
        # The database is away, which one of the tests brings about.
        return 0
    return int(row[0]) if row else 0


def more_pages(system: System, than: int) -> None:
    eventually(lambda: pages(system) > than, f"more than {than} pages")


def everything_is_accounted_for(system: System, site: Replica) -> None:
    """Assert the end that every test must reach: the archive equals the site, and the index the archive."""
    now = system.status()
    truth = truths(site)
    assert now["failures"] == 0, system.lgo("failures", "list", "--json").out[:2000]
    assert now["pending"] == {"parse": 0, "dedupe": 0, "index": 0}
    assert now["pages"] == now["decisions"]["live"] == now["index"]["documents"] == DECISIONS == len(truth)
    verified = system.lgo("index", "verify", "--json").json
    assert verified == {"missing": 0, "stale": 0, "orphan": 0, "repaired": 0}
    found = found_in_index(system)
    assert len(found) == len(set(found))
    assert set(found) == truth


def crawled_again(system: System) -> None:
    """Crawl what is still owed; the processes that run then, and no command, bring it to the index."""
    crawl = system.lgo(*SPIDER, timeout=300)
    assert crawl.code == 0, crawl.err
    nothing = {"parse": 0, "dedupe": 0, "index": 0}
    eventually(lambda: system.status()["pending"] == nothing, "nothing is pending", 300)


def truths(site: Replica) -> set[tuple[str, str | None]]:
    """Every reference of the site with the body that its page names."""
    with httpx.Client(base_url=site.url) as client:
        rows = client.get("/truth/index.json").json()
        reports = [row["slug"] for row in rows if row["kind"] == "report"]
        told = [one for slug in reports for one in client.get(f"/truth/{slug}.json").json()["decisions"]]
    silent = {(one["reference"], one["body"]) for one in told if not one["body_in_header"]}
    identities = [(row["reference"], row["body"]) for row in rows]
    return {(reference, None if (reference, body) in silent else body) for reference, body in identities}


def found_in_index(system: System) -> list[tuple[str, str | None]]:
    """Every (reference, body) that a search can find, as often as the index holds it."""
    alias = system.environment.get("LGO_INDEX_ALIAS", "decisions")
    query = {"size": 10_000, "query": {"term": {"searchable": True}}, "_source": ["reference", "body"]}
    answer = httpx.post(f"{system.endpoints.opensearch_url}/{alias}/_search", json=query, trust_env=False)
    hits = answer.raise_for_status().json()["hits"]["hits"]
    return [(hit["_source"]["reference"], hit["_source"].get("body")) for hit in hits]


def test_a_worker_and_then_the_spider_killed_in_the_middle(system: System, site: Replica) -> None:
    system = system.at(site.url)
    system.lgo("db", "upgrade")
    worker = system.start("worker")
    spider = system.start(*SPIDER)
    eventually(lambda: pages(system) > DECISIONS // 5, "a fifth of the pages")
    kill(worker)
    with system.running("worker"), system.running("beat"):
        eventually(lambda: pages(system) > DECISIONS // 2, "half of the pages")
        assert spider.poll() is None, "the spider must still be running to be killed"
        kill(spider)
        crawled_again(system)
        everything_is_accounted_for(system, site)


def test_the_broker_emptied_in_the_middle(system: System, site: Replica) -> None:
    system = system.at(site.url)
    system.lgo("db", "upgrade")
    with system.running("worker"), system.running("beat"), system.running(*SPIDER) as spider:
        for share in (4, 2):
            more_pages(system, DECISIONS // share)
            with redis.Redis.from_url(system.endpoints.broker_url) as client:
                client.flushdb()
        spider.wait(120)
        crawled_again(system)
        everything_is_accounted_for(system, site)


def test_with_every_message_thrown_away_the_sweep_alone_finishes(system: System, site: Replica) -> None:
    # No broker at all: nothing that is sent arrives, and nobody listens.
    system = system.at(site.url, LGO_BROKER_URL="redis://127.0.0.1:1/0")
    assert system.lgo(*SPIDER, "--wait", timeout=300).code == 0
    everything_is_accounted_for(system, site)


@pytest.mark.prove
def test_services_that_die_under_the_work_come_back_to_all_of_it(site: Replica, tmp_path: Path) -> None:
    """The three services themselves are killed while pages come in; their supervisor starts them again."""
    with temporary_home() as home:
        settings = load_settings(home=home, _env_file=None)
        with running(settings, SilentProgress()) as endpoints:
            system = System({**bare_environment(), "LGO_HOME": str(home)}, tmp_path, endpoints).at(site.url)
            system.lgo("db", "upgrade")
            # Held as lgo up and the containers hold it: losing the broker can crash a worker, which is started again.
            guarded = tuple(guard_command(Orders((*LGO, "worker"), restart=True)))
            with system.running(program=guarded), system.running("beat"), system.running(*SPIDER) as spider:
                for name in ("opensearch", "postgres", "valkey"):
                    eventually(lambda: pages(system) > 0, "the database answers")
                    held = pages(system)
                    more_pages(system, held + DECISIONS // 10)
                    os.kill(process_of(settings, name), signal.SIGKILL)
                spider.wait(240)
                eventually(lambda: all(item.state == "running" for item in status(settings)), "all services again", 180)
                crawled_again(system)
                everything_is_accounted_for(system, site)


def process_of(settings: Settings, name: str) -> int:
    pid = next(item.pid for item in status(settings) if item.name == name)
    assert pid is not None
    return pid


def test_a_page_that_kills_its_worker_ends_in_failures(system: System, tmp_path: Path) -> None:
    poison = tmp_path / "poison"
    poison.mkdir()
    (poison / "bad.html").write_text("<html><body>POISON</body></html>")
    killer = ("-m", "tests.integration.system.killed_by_poison")
    program = (sys.executable, *killer)
    with system.running(program=program):
        system.lgo("ingest", poison, "--no-wait")
        rows = eventually(lambda: system.lgo("failures", "list", "--json").json["failures"], "a failure row")
    (row,) = rows
    assert (row["stage"], row["attempts"]) == ("parse", 3)
    assert row["error"].startswith("WorkerLostError")
    assert row["subject"].endswith("bad.html")
