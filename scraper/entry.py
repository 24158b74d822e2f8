"""What the words of a listing entry tell: ``Statement Not upheld Allocations 14-May-2024 Summary: ...``. Pure.

The parts are divided by single spaces, so they are told apart by known names; what is not known is None.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

KINDS = ("Statement", "Report")
# How long the site shows each kind, by the Ombudsman's staff manual; the time of reports is inferred.
YEARS_SHOWN = {"Statement": 5, "Report": 10}
OUTCOMES = ("Upheld", "Not upheld", "Closed after initial enquiries")
# Categories as they stand in addresses.
CATEGORIES = (
    "adult-care-services",
    "benefits-and-tax",
    "children-s-care-services",
    "education",
    "environment-and-regulation",
    "health",
    "housing",
    "other-categories",
    "planning",
    "transport-and-highways",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"\b(\d{1,2})[\s-](" + "|".join(_MONTHS) + r")[a-z]*[\s-](\d{4})\b", re.IGNORECASE)
_NO_WORD = re.compile(r"\W+")
_SUMMARY = re.compile(r"\bSummary\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Kind, outcome and decision date of an entry."""

    kind: str | None
    outcome: str | None
    decided: dt.date | None


def facts_of(words: str) -> Facts:
    """Read the words beside an entry's title, up to its summary."""
    head = _SUMMARY.split(words, maxsplit=1)[0].strip()
    kind = next((name for name in KINDS if head.lower().startswith(name.lower())), None)
    rest = head[len(kind or "") :].strip().lower()
    return Facts(kind, next((name for name in OUTCOMES if rest.startswith(name.lower())), None), _date(head))


def is_over(words: str, today: dt.date) -> bool:
    """True where a decision's time on the site is over, by the words of its entry: that it goes then is no news."""
    facts = facts_of(words)
    years = YEARS_SHOWN.get(facts.kind or "")
    return facts.decided is not None and years is not None and facts.decided <= years_before(today, years)


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years back; 28 February for a 29th that year has not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def says_other(before: str, now: str) -> bool:
    """True where an entry's words tell something else than before: another date, kind, outcome or summary.

    Lists of one decision on different pages of the site may differ in their form, which is no news.
    """
    if facts_of(before) != facts_of(now):
        return True
    summaries = [
        _NO_WORD.sub("", parts[1])
        for parts in (_SUMMARY.split(words, maxsplit=1) for words in (before, now))
        if parts[1:]
    ]
    return len(set(summaries)) > 1


class Oddity(StrEnum):
    """What can be strange about an entry; none of it keeps its page from being fetched."""

    OUTCOME = "unknown outcome"
    CATEGORY = "unknown category"
    UNDATED = "no date"
    TWICE = "listed twice"


def oddities_of(key: str, words: str, times: int = 1) -> list[tuple[Oddity, str]]:
    """What is strange about an entry, and the words that show it."""
    facts = facts_of(words)
    head = _SUMMARY.split(words, maxsplit=1)[0].strip()
    found = [
        (facts.outcome is None, Oddity.OUTCOME, head),
        (category_of(key) not in CATEGORIES, Oddity.CATEGORY, category_of(key)),
        (facts.decided is None, Oddity.UNDATED, head),
        (times > 1, Oddity.TWICE, key),
    ]
    return [(oddity, shown) for is_so, oddity, shown in found if is_so]


def category_of(key: str) -> str:
    """The category in a decision's key."""
    return key.split("/")[2]


def _date(text: str) -> dt.date | None:
    dates = list(_DATE.finditer(text))
    if not dates:
        return None
    found = dates[-1]
    try:
        return dt.date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        return None
