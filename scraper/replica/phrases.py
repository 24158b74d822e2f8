"""The phrase book: banks of invented wording, each with alternatives of one meaning, read from ``wording/*.txt``.

A bank begins with ``# name`` and is called ``file.name``. A line ``- text`` is an alternative with ``{slots}`` in the
seen half, ``+ text`` one in the unseen half: rules are written against one and judged on the other. Lines below it note
what it amounts to:

- ``@ act | provision | amended``: law that it cites; ``-`` for none, the last word only where it is printed.
- ``$ a``: an amount that it orders to be paid; ``a..b`` a range, ``a/month`` a rate, ``a/month*n`` a rate with an end.
- ``! kind``: an action that it orders, or an apology.

Apostrophes and opening quotes are typed as ' and `.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources
from importlib.resources.abc import Traversable
from random import Random

from scraper.replica.document import Cited
from scraper.replica.laws import cited

OPENING_QUOTE, APOSTROPHE = "\u2018", "\u2019"
_NOTES = frozenset("@$!")
_FOLDER = "scraper.replica.wording"


class Half(IntEnum):
    """Which alternatives of each bank are used."""

    SEEN = 0
    UNSEEN = 1
    BOTH = 2


_HALVES = {"-": Half.SEEN, "+": Half.UNSEEN}


@dataclass(frozen=True, slots=True)
class Words:
    """One template with what it amounts to: law cited, payments and actions ordered; and the half it belongs to."""

    text: str
    cites: tuple[Cited, ...] = ()
    payments: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    half: Half = Half.SEEN


class PhraseBook:
    """All banks, cut down to one half of their alternatives or with both."""

    def __init__(self, half: Half, banks: Mapping[str, tuple[Words, ...]] | None = None) -> None:
        every = read_banks() if banks is None else banks
        self.half = half
        self._banks = {name: _half_of(words, half) for name, words in every.items()}

    def pick(self, rng: Random, name: str) -> Words:
        """One alternative of a bank by chance. Raises KeyError for an unknown bank."""
        words = self._banks[name]
        return words[int(rng.random() * len(words))]

    def sample(self, rng: Random, name: str, count: int) -> list[Words]:
        """Up to ``count`` different alternatives of a bank, in random order."""
        words = self._banks[name]
        return rng.sample(words, min(count, len(words)))

    def halves(self) -> tuple[PhraseBook, PhraseBook]:
        """Its seen and its unseen half; a book that holds one half alone is both."""
        if self.half is not Half.BOTH:
            return self, self
        return PhraseBook(Half.SEEN, self._banks), PhraseBook(Half.UNSEEN, self._banks)

    def __contains__(self, name: str) -> bool:
        return name in self._banks


def read_banks(folder: Traversable | None = None) -> dict[str, tuple[Words, ...]]:
    """Every bank of every file of a folder, the replica's own where none is given.

    Raises ValueError with file and line for a line that has no meaning.
    """
    banks: dict[str, list[Words]] = {}
    for file in sorted((folder or resources.files(_FOLDER)).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            for name, words in _parsed(file.name, file.read_text("utf-8").splitlines()):
                banks.setdefault(name, []).append(words)
    return {name: tuple(words) for name, words in banks.items()}


def _parsed(file: str, lines: Iterable[str]) -> Iterator[tuple[str, Words]]:
    bank, words = "", None
    for number, raw in enumerate(lines, start=1):
        mark, _, rest = raw.strip().partition(" ")
        if mark in _NOTES and words is not None:
            words = _noted(words, mark, rest)
            continue
        if words is not None:
            yield bank, words
            words = None
        if mark == "#":
            bank = f"{file.removesuffix('.txt')}.{rest}"
        elif mark in _HALVES and bank:
            words = Words(rest.replace("`", OPENING_QUOTE).replace("'", APOSTROPHE), half=_HALVES[mark])
        elif mark:
            raise ValueError(f"{file}, line {number}: not a bank, an alternative or a note: {raw.strip()[:60]!r}")
    if words is not None:
        yield bank, words


def _noted(words: Words, mark: str, rest: str) -> Words:
    if mark == "@":
        return dataclasses.replace(words, cites=(*words.cites, _cite(rest)))
    if mark == "$":
        return dataclasses.replace(words, payments=(*words.payments, rest))
    return dataclasses.replace(words, actions=(*words.actions, rest))


def _cite(note: str) -> Cited:
    title, *rest = (part.strip() for part in note.split("|"))
    provision = rest[0] if rest and rest[0] != "-" else None
    return cited(title, provision, amended="amended" in rest[1:])


def _half_of(words: tuple[Words, ...], half: Half) -> tuple[Words, ...]:
    """The alternatives of one half; all where there are none in it."""
    return tuple(one for one in words if half in {one.half, Half.BOTH}) or words
