"""What a crawl did not dare to mark gone is told: in its report, in the status, and by its exit code."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scraper.gone import Settled
from scraper.models import Crawl
from scraper.report import CrawlReport, Exit
from scraper.verdict import Verdict, weighed
from workers.cli.report import show_report
from workers.status import _report

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
URLS = [f"https://www.lgo.org.uk/decisions/housing/allocations/24-001-{number:03d}" for number in range(20)]
WHY = "30 pages answered twice that they are gone"
SETTLED = Settled(0, 30, WHY, tuple(URLS), asks=True)
COMPLETE = Verdict(Exit.COMPLETE, "complete")


def report(settled: Settled) -> CrawlReport:
    names = ("said", "listed", "fetched", "stored", "new", "changed", "unchanged", "gone", "failed", "requests")
    counts: dict[str, Any] = dict.fromkeys(names, 0)
    return CrawlReport(
        crawl=1, mode="recheck", complete=True, reason="complete", seconds=1.0, held_back=settled.to_json(), **counts
    )


def test_the_report_names_what_was_held_back_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    show_report(report(SETTLED).to_json())
    told = capsys.readouterr().out
    assert f"not marked gone ({WHY}): 30\n" in told
    assert URLS[0] in told
    assert "and 10 more\n" in told
    show_report(report(Settled()).to_json())
    assert "not marked" not in capsys.readouterr().out


@pytest.mark.parametrize(("settled", "count"), [(SETTLED, 30), (Settled(), 0)], ids=["some", "none"])
def test_the_status_counts_what_was_held_back(settled: Settled, count: int) -> None:
    crawl = Crawl(id=1, mode="recheck", started_at=AT, finished_at=AT, report=report(settled).to_json())
    assert _report(crawl, running=False)["held_back"] == count


def test_a_status_that_an_older_crawl_left_counts_none() -> None:
    assert _report(Crawl(id=1, started_at=AT, finished_at=AT, report=None), running=False)["held_back"] == 0


def test_more_than_may_be_marked_ask_for_somebody_who_looks() -> None:
    assert weighed(COMPLETE, SETTLED) == Verdict(Exit.INCOMPLETE, WHY)
    short = Verdict(Exit.INCOMPLETE, "2 not whole")
    assert weighed(short, SETTLED) == Verdict(Exit.INCOMPLETE, f"2 not whole; {WHY}")
    failed = Verdict(Exit.FAILED, "no robots.txt")
    assert weighed(failed, SETTLED) == failed
    assert weighed(COMPLETE, Settled()) == COMPLETE
    assert weighed(COMPLETE, Settled(1, 2, "still listed", ("a", "b"))) == COMPLETE
