"""How a guest behaves and what it takes for an answer. Pure.

Robots rules by RFC 9309, how long to wait when asked to, and what is wrong with an answer that is no page.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from protego import Protego

from scraper.errors import CrawlStoppedError, PageTooLargeError

PRODUCT = "lgo-decisions"
HTTP_OK = 200
NOT_MODIFIED = 304
GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers of a server in trouble, or of one that asks for patience: the same request may work later.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
# Answers that say "not you" or "not so fast"; a row of them ends the visit.
REFUSALS = frozenset({401, 403, 429})
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# The one packing we ask for; every server knows it, and undoing it needs no library that could fail us.
ENCODING = "gzip"
# What zlib calls a gzip stream.
GZIP_BITS = 16 + zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"
# A crawl delay beyond a minute would make one crawl of the site last months, so people must talk first.
LONGEST_CRAWL_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site's robots.txt says to us."""

    rules: Protego | None
    crawl_delay: float = 0.0

    def allows(self, url: str) -> bool:
        """True where we may fetch an address."""
        return self.rules is None or bool(self.rules.can_fetch(url, PRODUCT))


def read_robots(status: int, content: bytes) -> Robots:
    """The rules in an answer to robots.txt. Raises CrawlStoppedError where the site must be left alone.

    A file that does not exist forbids nothing; one that a server in trouble cannot give forbids everything.
    """
    if status in PASSING or not 200 <= status < 500:  # noqa: PLR2004  # The classes of HTTP status codes.
        raise CrawlStoppedError(f"robots.txt cannot be had (status {status}), so nothing may be fetched: try later")
    if status != HTTP_OK:
        return Robots(None)
    rules = Protego.parse(content.decode("utf-8-sig", errors="replace"))
    delay = float(rules.crawl_delay(PRODUCT) or 0.0)
    if delay > LONGEST_CRAWL_DELAY:
        raise CrawlStoppedError(f"robots.txt asks for {delay:.0f} s between requests: agree with the owner first")
    return Robots(rules, delay)


def seconds_to_wait(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """What ``Retry-After`` asks for, as seconds or as a date; None where it is missing or cannot be read."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def unpacked(encoding: str, content: bytes, limit: int) -> bytes:
    """The content without its content encoding.

    Raises PageTooLargeError as soon as more than ``limit`` bytes come out, ValueError where the encoding is not the one
    that was asked for, or is broken.
    """
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return content
    if encoding not in {ENCODING, "x-gzip"}:
        raise ValueError(f"content encoding {encoding}, which was not asked for")
    plain = b""
    # A stream can have several members, one after the other; what follows the last one is nobody's.
    more = True
    while more:
        stream = zlib.decompressobj(GZIP_BITS)
        try:
            plain += stream.decompress(content, limit + 1 - len(plain))
        except zlib.error as error:
            raise ValueError("its content encoding cannot be undone") from error
        if len(plain) > limit:
            raise PageTooLargeError(len(plain), limit)
        if not stream.eof:
            raise ValueError("its content encoding cannot be undone")
        content = stream.unused_data
        more = content.startswith(GZIP_MAGIC)
    return plain


def fault_of(status: int, headers: Mapping[str, str], content: bytes) -> str | None:
    """Why an answer is no page of the site, in a few words; None where it is one."""
    if status != HTTP_OK:
        return f"status {status}"
    media_type = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if media_type not in PAGE_TYPES:
        return f"content type {media_type}, not a page"
    if not content.strip():
        return "an empty answer"
    if b"</html" not in content[-4096:].lower():
        return "a cut page: its end is missing"
    return None


def is_passing(status: int, fault: str) -> bool:
    """True where asking again may help: a server in trouble, or a page that came incomplete."""
    return status in PASSING or (status == HTTP_OK and not fault.startswith("content type"))
