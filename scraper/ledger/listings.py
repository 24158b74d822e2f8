"""Rows of listings: which entries each window lists, which of them are held, and which left.

An address that is listed in other words, or no longer, is asked again in the next recheck: what it says itself counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Delete,
    Update,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from config.failures import Failure, Stage
from scraper.entry import YEARS_SHOWN, facts_of, is_over, years_before
from scraper.listing import Entry
from scraper.models import Address, Check, Listing, Page, Window
from scraper.store import lock_addresses, make_due, plain
from scraper.windows import Span, State

_Mark = tuple[int, str]
_IS_HELD = exists().where(Page.address_id == Listing.address_id)


@dataclass(frozen=True, slots=True)
class Owed:
    """An address that was listed and is not held: its row, identity, and where to fetch it."""

    address_id: int
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries a window lists, how many of them are held, and the missing: key, address and reason."""

    listed: int
    held: int
    missing: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """In which window, crawl and moment entries were seen; ``as_news`` where the window had been read before."""

    window_id: int
    crawl_id: int
    at: dt.datetime
    as_news: bool


def record(session: Session, sight: Sight, entries: Sequence[Entry]) -> None:
    """Note that a window lists these entries now; addresses are made where they are new."""
    if not entries:
        return
    window_id = sight.window_id
    ids = lock_addresses(session, {entry.key: entry.url for entry in entries}, answered=False)
    rows = {_mark(ids, entry): _row(ids, entry, sight) for entry in entries}
    before = {
        (row.address_id, row.title_sha256): row
        for row in session.execute(
            select(Listing.address_id, Listing.title_sha256, Listing.words).where(Listing.window_id == window_id)
        )
    }
    new = insert(Listing)
    again = {name: new.excluded[name] for name in ("crawl_id", "words", "decided", "polled", "times")}
    session.execute(
        new.on_conflict_do_update(index_elements=list(Listing.__table__.primary_key), set_=again), list(rows.values())
    )
    reworded = [mark[0] for mark, row in rows.items() if mark in before and before[mark].words != row["words"]]
    _look_again(session, reworded)


def _mark(ids: dict[str, int], entry: Entry) -> _Mark:
    return ids[entry.key], title_hash(entry.title)


def _row(ids: dict[str, int], entry: Entry, sight: Sight, *, polled: bool = False) -> dict[str, Any]:
    words = plain(entry.words)
    return {
        "window_id": sight.window_id,
        "address_id": ids[entry.key],
        "title_sha256": title_hash(entry.title),
        "crawl_id": sight.crawl_id,
        "title": plain(entry.title),
        "words": words,
        "decided": facts_of(words).decided,
        "polled": polled,
        "times": entry.times,
        "came_at": sight.at if sight.as_news else None,
    }


def title_hash(title: str) -> str:
    """What stands for a title in the key of its row."""
    return hashlib.sha256(plain(title).encode()).hexdigest()


def record_polled(session: Session, crawl_id: int, entries: Iterable[Entry], at: dt.datetime) -> list[Owed]:
    """Note what was found on another way and the archive does not hold, and give what is to be fetched.

    Each entry goes to the window of the date in its words; one without a window is fetched all the same.
    """
    wanted = {entry.identity: entry for entry in entries}
    ids = lock_addresses(session, {entry.key: entry.url for entry in wanted.values()}, answered=False)
    held = set(session.scalars(select(Page.address_id).where(Page.address_id.in_(ids.values())).distinct()))
    fresh = [entry for entry in wanted.values() if ids[entry.key] not in held]
    for entry in fresh:
        window_id = _window_of(session, entry)
        if window_id is not None:
            row = _row(ids, entry, Sight(window_id, crawl_id, at, as_news=True), polled=True)
            session.execute(insert(Listing).values(row).on_conflict_do_nothing())
    return sorted({Owed(ids[one.key], one.key, one.url) for one in fresh}, key=lambda owed: owed.address_id)


def _window_of(session: Session, entry: Entry) -> int | None:
    decided = facts_of(entry.words).decided
    if decided is None:
        return None
    query = select(Window.id).where(Window.since <= decided, Window.until >= decided, Window.state != State.SPLIT)
    return session.scalar(query)


def strangers(session: Session, entries: Collection[Entry]) -> list[Entry]:
    """Those of the entries that no window in use is known to list."""
    if not entries:
        return []
    wanted = {(entry.key, title_hash(entry.title)) for entry in entries}
    query = (
        select(Address.key, Listing.title_sha256)
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .where(Window.state != State.SPLIT, tuple_(Address.key, Listing.title_sha256).in_(wanted))
    )
    known = {tuple(row) for row in session.execute(query)}
    return [entry for entry in entries if (entry.key, title_hash(entry.title)) not in known]


def owed(session: Session, window_id: int) -> list[Owed]:
    """The addresses that a window lists, or listed in an earlier crawl, and that the archive does not hold."""
    query = (
        select(Address.id, Address.key, Address.url)
        .join(Listing, Listing.address_id == Address.id)
        .where(Listing.window_id == window_id, ~_IS_HELD)
        .distinct()
        .order_by(Address.id)
    )
    return [Owed(row.id, row.key, row.url) for row in session.execute(query)]


