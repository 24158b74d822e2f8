"""What becomes of each decision, by seed: published late, edited, moved, taken down, brought back, expired.

A plan is settled for a decision alone, so it is the same whatever day the clock shows. Most decisions have a
publication and an end; only the others' plans are kept, which makes 60,000 lives cost a few megabytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from random import Random

from scraper.replica.calendar import working_day, years_later
from scraper.replica.categories import places
from scraper.replica.composer import Composer
from scraper.replica.corpus import OUTCOMES, Entry, Tie
from scraper.replica.edits import Edit

SHORTEST_DELAY, LONGEST_DELAY = 42, 92  # Days from decision to publication: six weeks to three months.
LONGEST_STRAGGLE = 300
STATEMENT_YEARS, REPORT_YEARS = 5, 10
MOST_EDITS = 3
_STREAM = 0x11FE
_DAYS_BITS = 24


class State(IntEnum):
    """What a visitor finds at a decision's address."""

    UNPUBLISHED = 0
    LIVE = 1
    WITHDRAWN = 2
    EXPIRED = 3


class What(IntEnum):
    """What can happen to a published decision."""

    PUBLISHED = 0
    EDITED = 1
    MOVED = 2
    WITHDRAWN = 3
    RETURNED = 4
    EXPIRED = 5

    @property
    def leads_to(self) -> State:
        """What a visitor finds from then on."""
        gone = {What.WITHDRAWN: State.WITHDRAWN, What.EXPIRED: State.EXPIRED}
        return gone.get(self, State.LIVE)


@dataclass(frozen=True, slots=True)
class Rules:
    """How lively the site is; shares are of all decisions.

    ``stragglers`` are published up to ten months late. Statements alone are withdrawn, and half of them brought back.
    Half of the moved leave a redirect behind, the others a 404. A quarter of the edited are edited again, and a quarter
    of those once more.
    """

    edits: float = 0.1
    withdrawals: float = 0.01
    moves: float = 0.01
    stragglers: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens to a decision on a day (as an ordinal).

    An edit may change ``outcome`` (its position in OUTCOMES) and the decision's ``date``, or say at last that a report
    was complied with (``satisfied``); a move has the new ``place`` and whether the old address leads there; a
    withdrawal has the status that the address answers.
    """

    day: int
    what: What
    edit: Edit | None = None
    outcome: int | None = None
    date: int | None = None
    satisfied: bool = False
    place: int | None = None
    redirects: bool = False
    status: int = 404


class Lives:
    """The plans of all decisions of a corpus."""

    def __init__(self, composer: Composer, rules: Rules) -> None:
        self._composer = composer
        self.rules = rules
        self._published, self._ends = array("i"), array("i")
        self._lively: dict[int, tuple[Event, ...]] = {}
        for number in range(len(composer.corpus)):
            plan = self._plan(composer.corpus.entry(number))
            self._published.append(plan[0].day)
            self._ends.append(plan[-1].day if plan[-1].what is What.EXPIRED else 0)
            if len(plan) > 2 or plan[-1].what is not What.EXPIRED:  # noqa: PLR2004 - Publication and end.
                self._lively[number] = plan
        self._schedule = array("q", sorted(self._moments()))

    def _moments(self) -> Sequence[int]:
        return [
            event.day << _DAYS_BITS | number
            for number in range(len(self._published))
            for event in self.plan(number)
        ]  # fmt: skip

    def __len__(self) -> int:
        return len(self._published)

    def plan(self, number: int) -> tuple[Event, ...]:
        """Everything that ever happens to a decision, its publication first; no two events fall on one day."""
        if number in self._lively:
            return self._lively[number]
        return (Event(self._published[number], What.PUBLISHED), Event(self._ends[number], What.EXPIRED))

    def beyond_the_usual(self, number: int) -> tuple[Event, ...]:
        """The plan of a decision to which more happens than publication and expiry; empty for the others."""
        return self._lively.get(number, ())

    def published(self, number: int) -> int:
        """The day of a decision's first publication, as an ordinal."""
        return self._published[number]

    def moments(self) -> array[int]:
        """All days on which something happens, in order, each with the decision: see ``moment``."""
        return self._schedule

    def _plan(self, entry: Entry) -> tuple[Event, ...]:
        rng = Random(((self._composer.corpus.seed << 40) + entry.number) << 16 | _STREAM)
        delay = rng.randint(SHORTEST_DELAY, LONGEST_DELAY)
        straggles, fate, edited = rng.random(), rng.random(), rng.random()
        if straggles < self.rules.stragglers:
            delay = rng.randint(LONGEST_DELAY, LONGEST_STRAGGLE)
        start = working_day(entry.date + dt.timedelta(days=delay))
        events: list[Event] = []
        if edited < self.rules.edits and not self._composer.shares_text(entry):
            events += _edits(entry, start, rng)
        if fate < self.rules.withdrawals:
            events += [] if entry.report else _withdrawal(start, rng)
        elif fate < self.rules.withdrawals + self.rules.moves:
            # Two bodies of one reference are told apart by where they are filed.
            events += [] if entry.tie is Tie.TWO_BODIES else [_move(entry, start, rng)]
        if entry.report:
            events += self._compliance(entry, start)
        return _settled(entry, start, events)

    def _compliance(self, entry: Entry, start: dt.date) -> list[Event]:
        """A report's line on compliance comes a week or two after the day that it names."""
        document = self._composer.document(entry)
        told = working_day(document.satisfied + dt.timedelta(days=7)) if document.satisfied else start
        return [Event(told.toordinal(), What.EDITED, satisfied=True)] if told > start else []


