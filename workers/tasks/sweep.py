"""Tasks that find what no message told."""

from __future__ import annotations

from config.queues import Task
from workers import reconcile, runtime, sweep
from workers.app import task


@task(Task.SWEEP, soft_limit=300, hard_limit=330)
def sweep_pending() -> None:
    """Work through what is pending and in nobody's hand."""
    sweep.sweep(runtime.current())


@task(Task.VERIFY, soft_limit=3600, hard_limit=3660)
def verify_index() -> None:
    """Compare the index with the record, and mend it."""
    reconcile.verify(runtime.current())
