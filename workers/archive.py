"""Local pages into the archive, through the same ledger and queues as pages from the site."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import failures
from config.db import unit_of_work
from config.errors import PermanentError
from config.failures import Failure, Stage, Subject
from config.queues import Task
from scraper import store
from scraper.items import MAX_PAGE_BYTES, RawPage
from workers.runtime import Runtime


class FileRefusedError(PermanentError):
    """A local file that cannot be put into the archive: unreadable, no plain file, or too large."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """One file put into the archive: its page, and whether the archive did not have it like this yet."""

    page_id: int
    is_new: bool


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and all in the folders named and below them, in order of name; hidden ones are left out.

    Raises FileRefusedError for a path that does not exist.
    """
    for path in paths:
        try:
            if not path.exists():
                raise FileRefusedError(f"{path} does not exist")
            inside = sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else None
        except OSError as error:
            raise FileRefusedError(f"{path} cannot be read: {error.strerror}") from error
        if inside is None:
            yield path
        else:
            yield from (item for item in inside if not _hidden(item.relative_to(path)))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def ingest_file(runtime: Runtime, path: Path) -> Ingested | None:
    """Archive one file and tell the parse stage; None where it had to be refused, which is a row in failures then."""
    where = path.resolve()
    words = str(where).encode(errors="replace").decode()
    key = f"file:{words}"
    try:
        content = read_file(where)
    except FileRefusedError as error:
        with unit_of_work(runtime.sessions) as session:
            address_id = store.address_id(session, key, where.as_uri())
            failures.record(session, Subject(Stage.INGEST, address_id, words), error)
        return None
    page = RawPage(key=key, url=where.as_uri(), content=content, fetched_at=dt.datetime.now(dt.UTC))
    with unit_of_work(runtime.sessions) as session:
        stored = store.store_page(session, page)
        failures.resolve(session, Stage.INGEST, [store.address_id(session, key, page.url)])
    if stored.is_new:
        runtime.notifier.notify(Task.PARSE, stored.page_id)
    return Ingested(stored.page_id, stored.is_new)


def read_file(path: Path) -> bytes:
    """The bytes of a local page. Raises FileRefusedError where it is unreadable, no plain file or too large."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise FileRefusedError(f"{path} is no plain file")
        if facts.st_size > MAX_PAGE_BYTES:
            raise FileRefusedError(
                f"{path} is {facts.st_size:,} bytes, more than the {MAX_PAGE_BYTES:,} a page may have"
            )
        return path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"{path} cannot be read: {error.strerror}") from error


def failed_pages(session: Session, page_ids: Sequence[int]) -> int:
    """How many of these pages are in failures."""
    rows = select(func.count(Failure.id)).where(Failure.stage == Stage.PARSE, Failure.subject_id.in_(page_ids))
    return session.execute(rows).scalar_one()
