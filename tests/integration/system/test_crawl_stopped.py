"""Whoever stops ``lgo crawl`` stops the spider, hears its report, and the next crawl goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

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


@pytest.mark.parametrize("generations", [1, 2], ids=["guard", "spider"])
def test_told_to_stop_at_its_start_it_says_so(ready: System, generations: int) -> None:
    crawl = subprocess.Popen(
        CRAWL, env=ready.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    youngest = crawl.pid
    for _ in range(generations):
        youngest = child_of(youngest)
    crawl.terminate()
    printed, told = crawl.communicate(timeout=30)
    report = json.loads(printed)
    assert (crawl.returncode, report["crawl"], report["complete"]) == (3, None, False)
    assert report["reason"] == "stopped before its report"
    assert told == "lgo: the crawl stopped before its report\n"


def child_of(pid: int) -> int:
    """The first child of a process, as soon as there is one."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if found := children.read_text(encoding="ascii").split():
            return int(found[0])
        time.sleep(0.001)
    raise AssertionError("no child within 30 seconds")


def test_killed_its_spider_ends_too(ready: System) -> None:
    crawl = begun(ready)
    crawl.kill()
    crawl.communicate()
    eventually(lambda: not running(ready), "the spider's end", seconds=30)
    assert ready.lgo("crawl", "--mode", "full", LGO_CRAWL_DELAY="0").code == 0


def running(system: System) -> bool:
    """Whether ``lgo status`` says that a crawl runs."""
    return bool(system.status()["crawls"]["full"]["reason"] == "running")