def drop_vanished(
    session: Session, window_id: int, entries: Sequence[Entry], answered_gone: Collection[str], now: dt.datetime
) -> None:
    """Let go of what a window does not list any more, after its listing was read to the end.

    What is not held stays owed, unless its own address answered that it is gone. What is held is asked again at once,
    unless its time on the site is over: that it goes is no news, and the ordinary recheck will find it gone.
    """
    listed = {(entry.key, title_hash(entry.title)) for entry in entries}
    query = (
        select(
            Listing.address_id, Listing.title_sha256, Listing.times, Listing.words, Address.key, _IS_HELD.label("held")
        )
        .join(Address, Address.id == Listing.address_id)
        .where(Listing.window_id == window_id)
    )
    left = [row for row in session.execute(query) if (row.key, row.title_sha256) not in listed]
    waiting = [row for row in left if not row.held and row.key not in answered_gone]
    _change(session, window_id, waiting, update(Listing).values(times=0, polled=False))
    _change(session, window_id, [row for row in left if row not in waiting], delete(Listing))
    make_due(session, [row.address_id for row in left if row.held and not is_over(row.words, now.date())])


def _change(session: Session, window_id: int, rows: Sequence[Any], change: Update | Delete) -> None:
    marks = [(row.address_id, row.title_sha256) for row in rows]
    if marks:
        one_of_them = tuple_(Listing.address_id, Listing.title_sha256).in_(marks)
        statement = change.where(Listing.window_id == window_id, one_of_them)
        session.execute(statement, execution_options={"synchronize_session": False})


def drop_missing(session: Session, window_ids: Collection[int], *, over: dt.date | None) -> list[int]:
    """Let go of entries that totals say are listed no longer; gives their windows.

    These are those whose pages are gone, and with a date for ``over`` those whose time on the site ended by then.
    """
    gone = select(Check.address_id).where(Check.address_id == Listing.address_id, Check.missing_since > Window.paged_at)
    left = gone.exists() if over is None else or_(gone.exists(), _is_over(over))
    rows = delete(Listing).where(
        Listing.window_id.in_(window_ids), Window.id == Listing.window_id, ~Listing.polled, left
    )
    options = {"synchronize_session": False}
    return list(session.scalars(rows.returning(Listing.window_id), execution_options=options))


def _is_over(today: dt.date) -> ColumnElement[bool]:
    """Entries whose time on the site ended after their window was read."""
    ended = [
        and_(
            Listing.words.startswith(kind),
            Listing.decided <= years_before(today, years),
            Listing.decided + dt.timedelta(days=round(years * 365.25)) >= cast(Window.paged_at, Date),
        )
        for kind, years in YEARS_SHOWN.items()
    ]
    return or_(*ended)


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many entries a window is likely to list beside what it was seen to list, and which it may list no longer."""

    polled: int
    missing: int
    over: int


def unseen(session: Session, today: dt.date) -> dict[int, Unseen]:
    """By window: entries found on another way, those whose pages are gone, and others whose time is over."""
    gone = Check.address_id.is_not(None)
    times = func.sum(Listing.times)
    query = (
        select(
            Listing.window_id,
            func.coalesce(times.filter(Listing.polled), 0).label("polled"),
            func.coalesce(times.filter(~Listing.polled, gone), 0).label("missing"),
            func.coalesce(times.filter(~Listing.polled, ~gone), 0).label("over"),
        )
        .join(Window, Window.id == Listing.window_id)
        .outerjoin(Check, (Check.address_id == Listing.address_id) & (Check.missing_since > Window.paged_at))
        .where(or_(Listing.polled, gone, _is_over(today)))
        .group_by(Listing.window_id)
    )
    rows = session.execute(query)
    return {row.window_id: Unseen(int(row.polled), int(row.missing), int(row.over)) for row in rows}


def count_lasting(session: Session, window_id: int, today: dt.date) -> int:
    """How many entries of a window should still be there: neither is their page gone nor their time over."""
    missing = select(Check.address_id).where(Check.address_id == Listing.address_id, Check.missing_since.is_not(None))
    query = select(Listing.words).where(Listing.window_id == window_id, ~Listing.polled, ~missing.exists())
    return sum(not is_over(words, today) for words in session.scalars(query))


def ages_of_news(session: Session, since: dt.datetime) -> list[int]:
    """How many days old the decisions were that came as news since then."""
    query = select(Listing.came_at, Listing.decided).where(Listing.came_at >= since, Listing.decided.is_not(None))
    return [(row.came_at.date() - row.decided).days for row in session.execute(query)]


def _look_again(session: Session, address_ids: Collection[int]) -> None:
    """Have those of the addresses that are held asked again."""
    held = select(Page.address_id).where(Page.address_id.in_(address_ids)).distinct()
    make_due(session, session.scalars(held).all())


def count(session: Session, window_id: int) -> Counts:
    """What a window lists and what of it is held; entries that only a category's list named are left out."""
    query = (
        select(Address.key, Address.url, Listing.times, _IS_HELD.label("held"), Failure.message)
        .join(Address, Address.id == Listing.address_id)
        .outerjoin(Failure, (Failure.stage == Stage.FETCH) & (Failure.subject_id == Address.id))
        .where(Listing.window_id == window_id, ~Listing.polled, Listing.times > 0)
        .order_by(Address.key)
    )
    rows = session.execute(query).all()
    return Counts(
        listed=sum(row.times for row in rows),
        held=sum(row.times for row in rows if row.held),
        missing=tuple((row.key, row.url, row.message or "not fetched yet") for row in rows if not row.held),
    )


def move(session: Session, window_id: int, places: dict[int, Span]) -> None:
    """Give a window's entries to the windows that take its place; one without a date is listed anew by its own."""
    target = case(
        *((Listing.decided.between(span.since, span.until), other) for other, span in places.items()), else_=None
    )
    session.execute(delete(Listing).where(Listing.window_id == window_id, target.is_(None)))
    session.execute(
        update(Listing).where(Listing.window_id == window_id).values(window_id=target),
        execution_options={"synchronize_session": False},
    )


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
