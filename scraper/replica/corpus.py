"""The catalogue: which decisions exist, by seed, held as compact columns so that 60,000 cost a few megabytes.

Decisions come from matters. Most matters give one decision; some give several with one text (several complainants, or
one text filed under two categories), some are joint cases with letters, some put one reference on two bodies. The
columns are drawn one matter after the other, so a smaller catalogue of the same seed is the beginning of a larger one.
"""

from __future__ import annotations

import datetime as dt
import itertools
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from random import Random

from scraper.replica.bodies import Body, bodies, families
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
    """How the decisions of one matter belong together."""

    SINGLE = 0
    SAME_TEXT = 1  # Two to five references, one body, one text.
    TWO_PLACES = 2  # Two references, one text filed under two categories.
    JOINT = 3  # One number with letters, two or three bodies.
    TWO_BODIES = 4  # One reference for two bodies.


_TIE_BOUNDS = (0.93, 0.955, 0.962, 0.988, 1.0)  # Cumulative shares in the order of Tie.


@dataclass(frozen=True, slots=True)
class Entry:
    """The header facts of one decision; ``number`` is its position in the catalogue, ``member`` that in its matter."""

    number: int
    matter: int
    member: int
    tie: Tie
    reference: str
    body: Body
    place: Place
    outcome: str
    report: bool
    date: dt.date

    @property
    def slug(self) -> str:
        """The reference as it stands in addresses."""
        return self.reference.replace(" ", "-")

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return f"{self.place.path}/{self.slug}"


@dataclass(frozen=True, slots=True)
class _Row:
    tie: Tie
    key: int
    body: int
    place: int
    outcome: int
    report: bool
    day: int


class Corpus:
    """All decisions of one seed. Positions run from 0; every answer is the same for the same seed and count."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed = seed
        self._matter, self._key, self._day = array("i"), array("q"), array("i")
        self._body, self._place = array("h"), array("h")
        self._member, self._tie, self._outcome, self._report = (array("b") for _ in range(4))
        self._fill(itertools.islice(_rows(seed), count))
        self._order = array("i", sorted(range(count), key=lambda n: (-self._day[n], -self._key[n], n)))
        self._falling_days = array("i", (-self._day[n] for n in self._order))
        self._by_key = array("i", sorted(range(count), key=lambda n: (self._key[n], n)))
        self._keys = array("q", (self._key[n] for n in self._by_key))

    def _fill(self, rows: Iterable[tuple[int, int, _Row]]) -> None:
        for matter, member, row in rows:
            self._matter.append(matter)
            self._member.append(member)
            self._tie.append(row.tie)
            self._key.append(row.key)
            self._body.append(row.body)
            self._place.append(row.place)
            self._outcome.append(row.outcome)
            self._report.append(row.report)
            self._day.append(row.day)

    def __len__(self) -> int:
        return len(self._key)

    def entry(self, number: int) -> Entry:
        """The decision at a position. Raises IndexError where there is none."""
        return Entry(
            number,
            self._matter[number],
            self._member[number],
            Tie(self._tie[number]),
            reference_of(self._key[number]),
            bodies()[self._body[number]],
            places()[self._place[number]],
            OUTCOMES[self._outcome[number]],
            bool(self._report[number]),
            dt.date.fromordinal(self._day[number]),
        )

    def window(self, first: dt.date, last: dt.date) -> Sequence[int]:
        """Positions decided from ``first`` to ``last``, newest first."""
        start = bisect_left(self._falling_days, -last.toordinal())
        end = bisect_right(self._falling_days, -first.toordinal())
        return self._order[start:end]

    def filed_under(self, chosen: Iterable[Place]) -> Iterator[int]:
        """Positions filed under any of the places, newest first."""
        wanted = {place.index for place in chosen}
        return (number for number in self._order if self._place[number] in wanted)

    def with_slug(self, slug: str) -> list[int]:
        """Positions that carry a reference, given as in an address; empty where there is none."""
        key = key_of(slug)
        if key is None:
            return []
        return [self._by_key[n] for n in range(bisect_left(self._keys, key), bisect_right(self._keys, key))]

    def siblings(self, number: int) -> list[int]:
        """Positions of the other decisions of the same matter."""
        matter, found = self._matter[number], []
        for step in (-1, 1):
            other = number + step
            while 0 <= other < len(self) and self._matter[other] == matter:
                found.append(other)
                other += step
        return sorted(found)


def reference_of(key: int) -> str:
    """A reference as printed, "YY NNN NNN" and a letter on joint cases, from its number in the columns."""
    digits, letter = divmod(key, 10)
    text = f"{digits:08d}"
    return f"{text[:2]} {text[2:5]} {text[5:]}{' abcdefghi'[letter].strip()}"


def key_of(slug: str) -> int | None:
    """The column number of a reference as it stands in an address, or None where it is no reference."""
    compact = slug.replace("-", "")
    letter = 0
    if compact[-1:] in tuple("abcdefghi"):
        letter, compact = "abcdefghi".index(compact[-1]) + 1, compact[:-1]
    if not (compact.isascii() and compact.isdigit()):
        return None
    key = int(compact) * 10 + letter
    return key if reference_of(key).replace(" ", "-") == slug else None


def _rows(seed: int) -> Iterator[tuple[int, int, _Row]]:
    rng = Random(seed * 2_654_435_761 + 17)
    used: set[int] = set()
    for matter in itertools.count():
        for member, row in enumerate(_matter(rng, used)):
            yield matter, member, row


def _matter(rng: Random, used: set[int]) -> list[_Row]:
    day = _decision_day(rng)
    place = _place(rng)
    report = rng.random() < REPORT_SHARE
    tie = Tie.SINGLE if report else _tie(rng, place)
    outcome = 0 if report else _drawn(rng, _OUTCOME_WEIGHTS)
    first = _Row(tie, _fresh_key(rng, used, day), _body(rng, place, day), place.index, outcome, report, day.toordinal())
    if report and rng.random() < SEVERAL_FAMILIES_SHARE:
        tie = Tie.SAME_TEXT
        first = _varied(first, tie=tie)
    if tie is Tie.JOINT and rng.random() < FIRST_HAS_LETTER_SHARE:
        first = _varied(first, key=first.key + 1)
    return [first, *_others(rng, used, first, tie, day)]


def _others(rng: Random, used: set[int], first: _Row, tie: Tie, day: dt.date) -> list[_Row]:
    if tie is Tie.SAME_TEXT:
        return [_varied(first, key=_fresh_key(rng, used, day)) for _ in range(rng.randint(1, 4))]
    if tie is Tie.TWO_PLACES:
        return [_varied(first, key=_fresh_key(rng, used, day), place=_other_place(rng, first.place, first.body))]
    if tie is Tie.JOINT:
        return _joint(rng, first, day)
    if tie is Tie.TWO_BODIES:
        return [_partner(rng, first, day, key=first.key)]
    return []


def _joint(rng: Random, first: _Row, day: dt.date) -> list[_Row]:
    """One or two further bodies under the letters that follow the first decision's own, if it has one."""
    others: list[_Row] = []
    for letter in range(1, rng.choice((2, 2, 3))):
        taken = {first.body, *(row.body for row in others)}
        partner = _partner(rng, first, day, key=first.key + letter)
        while partner.body in taken:
            partner = _partner(rng, first, day, key=first.key + letter)
        others.append(partner)
    return others


