"""What the catalogue holds of each decision, drawn by chance: one matter after the other, each with its decisions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from random import Random

from scraper.replica.bodies import bodies, families
from scraper.replica.categories import CATEGORIES, CATEGORY_WEIGHTS, Place, places, places_of_category

FIRST_DAY = dt.date(2013, 1, 7)
LAST_DAY = dt.date(2026, 10, 30)
BOARDS_SINCE = dt.date(2022, 7, 1)  # Integrated care boards took the place of clinical commissioning groups then.
SUNDAY_SHARE = 0.01
REPORT_SHARE = 0.02
SEVERAL_FAMILIES_SHARE = 0.2  # Of reports: one inquiry, a reference for each family.
FIRST_HAS_LETTER_SHARE = 0.5  # Of joint cases; in the others the first body's reference is bare.
SHARED_CARE_TIE_SHARE = 0.08  # Of health and adult care matters: makes up for the ties refused elsewhere.
JOINT_AMONG_TIED_SHARE = 0.7
TRUST_SHARE = 0.5  # Of partners in a joint case; the others are boards.
SAME_OUTCOME_SHARE = 0.6  # Of partners in a joint case.
NEXT_FAMILY_SHARE = 0.4  # Each further family of bodies is met this much less often.
APRIL = 4  # Reference years begin in April.
OUTCOMES = ("Upheld", "Not upheld", "Closed after initial enquiries")
_OUTCOME_WEIGHTS = (0.40, 0.57, 1.0)  # Cumulative.
_REFERENCES_A_YEAR = 26_000
_WORKING_DAYS = 5
_SATURDAY, _SUNDAY = 5, 6

# Families of bodies that a category's complaints reach, commonest first; each further one is met half as often.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "Adult care services": ("upper", "both", "provider"),
    "Benefits and tax": ("lower", "both"),
    "Children's care services": ("both", "upper"),
    "Education": ("upper", "both", "school"),
    "Environment and regulation": ("lower", "both", "fire"),
    "Health": ("trust", "board"),
    "Housing": ("lower", "both"),
    "Other Categories": ("lower", "both", "upper", "fire"),
    "Planning": ("lower", "both", "park"),
    "Transport and highways": ("upper", "both", "transport"),
}


class Tie(IntEnum):
    """How the decisions of one matter belong together, or those of a family of matters that only look alike."""

    SINGLE = 0
    SAME_TEXT = 1  # Two to five references, one body, one text.
    TWO_PLACES = 2  # Two references, one text filed under two categories.
    JOINT = 3  # One number with letters, two or three bodies.
    TWO_BODIES = 4  # One reference for two bodies.
    # The others are drawn only where labelled cases are asked for.
    NEAR_TEXT = 5  # Two to five references, one body, one matter told in nearly one text.
    REISSUED = 6  # A decision, and a later one that replaces it.
    CLOSED_ALIKE = 7  # Other matters: short closed cases of one body and subject with a few sentences of their own.
    SAME_COMPLAINT = 8  # Other matters: one complaint against one body, made on different facts.
    COMMON_THEME = 9  # Other matters: reports on one theme against different bodies.
    FOLLOWED_UP = 10  # Other matters: a later complaint that tells of an earlier decision, which stands.


_TIE_BOUNDS = (0.93, 0.955, 0.962, 0.988, 1.0)  # Cumulative shares in the order of Tie.


@dataclass(frozen=True, slots=True)
class Row:
    """The facts of one decision as the columns hold them: places in the lists of bodies, places and outcomes, a day."""

    tie: Tie
    key: int
    body: int
    place: int
    outcome: int
    report: bool
    day: int


def rows(seed: int, used: set[int]) -> Iterator[tuple[int, int, Row]]:
    """Matter, place in it and facts of one decision after the other, without end; ``used`` collects the references."""
    rng = Random(seed * 2_654_435_761 + 17)
    for matter in itertools.count():
        for member, row in enumerate(_matter(rng, used)):
            yield matter, member, row


def _matter(rng: Random, used: set[int]) -> list[Row]:
    day = decision_day(rng)
    place = place_of_matter(rng)
    report = rng.random() < REPORT_SHARE
    tie = Tie.SINGLE if report else _tie(rng, place)
    outcome = 0 if report else _drawn(rng, _OUTCOME_WEIGHTS)
    first = Row(tie, fresh_key(rng, used, day), body_of(rng, place, day), place.index, outcome, report, day.toordinal())
    if report and rng.random() < SEVERAL_FAMILIES_SHARE:
        tie = Tie.SAME_TEXT
        first = varied(first, tie=tie)
    if tie is Tie.JOINT and rng.random() < FIRST_HAS_LETTER_SHARE:
        first = varied(first, key=first.key + 1)
    return [first, *_others(rng, used, first, tie, day)]


def _others(rng: Random, used: set[int], first: Row, tie: Tie, day: dt.date) -> list[Row]:
    if tie is Tie.SAME_TEXT:
        return [varied(first, key=fresh_key(rng, used, day)) for _ in range(rng.randint(1, 4))]
    if tie is Tie.TWO_PLACES:
        return [varied(first, key=fresh_key(rng, used, day), place=_other_place(rng, first.place, first.body))]
    if tie is Tie.JOINT:
        return _joint(rng, first, day)
    if tie is Tie.TWO_BODIES:
        return [_partner(rng, first, day, key=first.key)]
    return []


def _joint(rng: Random, first: Row, day: dt.date) -> list[Row]:
    """One or two further bodies under the letters that follow the first decision's own, if it has one."""
    others: list[Row] = []
    for letter in range(1, rng.choice((2, 2, 3))):
        taken = {first.body, *(row.body for row in others)}
        partner = _partner(rng, first, day, key=first.key + letter)
        while partner.body in taken:
            partner = _partner(rng, first, day, key=first.key + letter)
        others.append(partner)
    return others


