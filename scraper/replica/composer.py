"""From an entry of the catalogue to its document: the same whatever was asked for before."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from random import Random

from scraper.replica.alike import ClosedAlike, SameComplaint, ThemeReport
from scraper.replica.case import Case, Shape, is_modern, open_case
from scraper.replica.corpus import Corpus, Entry, Tie
from scraper.replica.document import Document
from scraper.replica.phrases import PhraseBook
from scraper.replica.report import Report
from scraper.replica.retelling import Retelling, Telling, draw_telling
from scraper.replica.statement import Statement
from scraper.replica.streams import Streams

_STREAMS = 16  # More than any matter has members.
_TELLING, _COMMON, _SHARES_TEXT = 8, 14, 15  # Streams besides those that members begin with.
_ALIKE = frozenset({Tie.CLOSED_ALIKE, Tie.SAME_COMPLAINT, Tie.COMMON_THEME})
_TOLD_AFTER_ANOTHER = _ALIKE | {Tie.NEAR_TEXT, Tie.REISSUED, Tie.FOLLOWED_UP}


class Composer:
    """Makes documents of one corpus in the words of one phrase book.

    In a corpus with labelled cases a book of both halves gives each matter, or family of matters that look alike, the
    words of one half, so that it can be told by which half a pair is judged; and closed cases hold the standing wording
    of their subject, as without it the labelled ones would be the only ones that look alike.
    """

    def __init__(self, corpus: Corpus, book: PhraseBook) -> None:
        self.corpus = corpus
        self.book = book
        self._books = book.halves() if corpus.labelled else (book, book)

    def shares_text(self, entry: Entry) -> bool:
        """Whether all decisions of this matter have one text; half of the joint cases do."""
        if entry.tie in {Tie.JOINT, Tie.TWO_BODIES}:
            return self._rng(entry.matter, _SHARES_TEXT).random() < 0.5  # noqa: PLR2004 - Half of them.
        return entry.tie in {Tie.SAME_TEXT, Tie.TWO_PLACES}

    def book_of(self, entry: Entry) -> PhraseBook:
        """The book in whose words a decision is written."""
        return self._books[self._first(entry).matter % 2]

    def telling(self, entry: Entry) -> Telling | None:
        """What a decision changes of the first of its family and how it mentions it; None where it is told plainly."""
        if entry.member and entry.tie in _TOLD_AFTER_ANOTHER:
            return draw_telling(entry.tie, self._rng(entry.matter, _TELLING + entry.member))
        return None

    def document(self, entry: Entry) -> Document:
        """The content of a decision."""
        return self._written(entry).document()

    def summary(self, entry: Entry) -> str:
        """The summary alone, which costs little: listings show ten."""
        return self._written(entry).summary

    def _written(self, entry: Entry) -> Statement | Report | Retelling:
        if entry.member and entry.tie in _TOLD_AFTER_ANOTHER:
            return self._retold(entry)
        return self._alike(entry) if entry.tie in _ALIKE else self._plain(entry)

    def _retold(self, entry: Entry) -> Retelling:
        first, rng = self._first(entry), self._rng(entry.matter, _TELLING + entry.member)
        telling = draw_telling(entry.tie, rng)
        if entry.tie in _ALIKE:
            told = self._alike(entry)
        elif entry.tie is Tie.FOLLOWED_UP:
            told = Statement(
                self._case(entry, self._case(first).people), self.book_of(entry), standing=self.corpus.labelled > 0
            )
        else:
            told = self._plain(first)
        return Retelling(told, telling, rng, entry, first)

    def _plain(self, entry: Entry) -> Statement | Report:
        if self.shares_text(entry):
            entry = self._first(entry)
        if entry.report:
            return Report(entry, self._rng(entry.matter, entry.member), self.book_of(entry))
        return Statement(self._case(entry), self.book_of(entry), standing=self.corpus.labelled > 0)

    def _alike(self, entry: Entry) -> Statement | Report:
        """A decision that looks like others of its family: common words, facts of its own."""
        first = self._first(entry)
        streams = Streams(self._rng(first.matter, _COMMON), self._rng(entry.matter, 0))
        book = self.book_of(entry)
        if entry.tie is Tie.COMMON_THEME:
            return ThemeReport(entry, streams, book)
        case = open_case(entry, (), streams, book)
        # The forms of the year in which the first was decided: the others must not fall out of step with it.
        case = dataclasses.replace(case, modern=is_modern(first))
        if entry.tie is Tie.SAME_COMPLAINT:
            return SameComplaint(case, book, streams)
        return ClosedAlike(dataclasses.replace(case, shape=Shape.CLOSED), book, streams)

    def _case(self, entry: Entry, people: Mapping[str, str] | None = None) -> Case:
        return open_case(
            entry, self._partners(entry), self._rng(entry.matter, entry.member), self.book_of(entry), people
        )

    def _partners(self, entry: Entry) -> list[Entry]:
        if entry.tie not in {Tie.JOINT, Tie.TWO_BODIES}:
            return []
        return [self.corpus.entry(number) for number in self.corpus.siblings(entry.number)]

    def _first(self, entry: Entry) -> Entry:
        """The first of a decision's matter, or of its family of look-alikes."""
        return self.corpus.entry(entry.number - entry.member) if entry.member else entry

    def _rng(self, matter: int, stream: int) -> Random:
        return Random(((self.corpus.seed << 40) + matter) * _STREAMS + stream)
