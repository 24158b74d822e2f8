"""A listing is believed only where its totals agree from end to end and it lists exactly so many."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from scraper.listing import Entry, ListingPage
from scraper.paging import Fault, Paging
from scraper.windows import Span

FIRST_TEN = range(10)


def entries(*numbers: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"/decisions/a/b/24-000-{n:03d}", "", f"Body (24 000 {n:03d})", "") for n in numbers)


def page(total: int | None, *numbers: int) -> ListingPage:
    return ListingPage(total, entries(*numbers), 1)


def read(*pages: ListingPage) -> Paging:
    paging = Paging()
    for one in pages:
        assert paging.next_page is not None
        paging.add(one)
    return paging


def fault(paging: Paging) -> Fault | None:
    return paging.problem.fault if paging.problem else None


def test_a_listing_of_two_pages_is_whole_when_its_first_page_was_read_again() -> None:
    paging = read(page(12, *FIRST_TEN), page(12, 10, 11))
    assert (paging.problem, paging.next_page) == (None, 1)
    paging.add(page(12, *FIRST_TEN))
    assert (paging.problem, paging.next_page, paging.said, len(paging.entries)) == (None, None, 12, 12)


def test_nothing_said_and_nothing_listed_is_whole() -> None:
    paging = read(page(0))
    assert (paging.problem, paging.next_page, paging.said) == (None, None, 0)


def test_a_shell_is_a_problem_and_a_page_without_its_form_another_one() -> None:
    shell = ListingPage(None, (), 1, has_form=True)
    assert fault(read(shell)) is Fault.SHELL
    assert str(read(page(12, *FIRST_TEN), shell).problem) == "page 2 is a shell: no results and no total"
    assert fault(read(page(None))) is Fault.UNKNOWN_PAGE


def test_without_a_total_every_page_that_is_linked_is_read_and_the_listing_not_believed() -> None:
    paging = read(
        ListingPage(None, entries(1, 2), 2), ListingPage(None, entries(3), 2), ListingPage(None, entries(1), 2)
    )
    assert (fault(paging), len(paging.entries), paging.next_page) == (Fault.NO_TOTAL, 3, None)


def test_a_total_that_goes_missing_is_a_problem() -> None:
    assert str(read(page(12, *FIRST_TEN), page(None, 10, 11)).problem) == "page 2 prints no total"


def test_a_total_that_moves_is_a_problem() -> None:
    paging = read(page(12, *FIRST_TEN), page(13, 10, 11, 12))
    assert str(paging.problem) == "the total moved from 12 to 13 while it was paged"
    assert len(paging.entries) == 13


def test_a_total_that_moved_when_the_first_page_is_read_again_is_a_problem() -> None:
    paging = read(page(12, *FIRST_TEN), page(12, 10, 11), page(13, 99, *range(9)))
    assert fault(paging) is Fault.MOVED


def test_a_first_page_that_names_others_at_the_end_is_a_problem() -> None:
    paging = read(page(12, *FIRST_TEN), page(12, 10, 11), page(12, 99, *range(9)))
    assert str(paging.problem) == "the first page changed while it was paged"


def test_a_first_page_in_another_order_at_the_end_is_none() -> None:
    assert read(page(12, *FIRST_TEN), page(12, 10, 11), page(12, *reversed(FIRST_TEN))).problem is None


def test_a_page_that_repeats_is_a_problem_and_ends_the_reading() -> None:
    paging = read(page(35, *FIRST_TEN), page(35, *FIRST_TEN))
    assert (fault(paging), paging.next_page) == (Fault.REPEATS, None)


def test_a_page_that_lists_nothing_is_a_problem() -> None:
    assert str(read(page(12, *FIRST_TEN), page(12)).problem) == "page 2 lists nothing"


def test_fewer_or_more_entries_than_said_are_a_problem() -> None:
    short = read(page(12, *FIRST_TEN), page(12, 10), page(12, *FIRST_TEN))
    assert str(short.problem) == "the site says 12 and lists 11"
    assert str(read(page(1, 1, 2)).problem) == "the site says 1 and lists 2"


def test_an_entry_listed_twice_is_a_problem_that_the_site_may_mean() -> None:
    first = page(12, *FIRST_TEN)
    twice = read(first, page(12, 9, 10), first)
    assert (str(twice.problem), twice.counts_repeats) == ("the site says 12 and lists 11", True)
    assert (len(twice.rows), len(twice.entries)) == (12, 11)
    once = read(first, page(12, 9, 10, 11), first)
    assert (once.problem, once.counts_repeats) == (None, False)


def test_an_entry_twice_on_a_page_does_not_stand_for_one_on_the_next() -> None:
    doubled = replace(entries(0)[0], times=2)
    paging = read(ListingPage(11, (doubled, *entries(*range(1, 10))), 1))
    assert paging.next_page == 2
    eleven = read(page(11, *range(11)))
    assert eleven.next_page == 2


def test_one_address_under_two_titles_counts_twice() -> None:
    first, second = entries(1)[0], entries(1)[0]
    second = Entry(second.key, second.url, "Another body (24 000 001)", "")
    assert read(ListingPage(2, (first, second), 1)).problem is None


def test_pages_of_another_size_are_read_to_the_end() -> None:
    larger = read(page(35, *range(20)), page(35, *range(20, 35)), page(35), page(35, *range(20)))
    assert (larger.problem, larger.next_page) == (None, None)
    smaller = read(page(12, *range(5)), page(12, *range(5, 10)), page(12, 10, 11), page(12, *range(5)))
    assert (smaller.problem, smaller.pages, smaller.next_page) == (None, 3, None)


def test_a_listing_beyond_the_limit_is_left_after_its_first_page() -> None:
    paging = Paging(limit=100)
    paging.add(page(101, *FIRST_TEN))
    assert (paging.too_long, paging.next_page, paging.problem) == (True, None, None)


def of_may(total: int, *days: str) -> Paging:
    """A listing of one page that was asked for May, with entries of these days; those without are not dated."""
    dated = tuple(replace(one, words=f"Statement {day}") for one, day in zip(entries(*FIRST_TEN), days, strict=False))
    paging = Paging(limit=100, span=Span(dt.date(2024, 5, 1), dt.date(2024, 5, 31)))
    paging.add(ListingPage(total, dated, 1))
    return paging


RIGHT, A_DAY_BESIDE, OTHER = "14-May-2024", "1-Jun-2024", "14-Jul-2024"


@pytest.mark.parametrize("days", [[OTHER] * 10, [*[OTHER] * 6, *[RIGHT] * 4], [OTHER, OTHER, "", ""]])
def test_other_dates_than_were_asked_for_are_a_problem_and_their_total_is_no_answer(days: list[str]) -> None:
    paging = of_may(57_500, *days)
    assert (fault(paging), paging.said, paging.too_long, paging.next_page) == (Fault.OTHER_DATES, None, False, None)


@pytest.mark.parametrize("days", [[OTHER], [*[OTHER] * 2, *[RIGHT] * 2], [A_DAY_BESIDE] * 3, ["", "soon"]])
def test_misprints_that_are_few_or_one_alone_are_none_nor_is_a_day_beside_or_no_date_at_all(days: list[str]) -> None:
    paging = of_may(len(days), *days)
    assert (paging.problem, paging.next_page) == (None, None)


def test_the_fingerprint_is_that_of_the_first_page() -> None:
    one, other = read(page(2, 1, 2)), read(page(2, 2, 1))
    assert one.first_page == read(page(2, 1, 2)).first_page
    assert one.first_page != other.first_page


def test_a_link_beyond_the_last_page_shows_that_the_total_is_wrong() -> None:
    first = ListingPage(10, entries(*FIRST_TEN), 2)
    paging = read(first, page(10, 10), first)
    assert (fault(paging), len(paging.entries)) == (Fault.MISCOUNTED, 11)


def test_a_link_beyond_the_last_page_to_nothing_new_says_nothing() -> None:
    first = ListingPage(10, entries(*FIRST_TEN), 2)
    for beyond in (first, page(10), page(None)):
        paging = read(first, beyond, first)
        assert (paging.problem, paging.next_page, len(paging.entries)) == (None, None, 10)
