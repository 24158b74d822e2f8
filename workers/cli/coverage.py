"""``lgo coverage``: how much of the site the archive has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from workers.cli.output import Json, emit, out, say
from workers.cli.report import show_list

if TYPE_CHECKING:
    from scraper.coverage import Coverage, Part


# The last years are shown month by month; in those before, nothing should happen any more.
YEARS_BY_MONTH = 2


def add_to(app: typer.Typer) -> None:
    """Add this command to ``lgo``."""
    app.command()(coverage)


def coverage(as_json: Annotated[bool, Json] = False) -> None:
    """Show what the site says it has, what is listed and what is held, by month and category, and what is missing."""
    from config.db import unit_of_work
    from scraper.clock import Clock
    from scraper.coverage import coverage as read_coverage
    from workers.cli.runtime import opened

    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        found = read_coverage(session, Clock().today())
    if as_json:
        emit(found.to_json())
    elif found.is_empty:
        say("nothing has been crawled yet: lgo crawl --mode full fetches everything")
    else:
        _show(found)


def _show(found: Coverage) -> None:
    state = "complete" if found.complete else "not complete"
    as_of = f"{found.as_of:%Y-%m-%d %H:%M} UTC" if found.as_of else "never"
    out.print(f"{state}, as of {as_of}", markup=False)
    out.print(_table("month", [*_periods(found.months), found.whole]))
    out.print(_table("category", found.categories))
    if found.site_said is not None:
        out.print(f"the site itself said {found.site_said:,} on {found.site_asked_at:%Y-%m-%d}", markup=False)
    show_list("not whole", [f"{one.span}  {one.reason}" for one in found.open_windows])
    show_list("missing", [f"{url}  {reason}" for url, reason in found.missing])


def _periods(months: Sequence[Part]) -> list[Part]:
    """The months of the last two years, and of those in which something is amiss; of other years the sum."""
    recent = sorted({_year(month) for month in months})[-YEARS_BY_MONTH:]
    periods: list[Part] = []
    for year, group in groupby(months, key=_year):
        parts = list(group)
        amiss = any(part.said is not None and not part.is_whole for part in parts)
        periods += parts if year in recent or amiss else [_sum(year, parts)]
    return periods


def _year(month: Part) -> str:
    return month.name[:4]


def _sum(name: str, parts: Sequence[Part]) -> Part:
    from scraper.coverage import Part

    said = [part.said for part in parts if part.said is not None]
    listed, held = sum(part.listed for part in parts), sum(part.held for part in parts)
    return Part(name, sum(said) if said else None, listed, held, None)


def _table(title: str, parts: Iterable[Part]) -> Table:
    table = Table(title, box=None)
    for name in ("said", "listed", "held", "missing", "lag in days"):
        table.add_column(name, justify="right")
    for part in parts:
        said = "" if part.said is None else f"{part.said:,}"
        missing = "" if part.held == part.listed else f"{part.listed - part.held:,}"
        lag = "" if part.lag_days is None else f"{part.lag_days:.0f}"
        table.add_row(part.name or "all", said, f"{part.listed:,}", f"{part.held:,}", missing, lag)
    return table
