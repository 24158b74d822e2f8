"""What fills the slots of a template: facts that stay for the whole decision, and others drawn anew at each use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from scraper.replica.calendar import long_date, month_and_year
from scraper.replica.phrases import PhraseBook

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_SOON = ("The next day", "A week later", "Two days later", "Some weeks later", "Soon after", "In the same week")
_SOON_SHARE, _MONTH_SHARE = 0.22, 0.5


def number_word(number: int) -> str:
    """A number from 2 to 13 as a word."""
    return _NUMBERS[number - 2]


class Slots(dict[str, str]):
    """Facts by slot name; names that are no facts are drawn anew at each use.

    Drawn are dates, which only move forward, numbers and amounts, and the fragments of the phrase book's ``bits``.
    Raises KeyError for a name that is none of these.
    """

    def __init__(self, facts: dict[str, str], rng: Random, decided: dt.date, book: PhraseBook) -> None:
        super().__init__(facts)
        self._book = book
        self.rng = rng
        self._decided = decided
        self._day = decided - dt.timedelta(days=rng.randint(300, 900))
        self._step = 25
        self.thousands = True
        self._drawn: dict[str, Callable[[], str]] = {
            "On": self._moment,
            "few": lambda: _NUMBERS[int(rng.random() * 6)],
            "weeks": lambda: f"{_NUMBERS[int(rng.random() * 9)]} weeks",
            "months": lambda: f"{_NUMBERS[int(rng.random() * 12)]} months",
            "sum": lambda: self.pounds(int(rng.random() * 1400) * 10 + 420),
            "small": lambda: self.pounds(int(rng.random() * 40) * 5 + 20),
            "month": lambda: month_and_year(self._day - dt.timedelta(days=int(rng.random() * 200))),
            "year": lambda: str(self._day.year - int(rng.random() * 9) - 1),
        }

    def __missing__(self, slot: str) -> str:
        maker = self._drawn.get(slot)
        if maker is not None:
            return maker()
        text = self._book.pick(self.rng, f"bits.{slot}").text
        return text.format_map(self) if "{" in text else text

    def pounds(self, amount: float) -> str:
        """An amount without the pound sign, pence only where there are any, as this decision writes thousands."""
        form = "," if self.thousands else ""
        return f"{amount:{form}.2f}" if amount % 1 else f"{amount:{form}.0f}"

    def spread(self, events: int) -> None:
        """Make so many events reach from the beginning to shortly before the decision."""
        self._step = max(1, (self._decided - self._day).days * 2 // max(1, events + 2))

    def _moment(self) -> str:
        rng = self.rng
        roll = rng.random()
        step = int(rng.random() * self._step)
        latest = self._decided - dt.timedelta(days=20)
        self._day = min(self._day + dt.timedelta(days=step), latest)
        if roll < _SOON_SHARE:
            return _SOON[int(rng.random() * len(_SOON))]
        return f"In {month_and_year(self._day)}" if roll < _MONTH_SHARE else f"On {long_date(self._day)}"
