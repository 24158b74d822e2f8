"""Windows are calendar months, or smaller spans that take the place of one without gap or overlap."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from scraper.windows import EARLIEST, LATEST, Span, joined, month_of, months, parts, uncovered

TODAY = dt.date(2026, 7, 14)
MAY = month_of(dt.date(2024, 5, 9))


def test_spans_that_follow_each_other_are_joined() -> None:
    march, april, june = (month_of(dt.date(2024, month, 1)) for month in (3, 4, 6))
    assert joined([june, april, march]) == [Span(march.since, april.until), june]
    assert joined([]) == []


def test_what_spans_leave_uncovered_lies_before_between_and_behind_them() -> None:
    march, april, june = (month_of(dt.date(2024, month, 1)) for month in (3, 4, 6))
    assert uncovered([june, april, march]) == [
        Span(EARLIEST, dt.date(2024, 2, 29)),
        month_of(dt.date(2024, 5, 1)),
        Span(dt.date(2024, 7, 1), LATEST),
    ]
    assert uncovered([Span(EARLIEST, april.until), Span(june.since, LATEST)]) == [month_of(dt.date(2024, 5, 1))]
    assert uncovered([]) == [Span(EARLIEST, LATEST)]


def test_a_month_ends_with_its_last_day() -> None:
    assert month_of(dt.date(2024, 2, 11)) == Span(dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert month_of(dt.date(2025, 12, 31)) == Span(dt.date(2025, 12, 1), dt.date(2025, 12, 31))


def test_months_run_from_newest_to_oldest_without_gap_or_overlap() -> None:
    spans = months(dt.date(2013, 1, 1), TODAY)
    assert (spans[0].until, spans[-1].since) == (dt.date(2026, 7, 31), dt.date(2013, 1, 1))
    assert all(older.until + dt.timedelta(days=1) == newer.since for newer, older in itertools.pairwise(spans))


@pytest.mark.parametrize("entries", [0, 1, 101, 350, 5000])
def test_parts_cover_the_whole_without_gap_or_overlap(entries: int) -> None:
    pieces = parts(MAY, entries)
    assert (pieces[0].since, pieces[-1].until) == (MAY.since, MAY.until)
    assert all(one.until + dt.timedelta(days=1) == two.since for one, two in itertools.pairwise(pieces))


def test_there_are_so_many_parts_that_each_is_small() -> None:
    assert [piece.days for piece in parts(MAY, 350)] == [6, 6, 6, 6, 7]
    assert [piece.days for piece in parts(MAY, 101)] == [15, 16]
    assert [piece.days for piece in parts(MAY, 5000)] == [1] * 31


def test_a_day_is_its_only_part() -> None:
    day = Span(MAY.since, MAY.since)
    assert parts(day, 500) == [day]


def test_a_window_is_named_by_its_month_or_by_its_dates() -> None:
    assert str(MAY) == "2024-05"
    assert str(parts(MAY, 101)[0]) == "2024-05-01..2024-05-15"
    assert parts(MAY, 101)[1].month == "2024-05"
    assert str(Span(dt.date(1, 1, 1), dt.date(2012, 12, 31))) == "0001-01-01..2012-12-31"
