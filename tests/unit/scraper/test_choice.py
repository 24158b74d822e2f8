"""A crawl reads windows that are owed, and leaves the others to what their totals add up to."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from config.errors import SettingsError
from scraper.choice import Known, Look, Rules, asked_for, current, dates_of_news, expects_some, look_at
from scraper.windows import CrawlRequest, Mode, Span, State, month_of

NOW = dt.datetime(2026, 7, 14, 6, 15, tzinfo=dt.UTC)
TODAY = NOW.date()
MONTH = Rules(dt.timedelta(days=30))
READ = NOW - dt.timedelta(days=10)
WHOLE = Known(month_of(dt.date(2019, 3, 1)), 7, State.COMPLETE, 12, 12, paged_at=READ, as_of=READ)


def look(window: Known, mode: Mode = Mode.INCREMENTAL, rules: Rules = MONTH) -> Look:
    return look_at(CrawlRequest(mode), window, NOW, rules)


def test_months_without_a_row_count_too() -> None:
    windows = current([WHOLE], TODAY)
    assert len(windows) == 13 * 12 + 7
    assert windows == sorted(windows, key=lambda one: one.span)
    assert [one for one in windows if one.id is not None] == [WHOLE]


def test_a_month_that_was_split_counts_by_its_parts_alone() -> None:
    halves = [Span(WHOLE.span.since, dt.date(2019, 3, 15)), Span(dt.date(2019, 3, 16), WHOLE.span.until)]
    rows = [replace(WHOLE, state=State.SPLIT), *(replace(WHOLE, span=half) for half in halves)]
    assert [one.span for one in current(rows, TODAY) if one.span.month == "2019-03"] == halves


def test_named_dates_mean_their_whole_months() -> None:
    request = CrawlRequest(Mode.INCREMENTAL, dt.date(2015, 1, 20), dt.date(2015, 3, 2))
    named = asked_for(request, current([], TODAY), TODAY)
    assert [str(one.span) for one in named] == ["2015-01", "2015-02", "2015-03"]
    assert {look_at(request, one, NOW, MONTH) for one in [*named, WHOLE]} == {Look.READ}


def test_dates_the_wrong_way_round_and_where_none_are_heeded_are_refused() -> None:
    with pytest.raises(SettingsError, match="2025-01-01 is later than --until 2024-01-01"):
        CrawlRequest(Mode.FULL, dt.date(2025, 1, 1), dt.date(2024, 1, 1))
    for mode in (Mode.RECENT, Mode.RECHECK):
        with pytest.raises(SettingsError, match=f"a {mode} crawl takes no dates"):
            CrawlRequest(mode, until=dt.date(2024, 1, 1))


def expects(mode: Mode, *windows: Known, until: dt.date | None = None) -> bool:
    request = CrawlRequest(mode, until=until)
    return expects_some(request, windows, [(one, look_at(request, one, NOW, MONTH)) for one in windows], TODAY)


def test_a_crawl_of_all_windows_expects_something_where_nothing_is_known_yet() -> None:
    empty = replace(WHOLE, said=0, listed=0)
    assert all(expects(mode, empty) and expects(mode, WHOLE) for mode in (Mode.FULL, Mode.RECENT))
    assert expects(Mode.INCREMENTAL, empty)
    assert not expects(Mode.INCREMENTAL, empty, until=TODAY)


def test_an_incremental_crawl_expects_something_only_of_windows_that_it_looks_at() -> None:
    young = replace(WHOLE, span=month_of(TODAY))
    owed = replace(WHOLE, state=State.LISTED)
    assert not expects(Mode.INCREMENTAL, WHOLE, replace(young, said=0, listed=0))
    assert expects(Mode.INCREMENTAL, WHOLE, young)
    assert expects(Mode.INCREMENTAL, WHOLE, owed)


def test_a_window_that_is_whole_is_left_to_its_total() -> None:
    assert look(WHOLE) is Look.ADD_UP


def test_a_full_crawl_leaves_what_is_whole_to_its_total_too() -> None:
    assert look(WHOLE, Mode.FULL) is Look.ADD_UP


@pytest.mark.parametrize(
    "owed",
    [
        Known(WHOLE.span),
        replace(WHOLE, state=State.OPEN),
        replace(WHOLE, paged_at=NOW - dt.timedelta(days=30)),
    ],
    ids=["never read", "open", "long ago"],
)
def test_a_window_is_read_where_it_is_owed(owed: Known) -> None:
    assert look(owed) is Look.READ


def test_pages_that_are_missing_are_fetched_without_reading_the_listing_again() -> None:
    assert look(replace(WHOLE, state=State.LISTED)) is Look.FETCH


def test_every_window_is_read_each_time_where_the_full_check_is_always_due() -> None:
    assert look(WHOLE, rules=Rules(dt.timedelta(0))) is Look.READ


def test_windows_read_in_one_crawl_are_due_on_different_days_within_the_time() -> None:
    windows = [replace(WHOLE, id=number) for number in range(100)]
    late = [
        sum(one.is_due(READ + dt.timedelta(days=days), dt.timedelta(days=100)) for one in windows)
        for days in range(101)
    ]
    assert (late[75], late[100]) == (1, 100)
    assert max(after - before for before, after in itertools.pairwise(late)) <= 6


def test_what_a_window_must_say_counts_what_was_found_or_went_since_and_is_unknown_while_it_is_open() -> None:
    assert replace(WHOLE, polled=2, missing=1, over=3).expected == 13
    assert replace(WHOLE, state=State.OPEN).expected is None


def steady(read: int, since: int, **more: Any) -> Known:
    """A window that was read last so many days ago and has been open for the same reason since so many days."""
    days = [NOW - dt.timedelta(days=days) for days in (read, since)]
    return replace(WHOLE, state=State.OPEN, said=13, held=12, compared_at=days[0], steady_since=days[1], **more)


def test_a_window_open_for_good_is_left_ever_longer_and_at_most_a_month() -> None:
    nights = [0]
    for night in range(1, 130):
        if look(steady(night - nights[-1], night)) is Look.READ:
            nights.append(night)
    assert nights == [0, 1, 3, 7, 15, 31, 61, 91, 121]


def test_a_window_open_for_good_is_read_again_where_something_came_or_left_or_it_is_asked_for() -> None:
    assert {look(steady(1, 8, polled=1)), look(steady(1, 8, missing=1))} == {Look.READ}
    assert look(steady(1, 8), Mode.FULL) is Look.READ
    assert look(replace(steady(1, 8), held=11)) is Look.FETCH


def test_a_window_open_for_good_must_say_what_it_said() -> None:
    assert steady(1, 8, polled=2, missing=1).expected == 14


def days_ago(since: int, until: int) -> Span:
    return Span(TODAY - dt.timedelta(days=since), TODAY - dt.timedelta(days=until))


USUAL = [*range(45, 90)] * 3


def came(days_before: int, ages: Iterable[int]) -> list[tuple[dt.date, int]]:
    return [(TODAY - dt.timedelta(days=days_before), age) for age in ages]


def test_news_is_expected_from_the_ages_that_brought_it() -> None:
    assert dates_of_news(came(1, [*USUAL, 900]), TODAY) == days_ago(90, 44)


@pytest.mark.parametrize(
    ("news", "since"),
    [
        (came(1, USUAL), 90),
        (came(3, USUAL), 92),
        (came(5, USUAL), 94),
        (came(28, USUAL), 100),
        (came(3, USUAL) + came(0, [50]), 92),
        (came(3, USUAL) + came(0, USUAL), 92),
        (came(3, USUAL) + came(1, [50, 60]), 92),
        (came(3, USUAL) + came(1, [50] * 40), 90),
        (came(3, USUAL) + came(1, [-4, 900] * 40), 92),
    ],
    ids=["none", "weekend", "holiday", "long", "over today", "well over", "with a stray", "half a day's", "of others"],
)
def test_what_waited_while_nothing_was_published_is_older_by_then(news: list[tuple[dt.date, int]], since: int) -> None:
    assert dates_of_news(news, TODAY) == days_ago(since, 44)


def test_until_much_news_is_known_it_is_expected_when_decisions_are_published() -> None:
    for count in (1, 18, 19, 20, 99):
        assert dates_of_news(came(1, [60] * count), TODAY) == days_ago(97, 39), count
    assert dates_of_news(came(1, [60] * 100), TODAY) == days_ago(63, 57)
    assert dates_of_news(came(1, [1, 900, -4]), TODAY) == days_ago(97, 0)
    assert dates_of_news([], TODAY) == days_ago(107, 39)
