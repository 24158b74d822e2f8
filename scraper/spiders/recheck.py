"""Asks again for pages that are held: has the page changed, is it as it was, is it gone?

An unchanged page costs one conditional request and no parse; a changed one is a new page row, which the parsers hear
of. That a page is gone is only noted here; :mod:`scraper.gone` decides at the end of the crawl. A page that has lost
its structure (:mod:`scraper.structure`) is held back until another page tells that the site is as it was, or the crawl
ends; a row of them ends it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from sqlalchemy.orm import Session

from config import failures
from config.failures import Stage, Subject
from scraper import checks, store
from scraper.addresses import at_site, key
from scraper.checks import Held, RecheckRules
from scraper.errors import CrawlStoppedError, FetchError, NotStoredError
from scraper.items import RawPage
from scraper.manners import GONE, NOT_MODIFIED
from scraper.spiders.errand import Errand
from scraper.spiders.visitor import Answer

# So many addresses are looked up at once, and what they answered is noted together; a killed crawl asks for as many
# again.
BATCH = 100
REDESIGNED = (
    "{} pages in a row came without the labels, headings or paragraph marks that they are held with: has the site been "
    "redesigned? Nothing of them was kept or marked; bring the reader up to date, then crawl with LGO_REDESIGN_PAGES=0"
)


class Recheck:
    """One crawl's asking again; ``unanswered`` keeps by its key why a page told nothing of itself."""

    def __init__(self, errand: Errand, rules: RecheckRules) -> None:
        self.unanswered: dict[str, str] = {}
        self._errand = errand
        self._rules = rules
        self._suspects: list[tuple[Held, str, Answer]] = []
        self._unchanged: dict[int, dt.datetime] = {}
        self._missing: dict[int, dt.datetime] = {}

    async def run(self, *, only_due: bool = False) -> None:
        """Ask for this night's share, or with ``only_due`` for what cannot wait; see :func:`scraper.checks.chosen`."""
        visitor = self._errand.visitor
        # Pages whose time on the site is over stand next to each other here: a row of them need not be the whole site.
        visitor.witness = self._witness
        try:
            asked = await self._run(only_due=only_due, but=frozenset())
            if not only_due:
                # What said in the midst of the last night that it is gone has said so a day ago by now.
                await self._run(only_due=True, but=asked)
            await self._keep_suspects()
        finally:
            visitor.witness = None

    async def _witness(self) -> str | None:
        url = await self._errand.writer.run(checks.witness)
        return None if url is None else at_site(self._errand.site_url, url)

    async def _run(self, *, only_due: bool, but: Collection[int]) -> frozenset[int]:
        errand = self._errand
        due = partial(checks.chosen, crawl_id=errand.crawl_id, now=errand.clock.now(), rules=self._rules)
        ids = [one for one in await errand.writer.run(partial(due, only_due=only_due)) if one not in but]
        errand.tally.to_check += len(ids)
        for start in range(0, len(ids), BATCH):
            batch = await errand.writer.run(partial(checks.held, address_ids=ids[start : start + BATCH]))
            try:
                await self._ask_all(batch)
            finally:
                # Even where the crawl is told to stop: the writer ends what was handed in, and nobody waits here.
                noted = errand.writer.submit(self._notes())
            await asyncio.wrap_future(noted)
        return frozenset(ids)

    def _notes(self) -> Callable[[Session], None]:
        """The work of keeping what was answered since the last time."""
        same, missing = self._unchanged, self._missing
        self._unchanged, self._missing = {}, {}

        def keep(session: Session) -> None:
            checks.unchanged(session, same)
            checks.missing(session, missing, self._errand.crawl_id)

        return keep

    async def _ask_all(self, batch: list[Held]) -> None:
        async with asyncio.TaskGroup() as group:
            for one in batch:
                group.create_task(self._ask(one))

    async def _ask(self, held: Held) -> None:
        errand = self._errand
        url = at_site(errand.site_url, held.url)
        async with errand.writer.room:
            try:
                answer = await errand.visitor.get(url, held.conditions)
                if answer.status == NOT_MODIFIED and not await self._is_known(held, answer):
                    answer = await errand.visitor.get(url)
                await self._take(held, url, answer)
            except FetchError as error:
                if error.status in GONE:
                    self._miss(held)
                else:
                    await self._fail(held, url, error)
        errand.tally.checked += 1

    async def _take(self, held: Held, url: str, answer: Answer) -> None:
        errand = self._errand
        if answer.status == NOT_MODIFIED:
            self._unchanged[held.address_id] = answer.at
            errand.tally.unchanged += 1
            return
        errand.tally.fetched += 1
        page = self._page(held.key, url, answer)
        if self._rules.redesign and await errand.writer.run(partial(store.has_lost_structure, page=page)):
            self._suspect(held, url, answer)
            return
        await self._keep_suspects()
        await self._keep(held, url, answer)

    def _suspect(self, held: Held, url: str, answer: Answer) -> None:
        """Hold a page back until others tell if it was changed alone. Raises CrawlStoppedError where all were."""
        self._suspects.append((held, url, answer))
        if len(self._suspects) >= self._rules.redesign:
            raise CrawlStoppedError(REDESIGNED.format(len(self._suspects)))

    async def _keep_suspects(self) -> None:
        suspects, self._suspects = self._suspects, []
        for suspect in suspects:
            await self._keep(*suspect)

    async def _keep(self, held: Held, url: str, answer: Answer) -> None:
        writer, moved = self._errand.writer, key(answer.url)
        try:
            if moved is not None and moved != held.key:
                # It is the same decision. The old address goes on being asked, as others may link to it.
                await writer.keep(self._page(moved, answer.url, answer))
            await writer.keep(self._page(held.key, url, answer))
        except NotStoredError as error:
            await self._fail(held, url, error)

    async def _is_known(self, held: Held, answer: Answer) -> bool:
        """Whether the address that answered in the end is held: one that the page has just moved to is not."""
        answered = key(answer.url)
        if answered is None or answered == held.key:
            return True
        return bool(await self._errand.writer.run(partial(store.held, keys=[answered])))

    def _page(self, identity: str, url: str, answer: Answer) -> RawPage:
        return RawPage(
            key=identity,
            url=url,
            content=answer.content,
            fetched_at=answer.at,
            status=answer.status,
            headers=answer.headers,
            crawl_id=self._errand.crawl_id,
        )

    def _miss(self, held: Held) -> None:
        self._missing[held.address_id] = self._errand.clock.now()
        self._errand.tally.missing += 1

    async def _fail(self, held: Held, url: str, error: FetchError | NotStoredError) -> None:
        errand, at = self._errand, self._errand.clock.now()
        errand.tally.failed += 1
        self.unanswered[held.key] = str(error)
        attempts = error.attempts if isinstance(error, FetchError) else 1
        subject = Subject(Stage.FETCH, held.address_id, url)
        await errand.writer.run(lambda session: failures.record(session, subject, error, attempts=attempts))
        await errand.writer.run(lambda session: checks.unanswered(session, held.address_id, at))
