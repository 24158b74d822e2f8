"""What beat sends, and when (Europe/London).

The site publishes on working days, so one incremental crawl each working morning finds what is new; each night a share
of the pages held is asked for again, because pages change and go; once a month every window is compared with the site,
because old windows grow too. A crawl that comes due while another one runs waits for its end.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from celery.schedules import crontab

from config import cron
from config.queues import Task
from config.settings import Settings

ZONE = ZoneInfo("Europe/London")
SWEEP_SECONDS = 60.0
CRAWL_EXPIRES_SECONDS = 12 * 3600


def crawl_times(settings: Settings) -> dict[str, str]:
    """The cron words of each scheduled crawl by its mode; empty with ``LGO_SCHEDULE=off``."""
    if settings.schedule == "off":
        return {}
    times = {
        "incremental": settings.schedule_incremental,
        "recheck": settings.schedule_recheck,
        "full": settings.schedule_full,
    }
    return {mode: words for mode, words in times.items() if words != cron.OFF}


def next_times(settings: Settings, now: dt.datetime) -> dict[str, dt.datetime]:
    """When each scheduled crawl comes due next after ``now`` (aware), in London time, by its mode."""
    # Cron words speak of the clock on the wall, which a zone with summer time would move under the sum.
    wall = now.astimezone(ZONE).replace(tzinfo=dt.UTC)
    steps = {mode: _crontab(words, wall).remaining_delta(wall) for mode, words in crawl_times(settings).items()}
    return {mode: (start + step).replace(tzinfo=ZONE) for mode, (start, step, _) in steps.items()}


def beat_schedule(settings: Settings) -> dict[str, dict[str, Any]]:
    """The entries of beat; with ``LGO_SCHEDULE=off`` no crawl is among them."""
    entries = {
        "sweep": _entry(Task.SWEEP, SWEEP_SECONDS, expires=SWEEP_SECONDS),
        "learn-wording": _entry(Task.LEARN, crontab(hour="4", minute="20", day_of_week="sun"), expires=3600),
        "verify-index": _entry(Task.VERIFY, crontab(hour="3", minute="40"), expires=3600),
    }
    for mode, words in crawl_times(settings).items():
        entries[f"crawl-{mode}"] = _entry(Task.CRAWL, _crontab(words), mode, expires=CRAWL_EXPIRES_SECONDS)
    return entries


def _crontab(words: str, now: dt.datetime | None = None) -> crontab:
    minute, hour, day_of_month, month_of_year, day_of_week = words.split(" ")
    return crontab(
        minute=minute,
        hour=hour,
        day_of_month=day_of_month,
        month_of_year=month_of_year,
        day_of_week=day_of_week,
        nowfun=None if now is None else lambda: now,
    )


def _entry(task: Task, when: float | crontab, *args: str, expires: float) -> dict[str, Any]:
    # A message that nobody took in time is thrown away: the next one would find the same work.
    return {
        "task": task.value,
        "schedule": when,
        "args": args,
        "options": {"queue": task.queue.value, "expires": expires},
    }
