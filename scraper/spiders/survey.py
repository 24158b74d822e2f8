"""Tells from totals which windows have changed, without reading those that have not.

What windows said when they were read adds up to what the site says of all their dates now, or something in them has
changed. One request can so confirm every window; where the sums differ, halves are asked for until the windows are
found that the difference lies in, and these are read. Equal sums after that prove the whole of the walk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

import structlog

from scraper.choice import Known, current
from scraper.entry import facts_of
from scraper.ledger import crawls, listings, queries, windows
from scraper.ledger.crawls import PublicTotal
from scraper.listing import ListingPage
from scraper.paging import fingerprint
from scraper.spiders.errand import Errand
from scraper.spiders.reader import Reader
from scraper.spiders.walk import BARE, Walk
from scraper.windows import ALL_DATES, EARLIEST, FIRST_DATE, LATEST, Span, month_of, uncovered

log = structlog.get_logger(__name__)

ROUNDS = 4
# Old windows shrink as statements reach the end of the time for which they are shown, and where that is not to the day
# their sum never agrees. Then they are looked into this often.
OLD = dt.timedelta(days=7)
# What left one window and what came to another hide each other where both are compared together. A full crawl compares
# windows that list no more than this at once, as far as there are several.
CLOSELY = 300
BEFORE_THE_FIRST = Span(EARLIEST, FIRST_DATE - dt.timedelta(days=1))


class Survey:
    """One crawl's comparing of totals; ``total`` is what the site said last of the whole of it.

    ``expects_some`` tells that windows which had decisions were compared with that.
    """

    def __init__(self, errand: Errand, reader: Reader, walk: Walk) -> None:
        self.total: PublicTotal | None = None
        self.expects_some = False
        self._blind: set[str] = set()
        self._errand = errand
        self._reader = reader
        self._walk = walk
        self._began = errand.clock.now()

    async def run(self, *, whole: bool) -> None:
        """Compare, read what differs, and compare again, until nothing new is found.

        ``whole`` has every window compared with few others beside it, and then all together. Else old windows are
        compared all together where that is due or where all dates did not add up before; and beside windows that are
        open for good, because only of all dates is it known what their totals add up to.
        """
        if whole:
            for group in _groups(await self._known()):
                await self._look(group)
        for _ in range(ROUNDS):
            whole = whole or await self._wants_all()
            acted = await (self._compare_all() if whole else self._compare_young())
            if not acted:
                return
        moved = "the site moved while its totals were compared"
        self._walk.unfinished[ALL_DATES] = (await self._differ() if whole else None) or moved

    async def _wants_all(self) -> bool:
        known = await self._known()
        return self._is_due(self._old(known)) or any(one.is_steady for one in known) or await self._differ() is not None

    async def _compare_young(self) -> bool:
        """Compare the windows to which decisions still come; whether some had to be read."""
        known = await self._known()
        acted, _ = await self._look(known[len(self._old(known)) :])
        return acted

    async def _compare_all(self) -> bool:
        """Compare all windows with what the site says of the whole of it; whether some had to be read."""
        known = await self._known()
        page = await self._reader.total(Span(EARLIEST, LATEST))
        if page is None or page.total is None:
            self._note_blind(ALL_DATES)
            return False
        self.expects_some |= any(one.said for one in known)
        is_as_before = await self._differs_as_before(page.total, known)
        await self._note_total(page.total, known)
        if await self._met_others(page, known):
            return True
        adds_up = all(one.expected is not None for one in known) and _sum(known) == page.total
        if adds_up or is_as_before:
            await self._confirm(known)
            if adds_up:
                self._reader.is_bare = False
                self._forget_all_but(known)
            await self._settle(page.total)
            return False
        old = self._old(known)
        acted, young_said = await self._look(known[len(old) :])
        more, old_said = await self._look(old)
        if acted or more or self.is_blind:
            return acted or more
        # What a window says that cannot be read is not known: something may lie beside all windows too.
        within = None if young_said is None or old_said is None else young_said + old_said
        if (within is None or page.total > within) and await self._read_outside(known):
            return True
        if within is not None:
            await self._settle(page.total)
        return False

    async def _read_outside(self, known: Sequence[Known]) -> bool:
        """Read what no window is for: the time before the first, and months to come that the site has decisions of.

        A date to come is a misprint; its decision is one all the same. Whether something had to be read.
        """
        spans: set[Span] = set()
        for gap in uncovered(one.span for one in known):
            spans |= {gap} if gap == BEFORE_THE_FIRST else await self._months_in(gap)
        for span in sorted(spans):
            await self._walk.read(span)
        return bool(spans)

    async def _months_in(self, gap: Span) -> set[Span]:
        """The months of a time to come that the first page of its listing names."""
        page = await self._reader.total(gap)
        dates = [facts_of(entry.words).decided for entry in page.entries] if page is not None else []
        return {month_of(date) for date in dates if date is not None and gap.holds(date)}

    async def _differs_as_before(self, said: int, known: Sequence[Known]) -> bool:
        """Whether all dates differ from their windows by what was found to have no cause but windows open for good.

        Where each listing counts one too many, the sum of the windows is never what the site says of them together.
        """
        if not said or not any(one.is_steady for one in known) or any(one.expected is None for one in known):
            return False
        return said - _sum(known) == await self._errand.writer.run(crawls.settled_difference)

    async def _settle(self, said: int) -> None:
        """All was looked into: what differs now, no window explains."""
        known = await self._known()
        await self._note_total(said, known, settled=said - _sum(known))
        if (differ := await self._differ()) is not None:
            self._walk.unfinished[ALL_DATES] = differ

    async def _differ(self) -> str | None:
        return await self._errand.writer.run(crawls.all_dates_differ)

    def _old(self, known: Sequence[Known]) -> Sequence[Known]:
        today = self._errand.clock.today()
        return [one for one in known if not one.is_young(today)]

    def _is_due(self, old: Sequence[Known]) -> bool:
        now = self._errand.clock.now()
        return any(one.as_of is None or now - one.as_of >= OLD for one in old)

    async def _look(self, group: Sequence[Known]) -> tuple[bool, int | None]:
        """Compare windows that follow each other; whether some were read, and what the site says of all of them.

        That is None where some of them have no sum to compare.
        """
        acted, said = False, 0
        for run in _runs(group):
            page = await self._reader.total(_span(run))
            if page is None or page.total is None:
                self._note_blind(str(_span(run)))
                return acted, None
            if await self._met_others(page, run):
                return True, None
            said += page.total
            acted |= await self._narrow(run, page.total)
        return acted, said if all(one.expected is not None for one in group) else None

    async def _narrow(self, run: Sequence[Known], said: int) -> bool:
        """Find the windows of a run that differ from what was recorded, and read them; whether there were any.

        A site that has nothing at all has a fault, and they stay as they are.
        """
        if await self._agrees(run, said):
            return False
        if said == 0 and not await self._reader.has_some():
            self._walk.unfinished[ALL_DATES] = BARE
            return False
        if len(run) == 1:
            await self._read(run)
            return True
        left, right = run[: len(run) // 2], run[len(run) // 2 :]
        page = await self._reader.total(_span(left))
        if page is None or page.total is None:
            self._note_blind(str(_span(left)))
            return False
        acted = await self._narrow(left, page.total)
        rest = said - page.total
        if any(one.is_steady for one in run):
            # What counts wrongly may do so in each listing, and two of them are then not their sum.
            page = await self._reader.total(_span(right))
            if page is None or page.total is None:
                self._note_blind(str(_span(right)))
                return acted
            rest = page.total
        return await self._narrow(right, rest) or acted

    @property
    def is_blind(self) -> bool:
        """Whether some total could not be had."""
        return bool(self._blind)

    def _note_blind(self, name: str) -> None:
        self._blind.add(name)
        self._walk.unfinished[name] = "no total could be had"

    async def _met_others(self, page: ListingPage, run: Sequence[Known]) -> bool:
        """Whether the first page of a run names others than are recorded; their windows are read then.

        Where the total is as it was, another one must have left. What says other than before is asked again.
        """
        await self._errand.writer.run(lambda session: listings.notice(session, page.entries))
        unread = [one for one in run if one.span not in self._walk.results]
        if len(run) == 1 and run[0].expected == page.total and run[0].first_page != fingerprint(page.entries):
            await self._read(unread)
            return bool(unread)
        new = await self._errand.writer.run(lambda session: queries.strangers(session, page.entries))
        dates = [date for entry in new if (date := facts_of(entry.words).decided) is not None]
        met = [one for one in unread if any(one.span.holds(date) for date in dates)]
        await self._read(met)
        return bool(met)

    def _forget_all_but(self, known: Sequence[Known]) -> None:
        """Drop what stood against windows that were split: all that takes their place adds up."""
        names = {str(one.span) for one in known} | self._blind
        for name in [name for name in self._walk.unfinished if name not in names]:
            del self._walk.unfinished[name]

    async def _read(self, chosen: Sequence[Known]) -> None:
        for one in chosen:
            await self._walk.read(one.span)

    async def _agrees(self, run: Sequence[Known], said: int) -> bool:
        """Whether windows are as expected by what the site says of them together; then they are confirmed.

        In old ones just those may be missing whose time on the site is over.
        """
        over = sum(one.over for one in run)
        if said not in {_sum(run), _sum(run) - over}:
            return False
        await self._confirm(run, over=said != _sum(run))
        return True

    async def _confirm(self, run: Sequence[Known], *, over: bool = False) -> None:
        errand, now = self._errand, self._errand.clock.now()
        earlier = [one for one in run if one.as_of is None or one.as_of < self._began]
        ids = [one.id for one in earlier if one.id is not None]
        if ids:
            confirm = partial(windows.confirm, crawl_id=errand.crawl_id, window_ids=ids, now=now, over=over)
            await errand.writer.run(confirm)
        unread = [one for one in earlier if one.span not in self._walk.results]
        listed = sum(one.listed if one.is_steady else one.expected or 0 for one in unread)
        self._walk.add_up(_sum(unread), listed, len(unread))

    async def _known(self) -> list[Known]:
        today = self._errand.clock.today()
        return current(await self._errand.writer.run(lambda session: windows.known(session, today)), today)

    async def _note_total(self, said: int, known: Sequence[Known], *, settled: int | None = None) -> None:
        errand, total = self._errand, PublicTotal("", said, sum(one.said or 0 for one in known))
        now = errand.clock.now()
        self.total = total
        await errand.writer.run(
            lambda session: crawls.record_total(session, errand.crawl_id, total, now, settled=settled)
        )


def _sum(run: Sequence[Known]) -> int:
    """What windows must say together if nothing has changed; what is unknown of one counts nothing."""
    return sum(one.expected or 0 for one in run)


def _span(run: Sequence[Known]) -> Span:
    return Span(run[0].span.since, run[-1].span.until)


def _groups(known: Sequence[Known]) -> Iterator[list[Known]]:
    """Windows that follow each other, in groups that are compared closely."""
    group: list[Known] = []
    for one in known:
        if group and _sum([*group, one]) > CLOSELY:
            yield group
            group = []
        group.append(one)
    yield group


def _runs(group: Sequence[Known]) -> Iterator[list[Known]]:
    """The windows that follow each other and can be compared, between those that cannot."""
    run: list[Known] = []
    for one in group:
        if run and (one.expected is None or one.span.since - run[-1].span.until != dt.timedelta(days=1)):
            yield run
            run = []
        if one.expected is not None:
            run.append(one)
    if run:
        yield run
