"""Versions: what a decision has said over time, worked out afresh from the readings of its pages.

Because the versions are a function of all readings, and not of the order in which they were made, a page that is read
late, twice or by a better parser leads to the same versions. Pure: no I/O.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from workers.domain import Decision


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page was read as: fingerprints of content, text and whole reading, and when it was first seen so."""

    page_id: int
    seen_at: dt.datetime
    content_sha256: str
    text_sha256: str
    reading_sha256: str


@dataclass(frozen=True, slots=True)
class FoldedVersion:
    """One version of a decision, numbered from 1 in the order of time, with the first page that said it."""

    number: int
    reading: PageReading


def fold(readings: Iterable[PageReading]) -> tuple[FoldedVersion, ...]:
    """The versions that these readings amount to: a new one whenever the content differs from the one before.

    A text that is put back is a third version; a page that says the same at another address or time is none.
    """
    in_time = sorted(readings, key=lambda reading: (reading.seen_at, reading.page_id))
    runs = groupby(in_time, key=lambda reading: reading.content_sha256)
    return tuple(FoldedVersion(number, next(run)) for number, (_, run) in enumerate(runs, start=1))


def content_sha256(decision: Decision) -> str:
    """Fingerprint of the page's own words, without what is derived from them, their form and their address."""
    words = (
        decision.reference,
        decision.body,
        decision.category,
        decision.subcategory,
        decision.outcome,
        decision.kind,
        decision.decision_date.isoformat() if decision.decision_date else None,
        decision.satisfied_date.isoformat() if decision.satisfied_date else None,
        decision.summary,
        decision.text_sha256,
    )
    return fingerprint(words)


def fingerprint(value: Any) -> str:
    """The sha256 of a JSON value, the same whatever order its keys were made in."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
