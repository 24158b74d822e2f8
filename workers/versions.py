"""Versions: what a decision has said over time, worked out afresh from the readings of its pages.

Because the versions are a function of all readings, and not of the order in which they were made, a page that is read
late, twice or by a better parser leads to the same versions. Pure: no I/O.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workers.domain import Decision

# Quotation marks, and the kinds of dash: typography that a site changes without changing a word.
QUOTES = re.compile("['\"\u2018\u2019\u201c\u201d]")
DASHES = re.compile("[\u2013\u2014]")


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page was read as: the fingerprint of its content by parser version, and those of the newest reading."""

    page_id: int
    address_id: int
    seen_at: dt.datetime
    content: Mapping[int, str]
    text_sha256: str
    reading_sha256: str

    @property
    def content_sha256(self) -> str:
        """The content as the newest parser reads it."""
        return self.content[max(self.content)]

    def agrees_with(self, other: PageReading) -> bool:
        """Whether both pages say the same, judged by the newest parser that has read both.

        What a better parser reads otherwise is no change of the page, so readings of two parsers are compared only
        where none has read both pages.
        """
        both = self.content.keys() & other.content.keys()
        if not both:
            return self.content_sha256 == other.content_sha256
        return self.content[max(both)] == other.content[max(both)]


@dataclass(frozen=True, slots=True)
class FoldedVersion:
    """One version of a decision, numbered from 1 in the order of time, with every page that said it, oldest first.

    ``shown`` is the page to read it from: the newest at the address that came last. A page that moved is also found
    at its old address as long as that leads to the new one, which is where the decision stands.
    """

    number: int
    pages: tuple[PageReading, ...]
    shown: PageReading

    @property
    def first(self) -> PageReading:
        """The page that said it first."""
        return self.pages[0]


def fold(readings: Iterable[PageReading]) -> tuple[FoldedVersion, ...]:
    """The versions that these readings amount to: a new one whenever the content differs from the one before.

    A text that is put back is a third version. A page that says the same in other markup, at another address or later
    is none, also where the decision stands at two addresses that say different things.
    """
    versions: list[list[PageReading]] = []
    at_address: dict[int, list[PageReading]] = {}
    addresses: dict[int, int] = {}
    for page in sorted(readings, key=lambda reading: (reading.seen_at, reading.page_id)):
        said_here = at_address.get(page.address_id)
        if said_here is not None and page.agrees_with(_last_at(said_here, page.address_id)):
            version = said_here
        elif versions and page.agrees_with(versions[-1][-1]):
            version = versions[-1]
        else:
            version = []
            versions.append(version)
        version.append(page)
        at_address[page.address_id] = version
        addresses.setdefault(page.address_id, len(addresses))
    return tuple(
        FoldedVersion(number, tuple(pages), max(reversed(pages), key=lambda page: addresses[page.address_id]))
        for number, pages in enumerate(versions, start=1)
    )


def _last_at(pages: list[PageReading], address_id: int) -> PageReading:
    return next(page for page in reversed(pages) if page.address_id == address_id)


def content_sha256(decision: Decision) -> str:
    """Fingerprint of the page's own words, without what is derived from them, their form and their address."""
    words = (
        decision.reference,
        decision.body,
        same_words(decision.category),
        same_words(decision.subcategory),
        same_words(decision.outcome),
        decision.kind,
        decision.decision_date.isoformat() if decision.decision_date else None,
        decision.satisfied_date.isoformat() if decision.satisfied_date else None,
        same_words(decision.summary),
        decision.text_sha256,
    )
    return fingerprint(words)


def same_words(text: str | None) -> str | None:
    """The text as it is compared: its words, whatever the blanks and line ends, quotation marks and kinds of dash."""
    return " ".join(DASHES.sub("-", QUOTES.sub("", text)).split()) if text is not None else None


def fingerprint(value: Any) -> str:
    """The sha256 of a JSON value, the same whatever order its keys were made in."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
