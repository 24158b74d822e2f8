"""A long listing is searched for what is new by where its dates end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest

from scraper.gaps import Gaps, Place
from scraper.listing import PAGE_SIZE, Entry, ListingPage

LAST = dt.date(2024, 5, 31)
Dated = tuple[int, dt.date]


def entry(number: int, date: dt.date) -> Entry:
    return Entry(
        f"/decisions/housing/repairs/{number}", "", f"Town Council ({number})", f"Statement Upheld {date:%d-%b-%Y}"
    )


def site_of(days: int, a_day: int) -> list[Dated]:
    """Decisions of so many days, newest first."""
    return [(day * a_day + place, LAST - dt.timedelta(days=day)) for day in range(days) for place in range(a_day)]


def known(decisions: Sequence[Dated]) -> dict[tuple[str, str], Place]:
    return {entry(*one).identity: Place(one[1]) for one in decisions}


def page_of(decisions: Sequence[Dated], number: int) -> ListingPage:
    shown = decisions[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return ListingPage(len(decisions), tuple(entry(*one) for one in shown), 1)


def searched(gaps: Gaps, decisions: Sequence[Dated]) -> tuple[set[int], int]:
    """The numbers of the decisions that were seen, and of how many pages."""
    seen: set[int] = set()
    while (number := gaps.next_page) is not None:
        page = page_of(decisions, number)
        gaps.add(number, page)
        seen |= {int(one.key.rpartition("/")[2]) for one in page.entries}
    return seen, gaps.pages


def test_a_listing_without_news_takes_one_page() -> None:
    decisions = site_of(30, 8)
    assert searched(Gaps(known(decisions)), decisions)[1] == 1


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("a_day", [1, 6, 17])
def test_all_news_is_seen_on_fewer_pages_than_there_are(seed: int, a_day: int) -> None:
    rng, decisions = Random(seed), site_of(400 // a_day, a_day)
    news = set(rng.sample(range(len(decisions)), 12))
    gaps = Gaps(known([one for number, one in enumerate(decisions) if number not in news]))
    seen, pages = searched(gaps, decisions)
    assert seen >= {decisions[number][0] for number in news}
    assert pages < -(-len(decisions) // PAGE_SIZE)


@pytest.mark.parametrize("seed", range(20))
def test_what_has_left_elsewhere_hides_no_news(seed: int) -> None:
    rng, decisions = Random(seed), site_of(50, 8)
    news, left = set(rng.sample(range(20, 180), 2)), rng.randrange(250, 400)
    shown = [one for number, one in enumerate(decisions) if number != left]
    gaps = Gaps(known([one for number, one in enumerate(decisions) if number not in news]))
    assert searched(gaps, shown)[0] >= {decisions[number][0] for number in news}


def test_an_entry_that_has_another_date_now_does_not_lead_astray() -> None:
    decisions = site_of(20, 10)
    redated = (decisions[-1][0], LAST)
    gaps = Gaps(known([*decisions[:50], *decisions[51:-1], redated]))
    assert searched(gaps, decisions)[0] >= {decisions[50][0], redated[0]}


def test_a_listing_in_another_order_is_read_from_end_to_end() -> None:
    decisions = site_of(20, 10)
    gaps = Gaps(known(decisions))
    Random(1).shuffle(decisions)
    assert searched(gaps, decisions)[1] == 20


def test_a_listing_that_moves_is_read_from_end_to_end() -> None:
    decisions = site_of(20, 10)
    gaps = Gaps(known(decisions[5:]))
    gaps.add(1, page_of(decisions[5:], 1))
    gaps.add(2, page_of(decisions, 2))
    assert searched(gaps, decisions)[1] == 20


@pytest.mark.parametrize("words", ["Statement Upheld", "Statement Upheld 31-May-2024"])
def test_entries_without_a_date_or_listed_twice_are_not_reckoned_with(words: str) -> None:
    decisions = site_of(20, 10)
    gaps = Gaps(known(decisions))
    first = page_of(decisions, 1)
    odd = Entry("/decisions/x/y/z", "", "Town", words, times=2)
    gaps.add(1, ListingPage(first.total, (*first.entries[:-1], odd), 1))
    assert gaps.next_page == 2


def test_a_listing_is_read_from_end_to_end_where_that_is_asked_for() -> None:
    decisions = site_of(20, 10)
    assert searched(Gaps(known(decisions), whole=True), decisions)[1] == 20


def test_an_empty_listing_takes_one_page() -> None:
    assert searched(Gaps({}), [])[1] == 1
