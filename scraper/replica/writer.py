"""Writes a decision: text and truth in one stroke, so that they cannot differ."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from random import Random

from scraper.replica.document import Action, Cited, GroundSentence, Paragraph, Payment, Section
from scraper.replica.phrases import APOSTROPHE, OPENING_QUOTE, PhraseBook, Words
from scraper.replica.slots import Slots, number_word

_LETTERS = "abcdefghijklmnop"
_STRAIGHT = str.maketrans({APOSTROPHE: "'", OPENING_QUOTE: "'"})
MAIN = 2
_DECK = 500  # More than any bank holds: the whole of it, shuffled.


class Writer:
    """Collects sections and what their words amount to.

    ``restart`` begins numbers anew under each main heading; ``straight`` writes straight apostrophes and quotes.
    """

    def __init__(self, rng: Random, book: PhraseBook, slots: Slots, *, restart: bool, straight: bool) -> None:
        self.rng, self.book, self.slots = rng, book, slots
        self.size = 0
        self.grounds: list[GroundSentence] = []
        self.payments: list[Payment] = []
        self.actions: list[Action] = []
        self.apology = False
        self._legislation: dict[tuple[str, str | None], Cited] = {}
        self.restart, self.straight = restart, straight
        self._sections: list[tuple[Section, list[Paragraph]]] = []
        self._decks: dict[str, list[Words]] = {}
        self._count = 0
        self._letter = 0

    def heading(self, text: str, role: str, depth: int = MAIN, *, inline: bool = False) -> None:
        """Begin a section."""
        self._sections.append((Section(self.plain(text), role, depth, (), inline), []))
        if self.restart and depth == MAIN:
            self._count = 0

    def numbered(self, text: str) -> None:
        """Add a numbered paragraph."""
        self._count += 1
        self._letter = 0
        self._add(Paragraph(str(self._count), 0, text))

    def bullet(self, text: str, level: int = 1) -> None:
        """Add a bullet below the paragraph before; level 0 for lists that stand on their own."""
        self._add(Paragraph(None, level, text, bullet=True))

    def lettered(self, text: str) -> None:
        """Add a lettered item below the paragraph before."""
        self._add(Paragraph(_LETTERS[self._letter], 1, text))
        self._letter += 1

    def bare(self, text: str, *, joined: bool = False) -> None:
        """Add a paragraph without a number, perhaps printed behind the item before it."""
        self._add(Paragraph(None, 0, text, joined=joined))

    def _add(self, paragraph: Paragraph) -> None:
        self._sections[-1][1].append(paragraph)
        self.size += len(paragraph.text)

    def plain(self, text: str) -> str:
        """A text in the quotes of this decision's style."""
        return text.translate(_STRAIGHT) if self.straight else text

    def words(self, bank: str) -> str:
        """A sentence of a bank, slots filled, its law noted."""
        return self.fill(self.book.pick(self.rng, bank))

    def fill(self, words: Words) -> str:
        """The template with its slots filled, a capital at its beginning; its law is noted as cited."""
        for cite in words.cites:
            key = (cite.act, cite.provision)
            known = self._legislation.setdefault(key, cite)
            if cite.as_amended and not known.as_amended:
                self._legislation[key] = cite
        return self.plain(words.text.format_map(self.slots))

    def chosen(self, bank: str, count: int) -> list[str]:
        """Up to ``count`` different sentences of a bank."""
        return [self.fill(words) for words in self.book.sample(self.rng, bank, count)]

    def dealt(self, bank: str) -> str:
        """A sentence of a bank that has not been used in this decision, as long as there is one."""
        left = self._decks.get(bank)
        if not left:
            left = self._decks[bank] = self.book.sample(self.rng, bank, _DECK)
        return self.fill(left.pop())

    def ground(self, grounds: tuple[str, ...], sentence: str) -> str:
        """Note a sentence as one that states these grounds, and give it back."""
        self.grounds += [GroundSentence(ground, sentence) for ground in grounds]
        return sentence

    def remedy(self, words: Words, deadline: str | None = None, ending: str = "") -> str:
        """The words of one remedy with amounts drawn, noted as payments, actions or an apology; the text as printed."""
        amounts = self._amounts()
        self.slots.update({name: self.slots.pounds(amount) for name, amount in amounts.items()})
        periods = self.rng.randint(2, 12)
        self.slots["n"] = number_word(periods) if self.rng.random() < 0.7 else str(periods)  # noqa: PLR2004 - Mostly words.
        text = self.fill(words)
        self.payments += [_payment(spec, amounts, periods, text + ending) for spec in words.payments]
        for kind in words.actions:
            if kind == "apology":
                self.apology = True
            else:
                self.actions.append(Action(kind, text, deadline))
        return text + ending

    def _amounts(self) -> dict[str, float]:
        draw = self.rng.random
        first = int(draw() * draw() * 40) * 50 + 100
        return {
            "a": first,
            "b": first + int(draw() * 8) * 50 + 50,
            "c": int(draw() * 30) * 25 + 75,
            "d": first + int(draw() * 99) / 100,
        }

    def legislation(self) -> tuple[Cited, ...]:
        """The law cited so far, each act and provision once, in the order of first mention."""
        return tuple(self._legislation.values())

    def sections(self) -> tuple[Section, ...]:
        """What has been written so far."""
        return tuple(dataclasses.replace(section, paragraphs=tuple(found)) for section, found in self._sections)


def _payment(spec: str, amounts: dict[str, float], periods: int, text: str) -> Payment:
    """A payment by its note: ``a``, ``a..b`` for a range, ``a/month`` for a rate, ``a/month*n`` for one with an end."""
    first, _, last = spec.partition("..")
    name, _, rate = first.partition("/")
    period, _, count = rate.partition("*")
    payment = Payment(f"{amounts[name]:.2f}", text)
    if last:
        return dataclasses.replace(payment, amount_to_gbp=f"{amounts[last]:.2f}")
    if period:
        return dataclasses.replace(payment, period=period, periods=periods if count else None)
    return payment


def total_of(payments: list[Payment]) -> str | None:
    """The sum of all payments, or None where there are none or one of them has no single value."""
    if not payments or any(p.amount_to_gbp or (p.period and not p.periods) for p in payments):
        return None
    return f"{sum(Decimal(p.amount_gbp) * (p.periods or 1) for p in payments):.2f}"
