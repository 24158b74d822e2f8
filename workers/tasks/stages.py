"""Tasks of the three stages between the archive and the index."""

from __future__ import annotations

from config.queues import Task
from workers import indexing, presence, reading, runtime
from workers.app import came_back, task
from workers.dedupe import run as dedupe


@task(Task.PARSE)
def parse_pages(*page_ids: int) -> None:
    """Read archived pages."""
    reading.read_pages(runtime.current(), page_ids, abandoned=came_back())


@task(Task.STATES)
def follow_addresses() -> None:
    """Have decisions follow the addresses that went or came back."""
    presence.follow_all(runtime.current())


@task(Task.DEDUPE)
def dedupe_decisions(*decision_ids: int) -> None:
    """Link decisions with those they belong to."""
    dedupe.dedupe_decisions(runtime.current(), decision_ids, abandoned=came_back())


@task(Task.LEARN)
def learn_wording() -> None:
    """Learn standard wording anew."""
    dedupe.learn_wording(runtime.current())


@task(Task.INDEX, soft_limit=1800, hard_limit=1860)
def index_pending() -> None:
    """Write everything pending to the index, in bulks."""
    indexing.index_pending(runtime.current())
