import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from config.db import SessionMaker, unit_of_work
from scraper import store
from tests.factories import FIRST_SEEN, make_decision, make_page
from workers import pending, repository
from workers.models import Decision, Version


def archived(sessions: SessionMaker, content: bytes, *, day: int = 0, **changes: Any) -> int:
    page = make_page(content=content, fetched_at=FIRST_SEEN + dt.timedelta(days=day), **changes)
    with unit_of_work(sessions) as session:
        return store.store_page(session, page).page_id


def read(sessions: SessionMaker, page_id: int, *, parser_version: int = 1, **changes: Any) -> int:
    with unit_of_work(sessions) as session:
        concerned = repository.save_outcomes(session, parser_version, {page_id: make_decision(**changes)})
        repository.fold_decisions(session, concerned)
        return max(concerned)


def versions(sessions: SessionMaker, decision_id: int) -> list[tuple[int, int]]:
    with unit_of_work(sessions) as session:
        rows = (
            select(Version.number, Version.page_id).where(Version.decision_id == decision_id).order_by(Version.number)
        )
        return list(session.execute(rows))


def revision(sessions: SessionMaker, decision_id: int) -> int:
    with unit_of_work(sessions) as session:
        return session.get_one(Decision, decision_id).revision


def test_one_reference_and_body_is_one_decision(sessions: SessionMaker) -> None:
    first = read(sessions, archived(sessions, b"one"))
    again = read(sessions, archived(sessions, b"two", key="/decisions/housing/other/24-001-001"))
    other = read(sessions, archived(sessions, b"three", key="/decisions/a/b/24-001-001"), body="Oxmere NHS Trust")
    assert first == again != other


def test_a_body_that_is_not_named_is_an_identity_too(sessions: SessionMaker) -> None:
    first = read(sessions, archived(sessions, b"one"), body=None)
    assert read(sessions, archived(sessions, b"two", key="/decisions/a/b/c"), body=None) == first


def test_many_makers_of_one_decision_make_one(sessions: SessionMaker) -> None:
    pages = [archived(sessions, b"%d" % number, key=f"/decisions/a/b/{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda page: read(sessions, page), pages))
    assert len(made) == 1
    assert len(versions(sessions, made.pop())) == 1


def test_the_same_reading_twice_changes_nothing(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    decision = read(sessions, page)
    before = revision(sessions, decision)
    assert read(sessions, page) == decision
    assert (revision(sessions, decision), versions(sessions, decision)) == (before, [(1, page)])


def test_pages_read_out_of_order_give_the_same_versions(sessions: SessionMaker) -> None:
    pages = [archived(sessions, b"v%d" % day, day=day) for day in range(3)]
    for day in (2, 0, 1):
        decision = read(sessions, pages[day], text=f"text of day {day % 2}")
    assert versions(sessions, decision) == [(1, pages[0]), (2, pages[1]), (3, pages[2])]


def test_a_better_parser_makes_a_new_revision_and_no_version(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    decision = read(sessions, page)
    before = revision(sessions, decision)
    read(sessions, page, parser_version=2, body_type="unitary")
    assert versions(sessions, decision) == [(1, page)]
    assert revision(sessions, decision) == before + 1


def test_a_page_read_as_another_decision_leaves_the_first(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    first = read(sessions, page)
    second = read(sessions, page, parser_version=2, body="Oxmere District Council")
    assert first != second
    assert versions(sessions, first) == []
    assert versions(sessions, second) == [(1, page)]


def test_a_page_that_a_newer_parser_cannot_read_keeps_its_reading(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    decision = read(sessions, page)
    with unit_of_work(sessions) as session:
        concerned = repository.save_outcomes(session, 2, {page: None})
        repository.fold_decisions(session, concerned)
    assert concerned == {decision}
    assert versions(sessions, decision) == [(1, page)]


def test_pages_without_an_outcome_at_this_parser_version_are_pending(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    with unit_of_work(sessions) as session:
        assert session.scalars(pending.parse(1)).all() == [page]
    read(sessions, page)
    with unit_of_work(sessions) as session:
        assert session.scalars(pending.parse(1)).all() == []
        assert session.scalars(pending.parse(2)).all() == [page]
        assert session.scalars(pending.parse(2, FIRST_SEEN - dt.timedelta(days=1))).all() == []


def test_no_reading_takes_the_place_of_one(sessions: SessionMaker) -> None:
    page = archived(sessions, b"one")
    decision = read(sessions, page)
    with unit_of_work(sessions) as session:
        repository.fold_decisions(session, repository.save_outcomes(session, 1, {page: None}))
    assert versions(sessions, decision) == [(1, page)]


def test_a_name_beyond_the_databases_limits_is_no_outage(sessions: SessionMaker) -> None:
    dice = random.Random(5)
    endless = "".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9000))
    page = archived(sessions, b"one")
    with pytest.raises(OperationalError, match="index row"):
        read(sessions, page, body=endless)
