"""What beat sends, and when (Europe/London).

The site publishes on working days, so one incremental crawl each working morning finds what is new; the monthly full
one walks every window again, because old windows grow too.
"""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

from config.queues import Task
from config.settings import Settings

SWEEP_SECONDS = 60.0


def beat_schedule(settings: Settings) -> dict[str, dict[str, Any]]:
    """The entries of beat; with ``LGO_SCHEDULE=off`` no crawl is among them."""
    entries = {
        "sweep": _entry(Task.SWEEP, SWEEP_SECONDS, expires=SWEEP_SECONDS),
        "verify-index": _entry(Task.VERIFY, crontab(hour="3", minute="40"), expires=3600),
    }
    if settings.schedule == "on":
        entries["crawl-incremental"] = _entry(
            Task.CRAWL, crontab(hour="6", minute="15", day_of_week="mon-fri"), "incremental", expires=12 * 3600
        )
        entries["crawl-full"] = _entry(
            Task.CRAWL, crontab(hour="20", minute="10", day_of_month="1"), "full", expires=12 * 3600
        )
    return entries


def _entry(task: Task, when: float | crontab, *args: str, expires: float) -> dict[str, Any]:
    # A message that nobody took in time is thrown away: the next one would find the same work.
    return {
        "task": task.value,
        "schedule": when,
        "args": args,
        "options": {"queue": task.queue.value, "expires": expires},
    }
