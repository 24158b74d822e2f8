"""Stage parse: one archived page becomes an outcome, its decision and its versions. Never fetches anything."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from config import failures
from config.db import unit_of_work
from config.failures import Stage, Subject
from config.queues import Task
from scraper import ledger
from workers import repository
from workers.attempts import attempt
from workers.parsing import PARSER_VERSION, parse
from workers.runtime import Runtime

log = structlog.get_logger(__name__)


def read_page(runtime: Runtime, page_id: int) -> bool:
    """Read one page and tell the next stage; True when it is a decision or was read before.

    A page that is gone, or that this parser version has read, is nothing to do. Raises TransientError when the
    database is away.
    """
    with unit_of_work(runtime.sessions) as session:
        done = repository.has_outcome(session, page_id, PARSER_VERSION)
        url = None if done else ledger.page_url(session, page_id)
    if url is None:
        return done
    concerned: set[int] = set()

    def work() -> None:
        with unit_of_work(runtime.sessions) as session:
            concerned.update(_read(session, page_id))

    def keep_unread(session: Session) -> None:
        repository.save_outcome(session, page_id, PARSER_VERSION, None)

    succeeded = attempt(runtime.sessions, Subject(Stage.PARSE, page_id, url), work, on_failure=keep_unread)
    for decision_id in sorted(concerned):
        runtime.notifier.notify(Task.DEDUPE, decision_id)
    return succeeded


def _read(session: Session, page_id: int) -> set[int]:
    page = ledger.read_body(session, page_id)
    # A local file has no address on the site; what it says of itself is the parser's business.
    url = page.url if page.url.startswith("http") else None
    reading = parse(page.content, url=url, media_type=page.media_type, charset=page.charset)
    concerned = repository.save_outcome(session, page_id, PARSER_VERSION, reading)
    repository.fold_decisions(session, concerned)
    failures.resolve(session, Stage.PARSE, page_id)
    return concerned
