"""Tasks of the three stages between the archive and the index."""

from __future__ import annotations

from config.queues import Task
from workers import indexing, reading, runtime
from workers.app import task
from workers.dedupe import run as dedupe


@task(Task.PARSE)
def parse_page(page_id: int) -> None:
    """Read one archived page."""
    reading.read_page(runtime.current(), page_id)


@task(Task.DEDUPE)
def dedupe_decision(decision_id: int) -> None:
    """Link one decision with those it belongs to."""
    dedupe.dedupe_decision(runtime.current(), decision_id)


@task(Task.INDEX, soft_limit=1800, hard_limit=1860)
def index_pending() -> None:
    """Write everything pending to the index, in bulks."""
    indexing.index_pending(runtime.current())
