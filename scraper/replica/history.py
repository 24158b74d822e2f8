"""What a living replica tells of itself: what is there today, how each decision reads, and all that has happened."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scraper.replica.edits import changes
from scraper.replica.life import State, What
from scraper.replica.living import LivingView
from scraper.replica.truth import decision_truth, header

_CHANGING = frozenset({What.EDITED, What.MOVED})


def living_index(view: LivingView, site: str, *, everything: bool = False) -> Iterator[bytes]:
    """A JSON array of the header facts of what is visible today, with ``state``; also of what is gone if asked for."""
    numbers = (number for number in range(len(view.corpus)) if _told(view.state(number), everything=everything))
    return _array(_row(view, number, site) for number in numbers)


def _told(state: State, *, everything: bool) -> bool:
    return state is State.LIVE or (everything and state is not State.UNPUBLISHED)


def _row(view: LivingView, number: int, site: str) -> dict[str, Any]:
    entry = view.entry(number)
    return header(entry, site + entry.path) | {"number": number, "matter": entry.matter} | _standing(view, number)


def _standing(view: LivingView, number: int) -> dict[str, Any]:
    past = view.past(number)
    return {
        "state": view.state(number).name.lower(),
        "published": dt.date.fromordinal(past[0].day).isoformat(),
        "changed": dt.date.fromordinal(past[-1].day).isoformat(),
        "edits": sum(event.what is What.EDITED for event in past),
    }


def living_truth(view: LivingView, number: int, site: str, links: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Every field of one decision as it reads today or last read, with ``state``; None before its publication."""
    if view.state(number) is State.UNPUBLISHED:
        return None
    entry, document = view.reading(number)
    return decision_truth(entry, document, site + entry.path, links) | _standing(view, number)


def history(view: LivingView, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Iterator[bytes]:
    """A JSON array of all that has happened up to today, in order of days, an event a line.

    Each is ``{"date", "slug", "body_slug", "path", "event", "changes"}``; ``path`` is the one after the event, and
    ``changes`` (of edits and moves) as scraper.replica.edits.changes tells them.
    """
    happened = ((day, number, step) for day, number, step in view.happened() if since <= day <= until)
    return _array(_event(view, *what) for what in happened)


def _event(view: LivingView, day: dt.date, number: int, step: int) -> dict[str, Any]:
    what = view.lives.plan(number)[step].what
    entry = view.entry_at(number, step + 1)
    changed = what in _CHANGING
    return {
        "date": day.isoformat(),
        "slug": entry.slug,
        "body_slug": entry.body.slug,
        "path": entry.path,
        "event": what.name.lower(),
        "changes": changes(view.reading(number, step), view.reading(number, step + 1)) if changed else [],
    }


def _array(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b"[\n"
    before = b""
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]\n"
