"""The raw archive's pages: the only writer of addresses, pages and page bodies; the rest of checks is in ``checks``.

Every function works inside the caller's unit of work. Identity is decided by unique constraints, and rows are locked
in one order (addresses by key, then bodies by sha256), so two processes that store the same pages end with one row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import zstandard
from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    Select,
    String,
    any_,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, distinct_on, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from config import failures
from config.db import rows_of, table_of
from config.failures import Stage
from scraper import structure
from scraper.errors import DamagedBodyError, PageGoneError, PageTooLargeError
from scraper.essence import same_essence
from scraper.items import MAX_PAGE_BYTES, RawPage, Stored
from scraper.models import Address, AddressChange, Check, Page, PageBody

# Level 3 packs a page of 50 KB to a fifth in a third of a millisecond; higher levels cost more than they save.
ZSTD_LEVEL = 3

_Row = dict[str, Any]


def store_page(session: Session, page: RawPage) -> Stored:
    """Keep one page; a row is made only where it differs from the address's latest. Raises PageTooLargeError.

    Bytes that cannot be the decision's (:mod:`scraper.essence`) make no difference in what a crawl fetched.
    """
    return store_pages(session, [page])[0]


def store_pages(session: Session, pages: Sequence[RawPage]) -> list[Stored]:
    """Keep pages of different addresses in one go, each as by :func:`store_page`, and forget their fetch failures.

    Several pages of one address are one too many: which of them is the latest would be left to chance (ValueError).
    """
    for page in pages:
        if len(page.content) > MAX_PAGE_BYTES:
            raise PageTooLargeError(len(page.content), MAX_PAGE_BYTES)
    if len({page.key for page in pages}) < len(pages):
        raise ValueError("store_pages takes one page of each address")
    ids = lock_addresses(session, {page.key: page.url for page in pages})
    latest = _latest_pages(session, ids.values())
    stored: dict[str, Stored] = {}
    fresh: list[tuple[RawPage, _Row]] = []
    for page in pages:
        address_id, sha256 = ids[page.key], hashlib.sha256(page.content).hexdigest()
        last = latest.get(address_id)
        if last is not None and (last.sha256 == sha256 or _is_same(session, last.sha256, page)):
            _touch(session, last.id, page.fetched_at)
            stored[page.key] = Stored(last.id, is_new=False, number=last.number)
        else:
            fresh.append((page, _page_row(page, address_id, last.number + 1 if last else 1, sha256)))
    _note_checks(session, [(ids[page.key], page) for page in pages if ids[page.key] in latest])
    _store_bodies(session, {str(row["sha256"]): page.content for page, row in fresh})
    made = _insert_pages(session, [row for _, row in fresh])
    stored |= {page.key: made[ids[page.key]] for page, _ in fresh}
    failures.resolve(session, Stage.FETCH, list(ids.values()))
    return [stored[page.key] for page in pages]


def lock_addresses(session: Session, urls: dict[str, str], *, answered: bool = True) -> dict[str, int]:
    """Make the addresses that are not there yet and lock all of them; their ids by key.

    One that has ``answered`` is not gone (any more).
    """
    named = {plain(key): key for key in urls}
    locked = _locked(session, named)
    if missing := sorted(set(named) - set(locked)):
        rows = [{"key": name, "url": plain(urls[named[name]])} for name in missing]
        session.execute(_new_addresses(), {"rows": rows})
        locked = _locked(session, named)
    if answered:
        come_back(session, [row.id for row in locked.values() if row.gone_at is not None])
    return {key: locked[name].id for name, key in named.items()}


@cache
def _new_addresses() -> Insert:
    table = table_of(Address)
    return insert(table).from_select(["key", "url"], rows_of(table.c.key, table.c.url)).on_conflict_do_nothing()


def come_back(session: Session, address_ids: Collection[int]) -> None:
    """These addresses answer: those that were marked gone are not gone any more, and the workers are told."""
    if not address_ids:
        return
    gone = update(Address).where(Address.id.in_(address_ids), Address.gone_at.is_not(None))
    note_changes(session, session.scalars(gone.values(gone_at=None).returning(Address.id)).all())


def note_changes(session: Session, address_ids: Collection[int]) -> None:
    """Tell the workers, when this unit of work commits, that these addresses went or came back."""
    if address_ids:
        session.execute(insert(AddressChange), [{"address_id": one} for one in address_ids])


def make_due(session: Session, address_ids: Collection[int]) -> None:
    """Have the next crawl ask for these addresses first, whatever it is about; those not held it fetches anyway."""
    held = select(Page.address_id).where(Page.address_id.in_(address_ids)).distinct().order_by(Page.address_id)
    if rows := [{"address_id": one, "due": True} for one in session.scalars(held)]:
        named = insert(Check).on_conflict_do_update(index_elements=[Check.address_id], set_={"due": True})
        session.execute(named, rows)


def _locked(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    return {row.key: row for row in session.execute(_lock(), {"keys": sorted(keys)})}


@cache
def _lock() -> Select[str, int, dt.datetime | None]:
    table = table_of(Address)
    query = select(table.c.key, table.c.id, table.c.gone_at).order_by(table.c.key).with_for_update()
    return query.where(table.c.key == any_(bindparam("keys", type_=ARRAY(String))))


def _latest_pages(session: Session, address_ids: Iterable[int]) -> dict[int, Any]:
    return {row.address_id: row for row in session.execute(_latest(), {"ids": list(address_ids)})}


@cache
def _latest() -> Select[int, int, int, str]:
    table = table_of(Page)
    query = select(table.c.address_id, table.c.id, table.c.number, table.c.sha256)
    query = query.where(table.c.address_id == any_(bindparam("ids", type_=ARRAY(BigInteger))))
    return query.ext(distinct_on(table.c.address_id)).order_by(table.c.address_id, table.c.number.desc())


def _is_same(session: Session, held_sha256: str, page: RawPage) -> bool:
    """Whether a page that was fetched again differs from the held one in nothing that could be the decision."""
    if page.crawl_id is None:
        return False
    body = session.get(PageBody, held_sha256)
    try:
        return body is not None and same_essence(_unpack(body), page.content)
    except DamagedBodyError:
        return False


def has_lost_structure(session: Session, page: RawPage) -> bool:
    """Whether a page differs from the one that is held of its address in just what its reading hangs on."""
    query = select(PageBody).join(Page, Page.sha256 == PageBody.sha256).join(Address, Address.id == Page.address_id)
    body = session.scalar(query.where(Address.key == plain(page.key)).order_by(Page.number.desc()).limit(1))
    try:
        held = None if body is None else _unpack(body)
    except DamagedBodyError:
        return False
    return held is not None and not same_essence(held, page.content) and structure.has_lost(held, page.content)


def _note_checks(session: Session, pages: Sequence[tuple[int, RawPage]]) -> None:
    """What the site gave again is checked: nothing is missing or due, and the next condition is what came with it."""
    if not pages:
        return
    new = insert(Check)
    columns = ("asked_at", "checked_at", "etag", "last_modified")
    again = {name: new.excluded[name] for name in columns} | {"missing_since": None, "missing_at": None, "due": False}
    session.execute(
        new.on_conflict_do_update(index_elements=[Check.address_id], set_=again),
        [
            {
                "address_id": address_id,
                "asked_at": page.fetched_at,
                "checked_at": page.fetched_at,
                "etag": _header(page, "etag"),
                "last_modified": _header(page, "last-modified"),
                "due": False,
            }
            for address_id, page in sorted(pages, key=lambda pair: pair[0])
        ],
    )


def _header(page: RawPage, name: str) -> str | None:
    return plain(page.headers[name]) if name in page.headers else None


def _touch(session: Session, page_id: int, at: dt.datetime) -> None:
    moved = func.greatest(Page.checked_at, at)
    session.execute(update(Page).where(Page.id == page_id).values(checked_at=moved))


def touch_latest(session: Session, answers: Mapping[int, dt.datetime]) -> None:
    """These addresses still answer what their latest page says, each at its time."""
    for address_id, latest in _latest_pages(session, answers).items():
        _touch(session, latest.id, answers[address_id])


def _store_bodies(session: Session, contents: dict[str, bytes]) -> None:
    if not contents:
        return
    pack = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress
    packed = [pack(contents[sha256]) for sha256 in sorted(contents)]
    places = accumulate(map(len, packed), initial=1)
    rows = [
        {"sha256": sha256, "size": len(contents[sha256]), "place": place, "length": len(data)}
        for sha256, data, place in zip(sorted(contents), packed, places, strict=False)
    ]
    session.execute(_new_bodies(), {"rows": rows, "packed": b"".join(packed)})


@cache
def _new_bodies() -> Insert:
    """A statement that keeps bodies; bytes have no form in JSON, so they come as one value and are cut there."""
    table = table_of(PageBody)
    rows = rows_of(table.c.sha256, table.c.size, column("place", Integer), column("length", Integer)).c
    data = func.substring(bindparam("packed", type_=LargeBinary), rows.place, rows.length)
    new = insert(table).from_select(["sha256", "size", "data"], select(rows.sha256, rows.size, data))
    return new.on_conflict_do_nothing()


def _page_row(page: RawPage, address_id: int, number: int, sha256: str) -> _Row:
    return {
        "address_id": address_id,
        "number": number,
        "crawl_id": page.crawl_id,
        "url": plain(page.url),
        "status": page.status,
        "headers": {plain(name): plain(value) for name, value in page.headers.items()},
        "sha256": sha256,
        "fetched_at": page.fetched_at,
        "checked_at": page.fetched_at,
    }


def _insert_pages(session: Session, rows: list[_Row]) -> dict[int, Stored]:
    if not rows:
        return {}
    made = session.execute(_new_pages(tuple(rows[0])), {"rows": rows})
    return {row.address_id: Stored(row.id, is_new=True, number=row.number) for row in made}


@cache
def _new_pages(names: tuple[str, ...]) -> ReturningInsert[int, int, int]:
    table = table_of(Page)
    new = insert(table).from_select(names, rows_of(*(table.c[name] for name in names)))
    return new.returning(table.c.id, table.c.address_id, table.c.number)


def plain(text: str) -> str:
    """The text as PostgreSQL can keep it: it takes no NUL, and a name or header with one must not lose us the page."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def page_url(session: Session, page_id: int) -> str | None:
    """The address a page was fetched from; None where the archive has no such page."""
    return session.scalar(select(Page.url).where(Page.id == page_id))


