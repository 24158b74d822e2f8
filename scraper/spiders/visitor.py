"""Fetches addresses of one site as a polite guest: the only place from which requests go out.

It asks robots.txt first, keeps its distance between requests, asks again when the server is in trouble and waits as
long as it is told to, follows a redirect only to the same page, and leaves when it is refused again and again.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from scraper.addresses import key, may_follow
from scraper.clock import Clock
from scraper.errors import CrawlStoppedError, FetchError, PageTooLargeError
from scraper.items import MAX_PAGE_BYTES, Conditions
from scraper.manners import (
    ENCODING,
    GONE,
    NOT_MODIFIED,
    REDIRECTS,
    REFUSALS,
    Robots,
    fault_of,
    is_passing,
    read_robots,
    seconds_to_wait,
    unpacked,
)
from scraper.report import Traffic

ATTEMPTS = 3
MOST_REDIRECTS = 5
# A server that refuses so many requests in a row means us.
REFUSALS_IN_A_ROW = 5
# So many pages in a row that cannot be had: the site is away, and asking on is only a burden.
FAULTS_IN_A_ROW = 20
# A longer wish than this ends the run; the next one comes back later.
LONGEST_WAIT_SECONDS = 600.0
# Back-off where no spacing is set (loopback): 0.1 s, then 0.2 s.
LEAST_PAUSE_SECONDS = 0.1
# Requests are sent a little further apart than promised, because the network moves them against each other.
MARGIN = 1.02
SLOT = "site"

LASTING_FAULTS = (
    DownloadCancelledError,
    FetchError,
    IgnoreRequest,
    PageTooLargeError,
    UnsupportedURLSchemeError,
    ValueError,
)
PASSING_FAULTS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
# Names of Scrapy's errors in the words of a failure row; their own texts hold addresses and Python.
WORDS = {
    DownloadCancelledError: "larger than is taken",
    IgnoreRequest: "an address off the site",
    PageTooLargeError: "larger than is taken when unpacked",
    UnsupportedURLSchemeError: "no web address",
    CannotResolveHostError: "the host name is unknown",
    DownloadConnectionRefusedError: "the connection was refused",
    DownloadFailedError: "the connection broke off",
    DownloadTimeoutError: "no whole answer in time",
    ResponseDataLossError: "a cut answer",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: the address that answered in the end, and what came; nothing where nothing changed."""

    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Fault:
    words: str
    status: int | None
    passing: bool
    wait: float | None = None


