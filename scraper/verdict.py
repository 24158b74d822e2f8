"""How a crawl ended: its exit code, the reason in words, and its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.gone import Settled
from scraper.report import CrawlReport, Exit, Tally
from scraper.spiders.course import Course
from scraper.spiders.walk import BARE
from scraper.windows import CrawlRequest, Mode

# So many windows that are not whole are named in a reason; every one has its own row.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """Exit code and reason."""

    code: Exit
    reason: str

    @property
    def is_complete(self) -> bool:
        """True where everything that was looked at is whole."""
        return self.code is Exit.COMPLETE


def judge(request: CrawlRequest, course: Course, tally: Tally, *, expects: bool) -> Verdict:
    """How a crawl ended; ``expects`` tells that the ledger knows of something that it must have found."""
    if course.stopped is not None:
        return Verdict(Exit.FAILED, str(course.stopped))
    if course.fault is not None:
        return Verdict(Exit.FAILED, f"the crawl broke off, its log says where: {_one_line(course.fault)}")
    if not course.ended or course.visit is None:
        return Verdict(Exit.INCOMPLETE, "stopped")
    unfinished = _unfinished(request, course)
    expects = expects or course.visit.expects_some
    # What categories show is no listing of a site that says it has nothing of any date.
    found_none = tally.listed == 0 and (course.visit.reader.is_bare or (tally.polled == 0 and expects))
    if request.mode is not Mode.RECHECK and found_none:
        return Verdict(Exit.FAILED, f"nothing found: {_named(unfinished) or 'the site lists nothing'}")
    if unfinished or course.visit.reader.is_bare:
        return Verdict(Exit.INCOMPLETE, _named(unfinished) or BARE)
    return Verdict(Exit.COMPLETE, "complete")


def weighed(verdict: Verdict, settled: Settled) -> Verdict:
    """A verdict in view of what was settled: with more pages gone than may be marked, people have something to do."""
    if not settled.asks or settled.reason is None or verdict.code is Exit.FAILED:
        return verdict
    return Verdict(Exit.INCOMPLETE, settled.reason if verdict.is_complete else f"{verdict.reason}; {settled.reason}")


def _unfinished(request: CrawlRequest, course: Course) -> dict[str, str]:
    visit = course.visit
    if visit is None:
        return {}
    # The poll proves nothing, so what it missed matters where there is nothing beside it.
    unread = visit.poll.unread if request.mode is Mode.RECENT else {}
    return {**visit.walk.unfinished, **unread, **visit.recheck.unanswered}


def _named(unfinished: Mapping[str, str]) -> str:
    """What is not whole, newest first, each with its reason; of a long list only the first."""
    if not unfinished:
        return ""
    named = [f"{name}: {reason}" for name, reason in sorted(unfinished.items(), reverse=True)[:NAMED]]
    more = [f"and {len(unfinished) - NAMED} more"] if len(unfinished) > NAMED else []
    return f"{len(unfinished)} not whole: " + "; ".join(named + more)


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a report says beside the counts: which crawl, how it ended, what was marked gone, and how long it took."""

    crawl_id: int
    mode: Mode
    verdict: Verdict
    settled: Settled
    seconds: float


def write_report(ending: Ending, course: Course, tally: Tally) -> CrawlReport:
    """The report of a crawl from what it left."""
    seconds = ending.seconds
    return CrawlReport(
        crawl=ending.crawl_id,
        mode=ending.mode,
        complete=ending.verdict.is_complete,
        reason=ending.verdict.reason,
        said=tally.said,
        listed=tally.listed,
        fetched=tally.fetched,
        stored=tally.new + tally.changed,
        new=tally.new,
        changed=tally.changed,
        unchanged=tally.unchanged,
        gone=ending.settled.marked,
        failed=tally.failed,
        requests=course.visitor.requests if course.visitor else 0,
        seconds=round(seconds, 3),
        confirmed=tally.confirmed,
        polled=tally.polled,
        checked=tally.checked,
        answered_gone=tally.missing,
        held_back=ending.settled.to_json(),
        pages_per_second=round((tally.fetched + tally.unchanged) / max(seconds, 0.001), 1),
        **_findings(course),
    )


def _findings(course: Course) -> dict[str, Any]:
    visit, visitor = course.visit, course.visitor
    if visit is None or visitor is None:
        return {}
    closed = [visit.walk.results[span] for span in sorted(visit.walk.results, reverse=True)]
    return {
        "windows": [one.to_json() for one in closed],
        "missing": [{"url": url, "reason": why} for one in closed for url, why in one.missing],
        "totals": [
            {"scope": one.scope, "said": one.said, "windows": one.windows, "difference": one.said - one.windows}
            for one in visit.totals.values()
        ],
        "listing_faults": dict(visit.reader.faults),
        "listing_ways": dict(visit.reader.ways),
        "oddities": dict(visit.walk.oddities),
        "traffic": visitor.traffic.to_json(),
        "politeness": visitor.politeness.to_json(),
    }
