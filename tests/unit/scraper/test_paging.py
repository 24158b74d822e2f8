"""A listing is believed only where its totals agree and it lists exactly so many."""

from __future__ import annotations

from scraper.listing import Entry, ListingPage
from scraper.paging import Paging


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


def test_a_listing_of_two_pages_is_whole() -> None:
    paging = read(page(12, *range(10)), page(12, 10, 11))
    assert (paging.problem, paging.next_page, paging.said, len(paging.entries)) == (None, None, 12, 12)


def test_nothing_said_and_nothing_listed_is_whole() -> None:
    paging = read(page(0))
    assert (paging.problem, paging.next_page, paging.said) == (None, None, 0)


def test_a_shell_is_a_problem() -> None:
    assert "shell" in str(read(page(None)).problem)
    assert "page 2 is a shell" in str(read(page(12, *range(10)), page(None)).problem)


def test_a_missing_total_is_a_problem() -> None:
    assert "no total" in str(read(page(None, 1)).problem)


def test_a_total_that_moves_is_a_problem() -> None:
    paging = read(page(12, *range(10)), page(13, 10, 11, 12))
    assert "moved from 12 to 13" in str(paging.problem)
    assert len(paging.entries) == 13


def test_a_page_that_repeats_is_a_problem_and_ends_the_reading() -> None:
    paging = read(page(35, *range(10)), page(35, *range(10)))
    assert "repeats" in str(paging.problem)
    assert paging.next_page is None


def test_a_page_that_lists_nothing_is_a_problem() -> None:
    assert "lists nothing" in str(read(page(12, *range(10)), page(12)).problem)


def test_fewer_or_more_entries_than_said_are_a_problem() -> None:
    assert read(page(12, *range(10)), page(12, 9, 10)).problem == "the site says 12 and lists 11"
    assert read(page(1, 1, 2)).problem == "the site says 1 and lists 2"


def test_one_address_under_two_titles_counts_twice() -> None:
    first, second = entries(1)[0], entries(1)[0]
    second = Entry(second.key, second.url, "Another body (24 000 001)", "")
    assert read(ListingPage(2, (first, second), 1)).problem is None
