"""When a page counts as gone (promise 4): nothing a site's bad day could say marks anything.

Its own address answered 404 or 410 twice, far enough apart, and nothing else in between; the second time in the very
crawl that marks it, which was complete and clean; no listing that was read since the first answer has it, and one was
where its time on the site is not over; and not more at once than a set share of the pages held.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import Session

from scraper.entry import is_over
from scraper.models import Address, Check, Listing, Page, Window
from scraper.store import note_changes
from scraper.windows import Span, State

# A path of the archive alone: files that were handed in have no address that could go.
FILES = "file:%"
# So many of the pages that were not marked are named in a report.
NAMED = 20
UNREAD = "the listing of pages that answered twice that they are gone could not be read since: they stay as they are"
LISTED = "the site still lists pages that answered twice that they are gone: they stay as they are while it does"


@dataclass(frozen=True, slots=True)
class GoneRules:
    """Hours between the two answers, and the share of the pages held that one crawl may mark."""

    hours: float = 24.0
    share: float = 0.03

    @property
    def apart(self) -> dt.timedelta:
        """The least time between the two answers."""
        return dt.timedelta(hours=self.hours)

    def limit(self, held: int) -> int:
        """How many may be marked at once where so many are held: one at least."""
        return max(1, math.floor(held * self.share + 1e-9))


@dataclass(frozen=True, slots=True)
class Settled:
    """How many addresses were marked gone, how many were not although they answered so, why not, and some of them.

    ``asks`` tells that there are too many of them, and that people must look.
    """

    marked: int = 0
    held_back: int = 0
    reason: str | None = None
    urls: tuple[str, ...] = ()
    asks: bool = False

    def to_json(self) -> dict[str, Any]:
        """What was held back as plain JSON values; empty where nothing was."""
        return {"count": self.held_back, "reason": self.reason, "urls": list(self.urls)} if self.held_back else {}


def settle(
    session: Session, crawl_id: int, now: dt.datetime, *, clean: bool, rules: GoneRules | None = None
) -> Settled:
    """Mark gone what this crawl confirmed, at its end; ``clean`` says that it was complete and without a fault.

    What is marked is told to the workers by ``address_changes``. Safe to repeat.
    """
    rules = rules or GoneRules()
    twice = session.execute(
        select(Check.address_id, Check.missing_crawl_id, Address.url, is_listed().label("listed"))
        .join(Address, Address.id == Check.address_id)
        .where(confirmed(rules))
        .order_by(Address.key)
    ).all()
    answered = [row for row in twice if not row.listed]
    limit = rules.limit(count_held(session))
    unread = {row.address_id for row in _unread(session, crawl_id, now, rules)}
    unsure = [row for row in answered if row.address_id in unread]
    mine = [row for row in answered if row.missing_crawl_id == crawl_id and row.address_id not in unread]
    # Pages that are listed and say today that they are gone tell what such answers are worth today.
    told = [row for row in twice if not row.listed or row.missing_crawl_id == crawl_id]
    if answered and len(told) > limit:
        return replace(_held_back([row.url for row in told], _too_many(len(told), limit)), asks=True)
    if mine and not clean:
        return _held_back([row.url for row in mine], "nothing is marked gone by a crawl that is not complete and clean")
    listed = [row.url for row in twice if row.listed]
    still = _held_back([*listed, *(row.url for row in unsure)], LISTED if listed else UNREAD)
    return replace(still, marked=_mark(session, [row.address_id for row in mine], now))


def confirmed(rules: GoneRules) -> ColumnElement[bool]:
    """Addresses that are not marked yet and answered twice, far enough apart, that they are gone."""
    twice = Check.missing_at > Check.missing_since
    return and_(Address.gone_at.is_(None), twice, Check.missing_at - Check.missing_since >= rules.apart)


def is_listed() -> ColumnElement[bool]:
    """Addresses that the site was seen to list after the first of their answers that they are gone."""
    return (
        select(Listing.address_id)
        .join(Window, Window.id == Listing.window_id)
        .where(Listing.address_id == Address.id, ~Listing.polled, Listing.times > 0)
        .where(Window.state != State.SPLIT, Window.paged_at >= Check.missing_since)
        .exists()
    )


def unread(session: Session, crawl_id: int, now: dt.datetime, rules: GoneRules) -> list[Span]:
    """The windows in use that were seen to list what this crawl may mark gone, and not read since its first answer.

    None where too many would be marked, and none that is open for good, as to read that would only show the same.
    """
    rows = _unread(session, crawl_id, now, rules)
    if len({row.address_id for row in rows}) > rules.limit(count_held(session)):
        return []
    return sorted({Span(row.since, row.until) for row in rows if row.steady_since is None})


def _unread(
    session: Session, crawl_id: int, now: dt.datetime, rules: GoneRules
) -> list[Row[dt.date, dt.date, dt.datetime | None, int, str]]:
    """Entries of pages that this crawl may mark gone, in windows that were not believed since their first answer.

    Where a page's time on the site is over, that it goes needs no second witness.
    """
    rows = session.execute(
        select(Window.since, Window.until, Window.steady_since, Listing.address_id, Listing.words)
        .join(Listing, Listing.window_id == Window.id)
        .join(Address, Address.id == Listing.address_id)
        .join(Check, Check.address_id == Listing.address_id)
        .where(confirmed(rules), Check.missing_crawl_id == crawl_id)
        .where(Window.state != State.SPLIT, or_(Window.paged_at.is_(None), Window.paged_at < Check.missing_since))
    ).all()
    return [row for row in rows if not is_over(row.words, now.date())]


def awaiting(rules: GoneRules, now: dt.datetime) -> ColumnElement[bool]:
    """Addresses that are not marked yet and whose first such answer lies far enough back to be asked again."""
    return and_(Address.gone_at.is_(None), Check.missing_since <= now - rules.apart)


def count_held(session: Session) -> int:
    """How many addresses of the site are held and not gone."""
    held = select(Page.id).where(Page.address_id == Address.id).exists()
    query = select(func.count(Address.id)).where(held, Address.gone_at.is_(None), Address.key.not_like(FILES))
    return session.execute(query).scalar_one()


def _held_back(urls: Sequence[str], reason: str) -> Settled:
    return Settled(0, len(urls), reason, tuple(urls[:NAMED])) if urls else Settled()


def _mark(session: Session, address_ids: Collection[int], now: dt.datetime) -> int:
    if not address_ids:
        return 0
    rows = select(Address.id).where(Address.id.in_(address_ids), Address.gone_at.is_(None))
    locked = session.scalars(rows.order_by(Address.key).with_for_update()).all()
    # It went when it was first missed: the second answer only made sure.
    first = select(func.coalesce(Check.missing_since, now)).where(Check.address_id == Address.id).scalar_subquery()
    session.execute(
        update(Address).where(Address.id.in_(locked)).values(gone_at=first),
        execution_options={"synchronize_session": False},
    )
    note_changes(session, locked)
    return len(locked)


def _too_many(found: int, limit: int) -> str:
    return (
        f"{found} pages answered twice that they are gone, more than the {limit} that one crawl may mark: none is "
        "marked. Look at some of them; where they are really gone, crawl once with a larger LGO_GONE_SHARE"
    )
