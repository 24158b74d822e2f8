"""What a visitor can see of the corpus: all of it for good, or what a clock and each decision's life leave visible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Protocol

from scraper.replica.categories import Place
from scraper.replica.composer import Composer
from scraper.replica.corpus import Entry
from scraper.replica.document import Document


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at an address: a page (status 200) with the day of its last change, a way on, or nothing."""

    status: int = HTTPStatus.NOT_FOUND
    entry: Entry | None = None
    document: Document | None = None
    changed: dt.date | None = None
    moved_to: str = ""


class View(Protocol):
    """What listings and pages are made from. Positions are those of the corpus."""

    def window(self, first: dt.date, last: dt.date) -> Sequence[int]:
        """Positions of visible decisions decided from ``first`` to ``last``, newest first."""

    def newest(self, chosen: Iterable[Place], count: int) -> Sequence[int]:
        """The newest visible decisions filed under any of the places."""

    def entry(self, number: int) -> Entry:
        """The header facts as they read now."""

    def summary(self, number: int) -> str:
        """The summary as it reads now."""

    def at(self, category: str, subcategory: str, slug: str) -> Standing:
        """What stands at a decision's address."""


class StillView:
    """Every decision of the corpus, as first written, for good."""

    def __init__(self, composer: Composer) -> None:
        self._composer, self._corpus = composer, composer.corpus

    def window(self, first: dt.date, last: dt.date) -> Sequence[int]:
        """Positions decided from ``first`` to ``last``, newest first."""
        return self._corpus.window(first, last)

    def newest(self, chosen: Iterable[Place], count: int) -> Sequence[int]:
        """The newest decisions filed under any of the places."""
        return list(islice(self._corpus.filed_under(chosen), count))

    def entry(self, number: int) -> Entry:
        """The header facts."""
        return self._corpus.entry(number)

    def summary(self, number: int) -> str:
        """The summary."""
        return self._composer.summary(self._corpus.entry(number))

    def at(self, category: str, subcategory: str, slug: str) -> Standing:
        """The page that is filed there."""
        for number in self._corpus.with_slug(slug):
            entry = self._corpus.entry(number)
            if (entry.place.category_slug, entry.place.slug) == (category, subcategory):
                return Standing(HTTPStatus.OK, entry, self._composer.document(entry), entry.date)
        return Standing()
