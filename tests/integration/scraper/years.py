"""Years of a site's life in minutes: its clock goes from day to day, and crawls come as beat's schedule has them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from config.db import unit_of_work
from config.settings import Settings
from scraper.ledger import windows
from scraper.models import Address, Page, Window
from scraper.replica.process import Replica
from scraper.spiders.survey import OLD
from scraper.windows import State
from tests.integration.scraper.crawling import Crawls, Result
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.standing import fetched, visible

DAY = dt.timedelta(days=1)
MIDNIGHT, RECHECK, INCREMENTAL, FULL = dt.time(0, 0), dt.time(2, 30), dt.time(6, 15), dt.time(20, 10)
LISTING_PAGE = 10
FULL_CHECK = dt.timedelta(days=Settings.model_fields["full_check_days"].default)
_ROOT_OF_TWO = 2**0.5
# Old windows are compared a week after they were, but on a working day; what came as another page was taken down shows
# when that page has been asked for.
WEEKEND = 3
# The rival fetches at each run of ours every listing page and every decision of each calendar month that is still open:
# that a decision of the last so many days lies in. Since its last run by decision date is how such crawlers are made,
# though nothing is published so soon, so this one finds nothing. Three months is the longest delay with which decisions
# come. Half a year is what we take for it ourselves, so this one alone finds what we find of news.
RIVALS = {"since_last_run": 1, "three_months": 95, "half_a_year": 182}
_TOTAL = re.compile(r"Your search has ([\d,]+) results")


@dataclass
class Site:
    """What the site has shown up to today, kept up from its history."""

    replica: Replica
    visible: set[str] = field(default_factory=set)
    edits: list[tuple[dt.date, str]] = field(default_factory=list)
    back: list[tuple[dt.date, str]] = field(default_factory=list)
    left: dict[str, list[dt.date]] = field(default_factory=lambda: defaultdict(list))
    published: int = 0

    def turn_to(self, day: dt.date) -> set[str]:
        """Put the clock to a day; the keys of what was published on it."""
        self.replica.set_today(day)
        came: set[str] = set()
        for event in json.loads(fetched(self.replica, f"/truth/history.json?since={day}&until={day}")):
            came |= self._note(day, event)
        return came

    def counts_from(self, day: dt.date, path: str, days: int) -> dt.date | None:
        """The day since when a page has been there for so many days, or until now, from a day on; None if it left."""
        returns = [when for when, back in self.back if back == path]
        since: dt.date | None = day
        for left in self.left.get(path, ()):
            if since is not None and since <= left <= since + days * DAY:
                since = min((when for when in returns if when >= left), default=None)
        return since

    def _note(self, day: dt.date, event: Mapping[str, Any]) -> set[str]:
        kind, path = event["event"], event["path"]
        if kind in {"withdrawn", "expired"}:
            self.visible.discard(path)
            self.left[path].append(day)
            return set()
        if kind == "edited":
            self.edits.append((day, path))
            return set()
        if kind == "moved":
            (old,) = [change["before"] for change in event["changes"] if change.get("field") == "path"]
            self.visible.discard(old)
            self.left[old].append(day)
        self.visible.add(path)
        if kind != "published":
            self.back.append((day, path))
            return set()
        self.published += 1
        return {path}


@dataclass
class Course:
    """What the days came to. Whatever is in one of the lists is a broken promise.

    ``late``: not held after the first crawl since its publication. ``stale``: an edit not held in time for rechecks.
    ``not_found``: brought back or to another place, and not live there when every page has been asked for and the old
    windows compared; totals may not tell of it before. ``may_come`` are those of them whose time is not up,
    ``may_differ`` the pages of edits whose time is not. ``not_complete``: a crawl that did not end well, and why.
    ``requests`` are by mode, those of ``incremental`` without the ``readings`` of windows for their full check.
    """

    days: int = 0
    new: int = 0
    crawls: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    rivals: Counter[str] = field(default_factory=Counter)
    late: list[tuple[dt.date, str]] = field(default_factory=list)
    stale: list[tuple[dt.date, str]] = field(default_factory=list)
    not_found: list[tuple[dt.date, str]] = field(default_factory=list)
    falsely_gone: list[tuple[dt.date, str]] = field(default_factory=list)
    not_complete: list[tuple[dt.date, str, str]] = field(default_factory=list)
    may_come: set[str] = field(default_factory=set)
    may_differ: set[str] = field(default_factory=set)

    def a_new_decision(self) -> dict[str, float]:
        """What a new decision cost: our requests for news, those with every check of windows, and each rival's."""
        news, checks = self.requests["incremental"], self.requests["readings"] + self.requests["full"]
        costs = {"news": news, "news_and_checks": news + checks, **self.rivals}
        return {name: round(count / max(1, self.new), 2) for name, count in costs.items()}

    def times_fewer(self) -> dict[str, dict[str, float]]:
        """How many times the requests of each of our sums each rival needs."""
        costs = self.a_new_decision()
        ours = [name for name in costs if name not in RIVALS]
        return {name: {rival: round(costs[rival] / costs[name], 1) for rival in RIVALS} for name in ours}


