"""The writing thread: batches, pages at fault, back-pressure, and what it tells the parsers."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine, func, select

from config.db import SessionMaker, make_engine, unit_of_work
from config.queues import Notifier
from scraper.errors import CrawlRunningError, CrawlStoppedError, NotStoredError
from scraper.items import RawPage, Stored
from scraper.lock import CrawlLock
from scraper.models import Page
from scraper.report import Tally
from scraper.writer import ROOM, Writer
from tests.integration.scraper.crawling import told_to_parse

NOON = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def notifier(broker_url: str) -> Iterator[Notifier]:
    notifier = Notifier(broker_url)
    yield notifier
    notifier.close()


def page(number: int, content: bytes = b"", status: int = 200) -> RawPage:
    key = f"/decisions/a/b/24-000-{number:03d}"
    return RawPage(key, f"http://site.example{key}", content or key.encode(), NOON, status=status)


def run(sessions: SessionMaker, notifier: Notifier, engine: Engine, work: Callable[[Writer], Awaitable[None]]) -> Tally:
    """Let a writer do some work; what it counted."""
    tally = Tally()

    @asynccontextmanager
    async def writing(lock: CrawlLock) -> AsyncIterator[Writer]:
        writer = Writer(sessions, notifier, tally, lock)
        try:
            yield writer
        finally:
            writer.close()

    async def body() -> None:
        with CrawlLock(engine) as lock:
            async with writing(lock) as writer:
                await work(writer)

    asyncio.run(body())
    return tally


def count(sessions: SessionMaker) -> int:
    with unit_of_work(sessions) as session:
        return session.scalar(select(func.count()).select_from(Page)) or 0


def test_pages_are_stored_counted_and_told_of(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, broker_url: str
) -> None:
    async def work(writer: Writer) -> None:
        await asyncio.gather(*(writer.keep(page(number)) for number in range(50)))
        await asyncio.gather(writer.keep(page(1)), writer.keep(page(2, b"changed")))

    tally = run(sessions, notifier, engine, work)
    assert (tally.new, tally.changed, tally.unchanged, count(sessions)) == (50, 1, 1, 51)
    assert sorted(told_to_parse(broker_url)) == list(range(1, 52))


def test_two_pages_of_one_address_are_stored_one_after_the_other(
    sessions: SessionMaker, notifier: Notifier, engine: Engine
) -> None:
    found: list[Stored] = []

    async def work(writer: Writer) -> None:
        found.extend(await asyncio.gather(*(writer.keep(page(1, text)) for text in (b"a", b"b", b"b", b"c"))))

    run(sessions, notifier, engine, work)
    assert [(one.number, one.is_new) for one in found] == [(1, True), (2, True), (2, False), (3, True)]


def test_a_page_that_sql_refuses_fails_alone(sessions: SessionMaker, notifier: Notifier, engine: Engine) -> None:
    async def work(writer: Writer) -> None:
        pages = [page(number, status=2**70 if number == 7 else 200) for number in range(20)]
        results = await asyncio.gather(*(writer.keep(one) for one in pages), return_exceptions=True)
        assert [number for number, result in enumerate(results) if isinstance(result, NotStoredError)] == [7]

    assert run(sessions, notifier, engine, work).new == 19
    assert count(sessions) == 19


def test_what_nobody_waits_for_any_more_is_stored_all_the_same(
    sessions: SessionMaker, notifier: Notifier, engine: Engine
) -> None:
    async def work(writer: Writer) -> None:
        tasks = [asyncio.ensure_future(writer.keep(page(number))) for number in range(40)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    assert run(sessions, notifier, engine, work).new == 40


def test_only_so_many_pages_have_room(sessions: SessionMaker, notifier: Notifier, engine: Engine) -> None:
    async def work(writer: Writer) -> None:
        for _ in range(ROOM):
            await writer.room.acquire()
        assert writer.room.locked()

    run(sessions, notifier, engine, work)


def test_a_second_lock_is_refused_and_a_freed_one_is_not(engine: Engine) -> None:
    with CrawlLock(engine), pytest.raises(CrawlRunningError), CrawlLock(engine):
        pass
    with CrawlLock(engine) as lock:
        lock.renew()
        with pytest.raises(CrawlRunningError), CrawlLock(engine):
            pass


def test_a_lock_that_another_crawl_took_while_ours_was_lost_is_not_taken_back(
    engine: Engine, database_url: str
) -> None:
    other = make_engine(database_url)
    with CrawlLock(engine) as lock:
        with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                " WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"
            )
        with CrawlLock(other), pytest.raises(CrawlStoppedError, match="another crawl began"):
            lock.renew()
    other.dispose()
