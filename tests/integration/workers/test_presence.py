"""An address that goes takes its decision out of the search or marks it, one that comes back brings it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import insert, select

from config.db import unit_of_work
from scraper import checks, gone, store
from scraper.gone import GoneRules, Settled
from scraper.models import Address, AddressChange, Crawl
from tests.factories import FIRST_SEEN, make_page
from tests.integration.workers.pages import decision_page
from workers import pending, presence, records, repository, sweep
from workers.models import Decision
from workers.parsing import PARSER_VERSION
from workers.runtime import Runtime
from workers.states import State

AT_ONCE = dt.timedelta(0)
DAY = dt.timedelta(days=1)
HOME, AWAY = "/decisions/housing/allocations/24-001-001", "/decisions/housing/homelessness/24-001-001"


def hold(runtime: Runtime, content: bytes, key: str = HOME) -> int:
    with unit_of_work(runtime.sessions) as session:
        page_id = store.store_page(session, make_page(key, content=content)).page_id
        assert page_id
        return session.scalars(select(Address.id).where(Address.key == key)).one()


def go(runtime: Runtime, address_id: int, first: dt.datetime, *, clean: bool = True) -> Settled:
    """Two crawls a day apart that are told that the page is gone."""
    with unit_of_work(runtime.sessions) as session:
        row = insert(Crawl).values(mode="recheck", site_url="http://x", since=first.date(), until=first.date())
        crawls = [session.execute(row.returning(Crawl.id)).scalar_one() for _ in range(2)]
        checks.missing(session, {address_id: first}, crawls[0])
        checks.missing(session, {address_id: first + DAY}, crawls[1])
        return gone.settle(session, crawls[1], first + DAY, clean=clean, rules=GoneRules())


def state(runtime: Runtime) -> tuple[State, int]:
    with unit_of_work(runtime.sessions) as session:
        (record,) = records.gather(session, session.scalars(select(Decision.id)).all())
    return record.state, record.revision


def searchable(runtime: Runtime) -> int:
    """How many a search finds, once the sweep has worked alone."""
    sweep.sweep(runtime, settle=AT_ONCE)
    assert pending_changes(runtime) == 0
    with unit_of_work(runtime.sessions) as session:
        assert pending.backlog(session, PARSER_VERSION, runtime.indexes.ensure()).empty
    runtime.indexes.refresh()
    return runtime.indexes.count(searchable_only=True)


def pending_changes(runtime: Runtime) -> int:
    with unit_of_work(runtime.sessions) as session:
        return len(session.scalars(select(AddressChange.id)).all())


def test_a_decision_withdrawn_is_hidden_and_one_that_comes_back_is_found(runtime: Runtime) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    assert searchable(runtime) == 1
    _, before = state(runtime)
    assert go(runtime, address_id, FIRST_SEEN + 30 * DAY) == Settled(marked=1)
    with unit_of_work(runtime.sessions) as session:
        backlog = pending.backlog(session, PARSER_VERSION, runtime.indexes.ensure())
    assert (backlog.index, backlog.empty) == (1, False)
    assert searchable(runtime) == 0
    hidden, revision = state(runtime)
    assert (hidden, revision > before) == (State.WITHDRAWN, True)

    hold(runtime, decision_page("The Council was slow."))
    assert pending_changes(runtime) == 1
    assert searchable(runtime) == 1
    assert state(runtime)[0] is State.LIVE


def test_a_decision_that_went_in_its_time_is_marked_and_found(runtime: Runtime) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    assert searchable(runtime) == 1
    # Its date is 4 March 2025, and a statement stays five years.
    go(runtime, address_id, dt.datetime(2030, 3, 4, 9, tzinfo=dt.UTC))
    assert searchable(runtime) == 1
    assert state(runtime)[0] is State.EXPIRED


def test_the_day_before_it_was_withdrawn(runtime: Runtime) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    go(runtime, address_id, dt.datetime(2030, 3, 3, 9, tzinfo=dt.UTC))
    assert searchable(runtime) == 0
    assert state(runtime)[0] is State.WITHDRAWN


def test_a_decision_with_another_address_stays(runtime: Runtime) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    hold(runtime, decision_page("The Council was slow."), AWAY)
    assert searchable(runtime) == 1
    assert go(runtime, address_id, FIRST_SEEN + 30 * DAY).marked == 1
    assert searchable(runtime) == 1
    assert state(runtime)[0] is State.LIVE


def test_a_change_while_the_last_one_is_followed_is_not_lost(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    assert searchable(runtime) == 1
    go(runtime, address_id, FIRST_SEEN + 30 * DAY)
    fold = repository.fold_decisions

    def meanwhile(*args: Any) -> None:
        hold(runtime, decision_page("The Council was slow."))
        fold(*args)

    with monkeypatch.context() as patch:
        patch.setattr(repository, "fold_decisions", meanwhile)
        presence.follow(runtime, [address_id])
    assert pending_changes(runtime) == 1
    assert searchable(runtime) == 1
    assert state(runtime)[0] is State.LIVE


def test_following_twice_and_nothing_is_as_once(runtime: Runtime) -> None:
    address_id = hold(runtime, decision_page("The Council was slow."))
    go(runtime, address_id, FIRST_SEEN + 30 * DAY)
    assert searchable(runtime) == 0
    before = state(runtime)
    presence.follow(runtime, [address_id, 4711])
    presence.follow_all(runtime)
    assert state(runtime) == before
