"""What the site says it has, what was listed of it and what is held, by month and by category; and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, case, cast, func, select
from sqlalchemy.orm import Session

from config.failures import Failure, Stage
from scraper.ledger import crawls
from scraper.models import Address, Listing, Page, Total, Window
from scraper.windows import EARLIEST, FIRST_DATE, LATEST, Span, State, month_of, months

NOT_READ = "never read"


@dataclass(frozen=True, slots=True)
class Part:
    """A month or a category: ``said`` is None where the site has not said it; ``lag_days`` where nothing came as news.

    The lag is the median time from the decision date of what came as news to the crawl that found it.
    """

    name: str
    said: int | None
    listed: int
    held: int
    lag_days: float | None

    @property
    def is_whole(self) -> bool:
        """True where all three numbers agree."""
        return self.said == self.listed == self.held


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A span of dates that is not whole, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the site the archive has, from the site's first date to today.

    ``as_of`` is the moment for which all of it holds: that of the part that was looked at longest ago. ``site_said`` is
    the site's own total of all dates, as it was told last, and ``site_asked_at`` when.
    """

    complete: bool
    whole: Part
    months: tuple[Part, ...]
    categories: tuple[Part, ...]
    open_windows: tuple[OpenWindow, ...]
    missing: tuple[tuple[str, str], ...]
    as_of: dt.datetime | None
    site_said: int | None
    site_asked_at: dt.datetime | None

    @property
    def is_empty(self) -> bool:
        """True where nothing was ever crawled."""
        return self.as_of is None

    def to_json(self) -> dict[str, Any]:
        """All of it as plain JSON values."""
        return {
            "complete": self.complete,
            "said": self.whole.said or 0,
            "listed": self.whole.listed,
            "held": self.whole.held,
            "lag_days": self.whole.lag_days,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "site": {
                "said": self.site_said,
                "asked_at": self.site_asked_at.isoformat() if self.site_asked_at else None,
            },
            "missing": [{"url": url, "reason": reason} for url, reason in self.missing],
            "windows": [
                {"since": one.span.since.isoformat(), "until": one.span.until.isoformat(), "reason": one.reason}
                for one in self.open_windows
            ],
            "months": [_part_json(part, "month") for part in self.months],
            "categories": [_part_json(part, "category") for part in self.categories],
        }


def _part_json(part: Part, name: str) -> dict[str, Any]:
    numbers = {"said": part.said, "listed": part.listed, "held": part.held, "lag_days": part.lag_days}
    return {name: part.name, **numbers}


@dataclass(frozen=True, slots=True)
class _Count:
    listed: int = 0
    held: int = 0
    lag_days: float | None = None


_NONE = _Count()


def coverage(session: Session, today: dt.date) -> Coverage:
    """Read the coverage as it is now."""
    rows = session.scalars(select(Window).where(Window.state != State.SPLIT).order_by(Window.since)).all()
    by_month = _counts(session, func.to_char(Window.since, "YYYY-MM"))
    every = [month.month for month in reversed(months(FIRST_DATE, today))]
    parts = _months(rows, by_month, every)
    counted = _counts(session, func.coalesce("", "")).get("", _NONE)
    unread = sorted(set(every) - {_month(row) for row in rows})
    opened = [OpenWindow(Span(row.since, row.until), row.reason or State(row.state)) for row in rows if _is_open(row)]
    missing = tuple(_missing(session))
    differ = crawls.all_dates_differ(session)
    whole = Part("", _sum(rows), counted.listed, counted.held, counted.lag_days)
    site = session.get(Total, "")
    return Coverage(
        complete=not (opened or unread or missing or differ) and all(part.is_whole for part in parts),
        whole=whole,
        months=tuple(parts),
        categories=tuple(_categories(session)),
        open_windows=(*opened, *_never_read(unread), *_outside(differ)),
        missing=missing,
        as_of=min((row.as_of for row in rows if row.as_of), default=None),
        site_said=site.said if site else None,
        site_asked_at=site.at if site else None,
    )


def _month(row: Window) -> str:
    return Span(row.since, row.until).month


def _is_open(row: Window) -> bool:
    return row.state != State.COMPLETE


def _sum(rows: Iterable[Window]) -> int | None:
    said = [row.said for row in rows if row.said is not None]
    return sum(said) if said else None


def _months(rows: Sequence[Window], counts: dict[str, _Count], every: Sequence[str]) -> list[Part]:
    windows: dict[str, list[Window]] = defaultdict(list)
    for row in rows:
        windows[_month(row)].append(row)
    return [
        Part(name, _sum(windows[name]), count.listed, count.held, count.lag_days)
        for name in sorted({*every, *windows})
        for count in [counts.get(name, _NONE)]
    ]


def _never_read(unread: Iterable[str]) -> list[OpenWindow]:
    return [OpenWindow(month_of(dt.date.fromisoformat(f"{month}-01")), NOT_READ) for month in unread]


def _outside(differ: str | None) -> list[OpenWindow]:
    """What the site has beside all windows, or the windows beside what it has, lies nobody knows where."""
    return [] if differ is None else [OpenWindow(Span(EARLIEST, LATEST), differ)]


def _categories(session: Session) -> list[Part]:
    counts = _counts(session, func.split_part(Address.key, "/", 3))
    said = {row.scope: row.said for row in session.scalars(select(Total).where(Total.scope != ""))}
    return [
        Part(name, said.get(name), count.listed, count.held, count.lag_days)
        for name in sorted({*counts, *said})
        for count in [counts.get(name, _NONE)]
    ]


def _counts(session: Session, group: ColumnElement[str]) -> dict[str, _Count]:
    """By group: entries that windows in use list, those of them that are held, and the lag of what came as news."""
    held = select(Page.address_id).distinct().subquery()
    age = cast(Listing.came_at, Date) - Listing.decided
    query = (
        select(
            group.label("name"),
            func.sum(Listing.times).label("listed"),
            func.sum(case((held.c.address_id.is_not(None), Listing.times), else_=0)).label("held"),
            func.percentile_cont(0.5).within_group(age).filter(age.is_not(None)).label("lag"),
        )
        .select_from(Listing)
        .join(Window, Window.id == Listing.window_id)
        .join(Address, Address.id == Listing.address_id)
        .outerjoin(held, held.c.address_id == Listing.address_id)
        .where(Window.state != State.SPLIT, ~Listing.polled)
        .group_by("name")
    )
    return {
        row.name: _Count(int(row.listed), int(row.held), None if row.lag is None else float(row.lag))
        for row in session.execute(query)
    }


def _missing(session: Session) -> Iterable[tuple[str, str]]:
    """What is listed and not held: its address, and why."""
    held = select(Page.id).where(Page.address_id == Address.id).exists()
    query = (
        select(Address.url, Failure.message)
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .outerjoin(Failure, (Failure.stage == Stage.FETCH) & (Failure.subject_id == Address.id))
        .where(Window.state != State.SPLIT, ~held)
        .distinct()
        .order_by(Address.url)
    )
    return [(row.url, row.message or "not fetched yet") for row in session.execute(query)]
