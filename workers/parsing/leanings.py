"""Which of several names a clause leans to, by the company that its words keep in example sentences.

A clause is read as marks: the families that its words belong to, the beginnings of words, whatever else is asked of
it. What each mark weighs for each name is learned from sentences that are known to say such things, and the name of
the greatest sum leads.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from struct import Struct
from typing import Final, NamedTuple

WORD: Final = re.compile(r"[a-z0-9][a-z0-9'-]*")
STEM: Final = 5  # Letters by which a word is known,
_MIN_STEM: Final = 3  # and the fewest that a table of families may give of it.
_MOST_WORDS: Final = 8_192  # That are remembered.
_BITS: Final = 64  # For a weight, counted in units; sums are counted from _ZERO, so that none is negative.
_UNIT: Final = 1 << 32
_ZERO: Final = 1 << 62
_UNSEEN: Final = 0.3  # What is counted for a mark never seen with a name.
_LEADS_WELL: Final = 4.0
_STEP: Final = 0.5
_SMALL: Final = "mrs mr ms miss dr x the a an of to is in that council and for it by"
SMALL_WORDS: Final = frozenset(_SMALL.split())  # Their beginnings tell nothing of what is said.


class Lexicon:
    """Words by what they stand for; in a table of families a star takes any ending, an underscore is a space.

    Words that are ``silent`` stand for no more than their families; others for their beginnings too.
    """

    def __init__(self, families: Mapping[str, str], silent: frozenset[str]) -> None:
        self._silent = silent
        self._words: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._phrases: dict[str, list[tuple[str, str]]] = {}
        self._known: dict[str, set[str]] = {}
        for family, told in families.items():
            for word in told.split():
                if "_" in word:
                    phrase = word.replace("_", " ")
                    self._phrases.setdefault(phrase.partition(" ")[0], []).append((f" {phrase}", family))
                elif word.endswith("*"):
                    self._stems.setdefault(word[:-1], set()).add(family)
                else:
                    self._words.setdefault(word, set()).add(family)

    def marks_in(self, clause: str) -> set[str]:
        """The families that the words of a clause (small letters, straight quotes) belong to, and their beginnings."""
        found: set[str] = set()
        for word in WORD.findall(clause):
            known = self._known.get(word)
            found |= self._marks_of(word) if known is None else known
        spaced = f" {clause} "
        for word in clause.split(" "):
            phrases = self._phrases.get(word)
            if phrases is not None:
                found.update([family for phrase, family in phrases if phrase in spaced])
        return found

    def _marks_of(self, word: str) -> set[str]:
        """The marks of a word, looked up once: the same few thousand words make up nearly all that is written."""
        found = set(self._words.get(word, ()))
        for end in range(_MIN_STEM, len(word) + 1):
            found |= self._stems.get(word[:end], set())
        if word not in self._silent:
            found.add(f"{word[:STEM]}-")
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        self._known[word] = found
        return found


class Leaning(NamedTuple):
    """The name that leads, its sum, and by how much it leads before the next."""

    name: str
    weight: float
    lead: float


class Sums(NamedTuple):
    """What the marks of a clause weigh for each name, in the order of the names, and how many marks are known."""

    weights: list[float]
    marks: int


class Leanings:
    """What marks weigh for each name, learned from examples: sentences with a stroke between them, by name.

    Without ``passes`` weights are counted: how much more often a mark comes with a name than with others. Else they
    are learned in so many passes through the examples, so that what is common to several names weighs little. Those
    that were learned before are given as ``weights``, and the examples are not looked at.
    """

    def __init__(
        self,
        examples: Mapping[str, str],
        marks: Callable[[str], set[str]],
        *,
        passes: int = 0,
        weights: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.names = list(examples)
        self._marks = marks
        told = [[marks(one) for one in said.split(" / ")] for said in examples.values()] if weights is None else []
        if weights is None:
            weights = _learned(told, passes) if passes else _counted(told)
        self._weights = {mark: _side_by_side(its) for mark, its in weights.items()}
        self._fields = Struct(f"<{len(examples)}Q")
        self._zero = _side_by_side([_ZERO / _UNIT] * len(examples))

    def of(self, clause: str) -> Leaning | None:
        """What a clause leans to; None where no word of it was ever seen."""
        sums, marks = self._summed(clause)
        if not marks:
            return None
        second, first = sorted(sums)[-2:]
        return Leaning(self.names[sums.index(first)], (first - _ZERO) / _UNIT, (first - second) / _UNIT)

    def sums_of(self, clause: str) -> Sums:
        """What a clause weighs for every name."""
        sums, marks = self._summed(clause)
        return Sums([(one - _ZERO) / _UNIT for one in sums], marks)

    def _summed(self, clause: str) -> tuple[tuple[int, ...], int]:
        weights = self._weights
        telling = [weights[mark] for mark in self._marks(clause) if mark in weights]
        together = sum(telling, self._zero).to_bytes(self._fields.size, "little")
        found: tuple[int, ...] = self._fields.unpack(together)
        return found, len(telling)


def _side_by_side(weights: Sequence[float]) -> int:
    """Weights as one number, the first in its last 64 bits: Python adds up those of all names at once, and exactly."""
    return sum(round(weight * _UNIT) << _BITS * place for place, weight in enumerate(weights))


def _marks_seen_twice(told: Sequence[Sequence[set[str]]]) -> dict[str, int]:
    total = Counter(chain.from_iterable(chain.from_iterable(told)))
    return {mark: held for mark, held in total.items() if held > 1}


def _counted(told: Sequence[Sequence[set[str]]]) -> dict[str, tuple[float, ...]]:
    """How much more often than elsewhere each mark comes with each name, as logarithms."""
    counts = [Counter(chain.from_iterable(every)) for every in told]
    many = sum(len(every) for every in told)
    return {
        mark: tuple(
            [
                math.log((count[mark] + _UNSEEN) / (len(every) + 2 * _UNSEEN))
                - math.log((held + _UNSEEN) / (many + 2 * _UNSEEN))
                for count, every in zip(counts, told, strict=True)
            ]
        )
        for mark, held in _marks_seen_twice(told).items()
    }


def _learned(told: Sequence[Sequence[set[str]]], passes: int) -> dict[str, tuple[float, ...]]:
    """Weights by which each example leads well: where it does not, its marks go over from the name that hinders it.

    What counts is the mean of the weights after each pass of the second half, as single steps overshoot.
    """
    weights = {mark: [0.0] * len(told) for mark in _marks_seen_twice(told)}
    sums = {mark: [0.0] * len(told) for mark in weights}
    # The names take turns, each from its first example to its last.
    turns = sorted(((place + 0.5) / len(every), name) for name, every in enumerate(told) for place in range(len(every)))
    following = [iter(every) for every in told]
    examples = [
        (name, [weights[mark] for mark in sorted(next(following[name])) if mark in weights]) for _, name in turns
    ]
    for done in range(passes):
        for name, telling in examples:
            _teach(name, telling)
        if done >= passes // 2:
            for mark, weight in weights.items():
                sums[mark] = [one + more for one, more in zip(sums[mark], weight, strict=True)]
    return {mark: tuple([one / (passes - passes // 2) for one in found]) for mark, found in sums.items()}


def _teach(name: int, telling: Sequence[list[float]]) -> None:
    """Move the weights of an example's marks a step where its name does not lead well."""
    if not telling:
        return
    sums = [math.fsum(column) for column in zip(*telling, strict=True)]
    own = sums[name]
    sums[name] = -math.inf
    other = sums.index(max(sums))
    if own - sums[other] < _LEADS_WELL:
        step = _STEP / math.sqrt(len(telling))
        for weight in telling:
            weight[name] += step
            weight[other] -= step
