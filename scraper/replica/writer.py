"""Writes a decision: text and truth in one stroke, so that they cannot differ."""

from __future__ import annotations

from random import Random

from scraper.replica.document import Action, Cited, GroundSentence, Paragraph, Payment, Section
from scraper.replica.phrases import PhraseBook, Words


class Writer:
    """Collects sections and what their words amount to. ``facts`` fills the slots of every template."""

    def __init__(self, rng: Random, book: PhraseBook, facts: dict[str, str], *, restart: bool) -> None:
        self.rng = rng
        self.book = book
        self.facts = facts
        self.legislation: dict[tuple[str, str | None], Cited] = {}
        self.grounds: list[GroundSentence] = []
        self.payments: list[Payment] = []
        self.actions: list[Action] = []
        self.apology = False
        self._restart = restart
        self._sections: list[tuple[str, str, int, list[Paragraph]]] = []
        self._count = 0
        self._letter = 0

    def heading(self, text: str, role: str, depth: int = 2) -> None:
        """Begin a section; numbers begin again at 1 under a main heading where this decision's style is such."""
        self._sections.append((text, role, depth, []))
        if self._restart and depth == 2:  # noqa: PLR2004 - The depth of a main heading.
            self._count = 0

    def numbered(self, text: str) -> None:
        """Add a numbered paragraph."""
        self._count += 1
        self._letter = 0
        self._add(Paragraph(str(self._count), 0, text))

    def bullet(self, text: str, level: int = 1) -> None:
        """Add a bullet below the paragraph before."""
        self._add(Paragraph(None, level, text))

    def lettered(self, text: str) -> None:
        """Add a lettered item below the paragraph before."""
        self._add(Paragraph("abcdefghijklmnop"[self._letter], 1, text))
        self._letter += 1

    def bare(self, text: str) -> None:
        """Add a paragraph without a number."""
        self._add(Paragraph(None, 0, text))

    def _add(self, paragraph: Paragraph) -> None:
        self._sections[-1][3].append(paragraph)

    def words(self, bank: str) -> str:
        """A sentence of a bank, slots filled, its law noted."""
        return self.fill(self.book.pick(self.rng, bank))

    def fill(self, words: Words) -> str:
        """The template with its slots filled; its law is noted as cited."""
        for cite in words.cites:
            self.legislation.setdefault((cite.act, cite.provision), cite)
        return words.text.format_map(self.facts)

    def chosen(self, bank: str, count: int) -> list[str]:
        """Up to ``count`` different sentences of a bank."""
        return [self.fill(words) for words in self.book.sample(self.rng, bank, count)]

    def ground(self, name: str, bank: str) -> str:
        """A sentence that states a ground, noted as such."""
        sentence = self.words(bank)
        self.grounds.append(GroundSentence(name, sentence))
        return sentence

    def sections(self) -> tuple[Section, ...]:
        """What has been written so far."""
        return tuple(Section(heading, role, depth, tuple(found)) for heading, role, depth, found in self._sections)
