"""Rows of labelled cases: one matter decided twice or told in other words, and other matters that look alike.

They come in families, the members of one next to each other. A family that is one matter has one matter number; the
members of a family that only looks alike have each their own.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from random import Random

from scraper.replica.bodies import bodies, families
from scraper.replica.rows import LAST_DAY, OUTCOMES, Row, Tie, body_of, decision_day, fresh_key, place_of_matter, varied

ONE_MATTER = frozenset({Tie.NEAR_TEXT, Tie.REISSUED})
UPHELD, CLOSED = 0, 2
LETTER_SHARE = 0.15  # Of reissues: the old number with a letter behind it.
_FRIDAY = 4
# How many of a hundred families are of each kind, and how many members they have.
_SHARES = {
    Tie.NEAR_TEXT: 20,
    Tie.REISSUED: 40,
    Tie.CLOSED_ALIKE: 12,
    Tie.SAME_COMPLAINT: 12,
    Tie.COMMON_THEME: 4,
    Tie.FOLLOWED_UP: 12,
}
_SIZES = {
    Tie.NEAR_TEXT: (2, 2, 2, 3, 3, 4, 5),
    Tie.REISSUED: (2,),
    Tie.CLOSED_ALIKE: (2, 2, 3, 3, 4, 5, 6, 8),
    Tie.SAME_COMPLAINT: (2, 2, 3),
    Tie.COMMON_THEME: (2, 3, 4),
    Tie.FOLLOWED_UP: (2,),
}
# Days that lie between the first member and another, at least and at most.
_DAYS_APART = {
    Tie.NEAR_TEXT: (0, 60),
    Tie.REISSUED: (30, 500),
    Tie.CLOSED_ALIKE: (0, 900),
    Tie.SAME_COMPLAINT: (0, 700),
    Tie.COMMON_THEME: (0, 900),
    Tie.FOLLOWED_UP: (90, 700),
}


def labelled_rows(seed: int, matter: int, used: set[int]) -> Iterator[tuple[int, int, Row]]:
    """Matter, place in its family and facts of one decision after the other, without end, from ``matter`` on."""
    rng = Random(seed * 2_654_435_761 + 29)
    numbers = itertools.count(matter)
    while True:
        (tie,) = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))
        number = next(numbers)
        for member, row in enumerate(_family(rng, used, tie)):
            if member and tie not in ONE_MATTER:
                number = next(numbers)
            yield number, member, row


def _family(rng: Random, used: set[int], tie: Tie) -> list[Row]:
    least, most = _DAYS_APART[tie]
    day = decision_day(rng)
    while day > LAST_DAY - dt.timedelta(days=most):
        day = decision_day(rng)
    rows = [_first(rng, used, tie, day)]
    for _ in range(rng.choice(_SIZES[tie]) - 1):
        later = _working_day(day + dt.timedelta(days=rng.randint(least, most)))
        rows.append(_further(rng, used, rows, later))
    return rows


def _first(rng: Random, used: set[int], tie: Tie, day: dt.date) -> Row:
    place = place_of_matter(rng)
    while place.category == "Health":  # Its bodies change their names within the years that lie between decisions.
        place = place_of_matter(rng)
    report = tie is Tie.COMMON_THEME
    outcome = CLOSED if tie is Tie.CLOSED_ALIKE else UPHELD if report else rng.randrange(len(OUTCOMES))
    body = body_of(rng, place, day)
    while len(families()[bodies()[body].family]) < max(_SIZES[tie]):
        body = body_of(rng, place, day)
    key = fresh_key(rng, used, day)
    return Row(tie, key, body, place.index, outcome, report, day.toordinal())


def _further(rng: Random, used: set[int], rows: list[Row], day: dt.date) -> Row:
    first = rows[0]
    if first.tie is Tie.REISSUED and rng.random() < LETTER_SHARE:
        return varied(first, key=first.key + 1, day=day.toordinal())
    row = varied(first, key=fresh_key(rng, used, day), day=day.toordinal())
    if first.tie is not Tie.COMMON_THEME:
        return row
    taken = {row.body for row in rows}
    others = [body for body in families()[bodies()[first.body].family] if body not in taken]
    return varied(row, body=rng.choice(others))


def _working_day(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - _FRIDAY))
