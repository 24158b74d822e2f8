"""How values are put before people: names of facets, dates, money, words for what the index keeps as codes. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

FACET_LABELS = {
    "outcome": "Decision",
    "ground": "Why not investigated",
    "category": "Category",
    "subcategory": "Subcategory",
    "body": "Organisation",
    "body_type": "Type of organisation",
    "year": "Year",
    "kind": "Statement or report",
    "legislation": "Law",
}
# These facets hold our own codes; the others hold the page's words, which stay as they are.
CODED_FACETS = frozenset({"ground", "body_type", "kind"})
# Codes whose letters alone would read badly.
SPECIAL_WORDS = {
    "nhs_trust": "NHS trust",
    "icb": "Integrated care board",
    "icb_ccg": "ICB or CCG",
    "ccg": "Clinical commissioning group",
    "london_borough": "London borough",
}


def words_of(code: str) -> str:
    """A code as words: "court_proceedings" is "Court proceedings"."""
    return SPECIAL_WORDS.get(code) or code.replace("_", " ").capitalize()


def value_label(facet: str, value: str) -> str:
    """A facet's value as it is shown."""
    return words_of(value) if facet in CODED_FACETS else value


def long_date(iso: str | None) -> str:
    """An ISO date or time ("2025-06-02") as "2 June 2025"; empty where there is none or it cannot be read."""
    try:
        day = dt.date.fromisoformat((iso or "")[:10])
    except ValueError:
        return ""
    return f"{day.day} {day:%B %Y}"


def pounds(amount: str | None) -> str:
    """An amount ("1150.00") as "£1,150", with pence where there are any; empty where there is none."""
    try:
        value = Decimal(amount or "")
    except InvalidOperation:
        return ""
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"
