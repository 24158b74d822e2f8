"""Rows of crawls, and the totals of the whole site that crawls were told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from scraper.models import Crawl, Total, Window
from scraper.report import CrawlReport
from scraper.windows import Span, State

KILLED = "killed before it could report"
# The totals of categories are a second opinion: ten requests with each weekly comparing would be too many.
OLD_CATEGORIES = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True)
class PublicTotal:
    """What the site says of the whole of it (empty ``scope``) or of one category, beside what its windows say."""

    scope: str
    said: int
    windows: int


def start(session: Session, mode: str, site_url: str, dates: Span, at: dt.datetime) -> int:
    """Begin a crawl, under the crawl lock: one that has not finished by now was killed, and its row says so."""
    killed = update(Crawl).where(Crawl.finished_at.is_(None))
    session.execute(killed.values(finished_at=at, complete=False, reason=KILLED))
    row = insert(Crawl).values(mode=mode, site_url=site_url, since=dates.since, until=dates.until, started_at=at)
    return session.execute(row.returning(Crawl.id)).scalar_one()


def finish(session: Session, report: CrawlReport, at: dt.datetime) -> None:
    """End a crawl with its report."""
    row = update(Crawl).where(Crawl.id == report.crawl)
    end = {"finished_at": at, "complete": report.complete, "reason": report.reason}
    session.execute(row.values(**end, report=report.to_json()))


def record_total(
    session: Session, crawl_id: int, total: PublicTotal, at: dt.datetime, *, settled: int | None = None
) -> None:
    """Keep a public total in place of the one that was known before; ``settled`` is as in its row."""
    values = {"crawl_id": crawl_id, "said": total.said, "windows": total.windows, "at": at, "settled": settled}
    row = insert(Total).values(scope=total.scope, **values)
    session.execute(
        row.on_conflict_do_update(index_elements=[Total.scope], set_={name: row.excluded[name] for name in values})
    )


def all_dates_differ(session: Session) -> str | None:
    """How what the site said last of all dates differs from what its windows say; None where it does not.

    It did not where they were equal when the site was asked: what has come to the windows since was not in its total.
    """
    total = session.get(Total, "", populate_existing=True)
    if total is None or total.said == total.windows:
        return None
    now = session.scalar(select(func.sum(Window.said)).where(Window.state != State.SPLIT)) or 0
    return None if total.said == now else f"the site says {total.said} of all dates, the windows {now}"


def settled_difference(session: Session) -> int | None:
    """By how much the site says more of all dates than was expected, where that was looked into to the end."""
    return session.scalar(select(Total.settled).where(Total.scope == ""))


def categories_are_old(session: Session, now: dt.datetime) -> bool:
    """Whether the site gave totals of categories, and that is long ago."""
    asked = session.scalar(select(func.min(Total.at)).where(Total.scope != ""))
    return asked is not None and now - asked >= OLD_CATEGORIES


def forget_categories(session: Session) -> None:
    """Drop the totals of categories: the site prints none of them (any more)."""
    session.execute(delete(Total).where(Total.scope != ""))
