"""Addresses of decision pages: the one canonical form, and what an address says of its decision. Pure.

The site's pages are met under http and https, with and without ``www.``, under ``/Decisions/`` and ``/decisions/``,
with a query, a fragment or a trailing slash. All of these are one address.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SITE_HOST = "lgo.org.uk"
SITE = f"https://www.{SITE_HOST}"
_PATH = re.compile(r"/decisions/([^/\s]{1,100})/([^/\s]{1,100})/(\d{2})[- ]?(\d{3})[- ]?(\d{3})[- ]?([a-z]?)")
_PLAIN = re.compile(r"/decisions/[a-z0-9-]{1,100}/[a-z0-9-]{1,100}/\d{2}-\d{3}-\d{3}[a-z]?")
_MAX_CHARS = 2_000


class UrlFacts(NamedTuple):
    """What a decision's address tells: slugs of its category and subcategory, and its reference "YY NNN NNN"."""

    category: str
    subcategory: str
    reference: str


def canonical_url(url: str) -> str | None:
    """The one form of a decision page's address; None where it is no decision's address.

    Every host of the site becomes ``https://www.lgo.org.uk``; another host (a replica, a mirror) stays as it is.
    """
    found = _match(url)
    if found is None:
        return None
    origin, match = found
    category, subcategory, year, middle, last, letter = match.groups()
    return f"{origin}/decisions/{category}/{subcategory}/{year}-{middle}-{last}{letter}"


def url_facts(url: str) -> UrlFacts | None:
    """The facts that stand in a decision page's address; None where it is no decision's address."""
    found = _match(url)
    if found is None:
        return None
    category, subcategory, year, middle, last, letter = found[1].groups()
    return UrlFacts(category, subcategory, f"{year} {middle} {last}{letter}")


def _match(url: str) -> tuple[str, re.Match[str]] | None:
    if len(url) > _MAX_CHARS:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    match = _PATH.fullmatch(_path(parts.path))
    host = (parts.hostname or "").rstrip(".")
    if match is None or parts.scheme.lower() not in {"", "http", "https"} or (parts.scheme and not host):
        return None
    if host.removeprefix("www.") in {"", SITE_HOST}:
        return SITE, match
    return f"{parts.scheme.lower() or 'https'}://{host}{f':{port}' if port else ''}", match


def _path(path: str) -> str:
    if _PLAIN.fullmatch(path):
        return path
    plain = re.sub(r"/{2,}", "/", unquote(path)).rstrip("/").lower()
    # An address without a scheme is read as a path, its host in front.
    start = plain.find("/decisions/")
    bare_host = plain[: max(start, 0)].removeprefix("www.")
    return plain[start:] if bare_host == SITE_HOST else plain
