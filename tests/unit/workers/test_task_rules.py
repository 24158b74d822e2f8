"""Every task keeps the rules: its queue, late acknowledgement, limits, and a place in the schedule that exists."""

from __future__ import annotations

from typing import Any

import pytest
from celery.schedules import crontab

from config.errors import TransientError
from config.queues import Queue, Task
from config.settings import load_settings
from workers import tasks
from workers.app import app
from workers.schedule import SWEEP_SECONDS, beat_schedule


@pytest.mark.parametrize("name", list(Task))
def test_a_task_keeps_the_rules(name: Task) -> None:
    assert tasks.__all__
    task: Any = app.tasks[name.value]
    assert app.amqp.router.route({}, name.value)["queue"].name == name.queue.value
    assert task.acks_late
    assert task.reject_on_worker_lost
    assert task.ignore_result
    assert task.autoretry_for == (TransientError,)
    assert task.retry_jitter
    assert 0 < task.max_retries < 10
    assert 0 < task.soft_time_limit < task.time_limit


def test_only_our_tasks_and_queues_exist_and_messages_are_json() -> None:
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == {task.value for task in Task}
    assert set(app.conf.task_queues) == {queue.value for queue in Queue}
    assert (app.conf.task_serializer, app.conf.accept_content) == ("json", ["json"])


def test_the_schedule_sweeps_each_minute_verifies_daily_and_crawls() -> None:
    entries = beat_schedule(load_settings(schedule="on", _env_file=None))
    assert entries["sweep"]["schedule"] == SWEEP_SECONDS == 60
    assert entries["verify-index"]["schedule"] == crontab(hour="3", minute="40")
    crawls = {name: entry["args"] for name, entry in entries.items() if name.startswith("crawl-")}
    assert crawls == {f"crawl-{mode}": (mode,) for mode in ("incremental", "recheck", "full")}
    assert entries["crawl-incremental"]["schedule"] == crontab(hour="6", minute="15", day_of_week="mon-fri")
    assert all(entry["options"]["queue"] == Task(entry["task"]).queue.value for entry in entries.values())


def test_a_schedule_that_is_off_crawls_nothing_and_sweeps_all_the_same() -> None:
    entries = beat_schedule(load_settings(schedule="off", _env_file=None))
    assert {entry["task"] for entry in entries.values()} == {Task.SWEEP.value, Task.LEARN.value, Task.VERIFY.value}
