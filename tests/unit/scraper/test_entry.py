"""The words of an entry tell kind, outcome and date; what is not known is told apart from what is."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.entry import Facts, Oddity, facts_of, is_over, oddities_of, says_other, years_before

HOUSING = "/decisions/housing/allocations/23-014-001"


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        (
            "Statement Not upheld Allocations 14-Jun-2021 Summary: On 3-May-2020 she wrote.",
            Facts("Statement", "Not upheld", dt.date(2021, 6, 14)),
        ),
        ("Report Upheld Planning advice 01-Feb-2019", Facts("Report", "Upheld", dt.date(2019, 2, 1))),
        (
            "Statement Closed after initial enquiries Refuse 9 September 2022 Summary : none",
            Facts("Statement", "Closed after initial enquiries", dt.date(2022, 9, 9)),
        ),
        ("Statement Partly upheld Parking 14-Jun-2021", Facts("Statement", None, dt.date(2021, 6, 14))),
        ("Statement Upheld Parking 31-Feb-2021", Facts("Statement", "Upheld", None)),
        ("Read more", Facts(None, None, None)),
    ],
)
def test_facts_are_read_by_known_names(words: str, facts: Facts) -> None:
    assert facts_of(words) == facts


def test_an_ordinary_entry_is_not_odd() -> None:
    assert oddities_of(HOUSING, "Statement Upheld Allocations 14-Jun-2021 Summary: late.") == []


def test_what_was_never_seen_is_named_with_its_words() -> None:
    odd = oddities_of("/decisions/covid-19/visits/23-014-001", "Statement Partly upheld Visits", 2)
    assert odd == [
        (Oddity.OUTCOME, "Statement Partly upheld Visits"),
        (Oddity.CATEGORY, "covid-19"),
        (Oddity.UNDATED, "Statement Partly upheld Visits"),
        (Oddity.TWICE, "/decisions/covid-19/visits/23-014-001"),
    ]


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("Statement Upheld Parking 14-Jul-2021", True),
        ("Statement Upheld Parking 15-Jul-2021", False),
        ("Report Upheld Parking 14-Jul-2021", False),
        ("Report Upheld Parking 14-Jul-2016", True),
        ("Upheld Parking 14-Jul-2011", False),
        ("Statement Upheld Parking", False),
    ],
)
def test_the_time_of_a_statement_is_five_years_and_of_a_report_ten(words: str, over: bool) -> None:
    assert is_over(words, dt.date(2026, 7, 14)) is over


def test_years_back_from_a_leap_day_is_the_day_before_march() -> None:
    assert years_before(dt.date(2024, 2, 29), 5) == dt.date(2019, 2, 28)
    assert years_before(dt.date(2021, 3, 1), 5) == dt.date(2016, 3, 1)


BEFORE = "Statement Upheld Parking 14-Jun-2021 Summary: Mr X waited."


@pytest.mark.parametrize(
    ("now", "other"),
    [
        (BEFORE, False),
        ("Statement Upheld Parking 14 June 2021 Summary : Mr X  waited", False),
        ("Statement Upheld 14-Jun-2021", False),
        ("Statement Not upheld Parking 14-Jun-2021 Summary: Mr X waited.", True),
        ("Statement Upheld Parking 15-Jun-2021 Summary: Mr X waited.", True),
        ("Statement Upheld Parking 14-Jun-2021 Summary: Mr X waited twice.", True),
    ],
)
def test_words_that_tell_something_else_are_told_from_words_in_another_form(now: str, other: bool) -> None:
    assert says_other(BEFORE, now) is other