def _partner(rng: Random, first: _Row, day: dt.date, *, key: int) -> _Row:
    """The same case against another body of the health and care world, filed elsewhere and perhaps ending otherwise."""
    health = places_of_category()["Health"]
    free = [place for place in health if place.index != first.place]
    family = "trust" if rng.random() < TRUST_SHARE else _board_family(day)
    choices = [index for index in families()[family] if index != first.body]
    outcome = first.outcome if rng.random() < SAME_OUTCOME_SHARE else rng.randrange(2)
    return _varied(first, key=key, body=rng.choice(choices), place=rng.choice(free).index, outcome=outcome)


def _varied(
    row: _Row,
    *,
    tie: Tie | None = None,
    key: int | None = None,
    body: int | None = None,
    place: int | None = None,
    outcome: int | None = None,
) -> _Row:
    return _Row(
        row.tie if tie is None else tie,
        row.key if key is None else key,
        row.body if body is None else body,
        row.place if place is None else place,
        row.outcome if outcome is None else outcome,
        row.report,
        row.day,
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


def _decision_day(rng: Random) -> dt.date:
    day = dt.date.fromordinal(rng.randint(FIRST_DAY.toordinal(), LAST_DAY.toordinal()))
    if day.weekday() < _WORKING_DAYS:
        return day
    if day.weekday() == _SUNDAY and rng.random() < SUNDAY_SHARE * 7:
        return day
    return day - dt.timedelta(days=day.weekday() - 4)


def _place(rng: Random) -> Place:
    (category,) = rng.choices(tuple(CATEGORIES), CATEGORY_WEIGHTS)
    return rng.choice(places_of_category()[category])


def _other_place(rng: Random, place: int, body: int) -> int:
    family = bodies()[body].family
    fitting = [p.index for p in places() if p.index != place and family in _FAMILIES[p.category]]
    return rng.choice(fitting) if fitting else rng.choice([p.index for p in places() if p.index != place])


def _body(rng: Random, place: Place, day: dt.date) -> int:
    choices = _FAMILIES[place.category]
    rank = 0
    while rank + 1 < len(choices) and rng.random() < NEXT_FAMILY_SHARE:
        rank += 1
    family = choices[rank]
    return rng.choice(families()[_board_family(day) if family == "board" else family])


def _board_family(day: dt.date) -> str:
    return "icb" if day >= BOARDS_SINCE else "ccg"


def _fresh_key(rng: Random, used: set[int], day: dt.date) -> int:
    """A reference of the financial year in which the complaint came in, not used before."""
    received = day - dt.timedelta(days=rng.randint(20, 480))
    year = (received.year - (received.month < APRIL)) % 100
    while True:
        key = (year * 1_000_000 + rng.randrange(1, _REFERENCES_A_YEAR)) * 10
        if key not in used:
            used.add(key)
            return key