def read_body(session: Session, page_id: int) -> RawPage:
    """A page as it was fetched, its bytes unpacked. Raises PageGoneError or DamagedBodyError."""
    found = read_bodies(session, [page_id])
    if page_id not in found:
        raise PageGoneError(page_id)
    return found[page_id]


def read_bodies(session: Session, page_ids: Collection[int]) -> dict[int, RawPage]:
    """Pages as they were fetched, by id; those that are gone are left out. Raises DamagedBodyError."""
    query = select(Page, PageBody, Address.key).join(PageBody, PageBody.sha256 == Page.sha256)
    rows = session.execute(query.join(Address, Address.id == Page.address_id).where(Page.id.in_(page_ids)))
    return {
        page.id: RawPage(
            key=key,
            url=page.url,
            content=_unpack(body),
            fetched_at=page.fetched_at,
            status=page.status,
            headers=dict(page.headers),
            crawl_id=page.crawl_id,
        )
        for page, body, key in rows
    }


def _unpack(body: PageBody) -> bytes:
    try:
        # The frame's own claim is looked at before memory is taken for it.
        size = zstandard.frame_content_size(body.data)
        if size > MAX_PAGE_BYTES:
            raise PageTooLargeError(size, MAX_PAGE_BYTES)
        return zstandard.ZstdDecompressor().decompress(body.data, max_output_size=MAX_PAGE_BYTES)
    except zstandard.ZstdError as error:
        raise DamagedBodyError(body.sha256, str(error)) from error


def address_id(session: Session, key: str, url: str) -> int:
    """The row of an address, made where it is new: what a failure can name before any page of it is held."""
    return lock_addresses(session, {key: url}, answered=False)[key]


def held(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose address has a page in the archive."""
    query = select(Address.key).where(Address.key.in_(list(keys)))
    return set(session.scalars(query.where(select(Page.id).where(Page.address_id == Address.id).exists())))
