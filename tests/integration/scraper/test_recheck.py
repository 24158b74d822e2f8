"""Held pages are asked for again in time, an unchanged one costs nothing, and gone is only what twice said so."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from config import failures
from config.db import unit_of_work
from config.failures import Failure
from scraper import store
from scraper.errors import CrawlStoppedError
from scraper.gone import Settled, settle
from scraper.items import RawPage
from scraper.models import Check
from tests.integration.scraper.crawling import told_to_parse
from tests.integration.scraper.page_site import Case, PageSite, Reply, cases_of, on, serve
from tests.integration.scraper.rechecking import DAY, FIRST, GONE, HOUR, MINUTE, START, Archive, nth, only, rules


@pytest.fixture
def site() -> Iterator[PageSite]:
    with serve(cases_of(2024, 5, 20)) as site:
        yield site


def changed(case: Case, before: bytes = b"at fault", after: bytes = b"to blame") -> Reply:
    return Reply(case.page.replace(before, after))


def test_every_page_is_asked_for_within_its_days_and_a_share_each_night(archive: Archive) -> None:
    asked: dict[str, list[int]] = {case.path: [0] for case in archive.site.cases}
    for number in range(1, 23):
        night = archive.night(START + number * DAY, rules(days=6))
        assert len(night.asked) <= 5
        for path in night.asked:
            asked[path].append(number)
    for nights in asked.values():
        assert len(nights) >= 4
        assert max(later - sooner for sooner, later in itertools.pairwise(nights)) <= 6


def test_after_nights_that_were_missed_what_is_overdue_is_asked_for_at_once(archive: Archive) -> None:
    assert len(archive.night(START + DAY, rules(days=11)).asked) == 2
    assert len(archive.night(START + 12 * DAY, rules(days=11)).asked) == 20
    assert len(archive.night(START + 13 * DAY, rules(days=11)).asked) == 2


def test_nothing_is_asked_for_again_where_nothing_is_due(archive: Archive) -> None:
    assert archive.night(START + 40 * DAY, only_due=True).asked == []


def test_a_page_that_is_as_it_was_is_a_304_where_the_site_knows_it(
    archive: Archive, site: PageSite, broker_url: str
) -> None:
    case = site.cases[3]
    site.rules = only(case, Reply(case.page, etag='"1"'))
    # The first answer brings the tag, though the bytes are those that are held.
    first = archive.night(START + DAY)
    assert (first.tally.unchanged, first.tally.fetched) == (20, 20)
    second = archive.night(START + 2 * DAY)
    assert (second.tally.unchanged, second.tally.fetched, second.tally.checked) == (20, 19, 20)
    assert [seen.condition for seen in site.log if seen.path == case.path] == [None, '"1"']
    assert archive.checked(case.path) >= START + 2 * DAY
    assert set(archive.pages().values()) == {1}
    assert told_to_parse(broker_url) == set()


def test_a_changed_page_is_a_new_row_of_which_the_parsers_hear(
    archive: Archive, site: PageSite, broker_url: str
) -> None:
    case = site.cases[3]
    site.rules = only(case, changed(case))
    night = archive.night(START + DAY)
    assert (night.tally.changed, night.tally.unchanged) == (1, 19)
    assert archive.pages()[case.path] == 2
    assert len(told_to_parse(broker_url)) == 1
    assert archive.night(START + 2 * DAY).tally.changed == 0


def test_bytes_that_differ_around_the_decision_make_no_row(archive: Archive, site: PageSite) -> None:
    numbers = itertools.count()

    def noisy(target: str) -> Reply | None:
        case = next((case for case in site.cases if case.path == target), None)
        return changed(case, b"</body>", b"<p>Request %d</p></body>" % next(numbers)) if case else None

    site.rules = [noisy]
    for number in range(1, 4):
        assert archive.night(START + number * DAY).tally.unchanged == 20
    assert set(archive.pages().values()) == {1}


def labelled(case: Case) -> Case:
    """A case whose page has a header of labels that a redesign could take."""
    return replace(case, header="<p>Decision : Upheld</p><p>Decision date : 3 May 2024</p>")


def test_pages_in_a_row_that_lost_their_structure_end_the_crawl_and_none_is_kept(
    archive: Archive, site: PageSite
) -> None:
    site.cases = [labelled(case) for case in site.cases]
    archive.night(START + DAY)
    before = archive.pages()
    site.cases = [replace(case, header="<p>Upheld on 3 May 2024</p>") for case in site.cases]
    with pytest.raises(ExceptionGroup) as raised:
        archive.night(FIRST + DAY, replace(rules(), redesign=10))
    assert raised.group_contains(CrawlStoppedError, match="10 pages in a row .* has the site been redesigned?")
    assert archive.pages() == before
    # Who knows that it has been, and can read it, takes it as it is.
    assert archive.night(FIRST + 2 * DAY, replace(rules(), redesign=0)).tally.changed == 20


@pytest.mark.parametrize("stripped", [1, 9], ids=["one", "a few"])
def test_pages_that_lose_their_structure_by_themselves_are_changes(
    archive: Archive, site: PageSite, stripped: int
) -> None:
    site.cases = [labelled(case) for case in site.cases]
    archive.night(START + DAY)
    site.cases = [replace(case, header="") for case in site.cases[:stripped]] + site.cases[stripped:]
    night = archive.night(FIRST + DAY, replace(rules(), redesign=10))
    assert (night.tally.changed, night.tally.unchanged, night.tally.failed) == (stripped, 20 - stripped, 0)


@pytest.mark.parametrize("reply", GONE, ids=["404", "410"])
def test_gone_is_what_said_so_twice_a_day_apart(archive: Archive, site: PageSite, reply: Reply) -> None:
    case = site.cases[3]
    site.rules = only(case, reply)
    first = archive.night(FIRST)
    assert (first.tally.missing, first.settled, archive.gone()) == (1, Settled(), {})
    assert archive.night(FIRST + 23 * HOUR).settled == Settled()
    assert archive.night(FIRST + 24 * HOUR + MINUTE, only_due=True).settled == Settled(marked=1)
    went = archive.gone()[case.path]
    assert FIRST <= went < FIRST + HOUR
    assert archive.changes() == 1
    assert archive.night(nth(3), only_due=True).asked == []
    assert archive.night(nth(4)).settled == Settled()
    assert archive.changes() == 1


def test_what_may_be_gone_is_asked_for_after_a_day_by_any_crawl(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    assert archive.night(FIRST + 20 * HOUR, only_due=True).asked == []
    assert archive.night(nth(2), only_due=True).asked == [case.path]


def test_what_said_so_late_in_one_night_is_asked_at_the_end_of_the_next(archive: Archive, site: PageSite) -> None:
    case, slow = site.cases[0], site.cases[2]
    at_length = on(slow.path, Reply(slow.page, delay=1.5))
    site.rules = [*only(case, replace(GONE[0], delay=0.7)), at_length]
    assert case.path in archive.night(FIRST, rules(days=11)).asked
    site.rules = [*only(case, GONE[0]), at_length]
    night = archive.night(FIRST + 24 * HOUR, rules(days=11))
    assert (night.settled, night.asked[-1], night.tally.checked) == (Settled(marked=1), case.path, len(night.asked))


def test_one_that_answers_in_between_begins_anew(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    there = Reply(case.page, etag='"1"')
    # There whole, there by a 304, and there whole again with other words.
    for number, reply in enumerate([GONE[0], there, GONE[0], there, GONE[0], changed(case), GONE[0]], start=1):
        site.rules = only(case, reply)
        assert archive.night(nth(number)).settled == Settled()
    assert [seen.condition for seen in site.log if seen.path == case.path][3] == '"1"'
    assert archive.gone() == {}


def test_one_that_comes_back_is_there_again(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, GONE[0])
    archive.night(FIRST)
    archive.night(nth(2))
    assert set(archive.gone()) == {case.path}
    site.rules = []
    assert archive.night(nth(3)).tally.unchanged == 20
    assert (archive.gone(), archive.changes()) == ({}, 2)


def test_one_that_comes_back_by_a_304_is_there_again(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    there = Reply(case.page, etag='"1"')
    for number, reply in enumerate([there, GONE[0], GONE[0], there], start=1):
        site.rules = only(case, reply)
        archive.night(nth(number))
    assert (archive.gone(), archive.changes()) == ({}, 2)


NEVER_GONE = {
    "soft 404": Reply(b"<html><head><title>Page not found</title></head><body>Sorry</body></html>"),
    "challenge": Reply(b"<html><head><title>Just a moment...</title></head><body></body></html>", 403),
    "maintenance as 404": Reply(b"<html><body><h1>Down for maintenance</h1></body></html>", 404),
    "redirect off the site": Reply(status=302, headers={"Location": "http://elsewhere.invalid/"}),
    "redirect to the start": Reply(status=302, headers={"Location": "/"}),
    "error": Reply(status=500),
    "forbidden": Reply(status=401),
    "reset": Reply(reset=True),
    "cut": Reply(b"<html><body>The Council was"),
    "empty": Reply(),
}


def test_whatever_else_stands_in_for_a_page_never_makes_it_gone(archive: Archive, site: PageSite) -> None:
    site.rules = [on(case.path, reply) for case, reply in zip(site.cases, NEVER_GONE.values(), strict=False)]
    for number in range(1, 4):
        night = archive.night(nth(number), clean=True)
        assert len(night.unanswered) == night.tally.failed == len(NEVER_GONE)
        assert night.settled == Settled()
    assert archive.gone() == {}
    with unit_of_work(archive.sessions) as session:
        assert len(session.scalars(select(Failure)).all()) == len(NEVER_GONE)
    site.rules = []
    assert archive.night(nth(5)).unanswered == {}
    with unit_of_work(archive.sessions) as session:
        assert session.scalars(select(Failure)).all() == []


def test_a_crawl_that_was_not_clean_marks_nothing_and_the_next_one_does(archive: Archive, site: PageSite) -> None:
    site.rules = only(site.cases[3], GONE[0])
    archive.night(FIRST)
    unclean = archive.night(nth(2), clean=False).settled
    assert (unclean.marked, unclean.held_back) == (0, 1)
    assert unclean.reason is not None
    assert archive.gone() == {}
    assert archive.night(nth(3), only_due=True).settled == Settled(marked=1)


def test_a_crawl_marks_only_what_it_heard_itself(archive: Archive, site: PageSite) -> None:
    site.rules = only(site.cases[3], GONE[0])
    archive.night(FIRST)
    archive.night(nth(2), clean=False)
    with unit_of_work(archive.sessions) as session:
        assert settle(session, archive.begin(nth(3)), nth(3), clean=True) == Settled()


def test_what_an_unclean_crawl_heard_must_be_heard_again(archive: Archive, site: PageSite) -> None:
    site.rules = only(site.cases[3], GONE[0])
    archive.night(FIRST)
    archive.night(nth(2), clean=False)
    site.rules = []
    assert archive.night(nth(3), only_due=True).settled == Settled()
    assert archive.gone() == {}


def test_more_than_the_share_is_a_fault_of_the_site(archive: Archive, site: PageSite) -> None:
    site.rules = [on(case.path, GONE[0]) for case in site.cases[:3]]
    tenth = rules(share=0.1)
    archive.night(FIRST, tenth)
    night = archive.night(nth(2), tenth)
    assert (night.settled.marked, night.settled.held_back) == (0, 3)
    assert night.settled.urls == tuple(site.url + case.path for case in site.cases[:3])
    assert night.settled.reason is not None
    assert night.settled.reason.startswith("3 pages answered twice that they are gone, more than the 2")
    # Asking for them daily could change nothing.
    assert archive.night(nth(3), tenth, only_due=True).asked == []
    assert archive.gone() == {}
    assert archive.night(nth(4), rules(share=0.15), only_due=True).settled == Settled(marked=3)


def test_one_answer_is_not_two_even_where_no_time_need_lie_between(archive: Archive, site: PageSite) -> None:
    site.rules = only(site.cases[3], GONE[0])
    assert archive.night(FIRST, rules(hours=0)).settled == Settled()
    assert archive.night(FIRST + MINUTE, rules(hours=0)).settled == Settled(marked=1)


def test_one_may_always_go(archive: Archive, site: PageSite) -> None:
    site.rules = only(site.cases[3], GONE[0])
    archive.night(FIRST, rules(share=0.0))
    assert archive.night(nth(2), rules(share=0.0)).settled == Settled(marked=1)


def moved_case(site: PageSite) -> tuple[Case, str]:
    case = site.cases[3]
    new = case.path.replace("/housing/", "/planning/")
    there = Reply(case.page, etag='"1"')
    site.rules = [on(case.path, Reply(status=301, headers={"Location": new})), on(new, there)]
    return case, new


def test_a_page_that_moved_is_held_at_both_places_and_asked_for_at_both(archive: Archive, site: PageSite) -> None:
    case, new = moved_case(site)
    archive.night(FIRST)
    assert {key: archive.pages()[key] for key in (case.path, new)} == {case.path: 1, new: 1}
    night = archive.night(nth(2))
    assert Counter(night.asked)[new] == 2
    assert (night.tally.unchanged, night.tally.fetched) == (21, 19)
    assert archive.gone() == {}


def test_a_page_that_moved_is_gone_where_its_new_place_is(archive: Archive, site: PageSite) -> None:
    case, new = moved_case(site)
    archive.night(FIRST)
    site.rules = [site.rules[0], on(new, GONE[0])]
    archive.night(nth(2), rules(share=0.1))
    assert archive.night(nth(3), rules(share=0.1)).settled == Settled(marked=2)
    assert set(archive.gone()) == {case.path, new}


def test_a_page_that_moved_without_change_is_fetched_once_for_its_new_place(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, Reply(case.page, etag='"1"'))
    archive.night(FIRST)
    case, new = moved_case(site)
    archive.night(nth(2))
    assert archive.pages()[new] == 1


def test_what_was_named_is_asked_for_first_and_without_condition(archive: Archive, site: PageSite) -> None:
    site.rules = [on(case.path, Reply(case.page, etag='"1"')) for case in site.cases]
    archive.night(FIRST)
    with unit_of_work(archive.sessions) as session:
        store.make_due(session, archive.ids(site.cases[7].path))
    before = len(site.log)
    assert archive.night(nth(2), only_due=True).asked == [site.cases[7].path]
    assert [seen.condition for seen in site.log[before:]] == [None]
    assert archive.night(nth(3), only_due=True).asked == []


def test_a_failure_leaves_what_was_named_named(archive: Archive, site: PageSite) -> None:
    case = site.cases[7]
    with unit_of_work(archive.sessions) as session:
        store.make_due(session, archive.ids(case.path))
    site.rules = only(case, Reply(status=500))
    assert archive.night(FIRST, only_due=True).unanswered == {case.path: "status 500"}
    site.rules = []
    assert archive.night(nth(2), only_due=True).asked == [case.path]


def test_pages_that_never_answer_do_not_keep_others_from_being_asked(archive: Archive, site: PageSite) -> None:
    site.rules = [on(case.path, Reply(status=500)) for case in site.cases[:4]]
    for number in range(1, 5):
        archive.night(nth(number), rules(days=6))
    with unit_of_work(archive.sessions) as session:
        assert len(session.scalars(select(Check).where(Check.checked_at.is_not(None))).all()) == 12


def test_a_failure_is_over_with_a_304(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    for number, reply in enumerate([Reply(case.page, etag='"1"'), Reply(status=500), Reply(case.page, etag='"1"')]):
        site.rules = only(case, reply)
        night = archive.night(nth(number))
    assert night.tally.fetched == 19
    with unit_of_work(archive.sessions) as session:
        assert session.scalars(select(Failure)).all() == []


def test_a_page_that_could_not_be_had_is_asked_for_again_in_some_nights(archive: Archive, site: PageSite) -> None:
    for number in range(1, 6):
        archive.night(nth(number), rules(days=20))
    case = site.cases[0]
    site.rules = only(case, Reply(status=500))
    with unit_of_work(archive.sessions) as session:
        store.make_due(session, archive.ids(case.path))
    assert archive.night(nth(6), only_due=True).unanswered == {case.path: "status 500"}
    asked = [case.path in archive.night(nth(number), rules(days=20)).asked for number in range(7, 12)]
    assert asked == [False, True, False, True, False]
    assert [len(archive.night(nth(number), rules(days=20), only_due=True).asked) for number in (12, 13)] == [3, 0]


def test_a_page_that_people_have_set_aside_is_left_alone(archive: Archive, site: PageSite) -> None:
    case = site.cases[3]
    site.rules = only(case, Reply(status=500))
    archive.night(FIRST)
    with unit_of_work(archive.sessions) as session:
        failures.discard(session, session.scalars(select(Failure)).one())
    night = archive.night(nth(2))
    assert (len(night.asked), night.unanswered) == (19, {})


def test_files_that_were_handed_in_are_asked_for_nowhere(archive: Archive) -> None:
    with unit_of_work(archive.sessions) as session:
        store.store_page(session, RawPage("file:/tmp/one.html", "file:///tmp/one.html", b"<p>One</p>", START))
    assert len(archive.night(FIRST).asked) == 20
