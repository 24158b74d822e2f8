"""What a decision says itself of an earlier one that it replaces. Pure: no I/O.

These are claims, not facts: a decision that tells of the council's withdrawn letter makes one too. The rule for
``reissued`` believes a claim only where an earlier decision of the same body tells nearly the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import chain

from workers.domain import Role
from workers.parsing.dates import read_date

# A decision that replaces another without saying which.
UNNAMED = "*"
# A decision says at its beginning, at its end or where it tells how it was made what it replaces. Standard wording
# tells of decisions in general, and the account of what happened of those that others made.
_SPEAKING_ROLES = frozenset({Role.SUMMARY, Role.COMPLAINT, Role.CONSIDERATION, Role.FINAL_DECISION, Role.OTHER})
# One of these stands in every paragraph that says that something takes the place of something else.
_REPLACES = (
    "replac",
    "supersed",
    "place of",
    "s place",
    "ir place",
    "the place",
    "instead",
    "stead of",
    "in lieu",
    "withdr",
    "no longer",
    "reissu",
    "re-issu",
    "set aside",
    "sets aside",
    "quash",
    "rescind",
    "revok",
    "cancel",
    "revis",
    "overtak",
    "fresh",
    "anew",
)
# With a date or a reference beside it, less will do.
_REVIEWS = (*_REPLACES, "review", "reconsider", "again", "amend", "correct", "new ", "earlier", "previous", "updat")
_OURS = re.compile(r"\b(?:this|our|my|we|i|us)\b")
_PRODUCT = re.compile(r"\b(?:decisions?|statements?|reports?|findings?|versions?|conclusions?)\b")
_REFERENCE = re.compile(r"(?<![\d-])(\d{2})[ -]?(\d{3})[ -]?(\d{3})([a-z]?)(?![\w-])")
_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[ /.-](?:of )?[A-Za-z\d]{1,9}[ /.,-]{1,2}\d{4}\b"
    r"|\b[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
)


def claims(reference: str, sections: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """What a decision claims to replace: references as printed ("24 002 642"), ISO dates, or UNNAMED alone.

    ``sections`` are given as role and paragraphs. Empty where it claims nothing.
    """
    named: set[str] = set()
    unnamed = False
    for text in chain.from_iterable(texts for role, texts in sections if role in _SPEAKING_ROLES):
        low = text.lower()
        if not any(word in low for word in _REVIEWS) or not _PRODUCT.search(low):
            continue
        named |= _named(text) - {reference}
        unnamed = unnamed or (bool(_OURS.search(low)) and any(word in low for word in _REPLACES))
    if unnamed:
        named.add(UNNAMED)
    return tuple(sorted(named))


def _named(text: str) -> set[str]:
    references = {f"{year} {first} {last}{letter}" for year, first, last, letter in _REFERENCE.findall(text)}
    days = map(read_date, (found.replace("of ", "") for found in _DAY.findall(text)))
    return references | {day.isoformat() for day in days if day is not None}


def claimed_days(claimed: Iterable[str]) -> set[dt.date]:
    """The dates among claims."""
    return {dt.date.fromisoformat(one) for one in claimed if "-" in one}


def claimed_references(claimed: Iterable[str]) -> set[str]:
    """The references among claims."""
    return {one for one in claimed if " " in one}
