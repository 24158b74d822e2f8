"""The state of the whole system on one page, as JSON values."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from config import failures
from config.db import Json, unit_of_work
from scraper.lock import is_crawling
from scraper.models import Crawl, Page
from workers import pending, records
from workers.dedupe.rules import LinkKind
from workers.models import Link
from workers.parsing import PARSER_VERSION
from workers.runtime import Runtime
from workers.schedule import next_times


def status(runtime: Runtime) -> Json:
    """Pages, decisions by state, what is pending, failures, the index, the last report and the next time of crawls."""
    index_name = runtime.indexes.ensure()
    with unit_of_work(runtime.sessions) as session:
        backlog = pending.backlog(session, PARSER_VERSION, index_name)
        return {
            "pages": session.execute(select(func.count(Page.id))).scalar_one(),
            "decisions": records.count_states(session),
            "pending": {"parse": backlog.parse, "dedupe": backlog.dedupe, "index": backlog.index},
            "failures": failures.count(session),
            "index": {
                "name": index_name,
                "documents": runtime.indexes.count(index_name, searchable_only=True),
                "behind": backlog.index,
            },
            "crawls": _last_crawls(session, running=is_crawling(runtime.engine)),
            "schedule": {mode: at.isoformat() for mode, at in _next_crawls(runtime).items()},
        }


def _next_crawls(runtime: Runtime) -> dict[str, dt.datetime]:
    return next_times(runtime.settings, dt.datetime.now(dt.UTC))


def _last_crawls(session: Session, *, running: bool) -> Json:
    last = select(Crawl).ext(distinct_on(Crawl.mode)).order_by(Crawl.mode, Crawl.id.desc())
    return {crawl.mode: _report(crawl, running=running) for crawl in session.scalars(last)}


def _report(crawl: Crawl, *, running: bool) -> Json:
    facts = {"crawl": crawl.id, "started": crawl.started_at.isoformat(), "complete": crawl.complete}
    if crawl.finished_at is None:
        return {**facts, "reason": "running" if running else "killed before it could report"}
    # Lists of windows and pages are for lgo coverage and the report itself.
    brief = {name: value for name, value in (crawl.report or {}).items() if not isinstance(value, list | dict)}
    # What says that it is gone and was not marked so may ask for somebody who looks.
    back = (crawl.report or {}).get("held_back", {}).get("count", 0)
    return {**facts, "finished": crawl.finished_at.isoformat(), **brief, "held_back": back, "reason": crawl.reason}


def duplicates(session: Session) -> int:
    """How many decisions have the same text as an earlier one."""
    repeated = select(Link.high_id).distinct().where(Link.kind == LinkKind.SAME_TEXT)
    return session.execute(select(func.count()).select_from(repeated.subquery())).scalar_one()
