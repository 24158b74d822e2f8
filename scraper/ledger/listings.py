"""Rows of listings: which entries each window lists, which of them are held, and which left.

An address that is listed in other words, or no longer, is asked again in the next recheck: what it says itself counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Delete,
    Update,
    case,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from config.db import rows_of, table_of
from scraper.entry import facts_of, is_over, says_other
from scraper.ledger.queries import IS_HELD, Owed, is_over_by, title_hash
from scraper.listing import Entry
from scraper.models import Address, Check, Listing, Page, Window
from scraper.store import lock_addresses, make_due, plain
from scraper.windows import Span, State

_Mark = tuple[int, str]


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
    session.execute(_seen(), {"rows": list(rows.values())})
    reworded = [
        mark[0] for mark, row in rows.items() if mark in before and says_other(before[mark].words, row["words"])
    ]
    _look_again(session, reworded)


@cache
def _seen() -> Insert:
    """A statement that keeps entries of a window; made once, as a window can list thousands."""
    table = table_of(Listing)
    new = insert(table).from_select(table.columns.keys(), rows_of(*table.columns))
    again = {name: new.excluded[name] for name in ("crawl_id", "words", "decided", "polled", "times")}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=again)


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


def record_polled(session: Session, crawl_id: int, entries: Iterable[Entry], at: dt.datetime) -> list[Owed]:
    """Note what was found on another way and the archive does not hold, and give what is to be fetched.

    Each entry goes to the window of the date in its words, as news if that was read before; one without a window is
    fetched all the same.
    """
    wanted = {entry.identity: entry for entry in entries}
    ids = lock_addresses(session, {entry.key: entry.url for entry in wanted.values()}, answered=False)
    held = set(session.scalars(select(Page.address_id).where(Page.address_id.in_(ids.values())).distinct()))
    fresh = [entry for entry in wanted.values() if ids[entry.key] not in held]
    for entry in fresh:
        window = _window_of(session, entry)
        if window is not None:
            sight = Sight(window.id, crawl_id, at, as_news=window.compared_at is not None)
            row = _row(ids, entry, sight, polled=True)
            session.execute(insert(Listing).values(row).on_conflict_do_nothing())
    return sorted({Owed(ids[one.key], one.key, one.url) for one in fresh}, key=lambda owed: owed.address_id)


def notice(session: Session, entries: Collection[Entry]) -> None:
    """Have pages asked again whose entries, seen on the way, say other than when their window was read.

    One with another date goes over to the window of that date, so that neither sum hides what else comes or leaves.
    """
    marks = {(entry.key, title_hash(entry.title)): plain(entry.words) for entry in entries}
    query = (
        select(Address.key, Listing)
        .join(Listing, Listing.address_id == Address.id)
        .join(Window, Window.id == Listing.window_id)
        .where(Window.state != State.SPLIT, tuple_(Address.key, Listing.title_sha256).in_(marks))
    )
    rows = session.execute(query).all() if marks else ()
    changed = [(row, words) for key, row in rows if says_other(row.words, words := marks[key, row.title_sha256])]
    _look_again(session, [row.address_id for row, _ in changed])
    for row, words in changed:
        decided = facts_of(words).decided
        if decided is not None and decided != row.decided:
            _redate(session, row, decided)
        row.words = words
    session.flush()


def _redate(session: Session, row: Listing, decided: dt.date) -> None:
    row.decided = decided
    window = _window_at(session, decided)
    place = window.id if window is not None else None
    there = (place, row.address_id, row.title_sha256)
    if place in {None, row.window_id} or row.polled or session.get(Listing, there) is not None:
        return
    left = update(Window).where(Window.id == row.window_id)
    less = {name: getattr(Window, name) - row.times for name in ("said", "listed", "held")}
    session.execute(left.values(less), execution_options={"synchronize_session": False})
    row.window_id, row.polled = place, True


def _window_of(session: Session, entry: Entry) -> Window | None:
    decided = facts_of(entry.words).decided
    return None if decided is None else _window_at(session, decided)


def _window_at(session: Session, decided: dt.date) -> Window | None:
    query = select(Window).where(Window.since <= decided, Window.until >= decided, Window.state != State.SPLIT)
    return session.scalar(query)


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
            Listing.address_id, Listing.title_sha256, Listing.times, Listing.words, Address.key, IS_HELD.label("held")
        )
        .join(Address, Address.id == Listing.address_id)
        .where(Listing.window_id == window_id)
    )
    left = [row for row in session.execute(query) if (row.key, row.title_sha256) not in listed]
    waiting = [row for row in left if not row.held and row.key not in answered_gone]
    _change(session, window_id, waiting, update(Listing).values(times=0, polled=False))
    _change(session, window_id, [row for row in left if row not in waiting], delete(Listing))
    make_due(session, [row.address_id for row in left if row.held and not is_over(row.words, now.date())])


def drop_left(session: Session, window_id: int, answered_gone: Collection[str]) -> None:
    """Let go of what a window listed no longer when it was read last, now that its own address says that it is gone."""
    gone = select(Address.id).where(Address.key.in_(answered_gone))
    left = delete(Listing).where(Listing.window_id == window_id, Listing.times == 0, Listing.address_id.in_(gone))
    session.execute(left, execution_options={"synchronize_session": False})


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
    left = gone.exists() if over is None else or_(gone.exists(), is_over_by(over))
    # They stay as entries that are listed no more: totals may agree by chance, and before one of these pages is marked
    # gone its window is read.
    rows = update(Listing).where(
        Listing.window_id.in_(window_ids), Window.id == Listing.window_id, ~Listing.polled, Listing.times > 0, left
    )
    options = {"synchronize_session": False}
    return list(session.scalars(rows.values(times=0).returning(Listing.window_id), execution_options=options))


def _look_again(session: Session, address_ids: Collection[int]) -> None:
    """Have those of the addresses that are held asked again."""
    held = select(Page.address_id).where(Page.address_id.in_(address_ids)).distinct()
    make_due(session, session.scalars(held).all())


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
