"""Stage parse: archived pages become outcomes, decisions and versions. Never fetches anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from config.failures import Stage
from config.queues import Task
from scraper import store
from scraper.items import RawPage
from workers import repository
from workers.attempts import Work, work_through
from workers.domain import Decision
from workers.parsing import PARSER_VERSION, parse
from workers.runtime import Runtime


def read_pages(runtime: Runtime, page_ids: Sequence[int], *, abandoned: bool = False) -> None:
    """Read pages and tell the next stage; those that are gone, or that this parser version has read, are nothing to do.

    ``abandoned``: see :func:`workers.attempts.work_through`. Raises TransientError when the database is away.
    """
    concerned = work_through(runtime.sessions, WORK, page_ids, abandoned=abandoned)
    runtime.notifier.notify_each(Task.DEDUPE, sorted(concerned))


def _read(session: Session, page_ids: Collection[int]) -> set[int]:
    unread = repository.without_outcome(session, page_ids, PARSER_VERSION)
    readings = {page_id: _parse(page) for page_id, page in store.read_bodies(session, unread).items()}
    concerned = repository.save_outcomes(session, PARSER_VERSION, readings)
    repository.fold_decisions(session, concerned)
    return concerned


def _parse(page: RawPage) -> Decision:
    # A local file has no address on the site; what it says of itself is the parser's business.
    url = page.url if page.url.startswith("http") else None
    return parse(page.content, url=url, media_type=page.media_type, charset=page.charset)


def _words(session: Session, page_id: int) -> str:
    return store.page_url(session, page_id) or f"page {page_id}"


def _keep_unread(session: Session, page_id: int) -> None:
    repository.save_outcomes(session, PARSER_VERSION, {page_id: None})


def _is_read(session: Session, page_id: int) -> bool:
    return not repository.without_outcome(session, [page_id], PARSER_VERSION)


WORK = Work(Stage.PARSE, _read, _words, _is_read, _keep_unread)
