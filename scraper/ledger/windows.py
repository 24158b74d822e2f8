"""Rows of windows: what the site said of each span of dates, what was listed, what is held, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from scraper.choice import Known
from scraper.ledger import listings, queries
from scraper.ledger.queries import Counts, Unseen
from scraper.models import Listing, Window
from scraper.paging import Fault, Problem
from scraper.reading import Read
from scraper.windows import Span, State

BEING_READ = "its reading was not finished"
NOT_READ = "not read yet"
# A window that said at least so many and now says less than half is believed when the next crawl reads the same.
MANY = 5
# Faults in which a listing can be the same for good.
STEADY = frozenset({Fault.MISCOUNTED, Fault.REPEATS})
# So many missing pages are named in a window's reason; each has its failure row beside.
NAMED = 5


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window that is being read: its row, and what its last reading said (None: never read, or unknown)."""

    id: int
    span: Span
    said_before: int | None
    read_before: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """How a window was left, for the report."""

    span: Span
    state: State
    said: int | None
    listed: int
    held: int
    reason: str | None
    missing: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None

    def to_json(self) -> dict[str, Any]:
        """The window as plain JSON values, its missing pages aside."""
        return {
            "since": self.span.since.isoformat(),
            "until": self.span.until.isoformat(),
            "said": self.said,
            "listed": self.listed,
            "held": self.held,
            "state": self.state.value,
            "reason": self.reason,
        }


def known(session: Session, today: dt.date) -> list[Known]:
    """Every window that has a row."""
    unseen = queries.unseen(session, today)
    nothing = Unseen(0, 0, 0)
    return [
        Known(
            span=Span(row.since, row.until),
            id=row.id,
            state=State(row.state),
            said=row.said,
            listed=row.listed,
            polled=unseen.get(row.id, nothing).polled,
            missing=unseen.get(row.id, nothing).missing,
            over=unseen.get(row.id, nothing).over,
            first_page=row.first_page,
            paged_at=row.paged_at,
            as_of=row.as_of,
            held=row.held,
            reason=row.reason,
            steady_since=row.steady_since,
            compared_at=row.compared_at,
        )
        for row in session.scalars(select(Window))
    ]


def begin(session: Session, crawl_id: int, span: Span) -> OpenWindow:
    """Begin to read a window; until it is closed its row says that this was not finished."""
    query = select(Window.said, Window.paged_at).where(Window.since == span.since, Window.until == span.until)
    before = session.execute(query).one_or_none()
    now = {"crawl_id": crawl_id, "state": State.OPEN, "reason": BEING_READ}
    row = insert(Window).values(since=span.since, until=span.until, listed=0, held=0, **now)
    begun = row.on_conflict_do_update(index_elements=[Window.since, Window.until], set_=now).returning(Window.id)
    return OpenWindow(
        id=session.execute(begun).scalar_one(),
        span=span,
        said_before=before.said if before else None,
        read_before=before is not None and before.paged_at is not None,
    )


def close(session: Session, window: OpenWindow, read: Read, now: dt.datetime, *, gone: Collection[str] = ()) -> Closed:
    """End the reading of a window; ``gone`` are keys whose address answered that there is no page.

    A total that was not to be had leaves the one before, which still tells what to expect.
    """
    problem = read.problem or _dropped(session, window, read, now.date())
    end: dict[str, Any] = {"as_of": now}
    if problem is None:
        listings.drop_vanished(session, window.id, read.entries, gone, now)
        end |= {"first_page": read.first_page, "compared_at": now, "paged_at": now}
    counts = queries.count(session, window.id)
    steady_since = _steady_since(session, window, read, counts, now)
    if steady_since is not None:
        end |= {"first_page": read.first_page, "compared_at": now}
    said = window.said_before if read.said is None else read.said
    state, reason = (State.OPEN, str(problem)) if problem else _state_of(said, counts)
    end |= {"said": said, "state": state, "reason": reason, "listed": counts.listed, "held": counts.held}
    session.execute(update(Window).where(Window.id == window.id).values(**end, steady_since=steady_since))
    missing = tuple((url, why) for _, url, why in counts.missing)
    return Closed(window.span, state, said, counts.listed, counts.held, reason, missing, problem)


def _dropped(session: Session, window: OpenWindow, read: Read, today: dt.date) -> Problem | None:
    before, said = window.said_before, read.said
    if not window.read_before or before is None or said is None or before < MANY or said * 2 >= before:
        return None
    if said * 2 >= min(before, queries.count_lasting(session, window.id, today)):
        return None
    words = f"the site says {said} where it said {before}: believed when the next crawl reads the same"
    return Problem(Fault.DROPPED, words)


