"""The Celery application and the one way to declare a task.

Every task is acknowledged late, goes back to its queue when its worker dies, keeps no result, takes ids as JSON
arguments, and is retried on TransientError alone, with a growing wait and jitter. What fails for good is written to
``failures`` by the stage itself, so a task never ends in a log line.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import structlog
from celery import Celery, current_task, signals
from celery import Task as CeleryTask

from config.errors import TransientError
from config.log import configure
from config.queues import VISIBILITY_SECONDS, Queue, Task
from config.settings import get_settings
from workers import runtime

SOFT_LIMIT_SECONDS: Final = 120
HARD_LIMIT_SECONDS: Final = 150
MAX_RETRIES: Final = 5
MAX_WAIT_SECONDS: Final = 60

app = Celery("lgo", set_as_current=False, include=["workers.tasks"])
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_create_missing_queues=False,
    task_queues={queue.value: {"exchange": queue.value, "routing_key": queue.value} for queue in Queue},
    task_routes={task.value: {"queue": task.queue.value} for task in Task},
    task_default_queue=Queue.SWEEP.value,
    task_default_exchange=Queue.SWEEP.value,
    task_default_routing_key=Queue.SWEEP.value,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_send_sent_event=True,
    worker_send_task_events=True,
    worker_prefetch_multiplier=8,
    worker_hijack_root_logger=False,
    worker_max_memory_per_child=400_000,  # kB; a child that grew past it is replaced between two tasks.
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_limit": 1000,
        "socket_keepalive": True,
    },
    timezone="Europe/London",
)


def task(
    name: Task, *, soft_limit: int = SOFT_LIMIT_SECONDS, hard_limit: int = HARD_LIMIT_SECONDS
) -> Callable[[Callable[..., None]], CeleryTask[Any, None]]:
    """Declare a task: its name, its time limits in seconds if they differ, nothing else."""

    def declare(function: Callable[..., None]) -> CeleryTask[Any, None]:
        @functools.wraps(function)
        def run(*args: int | str) -> None:
            with structlog.contextvars.bound_contextvars(task=name.value):
                function(*args)

        declared: CeleryTask[Any, None] = app.task(
            name=name.value,
            autoretry_for=(TransientError,),
            max_retries=MAX_RETRIES,
            retry_backoff=True,
            retry_backoff_max=MAX_WAIT_SECONDS,
            retry_jitter=True,
            acks_late=True,
            reject_on_worker_lost=True,
            soft_time_limit=soft_limit,
            time_limit=hard_limit,
            ignore_result=True,
        )(run)
        return declared

    return declare


def came_back() -> bool:
    """Tell whether the message of the task now running was taken before by a worker that never ended it."""
    request = current_task.request
    return bool((request.delivery_info or {}).get("redelivered")) or request.retries > 0


@signals.setup_logging.connect
def _log_our_way(**_: object) -> None:
    configure(get_settings())


@signals.worker_process_init.connect
def _fresh_runtime(**_: object) -> None:
    # Connections do not survive a fork: each process of the pool makes its own.
    runtime.current.cache_clear()
