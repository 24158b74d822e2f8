"""A year of a living replica, as a spider that looks every day would hand it on, and what the replica says happened."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from scraper.addresses import key
from scraper.items import RawPage
from scraper.replica.process import Replica

FIRST_DAY, LAST_DAY = dt.date(2024, 6, 3), dt.date(2025, 6, 2)
CHANGING = frozenset({"edited", "moved"})
BANNER = b'<body class="night"><div id="banner"><p>This  site uses\n cookies.</p></div>'

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a decision: the day, its path after it, and the replica's record of what changed."""

    day: dt.date
    what: str
    path: str
    changes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Life:
    """A decision by its slug and its body's: where it is found first, what happens to it then, when it expires."""

    identity: Identity
    first: Event
    later: tuple[Event, ...]
    end: dt.date = dt.date.max


class Year:
    """The lives of some decisions over the year, and the pages that a daily visitor gets."""

    def __init__(self, site: Replica, *, edits: int, seed: int = 1) -> None:
        self._site = site
        self._rng = random.Random(seed)
        self._client = httpx.Client(base_url=site.url, timeout=120)
        self.lives = {life.identity: life for life in self._chosen(edits)}
        self.truths: dict[Identity, dict[str, Any]] = {}

    @property
    def edits(self) -> int:
        """How many changes the year has for these decisions, after each was first seen."""
        return sum(len(life.later) for life in self.lives.values())

    def _told(self, path: str, **query: str) -> Any:
        answer = self._client.get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    def _chosen(self, edits: int) -> Iterator[Life]:
        """Lives with so many changes in all, and a few without any."""
        self._site.set_today(FIRST_DAY)
        first = {
            (row["slug"], row["body_slug"]): Event(FIRST_DAY, "published", urlsplit(row["url"]).path, ())
            for row in self._told("/truth/index.json")
        }
        self._site.set_today(LAST_DAY)
        later: defaultdict[Identity, list[Event]] = defaultdict(list)
        ends: dict[Identity, dt.date] = {}
        span = {"since": (FIRST_DAY + dt.timedelta(days=1)).isoformat(), "until": LAST_DAY.isoformat()}
        for row in self._told("/truth/history.json", **span):
            event = Event(dt.date.fromisoformat(row["date"]), row["event"], row["path"], tuple(row["changes"]))
            identity = (row["slug"], row["body_slug"])
            if event.what == "published":
                first[identity] = event
            elif event.what in CHANGING:
                later[identity].append(event)
            else:
                ends[identity] = event.day
        quiet = [identity for identity in first if identity not in later]
        for identity in self._rng.sample(quiet, edits // 20):
            yield Life(identity, first[identity], (), ends.get(identity, dt.date.max))
        found = 0
        for identity in self._rng.sample(sorted(later), len(later)):
            if found >= edits:
                return
            found += len(later[identity])
            yield Life(identity, first[identity], tuple(later[identity]), ends.get(identity, dt.date.max))
        raise AssertionError(f"the replica has only {found} edits in this year")

    def visits(self) -> Iterator[list[RawPage]]:
        """What each visit brings home: all that is new or changed, something old, and something old in new markup."""
        days: defaultdict[dt.date, list[tuple[Identity, Event]]] = defaultdict(list)
        for life in self.lives.values():
            for event in (life.first, *life.later):
                days[event.day].append((life.identity, event))
        at: dict[Identity, str] = {}
        for day, events in sorted(days.items()):
            self._site.set_today(day)
            morning = dt.datetime.combine(day, dt.time(9), dt.UTC)
            yield [self._fetched(event.path, morning) for _, event in events]
            for identity, event in events:
                at[identity] = event.path
                if event.what == "published":
                    self.truths[identity] = self._truth(identity)
            there = sorted(path for identity, path in at.items() if self.lives[identity].end > day)
            old = self._rng.sample(there, min(3, len(there)))
            yield [self._fetched(path, morning + dt.timedelta(hours=1)) for path in old]
            repainted = [self._fetched(path, morning + dt.timedelta(hours=2)) for path in old[:1]]
            yield [repaint(page) for page in repainted]

    def _fetched(self, path: str, at: dt.datetime) -> RawPage:
        answer = self._client.get(path)
        answer.raise_for_status()
        headers = {"content-type": answer.headers["content-type"]}
        url = f"https://www.lgo.org.uk{path}"
        return RawPage(key=str(key(path)), url=url, content=answer.content, fetched_at=at, headers=headers)

    def _truth(self, identity: Identity) -> dict[str, Any]:
        slug, body = identity
        (told,) = self._told(f"/truth/{slug}.json", body=body)["decisions"]
        return dict(told)

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()


def repaint(page: RawPage) -> RawPage:
    """The same words in other bytes: a banner, and other blanks between the tags."""
    content = page.content.replace(b"<body>", BANNER, 1).replace(b"</p>", b" </p>\n\n")
    assert content != page.content
    return RawPage(page.key, page.url, content, page.fetched_at, page.status, page.headers)


def shuffled(pages: Sequence[int], rng: random.Random) -> list[int]:
    """The same pages in another order."""
    return rng.sample(list(pages), len(pages))
