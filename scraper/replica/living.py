"""The corpus as it reads on the day that the clock shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from http import HTTPStatus
from itertools import islice

from scraper.replica.categories import Place, places
from scraper.replica.composer import Composer
from scraper.replica.corpus import OUTCOMES, Entry, key_of
from scraper.replica.document import Document
from scraper.replica.edits import added_to_summary, revise
from scraper.replica.life import Event, Lives, Rules, State, What, moment, moments_before
from scraper.replica.view import Standing

_RANK_BITS = 24
_FAR_DAY = 4_000_000  # Beyond any date; days are taken from it so that the newest come first.


class CategoryOrder(Enum):
    """What "newest" means in a category listing; which of the two the site uses is not known."""

    DECIDED = "decided"
    PUBLISHED = "published"


class LivingView:
    """A View that follows a clock; see the module."""

    def __init__(
        self, composer: Composer, rules: Rules, today: dt.date, by: CategoryOrder = CategoryOrder.DECIDED
    ) -> None:
        self.composer, self.corpus, self.by = composer, composer.corpus, by
        self.lives = Lives(composer, rules)
        keys = [key_of(composer.corpus.entry(number).slug) or 0 for number in range(len(composer.corpus))]
        self._by_tie = array("i", sorted(range(len(keys)), key=lambda n: (-keys[n], n)))
        self._tie = array("i", bytes(4 * len(keys)))
        for tie, number in enumerate(self._by_tie):
            self._tie[number] = tie
        self._begin()
        self.set_today(today)

    def _begin(self) -> None:
        count = len(self.corpus)
        self.today, self._done = dt.date.min, 0
        self._state, self._steps = bytearray(count), bytearray(count)
        self._decided, self._place = array("i"), array("h")
        for number in range(count):
            entry = self.corpus.entry(number)
            self._decided.append(entry.date.toordinal())
            self._place.append(entry.place.index)
        self._order, self._by_publication = array("q"), array("q")  # Ranks of what is visible, newest first.

    def set_today(self, today: dt.date) -> None:
        """Let everything happen up to and with this day; a day before the present one begins anew."""
        if today < self.today:
            self._begin()
        end = moments_before(self.lives.moments(), today + dt.timedelta(days=1))
        for packed in self.lives.moments()[self._done : end]:
            self._happen(moment(packed)[1])
        self.today, self._done = today, end

    def __len__(self) -> int:
        """How many decisions are visible."""
        return len(self._order)

    def _happen(self, number: int) -> None:
        event = self.lives.plan(number)[self._steps[number]]
        if self._state[number] == State.LIVE:
            for order, rank in self._ranks(number):
                del order[bisect_left(order, rank)]
        self._steps[number] += 1
        self._state[number] = event.what.leads_to
        if event.date is not None:
            self._decided[number] = event.date
        if event.place is not None:
            self._place[number] = event.place
        if self._state[number] == State.LIVE:
            for order, rank in self._ranks(number):
                insort(order, rank)

    def _ranks(self, number: int) -> tuple[tuple[array[int], int], ...]:
        """A decision's place in each of the two orders; reference and position settle what days leave open."""
        days = (self._order, self._decided[number]), (self._by_publication, self.lives.published(number))
        return tuple((order, (_FAR_DAY - day) << _RANK_BITS | self._tie[number]) for order, day in days)

    def _ranked(self, ranks: Iterable[int]) -> Iterator[int]:
        mask = (1 << _RANK_BITS) - 1
        return (self._by_tie[rank & mask] for rank in ranks)

    def window(self, first: dt.date, last: dt.date) -> Sequence[int]:
        """Positions of visible decisions decided from ``first`` to ``last``, newest first."""
        start = bisect_left(self._order, (_FAR_DAY - last.toordinal()) << _RANK_BITS)
        end = bisect_left(self._order, (_FAR_DAY - first.toordinal() + 1) << _RANK_BITS)
        return list(self._ranked(self._order[start:end]))

    def newest(self, chosen: Iterable[Place], count: int) -> Sequence[int]:
        """The newest visible decisions filed under any of the places."""
        wanted = {place.index for place in chosen}
        order = self._order if self.by is CategoryOrder.DECIDED else self._by_publication
        return list(islice((number for number in self._ranked(order) if self._place[number] in wanted), count))

    def entry(self, number: int) -> Entry:
        """The header facts as they read now, or last read."""
        return self.entry_at(number, self._steps[number])

    def entry_at(self, number: int, steps: int) -> Entry:
        """The header facts after so many events of the decision's plan."""
        entry = self.corpus.entry(number)
        for event in self.lives.beyond_the_usual(number)[:steps]:
            entry = _after(entry, event)
        return entry

    def summary(self, number: int) -> str:
        """The summary as it reads now, or last read."""
        past = self.lives.beyond_the_usual(number)[: self._steps[number]]
        added = "".join(added_to_summary(event.edit) for event in past if event.edit)
        return self.composer.summary(self.corpus.entry(number)) + added

    def reading(self, number: int, steps: int | None = None) -> tuple[Entry, Document]:
        """A decision as it reads after so many events of its plan; by default now."""
        steps = self._steps[number] if steps is None else steps
        document = self.composer.document(self.corpus.entry(number))
        for place, event in enumerate(self.lives.beyond_the_usual(number)):
            if event.satisfied and place >= steps:
                document = dataclasses.replace(document, satisfied=None, satisfied_line=None)
            if event.edit and place < steps:
                document = revise(document, event.edit)
        return self.entry_at(number, steps), document

    def state(self, number: int) -> State:
        """Whether a decision is not yet, still or no more to be seen."""
        return State(self._state[number])

    def past(self, number: int) -> Sequence[Event]:
        """What has happened to a decision up to today."""
        return self.lives.plan(number)[: self._steps[number]]

    def happened(self) -> Iterator[tuple[dt.date, int, int]]:
        """Everything that has happened on the site, in order: day, decision, and which event of its plan it was."""
        steps = bytearray(len(self.corpus))
        for packed in self.lives.moments()[: self._done]:
            day, number = moment(packed)
            yield dt.date.fromordinal(day), number, steps[number]
            steps[number] += 1

    def at(self, category: str, subcategory: str, slug: str) -> Standing:
        """What stands at a decision's address: also where it stood before it was moved or taken down."""
        for number in self.corpus.with_slug(slug):
            if self._state[number] == State.UNPUBLISHED:
                continue
            place = self.entry(number).place
            if (place.category_slug, place.slug) == (category, subcategory):
                return self._standing(number)
            left = self.corpus.entry(number).place
            if (left.category_slug, left.slug) == (category, subcategory):
                return self._left_behind(number)
        return Standing()

    def _standing(self, number: int) -> Standing:
        last = self.past(number)[-1]
        if self._state[number] != State.LIVE:
            return Standing(last.status)
        entry, document = self.reading(number)
        return Standing(HTTPStatus.OK, entry, document, dt.date.fromordinal(last.day))

    def _left_behind(self, number: int) -> Standing:
        redirects = any(event.redirects for event in self.past(number))
        if redirects and self._state[number] == State.LIVE:
            return Standing(HTTPStatus.MOVED_PERMANENTLY, moved_to=self.entry(number).path)
        return Standing()


def _after(entry: Entry, event: Event) -> Entry:
    if event.what is What.MOVED and event.place is not None:
        return dataclasses.replace(entry, place=places()[event.place])
    if event.outcome is not None:
        entry = dataclasses.replace(entry, outcome=OUTCOMES[event.outcome])
    if event.date is not None:
        entry = dataclasses.replace(entry, date=dt.date.fromordinal(event.date))
    return entry
