"""Whoever stops ``lgo crawl`` stops the spider, hears its report, and the next crawl goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from scraper.replica.process import Replica, start
from tests.system import LGO, System, eventually

DECISIONS = 300
CRAWL = (*LGO, "crawl", "--mode", "full", "--json")


@pytest.fixture(scope="module")
def site() -> Iterator[Replica]:
    with start(decisions=DECISIONS, seed=7) as replica:
        yield replica


@pytest.fixture
def ready(system: System, site: Replica) -> System:
    """A system whose crawls take a second for fifty pages, so that there is time to stop them."""
    ready = system.at(site.url, LGO_CRAWL_DELAY="0.02")
    ready.lgo("db", "upgrade")
    return ready


def begun(system: System) -> subprocess.Popen[str]:
    """A crawl that is at it, in a process group of its own as a terminal makes it."""
    crawl = subprocess.Popen(CRAWL, env=system.environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    eventually(lambda: system.status()["pages"] > 10, "the first pages")
    return crawl


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("whole_group", [False, True])
def test_told_to_stop_it_reports_what_it_did(ready: System, number: signal.Signals, whole_group: bool) -> None:
    crawl = begun(ready)
    (os.killpg if whole_group else os.kill)(crawl.pid, number)
    printed, _ = crawl.communicate(timeout=30)
    report = json.loads(printed)
    assert (crawl.returncode, report["complete"], report["reason"]) == (3, False, "stopped")
    assert 10 < report["stored"] < DECISIONS
    again = ready.lgo("crawl", "--mode", "full", "--json", LGO_CRAWL_DELAY="0").json
    assert (again["complete"], again["stored"] + report["stored"]) == (True, DECISIONS)


def test_killed_its_spider_ends_too(ready: System) -> None:
    crawl = begun(ready)
    crawl.kill()
    crawl.communicate()
    eventually(lambda: not running(ready), "the spider's end", seconds=30)
    assert ready.lgo("crawl", "--mode", "full", LGO_CRAWL_DELAY="0").code == 0


def running(system: System) -> bool:
    """Whether ``lgo status`` says that a crawl runs."""
    return bool(system.status()["crawls"]["full"]["reason"] == "running")
