"""Rows of listings: which entries each window lists, which of them are held, and which left.

An address that is listed in other words, or no longer, is asked again in the next recheck: what it says itself counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, exists, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from config.failures import Failure, Stage
from scraper.entry import facts_of
from scraper.listing import Entry
from scraper.models import Address, Listing, Page, Window
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


def record(session: Session, window_id: int, crawl_id: int, entries: Sequence[Entry]) -> int:
    """Note that a window lists these entries now; addresses are made where they are new. Gives how many are news."""
    if not entries:
        return 0
    ids = lock_addresses(session, {entry.key: entry.url for entry in entries}, answered=False)
    rows = {_mark(ids, entry): _row(ids, entry, window_id, crawl_id) for entry in entries}
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
    return len(set(rows) - set(before))


def _mark(ids: dict[str, int], entry: Entry) -> _Mark:
    return ids[entry.key], title_hash(entry.title)


def _row(ids: dict[str, int], entry: Entry, window_id: int, crawl_id: int, *, polled: bool = False) -> dict[str, Any]:
    words = plain(entry.words)
    return {
        "window_id": window_id,
        "address_id": ids[entry.key],
        "title_sha256": title_hash(entry.title),
        "crawl_id": crawl_id,
        "title": plain(entry.title),
        "words": words,
        "decided": facts_of(words).decided,
        "polled": polled,
        "times": entry.times,
    }


def title_hash(title: str) -> str:
    """What stands for a title in the key of its row."""
    return hashlib.sha256(plain(title).encode()).hexdigest()


def record_polled(session: Session, crawl_id: int, entries: Iterable[Entry]) -> list[Owed]:
    """Note what category lists name and the archive does not hold, and give what is to be fetched.

    Each entry goes to the window of the date in its words; one without a window is fetched all the same.
    """
    wanted = {entry.identity: entry for entry in entries}
    ids = lock_addresses(session, {entry.key: entry.url for entry in wanted.values()}, answered=False)
    held = set(session.scalars(select(Page.address_id).where(Page.address_id.in_(ids.values())).distinct()))
    fresh = [entry for entry in wanted.values() if ids[entry.key] not in held]
    for entry in fresh:
        window_id = _window_of(session, entry)
        if window_id is not None:
            row = _row(ids, entry, window_id, crawl_id, polled=True)
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


def drop_vanished(session: Session, window_id: int, entries: Sequence[Entry], answered_gone: Collection[str]) -> int:
    """Let go of what a window does not list any more, after its listing was read to the end; gives how many left.

    What is not held stays owed, unless its own address answered that it is gone.
    """
    listed = {(entry.key, title_hash(entry.title)) for entry in entries}
    query = select(Listing.address_id, Listing.title_sha256, Listing.times, Address.key, _IS_HELD.label("held"))
    known = session.execute(query.join(Address, Address.id == Listing.address_id).where(Listing.window_id == window_id))
    left = [row for row in known if (row.key, row.title_sha256) not in listed]
    here = Listing.window_id == window_id
    waiting = [row for row in left if not row.held and row.key not in answered_gone]
    for rows, change in (
        (waiting, update(Listing).values(times=0, polled=False)),
        ([row for row in left if row not in waiting], delete(Listing)),
    ):
        marks = [(row.address_id, row.title_sha256) for row in rows]
        if marks:
            session.execute(
                change.where(here, tuple_(Listing.address_id, Listing.title_sha256).in_(marks)),
                execution_options={"synchronize_session": False},
            )
    make_due(session, [row.address_id for row in left if row.held])
    return sum(row.times > 0 for row in left)


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
