"""Dates, references and titles, and what kind of organisation a body is."""

from __future__ import annotations

import datetime as dt

import pytest

from workers.parsing.bodies import body_type
from workers.parsing.dates import read_date
from workers.parsing.reference import Title, read_reference, read_title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20 Dec 2016", "2016-12-20"),
        ("05 Feb 2020", "2020-02-05"),
        ("14-Jun-2021", "2021-06-14"),
        ("12 September 2017", "2017-09-12"),
        ("2 June 2025.", "2025-06-02"),
        ("2nd June 2025", "2025-06-02"),
        ("Sunday, 27 March 2022", "2022-03-27"),
        ("1 Sept 2019", "2019-09-01"),
        ("June 2, 2025", "2025-06-02"),
        ("2025-06-02", "2025-06-02"),
        ("03/04/2019", "2019-04-03"),
        ("29 Feb 2020", "2020-02-29"),
    ],
)
def test_a_date_is_read_in_each_of_its_forms(text: str, date: str) -> None:
    assert read_date(text) == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2024", "29 Feb 2019", "Feb 2020", "1 Foo 2020", "12 May 1066", "1 2 3"]
)
def test_no_date_is_made_up(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ambleford Borough Council (23 004 117)", Title("Ambleford Borough Council", "23 004 117")),
        ("Lynmere Care (NW) Limited (20 013 974)", Title("Lynmere Care (NW) Limited", "20 013 974")),
        ("NHS Wold, Vale and Fen ICB (23 000 946A)", Title("NHS Wold, Vale and Fen ICB", "23 000 946a")),
        ("Ambleford Borough Council (23-004-117) - Local Government and Social Care Ombudsman",
         Title("Ambleford Borough Council", "23 004 117")),
        ("Bluebird Care (Testham) (23 004 117)", Title("Bluebird Care (Testham)", "23 004 117")),
        ("NHS Wold CCG (now ICB) [23 004 117]", Title("NHS Wold CCG (now ICB)", "23 004 117")),
        ("Hazel House [Wold] (23 004 117)", Title("Hazel House [Wold]", "23 004 117")),
        ("Hazel House (Wold) - 23 004 117", Title("Hazel House (Wold)", "23 004 117")),
        ("23 004 117: Hazel House (Wold)", Title("Hazel House (Wold)", "23 004 117")),
        ("(23 004 117) Hazel House (Wold)", Title("Hazel House (Wold)", "23 004 117")),
        ("Hazel House Ltd) (23 004 117)", Title("Hazel House Ltd", "23 004 117")),
        ("Complaint reference: 23 004 117", Title(None, "23 004 117")),
        ("Case ref no. 23 004 117", Title(None, "23 004 117")),
        ("Complaint number: 23 004 117 Hazel House", Title("Hazel House", "23 004 117")),
        ("Case Care (23 004 117)", Title("Case Care", "23 004 117")),
        ("23 004 117", Title(None, "23 004 117")),
        ("23 004 117 - Local Government and Social Care Ombudsman", Title(None, "23 004 117")),
        ("23 004 117: Ambleford Borough Council", Title("Ambleford Borough Council", "23 004 117")),
        ("Ambleford Borough Council", None),
        ("Call 0300 061 0614 today", None),
        ("x" * 1_000 + " (23 004 117)", None),
    ],
)  # fmt: skip
def test_a_title_gives_body_and_reference(text: str, title: Title | None) -> None:
    assert read_title(text) == title


def test_a_reference_is_no_part_of_a_longer_number() -> None:
    assert read_reference("123 004 117") is None
    assert read_reference("23 004 1178") is None
    assert read_reference("see 23004117 there") == "23 004 117"


BODIES = {
    "Medway Council": "unitary",
    "Luton Borough Council": "unitary",
    "Durham County Council": "unitary",
    "Leicester City Council": "unitary",
    "Brighton & Hove City Council": "unitary",
    "Royal Borough of Windsor and Maidenhead Council": "unitary",
    "Lancashire County Council": "county",
    "Adur District Council": "district",
    "Watford Borough Council": "district",
    "Lancaster City Council": "district",
    "West Suffolk Council": "district",
    "Leeds City Council": "metropolitan",
    "Wirral Metropolitan Borough Council": "metropolitan",
    "Wirral Council": "metropolitan",
    "London Borough of Waltham Forest": "london_borough",
    "Westminster City Council": "london_borough",
    "Royal Borough of Greenwich": "london_borough",
    "City of London": "london_borough",
    "Haringey Council": "london_borough",
    "Hammersmith & Fulham Council": "london_borough",
    "Richmond upon Thames Borough Council": "london_borough",
    "Chelmsford City Council": "district",
    "Colchester City Council": "district",
    "Sutton Town Council": "parish",
    "West of England Combined Authority": "combined_authority",
    "Sheffield Teaching Hospitals NHS Foundation Trust": "nhs_trust",
    "Mid Wold Partnership NHS Trust": "nhs_trust",
    "Brighton & Hove Clinical Commissioning Group": "nhs_commissioner",
    "NHS North Central London ICB": "nhs_commissioner",
    "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board": "nhs_commissioner",
    "Burlington Care (ASC) Limited": "care_provider",
    "Aadi Trading Ltd": "care_provider",
    "Hazel House Nursing Home": "care_provider",
    "St Oda's Church of England Primary School": "school",
    "Thornleigh Academy Trust": "school",
    "Lake District National Park Authority": "national_park",
    "Wold Fire & Rescue Service": "fire",
    "Thornshire Police and Crime Commissioner": "police",
    "Transport for London": "transport",
    "Netherby Parish Council": "parish",
    "Overwold Town Council": "parish",
    "Fen Valley Drainage Board": "other",
    "Fallowby City Council": None,
    "The Grey Heron": None,
}


@pytest.mark.parametrize("name", BODIES)
def test_the_kind_of_a_body_is_told_by_rule_or_table_or_not_at_all(name: str) -> None:
    assert body_type(name) == BODIES[name]
