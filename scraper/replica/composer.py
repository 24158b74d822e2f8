"""From an entry of the catalogue to its document: the same whatever was asked for before."""

from __future__ import annotations

from random import Random

from scraper.replica.case import open_case
from scraper.replica.corpus import Corpus, Entry, Tie
from scraper.replica.document import Document
from scraper.replica.phrases import PhraseBook
from scraper.replica.statement import compose_statement

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
        basis, stream = entry, entry.member
        if self.shares_text(entry):
            basis, stream = self.corpus.entry(entry.number - entry.member), 0
        rng = self._rng(entry.matter, stream)
        return compose_statement(open_case(basis, rng, self.book), rng, self.book)

    def summary(self, entry: Entry) -> str:
        """The summary alone."""
        return self.document(entry).summary

    def _rng(self, matter: int, stream: int) -> Random:
        return Random(((self.corpus.seed << 40) + matter) * _STREAMS + stream)
