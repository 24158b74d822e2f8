"""Sections that practice calls by their number alone: "a section 21 notice", "aftercare under section 117".

Whichever act a paragraph speaks of, such a section is of its own, unless it is said to be of another. Facts, from the
acts named here.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

# Number, act, and what is called by the number: none of it under that number of any other act.
_CALLED: Final = (
    ("7", "Children Act 1989", "reports?"),
    ("8", "Children Act 1989", "orders?"),
    ("8", "Housing Act 1988", "notices?|evictions?|possession"),
    ("12", "Mental Health Act 1983", "doctors?"),
    ("13A", "Local Government Finance Act 1992", "reductions?|relief|discounts?"),
    ("17", "Children Act 1989", "assessments?|support|funding|payments?|help|accommodation"),
    ("17", "Mental Health Act 1983", "leave"),
    ("19", "Education Act 1996", "education|tuition|provision|duty|duties"),
    ("20", "Children Act 1989", "agreements?|accommodation|arrangements?|placements?"),
    ("20", "Landlord and Tenant Act 1985", "consultations?|notices?"),
    ("21", "Housing Act 1988", "notices?|evictions?|possession"),
    ("37", "Children Act 1989", "reports?"),
    ("38", "Highways Act 1980", "agreements?"),
    ("42", "Care Act 2014", "enquiry|enquiries|inquiry|inquiries|investigations?|safeguarding"),
    ("47", "Children Act 1989", "enquiry|enquiries|inquiry|inquiries|investigations?"),
    ("73", "Town and Country Planning Act 1990", "applications?"),
    ("75", "National Health Service Act 2006", "agreements?|partnerships?"),
    ("104", "Water Industry Act 1991", "agreements?"),
    ("106", "Town and Country Planning Act 1990", "agreements?|obligations?|contributions?|money|monies"),
    ("114", "Local Government Finance Act 1988", "notices?"),
    ("117", "Mental Health Act 1983", "after-?care|after care|funding|services?|support|meetings?|entitlement"),
    ("136", "Mental Health Act 1983", "suites?|detentions?"),
    ("151", "Local Government Act 1972", "officers?"),
    ("184", "Housing Act 1996", "decisions?|letters?|notices?|notifications?"),
    ("188", "Housing Act 1996", "accommodation"),
    ("202", "Housing Act 1996", "reviews?"),
    ("215", "Town and Country Planning Act 1990", "notices?"),
    ("278", "Highways Act 1980", "agreements?|works"),
)
# What is called so stands before its number too; the others are too many things.
_EITHER_WAY: Final = r"(?=after|agreement|enquir|inquir|notice|obligation)"
# Between a number and its word no more than "no fault" or "child protection" stands; with these a sentence goes on, and
# a "section 17 financial assessment" is of another act.
_GOES_ON: Final = (
    r"(?:is|are|was|were|does|did|has|had|may|must|can|will|should|says?|states?|requires?|sets?|gives?|provides?|allows?"
    r"|covers?|deals?|means?|applies|of|and|or|to|for|in|on|by|with|that|which|the|an?|any|its|his|her|their|financial)\b"
)
_NUMBER: Final = re.compile(r"section (\d{1,3}[A-Z]?)(?:\(|$)")


class Called(NamedTuple):
    """The act of a provision that is called by its number, and where what is called so ends in the text."""

    act: str
    end: int


def act_called(provision: str, text: str, start: int, end: int) -> Called | None:
    """The act of a provision, at ``start`` to ``end`` of a text, that is called by its number; else None."""
    number = _NUMBER.match(provision)
    for behind, before, act in _by_number().get(number[1], ()) if number else ():
        found = behind.match(text, end)
        if found or before.search(text, max(0, start - 40), start):
            return Called(act, found.end() if found else end)
    return None


@functools.lru_cache(maxsize=1)
def _by_number() -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]]:
    """How what is called by a number stands behind it and before it, with its act."""
    called: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], str]]] = {}
    for number, act, words in _CALLED:
        behind = re.compile(rf"(?: \(?(?!{_GOES_ON})[\w'-]{{1,20}}\)?){{0,2}} (?:{words})\b", re.IGNORECASE)
        before = re.compile(rf"\b{_EITHER_WAY}(?:{words}) (?:under|pursuant to|by virtue of) (?:a )?$", re.IGNORECASE)
        called.setdefault(number, []).append((behind, before, act))
    return called
