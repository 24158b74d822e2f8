"""How the archive stands beside the truth of the replica that it was crawled from."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from config.db import unit_of_work
from scraper import store
from scraper.models import Address, Page
from scraper.replica.process import Replica
from tests.integration.scraper.crawling import Crawls

_ARTICLE = re.compile(rb'<article id="article">.*?</article>', re.DOTALL)
_VALUE = re.compile(rb'<span class="value">.*?</span></p>', re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """Keys of pages that the site has and the archive lacks, holds otherwise, or takes for gone; and of none there."""

    lost: frozenset[str]
    other: frozenset[str]
    falsely_gone: frozenset[str]
    beyond: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.lost or self.other or self.falsely_gone or self.beyond)


def visible(replica: Replica, *, everything: bool = False) -> dict[str, dict[str, Any]]:
    """Each decision that the site shows today by its key; with ``everything`` those too that it showed once."""
    rows = fetched(replica, f"/truth/index.json{'?all=1' if everything else ''}")
    return {urlsplit(row["url"]).path: row for row in json.loads(rows)}


def fetched(replica: Replica, path: str) -> bytes:
    """What an address of the replica answers us."""
    with urllib.request.urlopen(replica.url + path, timeout=60) as answer:  # noqa: S310  # Our own replica.
        content: bytes = answer.read()
        return content


def held(crawls: Crawls) -> tuple[dict[str, bytes], set[str]]:
    """The latest page body of each address that is held, and the addresses that count as gone."""
    latest = (
        select(Page.id, Address.key, Address.gone_at)
        .join(Address, Address.id == Page.address_id)
        .ext(distinct_on(Page.address_id))
        .order_by(Page.address_id, Page.number.desc())
    )
    with unit_of_work(crawls.sessions) as session:
        rows = session.execute(latest).all()
        bodies = store.read_bodies(session, [row.id for row in rows])
        contents = {row.key: bodies[row.id].content for row in rows}
        return contents, {row.key for row in rows if row.gone_at is not None}


def compared(crawls: Crawls, replica: Replica, pages: dict[str, bytes] | None = None) -> Difference:
    """The archive beside the truth; the replica must be free of faults.

    ``pages`` keeps the words of its pages from one time to the next, where none of them changes.
    """
    pages = {} if pages is None else pages
    there = visible(replica)
    contents, gone = held(crawls)
    for key in there.keys() & contents.keys() - pages.keys():
        pages[key] = words(fetched(replica, key))
    return Difference(
        lost=frozenset(there.keys() - contents.keys()),
        other=frozenset(key for key in there.keys() & contents.keys() if words(contents[key]) != pages[key]),
        falsely_gone=frozenset(gone & there.keys()),
        beyond=frozenset(contents.keys() - there.keys() - gone),
    )


def words(page: bytes) -> bytes:
    """A decision's article without the values of its header, which a fault may have put otherwise on a true page."""
    article = _ARTICLE.search(page)
    return _VALUE.sub(b"", article[0]) if article else b""