class Visitor:
    """Sends the requests of one crawl, spaced and within bounds; ``requests`` counts each one that went out."""

    def __init__(
        self,
        download: Callable[[Request], Awaitable[Response]],
        *,
        spacing: float,
        concurrency: int = 1,
        clock: Clock | None = None,
    ) -> None:
        self.requests = 0
        self.traffic = Traffic()
        self._clock = clock or Clock()
        self._download = download
        self._spacing = spacing
        self._gate = asyncio.Semaphore(concurrency)
        self._not_before = 0.0
        self._robots = Robots(None)
        self._refusals = 0
        self._faults = 0

    async def arrive(self, site_url: str) -> None:
        """Read robots.txt and take its rules and delay as ours. Raises CrawlStoppedError where we are not wanted."""
        async with self._gate:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    answer = await self._follow(urljoin(site_url, "/robots.txt"))
                    self._robots = read_robots(answer.status, answer.content)
                    break
                except (*LASTING_FAULTS, *PASSING_FAULTS, CrawlStoppedError) as error:
                    if attempt == ATTEMPTS or isinstance(error, FetchError):
                        raise CrawlStoppedError(_no_robots(error)) from error
                    self._hold(self._pause(attempt))
        self._spacing = max(self._spacing, self._robots.crawl_delay)
        # The first request also had to connect, so it came later than it was sent.
        self._hold(self._spacing * MARGIN)

    def allows(self, url: str) -> bool:
        """True where the site's robots.txt lets us fetch an address."""
        return self._robots.allows(url)

    async def get(self, url: str, conditional: Conditions | None = None) -> Answer:
        """Fetch one page, or on a condition learn that it is as it was (an answer of status 304).

        Raises FetchError where it cannot be had, CrawlStoppedError where the visit must end.
        """
        conditions = conditional or Conditions()
        async with self._gate:
            attempt = 1
            while isinstance(result := await self._try(url, conditions), _Fault):
                if not result.passing or attempt == ATTEMPTS:
                    self._note_miss(result)
                    raise FetchError(result.words, status=result.status, attempts=attempt)
                self._hold(self._pause(attempt) if result.wait is None else result.wait)
                self.traffic.waited_seconds += result.wait or 0.0
                self.traffic.retries += 1
                attempt += 1
        self._faults = self._refusals = 0
        return result

    async def _try(self, url: str, conditions: Conditions) -> Answer | _Fault:
        try:
            answer = await self._follow(url, conditions)
        except PASSING_FAULTS as error:
            return _Fault(_words(error), None, passing=True)
        except LASTING_FAULTS as error:
            return _Fault(_words(error), None, passing=False)
        if answer.status == NOT_MODIFIED and conditions.headers:
            return answer
        words = fault_of(answer.status, answer.headers, answer.content)
        if words is None:
            return answer
        self._note_refusal(answer.status)
        wait = seconds_to_wait(answer.headers, dt.datetime.now(dt.UTC))
        return _Fault(words, answer.status, is_passing(answer.status, words), wait)

    async def _follow(self, url: str, conditions: Conditions | None = None) -> Answer:
        """One request, and those that its redirects ask for; a page that moved is asked for without condition."""
        target = url
        for _ in range(MOST_REDIRECTS + 1):
            same = conditions is not None and key(target) == key(url)
            answer = await self._send(target, conditions.headers if conditions and same else {})
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or location is None:
                return answer
            target = _redirected(url, target, location)
        raise FetchError("redirected without end")

    async def _send(self, url: str, conditions: dict[str, str]) -> Answer:
        if not self._robots.allows(url):
            raise FetchError("robots.txt forbids it")
        while (wait := self._not_before - time.monotonic()) > 0:  # noqa: ASYNC110  # It can be put off meanwhile.
            await asyncio.sleep(wait)
        self._not_before = time.monotonic() + self._spacing * MARGIN
        self.requests += 1
        headers = {"Accept-Encoding": ENCODING, **conditions}
        request = Request(url, headers=headers, dont_filter=True, meta={"download_slot": SLOT})
        response = await self._download(request)
        self.traffic.answers[str(response.status)] += 1
        self.traffic.bytes += len(response.body)
        headers = _headers(response)
        encoding = headers.pop("content-encoding", "")
        content = unpacked(encoding, response.body, MAX_PAGE_BYTES)
        return Answer(url, response.status, headers, content, self._clock.now())

    def _pause(self, attempt: int) -> float:
        return float(max(self._spacing, LEAST_PAUSE_SECONDS) * 2 ** (attempt - 1))

    def _hold(self, seconds: float) -> None:
        """Send nothing for so long."""
        if seconds > LONGEST_WAIT_SECONDS:
            raise CrawlStoppedError(f"the site asks to be left alone for {seconds:.0f} s: run the crawl again later")
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _note_refusal(self, status: int) -> None:
        self._refusals = self._refusals + 1 if status in REFUSALS else 0
        if self._refusals >= REFUSALS_IN_A_ROW:
            raise CrawlStoppedError(f"the site refused {self._refusals} requests in a row (status {status})")

    def _note_miss(self, fault: _Fault) -> None:
        self._faults = 0 if fault.status in GONE else self._faults + 1
        if self._faults >= FAULTS_IN_A_ROW:
            raise CrawlStoppedError(f"{self._faults} pages in a row could not be had, the last one: {fault.words}")


def _redirected(asked: str, current: str, location: str) -> str:
    """Where a redirect leads. Raises FetchError where that is not the page that was asked for."""
    try:
        target = urljoin(current, location)
        same = may_follow(asked, target)
    except ValueError:
        raise FetchError(f"redirected to {location}, which is no address") from None
    if not same:
        raise FetchError(f"redirected to {target}, which is not the same page")
    return target


def _headers(response: Response) -> dict[str, str]:
    """The answer's headers, lower case; cookies are ours and no part of the page."""
    headers = {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
    headers.pop("set-cookie", None)
    return headers


def _words(error: BaseException) -> str:
    # Scrapy wraps what TLS says, and keeps of its kind only the text.
    if isinstance(error, DownloadFailedError) and "certificate" in str(error):
        return "the server's certificate is not valid"
    words = next((text for kind, text in WORDS.items() if isinstance(error, kind)), None)
    return words or str(error).strip() or type(error).__name__


def _no_robots(error: Exception) -> str:
    if isinstance(error, CrawlStoppedError):
        return str(error)
    return f"robots.txt cannot be had ({_words(error)}), so nothing may be fetched: try later"
