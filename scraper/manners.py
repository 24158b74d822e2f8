"""How a guest behaves and what it takes for an answer. Pure.

How long to wait when asked to, and what is wrong with an answer that is no page.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from scraper.errors import PageTooLargeError

HTTP_OK = 200
NOT_MODIFIED = 304
GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers of a server in trouble, or of one that asks for patience: the same request may work later.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
# Answers that say "not you" or "not so fast"; a row of them ends the visit.
REFUSALS = frozenset({401, 403, 429})
# A page of 50 KB that takes longer, from asking to its last byte, comes from a server in trouble, or drips on purpose.
DEADLINE_SECONDS = 60.0
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# The one packing we ask for; every server knows it, and undoing it needs no library that could fail us.
ENCODING = "gzip"
# What zlib calls a gzip stream.
GZIP_BITS = 16 + zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"


def seconds_to_wait(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """What ``Retry-After`` asks for, as seconds or as a date; None where it is missing or cannot be read.

    A date is compared with the answer's own ``Date``, because the server's clock need not be ours.
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    moment = _moment(value)
    if moment is None:
        return None
    return max(0.0, (moment - (_moment(headers.get("date", "")) or now)).total_seconds())


def _moment(value: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


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
