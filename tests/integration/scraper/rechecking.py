"""Asks again for held pages in this process: the real archive, a real server, the clock that a test sets."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import httpx
from scrapy import Request
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from sqlalchemy import Engine, func, insert, select

from config.db import SessionMaker, make_sessions, unit_of_work
from config.queues import Notifier
from scraper import gone, store
from scraper.checks import RecheckRules
from scraper.clock import Clock
from scraper.gone import GoneRules, Settled
from scraper.items import RawPage
from scraper.lock import CrawlLock
from scraper.models import Address, AddressChange, Crawl, Page
from scraper.report import Tally
from scraper.spiders.errand import Errand
from scraper.spiders.recheck import Recheck
from scraper.spiders.visitor import Visitor
from scraper.writer import Writer
from tests.integration.scraper.page_site import Case, PageSite, Reply, on

START = dt.datetime(2026, 3, 2, 2, 30, tzinfo=dt.UTC)
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
FIRST = START + DAY
GONE = [Reply(status=404), Reply(status=410)]


@dataclass(frozen=True)
class Night:
    """What one recheck did: its counts, what it marked, what told nothing, and which paths it asked for."""

    tally: Tally
    settled: Settled
    unanswered: dict[str, str]
    asked: list[str]


class Archive:
    """An archive that holds a site's pages, and the nights it is checked in."""

    def __init__(self, engine: Engine, notifier: Notifier, site: PageSite) -> None:
        self.site = site
        self._engine = engine
        self._notifier = notifier

    @property
    def sessions(self) -> SessionMaker:
        return make_sessions(self._engine)

    def hold(self, cases: Iterable[Case], at: dt.datetime = START) -> None:
        """Keep the pages of these cases as the first crawl would."""
        crawl_id = self.begin(at)
        with unit_of_work(self.sessions) as session, httpx.Client() as client:
            for case in cases:
                answer = client.get(self.site.url + case.path)
                headers = dict(answer.headers)
                page = RawPage(case.path, str(answer.url), answer.content, at, headers=headers, crawl_id=crawl_id)
                store.store_page(session, page)
        self.site.log.clear()

    def begin(self, at: dt.datetime) -> int:
        with unit_of_work(self.sessions) as session:
            row = insert(Crawl).values(mode="recheck", site_url=self.site.url, since=at.date(), until=at.date())
            return session.execute(row.values(started_at=at).returning(Crawl.id)).scalar_one()

    def night(
        self,
        at: dt.datetime,
        rules: RecheckRules | None = None,
        *,
        only_due: bool = False,
        clean: bool | None = None,
        crawl_id: int | None = None,
    ) -> Night:
        """One crawl that asks again; clean unless something told nothing, or as a test says."""
        rules = rules or RecheckRules(0)
        crawl_id = crawl_id or self.begin(at)
        before = len(self.site.log)
        tally, unanswered = asyncio.run(self._ask(crawl_id, at, rules, only_due=only_due))
        clean = not unanswered if clean is None else clean
        with unit_of_work(self.sessions) as session:
            settled = gone.settle(session, crawl_id, at, clean=clean, rules=rules.gone)
        return Night(tally, settled, unanswered, [seen.path for seen in self.site.log[before:]])

    async def _ask(
        self, crawl_id: int, at: dt.datetime, rules: RecheckRules, *, only_due: bool
    ) -> tuple[Tally, dict[str, str]]:
        tally, clock = Tally(), Clock(at)
        with CrawlLock(self._engine) as lock:
            async with httpx.AsyncClient() as client:
                writer = Writer(self.sessions, self._notifier, tally, lock)
                visitor = Visitor(_download(client), spacing=0, concurrency=4, clock=clock)
                recheck = Recheck(Errand(crawl_id, self.site.url, visitor, writer, tally, clock), rules)
                try:
                    await recheck.run(only_due=only_due)
                finally:
                    writer.close()
        return tally, recheck.unanswered

    def gone(self) -> dict[str, dt.datetime]:
        """The addresses that are marked gone, and when they went."""
        with unit_of_work(self.sessions) as session:
            rows = session.execute(select(Address.key, Address.gone_at).where(Address.gone_at.is_not(None)))
            return {key: at for key, at in rows if at is not None}

    def changes(self) -> int:
        """How often the workers were told that an address went or came back."""
        with unit_of_work(self.sessions) as session:
            return session.scalar(select(func.count(AddressChange.id))) or 0

    def pages(self) -> dict[str, int]:
        """How many page rows each address has."""
        query = select(Address.key, func.count()).join(Page, Page.address_id == Address.id).group_by(Address.key)
        with unit_of_work(self.sessions) as session:
            return {key: count for key, count in session.execute(query)}  # noqa: C416  # Rows are no tuples to mypy.

    def checked(self, key: str) -> dt.datetime:
        """When the latest page of an address was last answered so."""
        query = select(func.max(Page.checked_at)).join(Address, Address.id == Page.address_id)
        with unit_of_work(self.sessions) as session:
            return session.scalars(query.where(Address.key == key)).one()

    def ids(self, *keys: str) -> list[int]:
        with unit_of_work(self.sessions) as session:
            return list(session.scalars(select(Address.id).where(Address.key.in_(keys)).order_by(Address.id)))


def _download(client: httpx.AsyncClient) -> Callable[[Request], Awaitable[Response]]:
    async def download(request: Request) -> Response:
        headers = {name.decode(): b"".join(values).decode() for name, values in request.headers.items()}
        try:
            answer = await client.get(request.url, headers=headers)
        except httpx.TransportError as error:
            raise DownloadFailedError(str(error)) from error
        given = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
        return Response(request.url, status=answer.status_code, headers=given, body=answer.content)

    return download


def rules(days: int = 0, hours: float = 24.0, share: float = 0.03) -> RecheckRules:
    """The rules of a night; every page is asked for unless days are given."""
    return RecheckRules(days, GoneRules(hours, share))


def nth(number: int) -> dt.datetime:
    """The time of a night: a little more than a day after the one before, so that two answers are a day apart."""
    return FIRST + (number - 1) * (DAY + MINUTE)


def only(case: Case, reply: Reply, *, times: int | None = None) -> list:  # type: ignore[type-arg]
    return [on(case.path, reply, times=times)]
