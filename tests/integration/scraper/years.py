"""Years of a site's life in minutes: its clock goes from day to day, and crawls come as beat's schedule has them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from config.db import unit_of_work
from scraper.models import Address, Page
from scraper.replica.process import Replica
from tests.integration.scraper.crawling import Crawls, Result
from tests.integration.scraper.quick import QuickCrawls
from tests.integration.scraper.standing import fetched, visible

DAY = dt.timedelta(days=1)
MIDNIGHT, RECHECK, INCREMENTAL, FULL = dt.time(0, 0), dt.time(2, 30), dt.time(6, 15), dt.time(20, 10)
LISTING_PAGE = 10
SWEEP_DAYS = 31  # Within so many days beat has every window read.
# How far back the rival looks at each run: since its last one by decision date, as it does, though nothing is ever
# published so soon; as long as decisions come late; and as long as we take a window for young.
RIVALS = {"since_last_run": 1, "three_months": 95, "half_a_year": 182}
_TOTAL = re.compile(r"Your search has ([\d,]+) results")


@dataclass
class Site:
    """What the site has shown up to today, kept up from its history."""

    replica: Replica
    visible: set[str] = field(default_factory=set)
    edits: list[tuple[dt.date, str]] = field(default_factory=list)
    back: list[tuple[dt.date, str]] = field(default_factory=list)
    published: int = 0

    def turn_to(self, day: dt.date) -> set[str]:
        """Put the clock to a day; the keys of what was published on it."""
        self.replica.set_today(day)
        came: set[str] = set()
        for event in json.loads(fetched(self.replica, f"/truth/history.json?since={day}&until={day}")):
            came |= self._note(day, event)
        return came

    def _note(self, day: dt.date, event: Mapping[str, Any]) -> set[str]:
        kind, path = event["event"], event["path"]
        if kind in {"withdrawn", "expired"}:
            self.visible.discard(path)
            return set()
        if kind == "edited":
            self.edits.append((day, path))
            return set()
        if kind == "moved":
            (old,) = [change["before"] for change in event["changes"] if change.get("field") == "path"]
            self.visible.discard(old)
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
    ``not_found``: brought back or to another place, and not live there when every window has been read; totals may not
    tell of it before. ``not_complete``: a crawl that did not end well, and why.
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

    def a_new_decision(self) -> dict[str, float]:
        """What a new decision cost: our requests for news, those with the monthly sweeps added, and each rival's."""
        ours = {"ours": self.requests["incremental"]}
        ours["ours_with_sweeps"] = ours["ours"] + self.requests["full"]
        return {name: round(count / max(1, self.new), 1) for name, count in {**ours, **self.rivals}.items()}


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

    def begin(self, day: dt.date) -> Result:
        """Fill the archive with all that the site shows on a day."""
        self._replica.set_today(day)
        self.site.visible = set(visible(self._replica))
        result = self._crawl("full", dt.datetime.combine(day, INCREMENTAL))
        self.course.requests.clear()
        self.course.crawls.clear()
        return result

    def live(self, days: Iterable[dt.date]) -> None:
        """Rechecks in the nights, a publication and the incremental crawl on working days, a sweep each month."""
        for day in days:
            if day.toordinal() % self._recheck_every == 0:
                self._crawl("recheck", dt.datetime.combine(day, RECHECK))
                self._note_gone(day)
            came = self.site.turn_to(day)
            if day.weekday() < 5:
                self._crawl("incremental", dt.datetime.combine(day, INCREMENTAL))
                self.course.late += [(day, key) for key in sorted(came - self._held())]
                self._note_gone(day)
                self._rival(day)
                self.course.days += 1
            if day.day == 1:
                self._crawl("full", dt.datetime.combine(day, FULL))
        self.course.new = self.site.published
        patience = self._recheck_days + self._recheck_every
        edits = overdue(self.site.edits, patience, day)
        self.course.stale = [one for one in edits if one[1] in self.site.visible and not self._fetched(*one, patience)]
        live = self._held()
        back = overdue(self.site.back, max(patience, SWEEP_DAYS + 1), day)
        self.course.not_found = [one for one in back if one[1] in self.site.visible - live]

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

    def _fetched(self, day: dt.date, key: str, days: int) -> bool:
        """Whether a page was fetched, and was another one, within so many days of its edit."""
        first = dt.datetime.combine(day, MIDNIGHT, dt.UTC)
        query = select(Page.id).join(Address, Address.id == Page.address_id).where(Address.key == key)
        in_time = Page.fetched_at.between(first, first + (days + 1) * DAY)
        with unit_of_work(self._crawls.sessions) as session:
            return session.scalar(query.where(in_time).limit(1)) is not None

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


def overdue(events: Iterable[tuple[dt.date, str]], days: int, today: dt.date) -> list[tuple[dt.date, str]]:
    """What happened more than so many days ago."""
    return [(day, key) for day, key in events if day + days * DAY < today]


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    month = first.replace(day=1)
    while month <= last:
        following = (month + 31 * DAY).replace(day=1)
        yield month, following - DAY
        month = following
