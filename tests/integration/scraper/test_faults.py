"""Whatever the site does: nothing is lost unsaid, nothing false is kept, nothing is taken for gone, and a day heals it.

Each fault alone and mixes by seed are met by an empty archive, and, after a day without faults, by a full one that is
asked again; then comes another day without. The site is small and its clock stands in its first year, so that a crawl
of all of it walks few windows, each of several pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from config.db import unit_of_work
from scraper.coverage import coverage
from scraper.models import Address, Check, Listing, Window
from scraper.replica.faults import FAULTS
from scraper.replica.mixes import random_faults
from scraper.replica.process import Replica, start
from tests.integration.scraper.crawling import Crawls, Result
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.standing import compared, held, visible

DECISIONS = 1_800
TODAY = dt.date(2013, 10, 15)
PAGES: dict[str, bytes] = {}  # Of a site that never edits, fetched once for all tests.
STILL = ("--edits", "0", "--withdrawals", "0", "--moves", "0")
SHORT_MIXES, LONG_MIXES = 3, 200
COMPLETE, FAILED, INCOMPLETE = 0, 1, 3
WHOLE, SHORT_OF_SOME, STOPPED = {COMPLETE}, {INCOMPLETE}, {FAILED}
EITHER = {COMPLETE, INCOMPLETE}
NOT_WHOLE = {FAILED, INCOMPLETE}

# Each way in which the site can misbehave, and how a crawl of an empty archive may end under it. The first of each
# fault is tried in the short form.
CASES: dict[str, set[int]] = {
    "status:code=404,on=decision,share=0.05": SHORT_OF_SOME,
    "status:code=410,on=decision,times=1": SHORT_OF_SOME,
    "status:code=500,on=decision,each=1": WHOLE,
    "status:code=500,on=decision,share=0.1": SHORT_OF_SOME,
    "status:code=500,on=listing,times=30": EITHER,
    "status:code=503,retry_after=1,times=2": WHOLE,
    "status:code=429,retry_after=date:2,times=2": WHOLE,
    "status:code=403,after=30": STOPPED,
    "status:code=403,on=decision,share=0.05": SHORT_OF_SOME,
    "maintenance:code=200,after=20": NOT_WHOLE,
    "maintenance:code=503,after=20": NOT_WHOLE,
    "maintenance:code=503,times=2": WHOLE,
    "maintenance:code=200": NOT_WHOLE,
    "soft404:share=0.05": SHORT_OF_SOME,
    "soft404:on=listing,share=0.3": EITHER,
    "challenge:code=200,on=decision,share=0.1": SHORT_OF_SOME,
    "challenge:code=200,after=15": NOT_WHOLE,
    "challenge:code=403,after=15": STOPPED,
    "consent:on=decision,share=0.1": SHORT_OF_SOME,
    "consent:on=listing,each=1": EITHER | STOPPED,
    "consent": NOT_WHOLE,
    "loop:share=0.05": SHORT_OF_SOME,
    "loop:on=listing,share=0.2": EITHER,
    "offhost:share=0.05": SHORT_OF_SOME,
    "offhost:on=listing,share=0.2": EITHER,
    "shell": EITHER,
    "shell:until_form=yes": WHOLE,
    "shell:each=1": WHOLE,
    "shell:path=/decisions/searchresults|/decisions/archive": NOT_WHOLE,
    "robots:says=forbid": STOPPED,
    "robots:says=decisions": NOT_WHOLE,
    "robots:says=listings": NOT_WHOLE | WHOLE,
    "robots:says=error": STOPPED,
    "robots:says=missing": WHOLE,
    "robots:says=html": WHOLE,
    "robots:after=1": WHOLE,
    "slow:seconds=0.3,times=3": WHOLE,
    "drip:bytes=20000,seconds=0.05,times=3": WHOLE,
    "cut:on=decision,silent=yes,each=1": WHOLE,
    "cut:on=decision,each=1": WHOLE,
    "cut:on=decision,share=0.05": SHORT_OF_SOME,
    "cut:on=decision,share=0.05,silent=yes,bytes=40000": SHORT_OF_SOME,
    "cut:on=listing,each=1": WHOLE,
    "cut:on=listing,silent=yes,bytes=33000": EITHER | NOT_WHOLE,
    "reset:on=decision,each=1": WHOLE,
    "reset:on=decision,share=0.05": SHORT_OF_SOME,
    "reset:after=30": NOT_WHOLE,
    "type:share=0.05": SHORT_OF_SOME,
    "type:share=0.05,value=text/plain,keep=yes": EITHER,
    "type:on=listing,share=0.3": EITHER,
    "bomb:mb=100,share=0.03": SHORT_OF_SOME,
    "huge:mb=50,times=1": SHORT_OF_SOME,
    "token": WHOLE,
    "etag": WHOLE,
    "lastmodified": WHOLE,
    "repeat": EITHER,
    "alldates": NOT_WHOLE,
    "alldates:which=td": NOT_WHOLE,
    "alldates:which=fd": NOT_WHOLE,
    "alldates:each=1": EITHER,
    "grow": EITHER,
    "grow:entries=11": EITHER,
    "twice": EITHER,
    "twice:counted=yes": EITHER,
    "twobodies": EITHER,
    "twobodies:counted=yes": EITHER,
    "total:style=none": EITHER,
    "total:style=nbsp": WHOLE,
    "total:add=2": SHORT_OF_SOME,
    "total:add=-1": SHORT_OF_SOME,
    "omit": EITHER,
    "omit:outcome=Upheld": EITHER,
    "unheard": WHOLE,
    "unheard:subcategory=Flood defences": WHOLE,
    "redesign": STOPPED,
    "redesign:what=listings": STOPPED,
    "redesign:what=pages": STOPPED,
    "redesign:after=40": NOT_WHOLE,
}
FIRSTS = {case.partition(":")[0]: case for case in reversed(CASES)}


@pytest.fixture(scope="module")
def site() -> Iterator[Replica]:
    with start(DECISIONS, today=TODAY, options=STILL) as running:
        yield running


@pytest.fixture
def replica(site: Replica) -> Iterator[Replica]:
    site.set_faults()
    site.set_today(TODAY)
    yield site
    site.set_faults()


def test_every_fault_is_tried() -> None:
    assert FIRSTS.keys() == FAULTS.keys()


@pytest.mark.parametrize("case", FIRSTS.values())
def test_one_fault(case: str, crawls: Crawls, quick: QuickCrawls, replica: Replica) -> None:
    first = survived(crawls, quick, replica, case)
    assert first.code in CASES[case], told(first)


@pytest.mark.prove
@pytest.mark.parametrize("case", CASES)
def test_one_fault_that_comes_again(case: str, crawls: Crawls, quick: QuickCrawls, replica: Replica) -> None:
    first = survived(crawls, quick, replica, case)
    assert first.code in CASES[case], told(first)
    asked_again(crawls, quick, replica, case)


LISTED_SINCE = (
    select(Address.key)
    .join(Check, Check.address_id == Address.id)
    .join(Listing, Listing.address_id == Address.id)
    .join(Window, Window.id == Listing.window_id)
    .where(Window.paged_at >= Check.missing_since, ~Listing.polled)
)
# Faults under which pages say twice that they are gone, and how many of them may be believed.
SAY_GONE = {
    "few": (("status:code=404,on=decision,share=0.02,seed=3",), True),
    "many": (("status:code=410,on=decision,share=0.3",), False),
    "beside failures": (
        ("status:code=404,on=decision,share=0.02,seed=3", "status:code=500,on=decision,share=0.1,seed=5"),
        False,
    ),
}


@pytest.mark.parametrize(("faults", "may_mark"), SAY_GONE.values(), ids=SAY_GONE)
def test_pages_that_say_twice_that_they_are_gone(
    crawls: Crawls, quick: QuickCrawls, replica: Replica, faults: tuple[str, ...], *, may_mark: bool
) -> None:
    assert crawled(crawls, quick, replica, 0, "full").code == COMPLETE
    again = asked_again(crawls, quick, replica, *faults)
    assert again.report["answered_gone"] > 0, told(again)
    assert may_mark or not again.report["gone"], told(again)
    # Whoever runs it hears of it where too many say so.
    assert (again.code == COMPLETE) == may_mark, told(again)


# How each recheck ends where all pages keep their words in other markup, and whether other bytes may be kept then.
REDESIGNS = {"redesign:what=markup": (FAILED, False), "redesign:what=layout": (COMPLETE, True)}


@pytest.mark.parametrize(
    ("fault", "code", "keeps"), [(fault, *ends) for fault, ends in REDESIGNS.items()], ids=REDESIGNS
)
def test_a_redesign_that_keeps_the_words(
    fault: str, code: int, crawls: Crawls, quick: QuickCrawls, replica: Replica, *, keeps: bool
) -> None:
    assert crawled(crawls, quick, replica, 0, "full").code == COMPLETE
    for day in (2, 3 + 1 / 24):
        replica.set_faults(fault)
        again = crawled(crawls, quick, replica, day, "recheck")
        assert again.code == code, told(again)
        assert bool(again.report["changed"]) == (keeps and day == 2), told(again)
        assert bool(compared(crawls, replica, PAGES).other) == keeps
        assert (again.report["gone"], again.report["failed"]) == (0, 0), told(again)
    if code == FAILED:
        assert "has the site been redesigned?" in again.report["reason"]
        replica.set_faults(fault)
        taken = crawled(crawls, quick, replica, 4, "recheck", LGO_REDESIGN_PAGES="0")
        assert (taken.code, taken.report["changed"]) == (COMPLETE, len(visible(replica))), told(taken)


@pytest.mark.parametrize(
    "seed",
    [pytest.param(seed, marks=[] if seed < SHORT_MIXES else [pytest.mark.prove]) for seed in range(LONG_MIXES)],
)
def test_a_mix_of_faults(seed: int, crawls: Crawls, quick: QuickCrawls, replica: Replica) -> None:
    faults = random_faults(seed)
    survived(crawls, quick, replica, *faults)
    asked_again(crawls, quick, replica, *faults)


def survived(crawls: Crawls, quick: QuickCrawls, replica: Replica, *faults: str) -> Result:
    """Fill an empty archive under faults, and where that left gaps once more without; how the first crawl ended."""
    replica.set_faults(*faults)
    first = crawled(crawls, quick, replica, 0, "full")
    assert_true_or_named(crawls, replica, first)
    if first.code != COMPLETE:
        assert_whole(crawls, replica, crawled(crawls, quick, replica, 1, "full"))
    return first


def asked_again(crawls: Crawls, quick: QuickCrawls, replica: Replica, *faults: str) -> Result:
    """Ask twice under faults for all that is held, 25 hours apart, with a crawl for news between; how the last ended.

    What is held stays as it is, and is there still: what a single page's own address may say twice while all else is
    well is the one thing that is believed, and a day without faults finds that well too.
    """
    for day, mode in ((2, "recheck"), (2.5, "incremental"), (3 + 1 / 24, "recheck")):
        assert_nothing_hidden(crawls, replica)
        replica.set_faults(*faults)
        again = crawled(crawls, quick, replica, day, mode)
        difference = compared(crawls, replica, PAGES)
        assert not (difference.lost | difference.other | difference.beyond), (difference, told(again))
    assert_believed(crawls, replica, again)
    replica.set_today(TODAY + dt.timedelta(days=4))
    assert_whole(crawls, replica, crawled(crawls, quick, replica, 4, "full"))
    return again


def assert_nothing_hidden(crawls: Crawls, replica: Replica) -> None:
    assert not compared(crawls, replica, PAGES).falsely_gone


def assert_believed(crawls: Crawls, replica: Replica, again: Result) -> None:
    """Few may be marked, by a crawl in which nothing went wrong, and none that the site listed meanwhile."""
    hidden = compared(crawls, replica, PAGES).falsely_gone
    assert len(hidden) == again.report["gone"]
    if hidden:
        assert (again.code, again.report["failed"]) == (COMPLETE, 0), told(again)
        assert len(hidden) <= max(1, len(visible(replica)) * 3 // 100), told(again)
        with unit_of_work(crawls.sessions) as session:
            assert not hidden & set(session.scalars(LISTED_SINCE)), told(again)


def crawled(crawls: Crawls, quick: QuickCrawls, replica: Replica, day: float, mode: str, **settings: str) -> Result:
    """One crawl under the faults that are on, which end with it."""
    at = dt.datetime.combine(TODAY, dt.time(6, 15)) + dt.timedelta(days=day)
    result = quick.run(crawls, replica.url, "--mode", mode, "--at", at.isoformat(), LGO_RECHECK_DAYS="0", **settings)
    replica.set_faults()
    assert result.report, result.stderr
    return result


def assert_whole(crawls: Crawls, replica: Replica, result: Result) -> None:
    assert result.code == COMPLETE, told(result)
    difference = compared(crawls, replica, PAGES)
    assert not difference, difference
    ledger = known(crawls)
    count = len(visible(replica))
    assert (ledger["complete"], ledger["said"], ledger["listed"], ledger["held"]) == (True, count, count, count)
    assert not ledger["missing"]


def assert_true_or_named(crawls: Crawls, replica: Replica, result: Result) -> None:
    """The archive is what the site has, or lacks only what report and coverage name; what it has is true."""
    difference = compared(crawls, replica, PAGES)
    assert not (difference.other | difference.falsely_gone | difference.beyond), difference
    ledger = known(crawls)
    if result.code == COMPLETE:
        assert not difference.lost, (difference.lost, told(result))
        assert ledger["complete"], ledger
        return
    assert result.code in NOT_WHOLE, told(result)
    assert not result.report["complete"]
    missing = {path_of(one["url"]) for one in ledger["missing"]}
    assert not missing & held(crawls)[0].keys()
    there = visible(replica)
    for key in difference.lost:
        date = there[key]["decision_date"]
        assert key in missing or is_in(date, ledger["windows"]), (key, date, ledger, told(result))
    # A crawl that could not go on names what stopped it; one that did go on also names in its own report what it lacks.
    if result.code == INCOMPLETE:
        missing = {path_of(one["url"]) for one in result.report["missing"]}
        windows = [window for window in result.report["windows"] if window["state"] != "complete"]
        unnamed = [k for k in difference.lost if k not in missing and not is_in(there[k]["decision_date"], windows)]
        assert not unnamed, (unnamed, told(result))


def known(crawls: Crawls) -> dict[str, Any]:
    """What ``lgo coverage`` tells."""
    with unit_of_work(crawls.sessions) as session:
        return coverage(session, TODAY).to_json()


def path_of(url: str) -> str:
    return urlsplit(url).path


def is_in(date: str, windows: list[dict[str, Any]]) -> bool:
    return any(window["since"] <= date <= window["until"] for window in windows)


def told(result: Result) -> str:
    brief = {name: value for name, value in result.report.items() if name not in {"windows", "missing"}}
    return f"{result.code} {brief} {result.stderr[-2000:]}"
