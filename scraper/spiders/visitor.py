"""Fetches addresses of one site as a polite guest: the only place from which requests go out.

It asks robots.txt first and again in time, asks again when the server is in trouble and waits as long as it is told
to, follows a redirect only to the same page, takes nothing for a page that is none, and leaves a site that is away.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import structlog
from scrapy import Request
from scrapy.http import Response

from scraper import robots
from scraper.addresses import may_follow, same_site
from scraper.clock import Clock
from scraper.errors import CrawlStoppedError, FetchError
from scraper.items import Conditions
from scraper.manners import HTTP_OK, NOT_MODIFIED, REDIRECTS, fault_of, is_passing, seconds_to_wait
from scraper.patience import Patience
from scraper.recognise import CHALLENGE, CONSENT, MAINTENANCE, fault_in, kind_of, name_of
from scraper.report import Politeness, Traffic
from scraper.robots import Robots, read_robots
from scraper.spiders.sender import LASTING_FAULTS, MARGIN, PASSING_FAULTS, Answer, Sender, words_of

__all__ = ["Answer", "Visitor"]

log = structlog.get_logger(__name__)

ATTEMPTS = 3
MOST_REDIRECTS = 5
# Back-off where no spacing is set (loopback): 0.1 s, then 0.2 s.
LEAST_PAUSE_SECONDS = 0.1
# A server that says "not so fast" is given twice the distance from then on, up to this.
WIDEST_SPACING_SECONDS = 60.0
# What an owner forbids in a long crawl is heard of within the hour; a copy older than a day counts for nothing.
ROBOTS_SECONDS = 3600.0
ROBOTS_VALID_SECONDS = 24 * 3600.0
TOO_MANY = 429
FORBIDDEN = "robots.txt forbids it"
ELSEWHERE = "redirected elsewhere"
# Notes that mean the visitor or the whole site: no other page is asked to see whether they do.
MEANS_US = frozenset({CHALLENGE, CONSENT, MAINTENANCE})


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why an attempt brought no page; ``note`` is what stood in its place, ``wait`` what the site asks for."""

    words: str
    status: int | None
    passing: bool
    wait: float | None = None
    note: str | None = None
    kind: str | None = None