def moment(packed: int) -> tuple[int, int]:
    """Day (as an ordinal) and decision of one of the ``moments``."""
    return packed >> _DAYS_BITS, packed & ((1 << _DAYS_BITS) - 1)


def moments_before(moments: array[int], day: dt.date) -> int:
    """How many of the ``moments`` lie before a day."""
    return bisect_left(moments, day.toordinal() << _DAYS_BITS)


def _day(start: dt.date, rng: Random, first: int, last: int) -> dt.date:
    return working_day(start + dt.timedelta(days=rng.randint(first, last)))


def _edits(entry: Entry, start: dt.date, rng: Random) -> list[Event]:
    events = []
    day, outcome, decided = start, OUTCOMES.index(entry.outcome), entry.date
    for _ in range(MOST_EDITS):
        day = _day(day, rng, 3, 500)
        summary, amount, other, redated = (rng.random() < share for share in (0.4, 0.4, 0.25, 0.2))
        edit = Edit(rng.randrange(1 << 30), rng.choice((1, 1, 2, 3)), summary=summary, amount=amount)
        event = Event(day.toordinal(), What.EDITED, edit)
        if other and not entry.report:
            outcome = (outcome + rng.choice((1, 2))) % len(OUTCOMES)
            event = dataclasses.replace(event, outcome=outcome)
        new_date = working_day(day - dt.timedelta(days=rng.randint(SHORTEST_DELAY, LONGEST_DELAY)))
        if redated and new_date > decided:
            decided = new_date
            event = dataclasses.replace(event, date=decided.toordinal())
        events.append(event)
        if rng.random() >= 0.25:  # noqa: PLR2004 - A quarter goes on.
            break
    return events


def _withdrawal(start: dt.date, rng: Random) -> list[Event]:
    down = _day(start, rng, 5, 900)
    status = rng.choice((404, 410))
    gone = Event(down.toordinal(), What.WITHDRAWN, status=status)
    if rng.random() < 0.5:  # noqa: PLR2004 - Half come back.
        return [gone, Event(_day(down, rng, 3, 200).toordinal(), What.RETURNED)]
    return [gone]


def _move(entry: Entry, start: dt.date, rng: Random) -> Event:
    other = rng.choice([place for place in places() if place.index != entry.place.index])
    day = _day(start, rng, 5, 900)
    return Event(day.toordinal(), What.MOVED, place=other.index, redirects=rng.random() < 0.5)  # noqa: PLR2004 - Half.


def _settled(entry: Entry, start: dt.date, events: list[Event]) -> tuple[Event, ...]:
    """The plan in order of days: one event a day, none that a page taken down could not show, and the end."""
    plan = [Event(start.toordinal(), What.PUBLISHED)]
    decided, away = entry.date, False
    for event in sorted(events, key=lambda event: event.day):
        day = max(event.day, working_day(dt.date.fromordinal(plan[-1].day + 1)).toordinal())
        if dt.date.fromordinal(day) >= _end(entry, decided):
            break
        if away and event.what is not What.RETURNED:
            continue
        away = event.what is What.WITHDRAWN
        decided = dt.date.fromordinal(event.date) if event.date else decided
        plan.append(dataclasses.replace(event, day=day))
    if not away:
        plan.append(Event(_end(entry, decided).toordinal(), What.EXPIRED))
    return tuple(plan)


def _end(entry: Entry, decided: dt.date) -> dt.date:
    return years_later(decided, REPORT_YEARS if entry.report else STATEMENT_YEARS)
