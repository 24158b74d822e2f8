"""What the site lists is not taken for gone, and what is gone and listed is asked for until it is there again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert

from config.db import unit_of_work
from scraper.gone import LISTED, UNREAD, Settled
from scraper.models import Listing, Window
from tests.integration.scraper.page_site import Case, PageSite, Reply, cases_of, on, serve
from tests.integration.scraper.rechecking import DAY, FIRST, GONE, HOUR, START, Archive, nth, only


@pytest.fixture
def site() -> Iterator[PageSite]:
    with serve(cases_of(2024, 5, 20)) as site:
        yield site


def test_a_page_that_is_gone_and_listed_again_is_asked_for_by_that_crawl(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    archive.night(nth(2))
    site.rules = []
    crawl_id = archive.begin(nth(3))
    listed(archive, case, crawl_id)
    assert archive.night(nth(3), only_due=True, crawl_id=crawl_id).asked == [case.path]
    assert archive.gone() == {}


def test_a_page_that_is_still_listed_is_not_marked_until_the_site_lets_go_of_it(
    archive: Archive, site: PageSite
) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    listed(archive, case, archive.begin(FIRST + HOUR), paged_at=FIRST + HOUR)
    settled = archive.night(nth(2)).settled
    assert (settled.marked, settled.held_back, settled.urls) == (0, 1, (site.url + case.path,))
    assert (settled.reason, settled.asks) == (LISTED, False)
    assert archive.gone() == {}
    # To ask each day could change nothing while it is listed.
    assert archive.night(nth(3), only_due=True).asked == []
    with unit_of_work(archive.sessions) as session:
        session.execute(delete(Listing))
    assert archive.night(nth(4), only_due=True).settled == Settled(marked=1)


@pytest.mark.parametrize("unlike", [{"polled": True}, {"times": 0}, {"state": "split"}], ids=str)
def test_a_row_that_no_later_reading_made_keeps_no_page_from_being_marked(
    archive: Archive, site: PageSite, unlike: dict[str, Any]
) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    listed(archive, case, archive.begin(FIRST), **{"paged_at": FIRST + HOUR} | unlike)
    assert archive.night(nth(2)).settled == Settled(marked=1)


@pytest.mark.parametrize("paged_at", [START, None], ids=["before", "never"])
def test_a_page_whose_window_was_not_believed_since_its_first_answer_is_not_marked(
    archive: Archive, site: PageSite, paged_at: dt.datetime | None
) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    listed(archive, case, archive.begin(FIRST), paged_at=paged_at)
    settled = archive.night(nth(2)).settled
    assert (settled.marked, settled.held_back, settled.reason) == (0, 1, UNREAD)


def test_pages_that_are_still_listed_keep_others_from_being_marked_on_the_day_they_say_so(
    archive: Archive, site: PageSite
) -> None:
    site.rules = [on(case.path, GONE[0]) for case in site.cases[:4]]
    archive.night(FIRST)
    for case in site.cases[:3]:
        listed(archive, case, archive.begin(FIRST + HOUR), paged_at=FIRST + HOUR)
    settled = archive.night(nth(2)).settled
    # On a day on which so many that are listed say that they are gone, no other is believed.
    assert (settled.marked, settled.held_back, settled.asks) == (0, 4, True)
    settled = archive.night(nth(3), only_due=True).settled
    assert (settled.marked, settled.held_back, settled.reason) == (1, 3, LISTED)
    assert set(archive.gone()) == {site.cases[3].path}


def test_a_page_that_is_gone_and_still_listed_is_asked_for_by_every_crawl(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    archive.night(nth(2))
    listed(archive, case, archive.begin(nth(2) + HOUR), paged_at=nth(2) + HOUR)
    assert archive.night(nth(3), only_due=True).asked == [case.path]
    site.rules = []
    assert archive.night(nth(4), only_due=True).asked == [case.path]
    assert archive.gone() == {}
    assert archive.night(nth(5), only_due=True).asked == []


SOFT = Reply(b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>")
AWAY = Reply(status=302, headers={"Location": "/"})
ROBOT = Reply(b"<html><head><title>Just a moment...</title></head><body></body></html>")


@pytest.mark.parametrize("reply", [SOFT, AWAY], ids=["soft 404", "redirect"])
def test_a_row_of_pages_that_are_not_there_does_not_keep_others_from_being_asked(
    archive: Archive, site: PageSite, reply: Reply
) -> None:
    old = cases_of(2019, 5, 25)
    site.cases += old
    archive.hold(old, at=START - DAY)
    site.rules = [on(case.path, reply) for case in old]
    with pytest.raises(ExceptionGroup):
        archive.night(FIRST)
    listed(archive, site.cases[0], archive.begin(FIRST), decided=site.cases[0].date)
    night = archive.night(nth(2))
    assert night.unanswered.keys() == {case.path for case in old}
    assert {case.path for case in site.cases} <= set(night.asked)
    assert archive.gone() == {}


@pytest.mark.parametrize(("reply", "everywhere"), [(SOFT, True), (ROBOT, False)], ids=["soft 404", "challenge"])
def test_a_row_that_is_the_state_of_the_site_ends_the_visit(
    archive: Archive, site: PageSite, reply: Reply, *, everywhere: bool
) -> None:
    listed(archive, site.cases[19], archive.begin(FIRST), decided=site.cases[19].date)
    site.rules = [on(case.path, reply) for case in site.cases[: 20 if everywhere else 19]]
    with pytest.raises(ExceptionGroup):
        archive.night(FIRST)


def listed(archive: Archive, case: Case, crawl_id: int, **unlike: Any) -> None:
    """A window of this crawl lists a case, but for what is ``unlike`` in the rows."""
    (address_id,) = archive.ids(case.path)
    window = {"since": case.date, "until": case.date, "state": "open", "listed": 1, "held": 1}
    entry = {"address_id": address_id, "title": "", "words": "", "title_sha256": "0" * 64, "polled": False}
    window |= {name: value for name, value in unlike.items() if hasattr(Window, name)}
    entry |= {name: value for name, value in unlike.items() if name not in window}
    with unit_of_work(archive.sessions) as session:
        made = insert(Window).values(window | {"crawl_id": crawl_id}).returning(Window.id)
        window_id = session.execute(made).scalar_one()
        session.execute(insert(Listing).values(entry | {"crawl_id": crawl_id, "window_id": window_id}))
