"""The state of a decision, derived whenever it is asked for and never stored. Pure: no I/O.

Rule (the Ombudsman's staff manual): statements stay on the site for five years, public interest reports for
about ten. A page that goes after that has expired; one that goes earlier was withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from workers.domain import Kind

RETENTION_YEARS = {Kind.STATEMENT: 5, Kind.REPORT: 10}


class State(StrEnum):
    """On the site now; gone in its time (kept and searchable); gone before its time (hidden from search)."""

    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def state_of(kind: Kind, decision_date: dt.date | None, gone: Sequence[dt.datetime | None]) -> State:
    """The state of a decision whose addresses went at ``gone`` (None: still there; no address: live).

    A decision without a readable date that has gone is withdrawn: hiding it is the error that harms nobody.
    """
    times = [time for time in gone if time is not None]
    if not gone or len(times) < len(gone):
        return State.LIVE
    if decision_date is None:
        return State.WITHDRAWN
    kept_until = add_years(decision_date, RETENTION_YEARS[kind])
    return State.EXPIRED if max(times).date() >= kept_until else State.WITHDRAWN


def add_years(day: dt.date, years: int) -> dt.date:
    """The same day some years on; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
