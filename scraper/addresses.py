"""One identity for each decision page, however its address is written. Pure.

The same page is met under http and https, with and without ``www.``, under ``/Decisions/`` and ``/decisions/``, with a
query such as ``?chapter=0``, a fragment or a trailing slash. Its *key* is the canonical path; the host is not part of
it, so that a replica's pages have the keys of the site's.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# Category, subcategory and reference, all in lower case: two digits, three, three, and a letter on joint cases.
DECISION_PATH = re.compile(r"/decisions/[^/\s]+/[^/\s]+/\d{2}-\d{3}-\d{3}[a-z]?")
FILE_PREFIX = "file:"


def key(url: str) -> str | None:
    """The identity of a decision page such as ``/decisions/education/school-transport/15-019-136``.

    ``url`` is absolute or a path from the root; None where it is no decision's address.
    """
    path = _path(url)
    return path if path is not None and DECISION_PATH.fullmatch(path) else None


def reference_part(decision_key: str) -> str:
    """The last part of a decision's key: its reference with hyphens, as in ``15-019-136``."""
    return decision_key.rpartition("/")[2]


def same_site(one: str, other: str) -> bool:
    """True where two absolute addresses name one site: same host but for ``www.``, and the same explicit port."""
    return _site(one) == _site(other)


def at_site(site_url: str, url: str) -> str:
    """The page of an address on the site that is crawled now: its path there, without query and fragment."""
    site = urlsplit(site_url)
    return f"{site.scheme}://{site.netloc}{urlsplit(url).path}"


def may_follow(asked: str, target: str) -> bool:
    """True where a redirect only leads to another spelling or a new place of the very page that was asked for.

    Off the site, back from https to http, or from a decision to anything but the same reference it is not followed.
    """
    if not same_site(asked, target) or (urlsplit(asked).scheme == "https" and urlsplit(target).scheme != "https"):
        return False
    asked_key, target_key = key(asked), key(target)
    if asked_key is None or target_key is None:
        return asked_key is target_key and _path(asked) == _path(target)
    return reference_part(asked_key) == reference_part(target_key)


def _path(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"", "http", "https"}:
        return None
    return re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/").lower()


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    try:
        return (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return "", None
