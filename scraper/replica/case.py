"""The facts of one matter: who complains of what, and the words that stand for them in every template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from scraper.replica.calendar import long_date, month_and_year
from scraper.replica.corpus import Entry
from scraper.replica.phrases import APOSTROPHE, PhraseBook

_TITLES = ("Mrs", "Mr", "Miss", "Ms", "Mrs", "Mr", "Ms", "Dr")
_LETTERS = "XXXXXBCDFGHJKLMNPQRSTWYZ"
_FEMALE = ("she", "her", "her")
_MALE = ("he", "him", "his")
MAX_PAGES = 12


@dataclass(frozen=True, slots=True)
class Case:
    """A matter as told: its slots, its topic, its length in printed pages and the style it is written in."""

    entry: Entry
    facts: dict[str, str]
    pages: int
    restart: bool
    straight: bool
    modern: bool


def open_case(entry: Entry, rng: Random, book: PhraseBook) -> Case:
    """Draw the facts of an entry's matter."""
    title = rng.choice(_TITLES)
    she, her, hers = _MALE if title == "Mr" or (title == "Dr" and rng.random() < 0.5) else _FEMALE  # noqa: PLR2004 - Even odds.
    complainant = f"{title} {rng.choice(_LETTERS)}"
    term = f"the {entry.body.term}"
    facts = {
        "C": complainant,
        "Cs": f"{complainant}{APOSTROPHE}s",
        "she": she,
        "her": her,
        "hers": hers,
        "She": she.capitalize(),
        "Hers": hers.capitalize(),
        "B": term,
        "Bs": f"{term}{APOSTROPHE}s",
        "TB": f"The {entry.body.term}",
        "TBs": f"The {entry.body.term}{APOSTROPHE}s",
        "name": entry.place.name.lower(),
    }
    facts["issue"] = book.pick(rng, "topic.issues").text.format_map(facts)
    facts["wrong"] = book.pick(rng, "topic.wrongs").text.format_map(facts)
    facts.update(_dates(entry.date, rng))
    closed = entry.outcome.startswith("Closed")
    pages = 1 + int(min(rng.expovariate(1 / 0.8 if closed else 1 / 4), MAX_PAGES - 1)) + (0 if closed else 1)
    return Case(
        entry,
        facts,
        min(pages, MAX_PAGES),
        restart=rng.random() < 0.15,  # noqa: PLR2004 - About one page in seven restarts its numbers.
        straight=rng.random() < 0.12,  # noqa: PLR2004 - Straight apostrophes throughout are the rarer style.
        modern=entry.date.year >= 2021,  # noqa: PLR2004 - Closed cases have "My assessment" since then.
    )


def _dates(decided: dt.date, rng: Random) -> dict[str, str]:
    days = sorted(rng.sample(range(90, 900), 8), reverse=True)
    dates = [decided - dt.timedelta(days=n) for n in days]
    slots = {f"d{n}": long_date(day) for n, day in enumerate(dates)}
    return slots | {f"m{n}": month_and_year(day) for n, day in enumerate(dates)}