class Visitor:
    """Sends the requests of one crawl within bounds; a few ``concurrency`` at once for a site on this machine alone.

    ``headers`` go with every request, and say who asks.
    """

    def __init__(
        self,
        download: Callable[[Request], Awaitable[Response]],
        *,
        spacing: float,
        concurrency: int = 1,
        clock: Clock | None = None,
        throttle: Callable[[], float] = lambda: 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._sender = Sender(download, spacing=spacing, clock=clock or Clock(), throttle=throttle, headers=headers)
        self._concurrency = concurrency
        self._gate = asyncio.Semaphore(concurrency)
        self._patience = Patience()
        # Names a page that should be there, to ask before a row of bad answers is taken for the state of the site.
        self.witness: Callable[[], Awaitable[str | None]] | None = None
        self._robots = Robots()
        self._forbidden: set[str] = set()
        self._site_url = ""
        self._robots_at = self._robots_asked_at = 0.0

    @property
    def requests(self) -> int:
        """How many requests went out, with retries, redirects and robots.txt."""
        return self._sender.requests

    @property
    def traffic(self) -> Traffic:
        """The load so far."""
        return self._sender.traffic

    @property
    def politeness(self) -> Politeness:
        """The distance as it was kept so far."""
        gap = self._sender.least_gap
        least = None if gap is None else round(gap, 3)
        spacing, delay, forbidden = self._sender.spacing, self._robots.crawl_delay, sorted(self._forbidden)
        return Politeness(spacing, delay, self._concurrency, least, forbidden)

    async def arrive(self, site_url: str) -> None:
        """Read robots.txt and take its rules and delay as ours. Raises CrawlStoppedError where we are not wanted."""
        self._site_url = site_url
        async with self._gate:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    await self._read_robots()
                    break
                except (*LASTING_FAULTS, *PASSING_FAULTS, CrawlStoppedError) as error:
                    if attempt == ATTEMPTS or isinstance(error, FetchError):
                        raise CrawlStoppedError(_no_robots(error)) from error
                    self._sender.hold(self._pause(attempt))
        # The first request also had to connect, so it came later than it was sent.
        self._sender.hold(self._sender.spacing * MARGIN)

    def allows(self, url: str) -> bool:
        """True where the site's robots.txt lets us fetch an address."""
        return self._robots.allows(url)

    async def get(self, url: str, conditional: Conditions | None = None) -> Answer:
        """Fetch one page, or on a condition learn that it is as it was (an answer of status 304).

        Raises FetchError where it cannot be had, CrawlStoppedError where the visit must end.
        """
        conditions = conditional or Conditions()
        async with self._gate:
            await self._renew_robots()
            self._ask_leave(url)
            attempt = 1
            while isinstance(result := await self._try(url, conditions), _Fault):
                if result.wait is not None:
                    self._sender.hold(result.wait)
                    self.traffic.waited_seconds += result.wait
                if not result.passing or attempt == ATTEMPTS:
                    raise await self._missed(url, result, attempt)
                if result.wait is None:
                    self._sender.hold(self._pause(attempt))
                self.traffic.retries += 1
                attempt += 1
        self._patience.good()
        return result

    async def _missed(self, url: str, fault: _Fault, attempts: int) -> FetchError:
        """Count a page that cannot be had. Raises CrawlStoppedError where it is one too many in a row."""
        self.traffic.faults[fault.kind or fault.words] += 1
        log.warning("page_not_had", url=url, reason=fault.words, attempts=attempts)
        try:
            self._patience.missed(fault.words, fault.status, fault.note)
        except CrawlStoppedError:
            if fault.note in MEANS_US or not await self._is_well():
                raise
            self._patience.good()
        return FetchError(fault.words, status=fault.status, attempts=attempts)

    async def _is_well(self) -> bool:
        """Whether the page that should be there is: then those that could not be had are so each by itself."""
        url = await self.witness() if self.witness else None
        return url is not None and isinstance(await self._try(url, Conditions()), Answer)

    def _ask_leave(self, url: str) -> None:
        if not self._robots.allows(url):
            rule = self._robots.rule_against(url)
            self._forbidden.add(rule)
            self.traffic.faults[FORBIDDEN] += 1
            log.warning("page_forbidden", url=url, rule=rule)
            self._patience.forbidden(rule)
            raise FetchError(f"{FORBIDDEN} ({rule})", attempts=0)

    async def _try(self, url: str, conditions: Conditions) -> Answer | _Fault:
        try:
            answer = await self._follow(url, conditions)
        except PASSING_FAULTS as error:
            return _Fault(words_of(error), None, passing=True)
        except LASTING_FAULTS as error:
            return _Fault(words_of(error), None, passing=False, kind=getattr(error, "kind", None))
        if answer.status == NOT_MODIFIED and conditions.headers:
            return answer
        words = fault_of(answer.status, answer.headers, answer.content)
        if words is not None:
            return self._judged(answer, words)
        note = fault_in(answer.content, url, kind_of(url))
        return answer if note is None else _Fault(note, answer.status, passing=note == MAINTENANCE, note=note)

    def _judged(self, answer: Answer, words: str) -> _Fault:
        self._patience.refused(answer.status)
        if answer.status == TOO_MANY:
            self._sender.spacing = min(self._sender.spacing * 2, max(self._sender.spacing, WIDEST_SPACING_SECONDS))
        wait = seconds_to_wait(answer.headers, dt.datetime.now(dt.UTC))
        passing = is_passing(answer.status, words)
        note = name_of(answer.content) if answer.status != HTTP_OK else None
        if note in {CHALLENGE, MAINTENANCE}:
            # Such a note tells nothing of the page, whatever status it came with: not even that it is gone.
            return _Fault(f"{words}: {note}", None, passing or note == MAINTENANCE, wait, note)
        return _Fault(words, answer.status, passing, wait)

    async def _follow(self, url: str, conditions: Conditions) -> Answer:
        """One request, and those that its redirects ask for."""
        target = url
        for _ in range(MOST_REDIRECTS + 1):
            if not self._robots.allows(target):
                raise FetchError(f"{FORBIDDEN} ({self._robots.rule_against(target)})", kind=FORBIDDEN)
            answer = await self._sender.send(target, conditions.headers)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or location is None:
                return answer
            target = _redirected(url, target, location)
        raise FetchError("redirected without end")

    async def _renew_robots(self) -> None:
        """Ask for robots.txt again in time. Raises CrawlStoppedError where the copy we have is too old to go by."""
        now = time.monotonic()
        if not self._site_url or now - self._robots_asked_at < ROBOTS_SECONDS:
            return
        try:
            await self._read_robots()
        except (*LASTING_FAULTS, *PASSING_FAULTS, CrawlStoppedError) as error:
            if now - self._robots_at > ROBOTS_VALID_SECONDS:
                raise CrawlStoppedError(_no_robots(error)) from error

    async def _read_robots(self) -> None:
        self._robots_asked_at = time.monotonic()
        target = urljoin(self._site_url, robots.PATH)
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._sender.send(target, {})
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or location is None:
                self._take_rules(read_robots(answer.status, answer.content))
                return
            target = _on_site(target, location)
        raise FetchError("redirected without end")

    def _take_rules(self, rules: Robots) -> None:
        self._robots = rules
        self._robots_at = time.monotonic()
        self._sender.spacing = max(self._sender.spacing, rules.crawl_delay)

    def _pause(self, attempt: int) -> float:
        return float(max(self._sender.spacing, LEAST_PAUSE_SECONDS) * 2 ** (attempt - 1))


def _redirected(asked: str, current: str, location: str) -> str:
    """Where a redirect leads. Raises FetchError where that is not the page that was asked for."""
    try:
        target = urljoin(current, location)
        same = may_follow(asked, target)
    except ValueError:
        raise FetchError(f"redirected to {location}, which is no address", kind=ELSEWHERE) from None
    if not same:
        raise FetchError(f"redirected to {target}, which is not the same page", kind=ELSEWHERE)
    return target


def _on_site(current: str, location: str) -> str:
    """Where a redirect of robots.txt leads: anywhere on the site. Raises FetchError for another one's."""
    try:
        target = urljoin(current, location)
        ours = same_site(current, target)
    except ValueError:
        ours = False
    if not ours:
        raise FetchError(f"redirected to {location}, which is not the same site")
    return target


def _no_robots(error: Exception) -> str:
    if isinstance(error, CrawlStoppedError):
        return str(error)
    return f"robots.txt cannot be had ({words_of(error)}), so nothing may be fetched: try later"
