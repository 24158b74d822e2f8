"""Sends single requests at a distance from each other, and counts the load they are.

No judgement of what comes is made here.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from scraper import manners
from scraper.clock import Clock
from scraper.errors import CrawlStoppedError, FetchError, PageTooLargeError
from scraper.items import MAX_PAGE_BYTES
from scraper.manners import ENCODING, unpacked
from scraper.report import Traffic
from scraper.spiders.cookies import Cookies

# A longer wish than this ends the run; the next one comes back later.
LONGEST_WAIT_SECONDS = 600.0
# Requests are sent a little further apart than promised, because the network moves them against each other.
MARGIN = 1.02
SLOT = "site"

LASTING_FAULTS = (
    DownloadCancelledError,
    FetchError,
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


class Sender:
    """The way out for requests; ``spacing`` is the least time in seconds between the beginnings of two.

    ``throttle`` tells the distance that a slow server has earned; ``least_gap`` is the least there was so far.
    ``headers`` go with every request.
    """

    def __init__(
        self,
        download: Callable[[Request], Awaitable[Response]],
        *,
        spacing: float,
        clock: Clock,
        throttle: Callable[[], float] = lambda: 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.requests = 0
        self.traffic = Traffic()
        self.spacing = spacing
        self.least_gap: float | None = None
        self._download = download
        self._clock = clock
        self._throttle = throttle
        self._headers = {**(headers or {}), "Accept-Encoding": ENCODING}
        self._cookies = Cookies()
        self._held_until = 0.0
        self._last: float | None = None

    def hold(self, seconds: float) -> None:
        """Send nothing for so long. Raises CrawlStoppedError where that is longer than a crawl waits."""
        if seconds > LONGEST_WAIT_SECONDS:
            raise CrawlStoppedError(f"the site asks to be left alone for {seconds:.0f} s: run the crawl again later")
        self._held_until = max(self._held_until, time.monotonic() + seconds)

    async def send(self, url: str, headers: Mapping[str, str]) -> Answer:
        """One request, when its turn has come. Raises one of LASTING_FAULTS or PASSING_FAULTS where no answer comes."""
        await self._turn()
        self.requests += 1
        request = Request(
            url,
            headers={**self._headers, **headers},
            meta={"download_slot": SLOT, "download_timeout": manners.DEADLINE_SECONDS},
        )
        self._cookies.put(request)
        try:
            response = await self._download(request)
        except (*LASTING_FAULTS, *PASSING_FAULTS) as error:
            self.traffic.answers[words_of(error)] += 1
            raise
        self._cookies.take(response, request)
        self.traffic.answers[str(response.status)] += 1
        self.traffic.bytes += len(response.body)
        named = _headers(response)
        content = unpacked(named.pop("content-encoding", ""), response.body, MAX_PAGE_BYTES)
        return Answer(url, response.status, named, content, self._clock.now())

    async def _turn(self) -> None:
        while (wait := self._next_turn() - time.monotonic()) > 0:  # noqa: ASYNC110  # It can be put off meanwhile.
            await asyncio.sleep(wait)
        now = time.monotonic()
        if self._last is not None and (self.least_gap is None or now - self._last < self.least_gap):
            self.least_gap = now - self._last
        self._last = now

    def _next_turn(self) -> float:
        if self._last is None:
            return self._held_until
        return max(self._held_until, self._last + max(self.spacing * MARGIN, self._throttle()))


def words_of(error: BaseException) -> str:
    """What went wrong with a request, in words that stay the same."""
    # Scrapy wraps what TLS says, and keeps of its kind only the text.
    if isinstance(error, DownloadFailedError) and "certificate" in str(error):
        return "the server's certificate is not valid"
    words = next((text for kind, text in WORDS.items() if isinstance(error, kind)), None)
    return words or str(error).strip() or type(error).__name__


def _headers(response: Response) -> dict[str, str]:
    """The answer's headers, lower case; cookies are ours and no part of the page."""
    headers = {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
    headers.pop("set-cookie", None)
    return headers
