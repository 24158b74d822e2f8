"""From an entry of the catalogue to its document: the same whatever was asked for before."""

from __future__ import annotations

from random import Random

from scraper.replica.case import open_case
from scraper.replica.corpus import Corpus, Entry, Tie
from scraper.replica.document import Document
from scraper.replica.phrases import PhraseBook
from scraper.replica.report import Report
from scraper.replica.statement import Statement

_STREAMS = 16  # More than any matter has members.


class Composer:
    """Makes documents of one corpus in the words of one phrase book."""

    def __init__(self, corpus: Corpus, book: PhraseBook) -> None:
        self.corpus = corpus
        self.book = book

    def shares_text(self, entry: Entry) -> bool:
        """Whether all decisions of this matter have one text; half of the joint cases do."""
        if entry.tie in {Tie.JOINT, Tie.TWO_BODIES}:
            return self._rng(entry.matter, _STREAMS - 1).random() < 0.5  # noqa: PLR2004 - Half of them.
        return entry.tie is not Tie.SINGLE

    def document(self, entry: Entry) -> Document:
        """The content of a decision."""
        return self._written(entry).document()

    def summary(self, entry: Entry) -> str:
        """The summary alone, which costs little: listings show ten."""
        return self._written(entry).summary

    def _written(self, entry: Entry) -> Statement | Report:
        basis, stream = entry, entry.member
        if self.shares_text(entry):
            basis, stream = self.corpus.entry(entry.number - entry.member), 0
        rng = self._rng(entry.matter, stream)
        if basis.report:
            return Report(basis, rng, self.book)
        return Statement(open_case(basis, self._partners(basis), rng, self.book), self.book)

    def _partners(self, basis: Entry) -> list[Entry]:
        if basis.tie not in {Tie.JOINT, Tie.TWO_BODIES}:
            return []
        return [self.corpus.entry(number) for number in self.corpus.siblings(basis.number)]

    def _rng(self, matter: int, stream: int) -> Random:
        return Random(((self.corpus.seed << 40) + matter) * _STREAMS + stream)
