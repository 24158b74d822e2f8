"""The producer on a real broker: what is sent, what is gathered, and what happens where nobody takes it."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from config.queues import BATCH, Notifier, Task


@pytest.fixture
def notifier(broker_url: str) -> Iterator[Notifier]:
    made = Notifier(broker_url)
    yield made
    made.close()


def sent(broker_url: str, queue: str) -> list[Any]:
    """The arguments of each message in a queue, oldest first."""
    with redis.Redis.from_url(broker_url) as client:
        raw = [json.loads(message) for message in client.lrange(queue, 0, -1)]
    assert all(message["content-type"] == "application/json" for message in raw)
    return [json.loads(base64.b64decode(message["body"]))[0] for message in reversed(raw)]


def test_ids_travel_as_json_on_the_queue_of_their_task(notifier: Notifier, broker_url: str) -> None:
    assert notifier.notify(Task.PARSE, 4, 7)
    assert sent(broker_url, "parse") == [[4, 7]]
    assert sent(broker_url, "dedupe") == []


def test_many_ids_go_in_batches(notifier: Notifier, broker_url: str) -> None:
    ids = list(range(BATCH * 2 + 1))
    notifier.notify_each(Task.DEDUPE, ids)
    messages = sent(broker_url, "dedupe")
    assert [len(message) for message in messages] == [BATCH, BATCH, 1]
    assert [one for message in messages for one in message] == ids


def test_what_happens_within_a_moment_is_told_once(notifier: Notifier, broker_url: str) -> None:
    for _ in range(20):
        notifier.notify_soon(Task.INDEX)
    assert len(sent(broker_url, "index")) == 1


def test_a_broker_that_is_away_costs_one_wait_and_raises_nothing() -> None:
    away = Notifier("redis://127.0.0.1:1/0")
    began = time.monotonic()
    assert [away.notify(Task.PARSE, number) for number in range(50)] == [False] * 50
    assert time.monotonic() - began < 10
    away.close()
