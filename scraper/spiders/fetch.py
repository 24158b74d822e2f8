"""Fetches pages that were listed and are not held, and has them stored; one that cannot be had is a failure row."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from config import failures
from config.failures import Stage, Subject
from scraper.addresses import at_site
from scraper.errors import FetchError, NotStoredError
from scraper.items import RawPage
from scraper.ledger.queries import Owed
from scraper.manners import GONE
from scraper.spiders.errand import Errand


class Fetcher:
    """One crawl's fetching; ``gone`` are the keys of addresses that answered that there is no page."""

    def __init__(self, errand: Errand) -> None:
        self.gone: set[str] = set()
        self._errand = errand

    async def fetch(self, owed: Iterable[Owed]) -> None:
        """Fetch and store pages; returns when each of them is stored or has its failure row."""
        async with asyncio.TaskGroup() as group:
            for one in owed:
                group.create_task(self._fetch(one))

    async def _fetch(self, owed: Owed) -> None:
        errand = self._errand
        url = at_site(errand.site_url, owed.url)
        async with errand.writer.room:
            try:
                answer = await errand.visitor.get(url)
                errand.tally.fetched += 1
                await errand.writer.keep(
                    RawPage(
                        key=owed.key,
                        url=url,
                        content=answer.content,
                        fetched_at=answer.at,
                        status=answer.status,
                        headers=answer.headers,
                        crawl_id=errand.crawl_id,
                    )
                )
            except FetchError as error:
                if error.status in GONE:
                    self.gone.add(owed.key)
                await self._fail(Subject(Stage.FETCH, owed.address_id, url), error, error.attempts)
            except NotStoredError as error:
                await self._fail(Subject(Stage.FETCH, owed.address_id, url), error, 1)

    async def _fail(self, subject: Subject, error: FetchError | NotStoredError, attempts: int) -> None:
        errand = self._errand
        errand.tally.failed += 1
        await errand.writer.run(lambda session: failures.record(session, subject, error, attempts=attempts))