def _steady_since(
    session: Session, window: OpenWindow, read: Read, counts: Counts, now: dt.datetime
) -> dt.datetime | None:
    """Since when a window has shown what it shows now; None where it is believed, or may show something else soon."""
    if read.problem is None or read.problem.fault not in STEADY or read.said is None or counts.left:
        return None
    before = session.execute(select(Window).where(Window.id == window.id)).scalar_one()
    same = (before.said, before.listed, before.first_page) == (read.said, counts.listed, read.first_page)
    return before.steady_since if same and before.steady_since is not None else now


def _state_of(said: int | None, counts: Counts) -> tuple[State, str | None]:
    if not counts.missing and said == counts.listed:
        return State.COMPLETE, None
    named = [f"{key} ({why})" for key, _, why in counts.missing[:NAMED]]
    more = [f"and {len(counts.missing) - NAMED} more"] if len(counts.missing) > NAMED else []
    listed = (
        f"{len(counts.missing)} of {counts.listed + counts.left} listed pages are not held: {', '.join(named + more)}"
    )
    return State.LISTED, listed if counts.missing else f"the site says {said} and lists {counts.listed}"


def recount(session: Session, window_id: int, *, gone: Collection[str] = ()) -> Closed:
    """Bring the row of a window whose listing is whole up to what is held now; ``gone`` is as in :func:`close`."""
    listings.drop_left(session, window_id, gone)
    row = session.execute(select(Window).where(Window.id == window_id)).scalar_one()
    counts = queries.count(session, window_id)
    state, reason = (State.OPEN, row.reason) if row.state == State.OPEN else _state_of(row.said, counts)
    end = {"state": state, "reason": reason, "listed": counts.listed, "held": counts.held}
    session.execute(update(Window).where(Window.id == window_id).values(**end))
    missing = tuple((url, why) for _, url, why in counts.missing)
    return Closed(Span(row.since, row.until), state, row.said, counts.listed, counts.held, reason, missing)


def confirm(
    session: Session, crawl_id: int, window_ids: Collection[int], now: dt.datetime, *, over: bool = False
) -> None:
    """These windows are as expected: totals of the site say so.

    They list what was found on other ways, and nothing any more whose page is gone or, with ``over``, its time. What is
    open stays so: its own listing must tell.
    """
    whole = session.scalars(select(Window.id).where(Window.id.in_(window_ids), Window.state != State.OPEN)).all()
    named = select(Listing.window_id).where(Listing.window_id.in_(whole), Listing.polled).distinct()
    added = set(session.scalars(named)) | set(listings.drop_missing(session, whole, over=now.date() if over else None))
    session.execute(
        update(Listing).where(Listing.window_id.in_(added), Listing.polled).values(polled=False, crawl_id=crawl_id),
        execution_options={"synchronize_session": False},
    )
    for window_id in added:
        counts = queries.count(session, window_id)
        state, reason = _state_of(counts.listed, counts)
        counted = {"said": counts.listed, "listed": counts.listed, "held": counts.held}
        session.execute(update(Window).where(Window.id == window_id).values(**counted, state=state, reason=reason))
    session.execute(update(Window).where(Window.id.in_(window_ids)).values(as_of=now, crawl_id=crawl_id))


def split(session: Session, window: OpenWindow, spans: Sequence[Span], said: int, now: dt.datetime) -> None:
    """Let smaller windows take the place of one; they are owed until each has been read."""
    rows = [
        {
            "since": span.since,
            "until": span.until,
            "crawl_id": _crawl_of(session, window.id),
            "state": State.OPEN,
            "listed": 0,
            "held": 0,
            "reason": NOT_READ,
        }
        for span in spans
    ]
    made = session.execute(
        insert(Window).returning(Window.id, Window.since, Window.until, sort_by_parameter_order=True), rows
    )
    listings.move(session, window.id, {row.id: Span(row.since, row.until) for row in made})
    end = {"state": State.SPLIT, "said": said, "reason": None, "listed": 0, "held": 0, "as_of": now}
    session.execute(update(Window).where(Window.id == window.id).values(**end))


def _crawl_of(session: Session, window_id: int) -> int:
    return session.execute(select(Window.crawl_id).where(Window.id == window_id)).scalar_one()
