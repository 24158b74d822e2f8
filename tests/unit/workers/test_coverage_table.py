"""Coverage is told by month where something can still happen, and by year where nothing should."""

from __future__ import annotations

from dataclasses import replace

from scraper.coverage import Part
from workers.cli.coverage import _periods


def month(name: str, count: int = 3) -> Part:
    return Part(name, count, count, count, None)


MONTHS = [month(f"{year}-{number:02d}") for year in (2022, 2023, 2024, 2025) for number in (1, 2)]


def test_whole_years_are_summed_up_and_the_last_two_told_by_month() -> None:
    assert _periods(MONTHS) == [month("2022", 6), month("2023", 6), *MONTHS[4:]]


def test_a_year_in_which_something_is_amiss_is_told_by_month() -> None:
    short = [replace(MONTHS[0], held=2), *MONTHS[1:]]
    assert _periods(short) == [*short[:2], month("2023", 6), *short[4:]]


def test_a_year_that_was_never_read_is_one_line() -> None:
    unread = [Part(one.name, None, 0, 0, None) for one in MONTHS[:2]]
    assert _periods([*unread, *MONTHS[2:]])[0] == Part("2022", None, 0, 0, None)
