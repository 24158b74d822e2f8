"""The writing thread: batches, pages at fault, back-pressure, and what it tells the parsers."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from config.db import SessionMaker, make_engine, make_sessions, unit_of_work
from config.errors import ServiceUnavailableError
from config.queues import Notifier
from scraper import lock as lock_module
from scraper import writer as module
from scraper.errors import CrawlRunningError, CrawlStoppedError, NotStoredError
from scraper.items import RawPage, Stored
from scraper.lock import CrawlLock, is_crawling
from scraper.models import Page
from scraper.report import Tally
from scraper.writer import ROOM, Writer, patiently
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


def test_a_fault_of_ours_ends_the_crawl_and_leaves_nobody_waiting(notifier: Notifier, engine: Engine) -> None:
    async def work(writer: Writer) -> None:
        with pytest.raises(CrawlStoppedError, match="storing pages broke off"):
            await writer.keep(page(1))

    def broken(*_: object) -> None:
        raise KeyError("a fault")

    assert (
        run(sessionmaker(engine, class_=type("Broken", (Session,), {"execute": broken})), notifier, engine, work)
        == Tally()
    )


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


def test_pages_that_come_within_a_moment_are_stored_together(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GATHERING_SECONDS", 60.0)

    async def fetch(writer: Writer, number: int) -> None:
        async with writer.room:
            await asyncio.sleep(number / 1_000)
            await writer.keep(page(number))

    async def work(writer: Writer) -> None:
        # None is waited for that is not on its way: else this would take a minute.
        async with asyncio.timeout(20):
            await asyncio.gather(*(fetch(writer, number) for number in range(20)))
            await fetch(writer, 20)

    run(sessions, notifier, engine, work)
    with unit_of_work(sessions) as session:
        transactions = session.execute(text("SELECT count(*) FROM pages GROUP BY xmin::text ORDER BY 1")).scalars()
        assert list(transactions) == [1, 20]


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


def test_who_looks_whether_a_crawl_runs_refuses_none(engine: Engine) -> None:
    other = make_engine(engine.url.render_as_string(hide_password=False))
    taken = threading.Event()

    def look() -> None:
        while not taken.is_set():
            is_crawling(other)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(200):
            with CrawlLock(engine):
                pass
    finally:
        taken.set()
        looking.join()
    assert not is_crawling(other)
    with CrawlLock(engine):
        assert is_crawling(other)
    other.dispose()


def lose_lock(other: Engine) -> None:
    """End the session that holds the crawl lock, as a restart of PostgreSQL would."""
    with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def other(database_url: str) -> Iterator[Engine]:
    """What another process would connect by."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def test_a_lock_lost_with_its_own_connection_is_taken_again(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "CHECK_SECONDS", 0.0)

    async def work(writer: Writer) -> None:
        await writer.run(lambda _: lose_lock(other))
        await writer.run(lambda _: None)
        with pytest.raises(CrawlRunningError), CrawlLock(other):
            pass

    run(sessions, notifier, engine, work)


def test_where_another_crawl_took_a_lost_lock_ours_stops(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "CHECK_SECONDS", 0.0)

    async def work(writer: Writer) -> None:
        await writer.run(lambda _: lose_lock(other))
        with CrawlLock(other):
            for _ in range(2):
                with pytest.raises(CrawlStoppedError, match="another crawl"):
                    await writer.run(lambda _: None)

    run(sessions, notifier, engine, work)


def test_after_an_outage_the_lock_is_held_again(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, other: Engine
) -> None:
    async def work(writer: Writer) -> None:
        trouble = iter([ServiceUnavailableError("PostgreSQL", "restarting")])

        def unlucky(_: Session) -> str:
            for error in trouble:
                lose_lock(other)
                raise error
            return "done"

        assert await writer.run(unlucky) == "done"
        with pytest.raises(CrawlRunningError), CrawlLock(other):
            pass

    run(sessions, notifier, engine, work)


def test_where_another_crawl_began_in_an_outage_ours_stops(
    sessions: SessionMaker, notifier: Notifier, engine: Engine, other: Engine
) -> None:
    async def work(writer: Writer) -> None:
        with ExitStack() as theirs:

            def unlucky(_: Session) -> None:
                lose_lock(other)
                theirs.enter_context(CrawlLock(other))
                raise ServiceUnavailableError("PostgreSQL", "restarting")

            for last in (writer.run(unlucky), writer.keep(page(1))):
                with pytest.raises(CrawlStoppedError, match="another crawl began"):
                    await last

    assert run(sessions, notifier, engine, work) == Tally()
    assert count(sessions) == 0


def test_who_is_told_to_end_waits_no_longer_for_the_database(
    sessions: SessionMaker, notifier: Notifier, engine: Engine
) -> None:
    tries: list[float] = []

    def unlucky(_: Session) -> None:
        tries.append(time.monotonic())
        raise ServiceUnavailableError("PostgreSQL", "away")

    with CrawlLock(engine) as lock:
        writer = Writer(sessions, notifier, Tally(), lock)
        waiting = writer.submit(unlucky)
        while len(tries) < 3:
            time.sleep(0.01)
        writer.close()
    assert isinstance(waiting.exception(), ServiceUnavailableError)
    assert len(tries) == 4
    assert time.monotonic() - tries[2] < 1.5


def test_patience_with_a_database_that_stays_away_ends() -> None:
    nowhere = make_engine("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(ServiceUnavailableError, match="PostgreSQL is not available"):
        patiently(make_sessions(nowhere), lambda session: session.scalar(select(1)), patience=0.6)
    nowhere.dispose()
