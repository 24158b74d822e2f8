"""What the rows of listings tell: what is owed and missing, what is new, and what a window must say."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Date, and_, cast, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from config.failures import Failure, Stage
from scraper.entry import YEARS_SHOWN, is_over, years_before
from scraper.gaps import Identity, Place
from scraper.listing import Entry
from scraper.models import Address, Check, Listing, Page, Window
from scraper.store import plain
from scraper.windows import Span, State

IS_HELD = exists().where(Page.address_id == Listing.address_id)


@dataclass(frozen=True, slots=True)
class Owed:
    """An address that was listed and is not held: its row, identity, and where to fetch it."""

    address_id: int
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries a window lists, how many of them are held, and the missing: key, address and reason.

    ``left`` is how many of the missing are listed no longer; they are owed all the same.
    """

    listed: int
    held: int
    left: int
    missing: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many entries a window is likely to list beside what it was seen to list, and which it may list no longer."""

    polled: int
    missing: int
    over: int


def title_hash(title: str) -> str:
    """What stands for a title in the key of its row."""
    return hashlib.sha256(plain(title).encode()).hexdigest()


def owed(session: Session, window_id: int) -> list[Owed]:
    """The addresses that a window lists, or listed in an earlier crawl, and that the archive does not hold."""
    query = (
        select(Address.id, Address.key, Address.url)
        .join(Listing, Listing.address_id == Address.id)
        .where(Listing.window_id == window_id, ~IS_HELD)
        .distinct()
        .order_by(Address.id)
    )
    return [Owed(row.id, row.key, row.url) for row in session.execute(query)]


def strangers(session: Session, entries: Collection[Entry]) -> list[Entry]:
    """Those of the entries that no window in use is known to list."""
    if not entries:
        return []
    wanted = {(entry.key, title_hash(entry.title)) for entry in entries}
    query = (
        select(Address.key, Listing.title_sha256)
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .where(Window.state != State.SPLIT, Listing.times > 0)
        .where(tuple_(Address.key, Listing.title_sha256).in_(wanted))
    )
    known = {tuple(row) for row in session.execute(query)}
    return [entry for entry in entries if (entry.key, title_hash(entry.title)) not in known]


def count(session: Session, window_id: int) -> Counts:
    """What a window lists and what of it is held; entries that only a category's list named are left out."""
    query = (
        select(Address.key, Address.url, Listing.times, IS_HELD.label("held"), Failure.message)
        .join(Address, Address.id == Listing.address_id)
        .outerjoin(Failure, (Failure.stage == Stage.FETCH) & (Failure.subject_id == Address.id))
        .where(Listing.window_id == window_id, ~Listing.polled)
        .order_by(Address.key)
    )
    rows = session.execute(query).all()
    return Counts(
        listed=sum(row.times for row in rows),
        held=sum(row.times for row in rows if row.held),
        left=sum(not row.times for row in rows if not row.held),
        missing=tuple((row.key, row.url, row.message or "not fetched yet") for row in rows if not row.held),
    )


def unseen(session: Session, today: dt.date) -> dict[int, Unseen]:
    """By window: entries found on another way, those whose pages are gone, and others whose time is over."""
    gone = Check.address_id.is_not(None)
    times = func.sum(Listing.times)
    # What the total of a window that is open for good has counted is not added to it once more.
    new = or_(Window.steady_since.is_(None), Listing.came_at.is_(None), Listing.came_at > Window.compared_at)
    query = (
        select(
            Listing.window_id,
            func.coalesce(times.filter(Listing.polled, new), 0).label("polled"),
            func.coalesce(times.filter(~Listing.polled, gone), 0).label("missing"),
            func.coalesce(times.filter(~Listing.polled, ~gone), 0).label("over"),
        )
        .join(Window, Window.id == Listing.window_id)
        .outerjoin(Check, (Check.address_id == Listing.address_id) & (Check.missing_since > Window.compared_at))
        .where(or_(Listing.polled, gone, is_over_by(today)))
        .group_by(Listing.window_id)
    )
    rows = session.execute(query)
    return {row.window_id: Unseen(int(row.polled), int(row.missing), int(row.over)) for row in rows}


def count_lasting(session: Session, window_id: int, today: dt.date) -> int:
    """How many entries of a window should still be there: neither is their page gone nor their time over."""
    missing = select(Check.address_id).where(Check.address_id == Listing.address_id, Check.missing_since.is_not(None))
    query = select(Listing.words).where(Listing.window_id == window_id, ~Listing.polled, ~missing.exists())
    return sum(not is_over(words, today) for words in session.scalars(query))


def places(session: Session, span: Span) -> dict[Identity, Place]:
    """What the site should list with dates in a span: all that windows in use do, but for pages that are gone."""
    gone = select(Check.address_id).where(Check.address_id == Listing.address_id, Check.missing_since > Window.paged_at)
    query = (
        select(Address.key, Listing.title, Listing.decided, Listing.times)
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .where(Window.state != State.SPLIT, Listing.decided.between(span.since, span.until), ~gone.exists())
    )
    return {(row.key, row.title): Place(row.decided, row.times) for row in session.execute(query)}


def news(session: Session, since: dt.datetime) -> list[tuple[dt.date, int]]:
    """When decisions came as news since then, and how many days old they were."""
    query = select(Listing.came_at, Listing.decided).where(Listing.came_at >= since, Listing.decided.is_not(None))
    rows = [(row.came_at.date(), row.decided) for row in session.execute(query)]
    return [(came, (came - decided).days) for came, decided in rows]


def categories(session: Session) -> list[str]:
    """The categories in the addresses of the archive."""
    part = func.split_part(Address.key, "/", 3)
    return sorted(session.scalars(select(part).where(Address.key.startswith("/decisions/")).distinct()))


def bodies(session: Session) -> list[str]:
    """The bodies that titles name, commonest first."""
    name = func.regexp_replace(Listing.title, r"\s*\([^()]*\)\s*$", "")
    query = select(name).group_by(name).order_by(func.count().desc(), name)
    return [one for one in session.scalars(query) if one]


def by_category(session: Session) -> dict[str, int]:
    """How many entries the windows in use list in each category."""
    part = func.split_part(Address.key, "/", 3)
    query = (
        select(part, func.sum(Listing.times))
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .where(Window.state != State.SPLIT, ~Listing.polled)
        .group_by(part)
    )
    return {category: int(count) for category, count in session.execute(query)}


def is_over_by(today: dt.date) -> ColumnElement[bool]:
    """A condition: entries whose time on the site ended after their window was read."""
    ended = [
        and_(
            Listing.words.startswith(kind),
            Listing.decided <= years_before(today, years),
            Listing.decided + dt.timedelta(days=round(years * 365.25)) >= cast(Window.paged_at, Date),
        )
        for kind, years in YEARS_SHOWN.items()
    ]
    return or_(*ended)
