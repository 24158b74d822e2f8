"""Queue and task names, and the producer that tells other processes about new rows.

A message is a hint: the row it speaks of is committed first, the send may fail, and the sweep finds what no message
told. So ``Notifier`` never raises because the broker is away, and after a failed send it rests a while instead of
making each caller wait for the next time-out.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

REST_SECONDS = 5.0
# How long work is gathered before the one message that tells of all of it arrives.
SOON_SECONDS = 1.0
# As many subjects as one message names and one transaction takes.
BATCH = 50
# A broker on the same network answers within milliseconds; two seconds tell that it is away.
SEND_TIMEOUT_SECONDS = 2.0
# How long a worker may hold a message before the broker gives it to another one: longer than the longest task, a
# crawl of a day, which would else be begun again and again. What a killed worker held, the sweep finds long before.
VISIBILITY_SECONDS = 26 * 3600


class Queue(StrEnum):
    """The queues, one for each kind of work, so that a slow kind never blocks another."""

    CRAWL = "crawl"
    PARSE = "parse"
    DEDUPE = "dedupe"
    INDEX = "index"
    SWEEP = "sweep"


class Task(StrEnum):
    """Every task by its name on the wire; the part before the dot is its queue."""

    CRAWL = "crawl.site"
    PARSE = "parse.pages"
    STATES = "parse.states"
    DEDUPE = "dedupe.decisions"
    LEARN = "dedupe.learn"
    INDEX = "index.pending"
    SWEEP = "sweep.pending"
    VERIFY = "sweep.verify"

    @property
    def queue(self) -> Queue:
        """The queue this task travels on."""
        return Queue(self.value.partition(".")[0])


class Notifier:
    """Sends task messages by name; holds no connection until the first send."""

    def __init__(self, broker_url: str) -> None:
        self._app = Celery(set_as_current=False, broker=broker_url)
        self._app.conf.update(
            task_serializer="json",
            accept_content=["json"],
            task_ignore_result=True,
            broker_transport_options={
                "socket_connect_timeout": SEND_TIMEOUT_SECONDS,
                "socket_timeout": SEND_TIMEOUT_SECONDS,
                "max_retries": 0,
            },
        )
        self._resting_until = 0.0
        self._soon: dict[Task, float] = {}

    def notify(self, task: Task, *args: int | str, **options: Any) -> bool:
        """Send one message; False where the broker did not take it, which loses nothing."""
        if time.monotonic() < self._resting_until:
            return False
        try:
            self._app.send_task(task, args=args, queue=task.queue.value, retry=False, **options)
        except OperationalError as error:
            self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("message_not_sent", task=task.value, error=str(error))
            return False
        return True

    def notify_each(self, task: Task, ids: Sequence[int]) -> None:
        """Send the ids in messages of at most a batch each: small enough for many workers, large enough to be cheap."""
        for start in range(0, len(ids), BATCH):
            self.notify(task, *ids[start : start + BATCH])

    def notify_soon(self, task: Task) -> None:
        """Send a message without ids that arrives in a moment, unless one of ours is already on its way.

        What arrives later finds everything committed before, so one message does for all that happens until then.
        """
        if time.monotonic() - self._soon.get(task, -SOON_SECONDS) < SOON_SECONDS:
            return
        self._soon[task] = time.monotonic()
        self.notify(task, countdown=SOON_SECONDS)

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()