def _partner(rng: Random, first: Row, day: dt.date, *, key: int) -> Row:
    """The same case against another body of the health and care world, filed elsewhere and perhaps ending otherwise."""
    health = places_of_category()["Health"]
    free = [place for place in health if place.index != first.place]
    family = "trust" if rng.random() < TRUST_SHARE else _board_family(day)
    choices = [index for index in families()[family] if index != first.body]
    outcome = first.outcome if rng.random() < SAME_OUTCOME_SHARE else rng.randrange(2)
    return varied(first, key=key, body=rng.choice(choices), place=rng.choice(free).index, outcome=outcome)


def varied(
    row: Row,
    *,
    tie: Tie | None = None,
    key: int | None = None,
    body: int | None = None,
    place: int | None = None,
    outcome: int | None = None,
    day: int | None = None,
) -> Row:
    """The same row but for what is given."""
    return Row(
        row.tie if tie is None else tie,
        row.key if key is None else key,
        row.body if body is None else body,
        row.place if place is None else place,
        row.outcome if outcome is None else outcome,
        row.report,
        row.day if day is None else day,
    )


def _tie(rng: Random, place: Place) -> Tie:
    tie = Tie(_drawn(rng, _TIE_BOUNDS))
    shared_care = place.category in {"Adult care services", "Health"}
    if tie in {Tie.JOINT, Tie.TWO_BODIES} and not shared_care:
        return Tie.SINGLE
    if shared_care and tie is Tie.SINGLE and rng.random() < SHARED_CARE_TIE_SHARE:
        return Tie.JOINT if rng.random() < JOINT_AMONG_TIED_SHARE else Tie.TWO_BODIES
    return tie


def _drawn(rng: Random, bounds: tuple[float, ...]) -> int:
    roll = rng.random()
    return next(n for n, bound in enumerate(bounds) if roll < bound)


def decision_day(rng: Random) -> dt.date:
    """A day of the site's years: a working day, or now and then a Sunday."""
    day = dt.date.fromordinal(rng.randint(FIRST_DAY.toordinal(), LAST_DAY.toordinal()))
    if day.weekday() < _WORKING_DAYS:
        return day
    if day.weekday() == _SUNDAY and rng.random() < SUNDAY_SHARE * 7:
        return day
    return day - dt.timedelta(days=day.weekday() - 4)


def place_of_matter(rng: Random) -> Place:
    """A subcategory, those of the common categories more often."""
    (category,) = rng.choices(tuple(CATEGORIES), CATEGORY_WEIGHTS)
    return rng.choice(places_of_category()[category])


def _other_place(rng: Random, place: int, body: int) -> int:
    family = bodies()[body].family
    fitting = [p.index for p in places() if p.index != place and family in _FAMILIES[p.category]]
    return rng.choice(fitting) if fitting else rng.choice([p.index for p in places() if p.index != place])


def body_of(rng: Random, place: Place, day: dt.date) -> int:
    """A body that complaints filed there are about."""
    choices = _FAMILIES[place.category]
    rank = 0
    while rank + 1 < len(choices) and rng.random() < NEXT_FAMILY_SHARE:
        rank += 1
    family = choices[rank]
    return rng.choice(families()[_board_family(day) if family == "board" else family])


def _board_family(day: dt.date) -> str:
    return "icb" if day >= BOARDS_SINCE else "ccg"


def fresh_key(rng: Random, used: set[int], day: dt.date) -> int:
    """A reference of the financial year in which the complaint came in, not used before."""
    received = day - dt.timedelta(days=rng.randint(20, 480))
    year = (received.year - (received.month < APRIL)) % 100
    while True:
        key = (year * 1_000_000 + rng.randrange(1, _REFERENCES_A_YEAR)) * 10
        if key not in used:
            used.add(key)
            return key
