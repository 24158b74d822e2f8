"""One crawl's visit to the site, from its arrival to the last page: what is done in which order in each mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from scraper import gone
from scraper.checks import RecheckRules
from scraper.choice import Known, Look
from scraper.ledger import crawls, queries
from scraper.ledger.crawls import PublicTotal
from scraper.spiders.bodies import NarrowSearch
from scraper.spiders.errand import Errand
from scraper.spiders.fetch import Fetcher
from scraper.spiders.poll import Poll
from scraper.spiders.reader import Reader
from scraper.spiders.recheck import Recheck
from scraper.spiders.survey import Survey
from scraper.spiders.walk import Walk
from scraper.windows import EARLIEST, LATEST, CrawlRequest, Mode, Span, State

# So many categories are polled in each incremental crawl, all ten in a working week. Windows find what is new anyway;
# with all of them each day the poll would be most of the requests of a quiet day.
POLLED_A_DAY = 2
# So many searches by category, and so many by body, go round windows that stay a shell; others each day. Where no
# window can be read at all, all are made at once.
MOST_SEARCHES = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is to do: the request, how closely it looks at each window, and how many requests at once."""

    request: CrawlRequest
    looks: Sequence[tuple[Known, Look]]
    recheck: RecheckRules
    at_once: int

    def spans(self, look: Look) -> list[Span]:
        """The windows that get this look, newest first."""
        return sorted((window.span for window, chosen in self.looks if chosen is look), reverse=True)


class Visit:
    """The parts of one crawl at work; they hold what came of it.

    ``expects_some`` is known while it goes on, where windows are compared that the plan did not name.
    """

    def __init__(self, plan: Plan, errand: Errand) -> None:
        self.totals: dict[str, PublicTotal] = {}
        self.expects_some = False
        self._plan = plan
        self._errand = errand
        self.reader = Reader(errand.site_url, errand.visitor)
        self.fetcher = Fetcher(errand)
        self.walk = Walk(errand, self.reader, self.fetcher)
        self.poll = Poll(errand, self.reader, self.fetcher)
        self.recheck = Recheck(errand, plan.recheck)

    async def make(self) -> None:
        """Do all of it. Raises CrawlStoppedError where the visit must end, or a group of such."""
        mode = self._plan.request.mode
        await self._errand.visitor.arrive(self._errand.site_url)
        if mode is Mode.RECHECK:
            await self.recheck.run()
            await self._read_what_may_list_the_gone()
            return
        await self.reader.greet()
        if mode is Mode.RECENT:
            await self.poll.run()
        else:
            await self._look_at_windows()
        await self.recheck.run(only_due=True)
        await self._read_what_may_list_the_gone()

    async def _read_what_may_list_the_gone(self) -> None:
        """Read the windows of pages that answered for the second time that they are gone: the site may list them."""
        errand, rules = self._errand, self._plan.recheck.gone
        unread = partial(gone.unread, crawl_id=errand.crawl_id, now=errand.clock.now(), rules=rules)
        if spans := await errand.writer.run(unread):
            await self.reader.greet()
            walk = Walk(errand, self.reader, self.fetcher)
            await walk.read_all(spans, at_once=1)
            # What stands against one of them holds back the pages that it lists, and no others.
            errand.tally.failed -= walk.problems

    async def _look_at_windows(self) -> None:
        plan = self._plan
        if plan.request.mode is Mode.INCREMENTAL and not plan.request.is_named:
            await self.poll.run(POLLED_A_DAY)
            if any(one.compared_at for one, _ in plan.looks):
                await self.poll.dates()
        self.reader.witness = next(
            (one.span for one, _ in plan.looks if one.state is State.COMPLETE and one.said), None
        )
        await self.walk.read_all(plan.spans(Look.READ), at_once=plan.at_once)
        for window, look in plan.looks:
            if look is Look.FETCH and window.id is not None:
                await self.walk.fetch_owed(window.id)
            elif look is Look.ADD_UP and window.is_steady:
                self.walk.leave(window)
        is_hopeless, is_blind = await self.reader.is_hopeless(), False
        if not is_hopeless and not plan.request.is_named:
            is_blind = await self._add_up()
        if is_hopeless or is_blind or self.walk.unlisted:
            await self._go_round_the_search(None if is_hopeless else MOST_SEARCHES)

    async def _go_round_the_search(self, most: int | None) -> None:
        """Listings cannot be read: what categories and bodies' own lists name is better than nothing."""
        await self.poll.run()
        await NarrowSearch(self._errand, self.reader, self.fetcher).run(self.walk.unlisted, most)

    async def _add_up(self) -> bool:
        """Compare totals; whether some could not be had."""
        survey = Survey(self._errand, self.reader, self.walk)
        full = self._plan.request.mode is Mode.FULL
        await survey.run(whole=full)
        self.expects_some = survey.expects_some
        if survey.total is not None:
            self.totals[survey.total.scope] = survey.total
            if full or await self._errand.writer.run(partial(crawls.categories_are_old, now=self._errand.clock.now())):
                await self._ask_categories(survey.total)
        return survey.is_blind

    async def _ask_categories(self, whole: PublicTotal) -> None:
        """The public total of each category beside what its windows list, where the site prints one."""
        errand, now = self._errand, self._errand.clock.now()
        listed = await errand.writer.run(queries.by_category)
        dates = Span(EARLIEST, LATEST)  # As the whole was asked for.
        pages = {name: await self.reader.total(dates, c=name) for name in sorted(listed)}
        said = {name: page.total for name, page in pages.items() if page is not None and page.total is not None}
        # A site that does not know this question answers with all there is.
        if len(said) < len(pages) or (len(said) > 1 and set(said.values()) == {whole.said}):
            await errand.writer.run(crawls.forget_categories)
            return
        for name, total in said.items():
            found = self.totals[name] = PublicTotal(name, total, listed[name])
            keep = partial(crawls.record_total, crawl_id=errand.crawl_id, total=found, at=now)
            await errand.writer.run(keep)
