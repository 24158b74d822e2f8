"""Asking again for pages that are held: which are due, and what each answer means for its address.

Every function works inside the caller's unit of work; a whole answer (200) is kept by :mod:`scraper.store`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config import failures
from config.failures import Failure, Stage
from scraper import gone
from scraper.gone import GoneRules
from scraper.items import Conditions
from scraper.models import Address, Check, Listing, Page
from scraper.store import come_back, touch_latest

# So many pages that could not be had are asked for again in one night, beside the night's share.
MOST_FAILED = 10


@dataclass(frozen=True, slots=True)
class RecheckRules:
    """Within how many days every page held is asked for again (0: all of them each time), and when one is gone.

    So many pages in a row without the structure that they are held with are a ``redesign`` (0: never).
    """

    days: int = 30
    gone: GoneRules = field(default_factory=GoneRules)
    redesign: int = 20


@dataclass(frozen=True, slots=True)
class Held:
    """An address to ask again: its row, identity, where to ask, and on what condition."""

    address_id: int
    key: str
    url: str
    conditions: Conditions


def chosen(session: Session, crawl_id: int, now: dt.datetime, rules: RecheckRules, *, only_due: bool) -> list[int]:
    """The addresses to ask again now, most urgent first.

    First what was named (:func:`scraper.store.make_due`), what may be gone, and what is gone but listed; then, but for
    ``only_due``, this night's share: what would be overdue by the next night, what was never asked again, and the
    oldest checks; last some of those that could not be had a few nights ago.
    """
    named = _named(session, crawl_id, now, rules)
    failed = _failed(session, now, rules.days, only_due=only_due)
    if only_due:
        return [*named, *failed]
    # Each once, at its first place.
    return list(dict.fromkeys([*named, *_share(session, now, rules.days), *failed]))


def _failed(session: Session, now: dt.datetime, days: int, *, only_due: bool) -> list[int]:
    """Some pages that could not be had a tenth of the round ago or earlier.

    Fewer than make a visitor think that the site is away, and not each time, as a crawl with a failure is not clean.
    """
    failed = (Failure.stage == Stage.FETCH) & (Failure.subject_id == Check.address_id)
    query = select(Check.address_id).join(Failure, failed).where(Failure.discarded_at.is_(None))
    if only_due:
        query = query.where(Check.due)
    earlier = Check.asked_at <= now - dt.timedelta(days=days / 10)
    return list(session.scalars(query.where(earlier).order_by(Check.asked_at, Check.address_id).limit(MOST_FAILED)))


def _named(session: Session, crawl_id: int, now: dt.datetime, rules: RecheckRules) -> list[int]:
    listed = select(Listing.address_id).where(Listing.address_id == Address.id, Listing.crawl_id == crawl_id).exists()
    is_gone = Address.gone_at.is_not(None)
    back = or_(and_(or_(is_gone, Check.missing_at.is_not(None)), listed), and_(is_gone, gone.is_listed()))
    # What has answered twice is asked a third time only where that can mark it.
    markable = and_(gone.confirmed(rules.gone), ~gone.is_listed())
    hopeless = _count(session, markable) > rules.gone.limit(gone.count_held(session))
    waiting = gone.awaiting(rules.gone, now)
    once = Check.missing_at - Check.missing_since < rules.gone.apart
    waiting = and_(waiting, once if hopeless else or_(once, ~gone.is_listed()))
    query = select(Check.address_id).join(Address, Address.id == Check.address_id)
    query = query.where(or_(Check.due, back, waiting), ~_failure().exists())
    return list(session.scalars(query.order_by(Check.asked_at.nulls_first(), Address.id)))


def _failure() -> Select[int]:
    """The row that says that an address could not be had."""
    return select(Failure.id).where(Failure.stage == Stage.FETCH, Failure.subject_id == Address.id)


def _is_set_aside() -> ColumnElement[bool]:
    """People have looked at why this page cannot be had, and want it left alone."""
    return _failure().where(Failure.discarded_at.is_not(None)).exists()


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    query = select(func.count(Check.address_id)).join(Address, Address.id == Check.address_id)
    return session.execute(query.where(condition)).scalar_one()


def _share(session: Session, now: dt.datetime, days: int) -> list[int]:
    """What one night must ask so that every page is asked within so many days; the order is that of urgency."""
    fetched = (
        select(Page.address_id, Page.checked_at)
        .ext(distinct_on(Page.address_id))
        .order_by(Page.address_id, Page.number.desc())
    ).subquery()
    checked = func.greatest(fetched.c.checked_at, Check.checked_at)
    rows = session.execute(
        select(Address.id, checked.label("checked"))
        .join(fetched, fetched.c.address_id == Address.id)
        .outerjoin(Check, Check.address_id == Address.id)
        .where(Address.key.not_like(gone.FILES), ~_is_set_aside())
        .order_by(Check.asked_at.nulls_first(), checked, Address.id)
    ).all()
    if days <= 1:
        return [row.id for row in rows]
    # A page checked in this night and not in the next one is checked in time where the round takes a day less.
    share = math.ceil(len(rows) / (days - 1))
    deadline = now - dt.timedelta(days=days - 1)
    return [row.id for number, row in enumerate(rows) if number < share or row.checked <= deadline]


def held(session: Session, address_ids: Sequence[int]) -> list[Held]:
    """These addresses as they can be asked, in the same order. One that was named is asked without condition."""
    latest = (
        select(
            Page.address_id,
            Page.headers["etag"].astext.label("etag"),
            Page.headers["last-modified"].astext.label("modified"),
        )
        .where(Page.address_id.in_(address_ids))
        .ext(distinct_on(Page.address_id))
        .order_by(Page.address_id, Page.number.desc())
    ).subquery()
    etag = func.coalesce(Check.etag, latest.c.etag)
    modified = func.coalesce(Check.last_modified, latest.c.modified)
    rows = session.execute(
        select(Address.id, Address.key, Address.url, etag.label("etag"), modified.label("modified"), Check.due)
        .join(latest, latest.c.address_id == Address.id)
        .outerjoin(Check, Check.address_id == Address.id)
    )
    found = {
        row.id: Held(row.id, row.key, row.url, Conditions() if row.due else Conditions(row.etag, row.modified))
        for row in rows
    }
    return [found[one] for one in address_ids if one in found]


def witness(session: Session) -> str | None:
    """A page that should be there if the site is well: held and listed, the newest with nothing against it."""
    is_held = select(Page.id).where(Page.address_id == Address.id).exists()
    missing = select(Check.address_id).where(Check.address_id == Address.id, Check.missing_since.is_not(None)).exists()
    query = (
        select(Address.url)
        .join(Listing, Listing.address_id == Address.id)
        .where(~Listing.polled, Listing.times > 0, Listing.decided.is_not(None))
        .where(Address.gone_at.is_(None), is_held, ~missing, ~_failure().exists())
    )
    return session.scalar(query.order_by(Listing.decided.desc(), Address.id).limit(1))


def unchanged(session: Session, answers: Mapping[int, dt.datetime]) -> None:
    """The site says that these pages are as we hold them (304), each at its time."""
    if not answers:
        return
    come_back(session, list(answers))
    touch_latest(session, answers)
    rows = [{"address_id": one, "asked_at": at, "checked_at": at, "due": False} for one, at in sorted(answers.items())]
    new = insert(Check)
    again = {"missing_since": None, "missing_at": None, "due": False} | {
        name: new.excluded[name] for name in ("asked_at", "checked_at")
    }
    session.execute(new.on_conflict_do_update(index_elements=[Check.address_id], set_=again), rows)
    failures.resolve(session, Stage.FETCH, list(answers))


def missing(session: Session, answers: Mapping[int, dt.datetime], crawl_id: int) -> None:
    """These addresses answered that their page is gone (404 or 410), each at its time."""
    if not answers:
        return
    times = ("asked_at", "checked_at", "missing_since", "missing_at")
    rows: list[dict[str, Any]] = [
        {"address_id": one, "missing_crawl_id": crawl_id, "due": False} | dict.fromkeys(times, at)
        for one, at in sorted(answers.items())
    ]
    new = insert(Check)
    names = ("asked_at", "checked_at", "missing_at", "missing_crawl_id")
    again = {name: new.excluded[name] for name in names} | {
        "missing_since": func.coalesce(Check.missing_since, new.excluded.missing_since),
        "due": False,
    }
    session.execute(new.on_conflict_do_update(index_elements=[Check.address_id], set_=again), rows)
    failures.resolve(session, Stage.FETCH, list(answers))


def unanswered(session: Session, address_id: int, at: dt.datetime) -> None:
    """The address gave no answer that tells anything of its page."""
    new = insert(Check).values(address_id=address_id, asked_at=at, due=False)
    session.execute(new.on_conflict_do_update(index_elements=[Check.address_id], set_={"asked_at": at}))
