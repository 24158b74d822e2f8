"""The catalogue: which decisions exist, by seed, held as compact columns so that 60,000 cost a few megabytes.

Decisions come from matters. Most matters give one decision; some give several with one text (several complainants, or
one text filed under two categories), some are joint cases with letters, some put one reference on two bodies. The
columns are drawn one matter after the other, so a smaller catalogue of the same seed is the beginning of a larger one.
Where labelled cases are asked for they are the last rows; their days and references lie among those of the others.
"""

from __future__ import annotations

import datetime as dt
import itertools
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scraper.replica.bodies import Body, bodies
from scraper.replica.categories import Place, places
from scraper.replica.labelled import labelled_rows
from scraper.replica.rows import BOARDS_SINCE, FIRST_DAY, LAST_DAY, OUTCOMES, Row, Tie, rows

__all__ = ["BOARDS_SINCE", "FIRST_DAY", "LAST_DAY", "OUTCOMES", "Corpus", "Entry", "Tie", "key_of", "reference_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """The header facts of one decision; ``number`` is its position in the catalogue.

    ``member`` is its position in its matter, or in a family of matters that only look alike (see ``Tie``).
    """

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
    def number_part(self) -> str:
        """The reference without the letter of a joint case."""
        return self.reference.rstrip("abcdefghi")

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return f"{self.place.path}/{self.slug}"


class Corpus:
    """All decisions of one seed. Positions run from 0; every answer is the same for the same seed and counts.

    ``labelled`` of the ``count`` decisions, the last ones, are cases of likeness made to be told apart. Raises
    ValueError where it is more than ``count``.
    """

    def __init__(self, seed: int, count: int, labelled: int = 0) -> None:
        if not 0 <= labelled <= count:
            raise ValueError(f"{labelled} labelled decisions cannot be among {count}: give a number from 0 to {count}")
        self.seed, self.labelled = seed, labelled
        self._matter, self._key, self._day = array("i"), array("q"), array("i")
        self._body, self._place = array("h"), array("h")
        self._member, self._tie, self._outcome, self._report = (array("b") for _ in range(4))
        used: set[int] = set()
        self._fill(itertools.islice(rows(seed, used), count - labelled))
        if labelled:
            first = self._matter[-1] + 1 if self._matter else 0
            self._fill(itertools.islice(labelled_rows(seed, first, used), labelled))
        self._order = array("i", sorted(range(count), key=lambda n: (-self._day[n], -self._key[n], n)))
        self._falling_days = array("i", (-self._day[n] for n in self._order))
        self._by_key = array("i", sorted(range(count), key=lambda n: (self._key[n], n)))
        self._keys = array("q", (self._key[n] for n in self._by_key))

    def _fill(self, rows: Iterable[tuple[int, int, Row]]) -> None:
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

    def family(self, number: int) -> range:
        """Positions of its whole matter, or of its family of matters that look alike, its own among them."""
        first = number - self._member[number]
        end = first + 1
        while end < len(self) and self._member[end] == end - first:
            end += 1
        return range(first, end)

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