class Years:
    """Lives through days with one archive."""

    def __init__(
        self, replica: Replica, crawls: Crawls, quick: QuickCrawls, *, recheck_days: int, recheck_every: int = 1
    ) -> None:
        self.site = Site(replica)
        self.course = Course()
        self._replica, self._crawls, self._quick = replica, crawls, quick
        self._recheck_days, self._recheck_every = recheck_days, recheck_every
        self._gone: set[str] = set()
        self._looked_for: set[tuple[dt.date, str]] = set()

    def begin(self, day: dt.date) -> Result:
        """Fill the archive with all that the site shows on a day, as if its windows had been followed for years."""
        self._replica.set_today(day)
        self.site.visible = set(visible(self._replica))
        result = self._crawl("full", dt.datetime.combine(day, INCREMENTAL))
        self.course.requests.clear()
        self.course.crawls.clear()
        self._spread_readings(day)
        return result

    def _spread_readings(self, day: dt.date) -> None:
        """Have the full checks of windows come due evenly from now on, as they do when the archive is old."""
        with unit_of_work(self._crawls.sessions) as session:
            for one in windows.known(session, day):
                age = one.patience(FULL_CHECK) * ((one.id or 0) * _ROOT_OF_TWO % 1)
                session.execute(update(Window).where(Window.id == one.id).values(paged_at=Window.paged_at - age))

    def live(self, days: Iterable[dt.date]) -> None:
        """Rechecks in the nights, on working days a publication and the incremental crawl, each month a full one."""
        for day in days:
            if day.toordinal() % self._recheck_every == 0:
                self._crawl("recheck", dt.datetime.combine(day, RECHECK))
                self._note_gone(day)
            came = self.site.turn_to(day)
            if day.weekday() < 5:
                self._follow(dt.datetime.combine(day, INCREMENTAL, dt.UTC))
                live = self._held()
                self.course.late += [(day, key) for key in sorted(came - live)]
                self._note_not_found(day, live)
                self._note_gone(day)
                self._rival(day)
                self.course.days += 1
            if day.day == 1:
                self._crawl("full", dt.datetime.combine(day, FULL))
                self._note_gone(day)
        self.course.new = self.site.published
        self._note_stale(day)

    def _note_not_found(self, day: dt.date, live: set[str]) -> None:
        """What came back, or to another place, and whose time is up now."""
        days = self._recheck_days + self._recheck_every + OLD.days + WEEKEND
        due = [one for one in self.site.back if one[0] + days * DAY < day]
        self.course.may_come = {key for _, key in set(self.site.back) - set(due)}
        missing = [one for one in due if one not in self._looked_for and one[1] in self.site.visible - live]
        self.course.not_found += missing
        self._looked_for.update(due)

    def _note_stale(self, today: dt.date) -> None:
        """Every edit whose time is up, of pages that were there as long, must have been fetched in it."""
        for day, path in self.site.edits:
            since = self.site.counts_from(day, path, self._recheck_days)
            if since is None:
                continue
            if since + self._recheck_days * DAY >= today:
                self.course.may_differ.add(path)
            elif not self._fetched(day, path, since + self._recheck_days * DAY):
                self.course.stale.append((day, path))

    def _follow(self, at: dt.datetime) -> None:
        """An incremental crawl; what it asks to read windows from end to end again is told from what is for news."""
        with unit_of_work(self._crawls.sessions) as session:
            known = [one for one in windows.known(session, at.date()) if one.state is not State.SPLIT and one.paged_at]
            due = [-(-one.listed // LISTING_PAGE) for one in known if one.is_due(at, FULL_CHECK)]
        # The first of several pages is read once more at the end.
        readings = sum(pages + 1 if pages > 1 else 1 for pages in due)
        self._crawl("incremental", at)
        self.course.requests["incremental"] -= readings
        self.course.requests["readings"] += readings

    def _crawl(self, mode: str, at: dt.datetime) -> Result:
        words = ("--mode", mode, "--at", at.isoformat())
        result = self._quick.run(self._crawls, self._replica.url, *words, LGO_RECHECK_DAYS=str(self._recheck_days))
        self.course.crawls[mode] += 1
        self.course.requests[mode] += result.report.get("requests", 0)
        if result.code != 0:
            why = str(result.report.get("reason") or result.stderr)
            self.course.not_complete.append((at.date(), mode, why))
        return result

    def _held(self) -> set[str]:
        query = select(Address.key).where(select(Page.id).where(Page.address_id == Address.id).exists())
        with unit_of_work(self._crawls.sessions) as session:
            return set(session.scalars(query.where(Address.gone_at.is_(None))))

    def _note_gone(self, day: dt.date) -> None:
        with unit_of_work(self._crawls.sessions) as session:
            gone = set(session.scalars(select(Address.key).where(Address.gone_at.is_not(None))))
        self.course.falsely_gone += [(day, key) for key in sorted((gone - self._gone) & self.site.visible)]
        self._gone = gone

    def _fetched(self, day: dt.date, key: str, last: dt.date) -> bool:
        """Whether a page was fetched, and was another one, after the recheck of the night of its edit and by a day."""
        first, end = (dt.datetime.combine(one, at, dt.UTC) for one, at in ((day, INCREMENTAL), (last + DAY, MIDNIGHT)))
        query = select(Page.id).join(Address, Address.id == Page.address_id).where(Address.key == key)
        with unit_of_work(self._crawls.sessions) as session:
            return session.scalar(query.where(Page.fetched_at.between(first, end)).limit(1)) is not None

    def _rival(self, day: dt.date) -> None:
        """What a rival would ask for on a day: every listing page and every decision of each month it walks."""
        costs = {month: self._cost_of(*month) for month in _months(day - max(RIVALS.values()) * DAY, day)}
        for name, days in RIVALS.items():
            walked = _months(day - days * DAY, day)
            self.course.rivals[name] += sum(costs[month] for month in walked)

    def _cost_of(self, first: dt.date, last: dt.date) -> int:
        page = fetched(self._replica, f"/Decisions/SearchResults?fd={first}&td={last}").decode()
        found = _TOTAL.search(page)
        assert found
        said = int(found[1].replace(",", ""))
        return max(1, -(-said // LISTING_PAGE)) + said


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    month = first.replace(day=1)
    while month <= last:
        following = (month + 31 * DAY).replace(day=1)
        yield month, following - DAY
        month = following
