"""One decision told a second time: which names, sums, dates and words differ, and how much; its truth stays exact.

What the truth rests on keeps its words (sentences that state a ground, remedies, cited law, standard sections); names
and sums change throughout, so that a page never contradicts itself.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from scraper.replica.account import Account
from scraper.replica.document import Document, Section
from scraper.replica.writer import total_of

_SUM = re.compile(r"£(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)?")
_FACTORS = (0.6, 0.7, 0.8, 1.2, 1.3, 1.5, 1.8)
_TITLES = {"Mr": ("Mr",)}
_HER_TITLES = ("Mrs", "Miss", "Ms")
_LETTERS = "ABCFGHJKLMNPQRSTWXYZ"
_STEP = 5  # Sums are round.
_LEAST_SHARE, _MOST_SHARE = 0.01, 0.30
_RENAMED_ABOVE = 0.06  # A name changes more words than the smallest share allows.


@dataclass(frozen=True, slots=True)
class Plan:
    """What a variation changes, drawn before a word is written, so that the truth can tell it at no cost.

    ``factor`` is what sums are multiplied by; ``days`` the share of dates that move; ``dropped``, ``added`` and
    ``moved`` count paragraphs; ``share`` is that of the words outside standard sections that are changed in all.
    """

    renamed: bool = False
    factor: float = 1.0
    days: float = 0.0
    dropped: int = 0
    added: int = 0
    moved: int = 0
    share: float = 0.0

    def words(self) -> str:
        """The plan in words."""
        told = {
            "names changed": self.renamed,
            "sums changed": self.factor != 1.0,
            "dates changed": self.days > 0,
            "a paragraph less": self.dropped,
            "a paragraph more": self.added,
            "paragraphs in another order": self.moved,
            f"{self.share:.0%} of the words changed": self.share,
        }
        return ", ".join(words for words, holds in told.items() if holds)


def near_plan(rng: Random) -> Plan:
    """One matter told again for another person: small changes, at least one of them."""
    dropped, added = rng.choice(((0, 0), (0, 0), (1, 0), (0, 1), (1, 1)))
    renamed, sums, days = rng.random() < 0.8, rng.random() < 0.6, rng.random() < 0.7  # noqa: PLR2004 - Shares.
    return Plan(
        renamed=renamed,
        factor=rng.choice(_FACTORS) if sums else 1.0,
        days=rng.uniform(0.1, 0.5) if days else 0.0,
        dropped=dropped,
        added=added if renamed or dropped else 1,  # A page may hold no sum, and few days.
    )


def reissue_plan(rng: Random) -> Plan:
    """A decision made again: from one to thirty of a hundred words changed, and perhaps names, sums and order."""
    share = rng.uniform(_LEAST_SHARE, _MOST_SHARE)
    return Plan(
        renamed=share > _RENAMED_ABOVE and rng.random() < 0.3,  # noqa: PLR2004 - A share.
        factor=rng.choice((1.0, *_FACTORS)),
        days=rng.choice((0.0, 0.0, 0.1, 0.3)),
        moved=rng.choice((0, 0, 0, 1, 2, 4)),
        share=share,
    )


def other_facts_plan(rng: Random) -> Plan:
    """Another matter, told with another name and other sums."""
    return Plan(renamed=rng.random() < 0.5, factor=rng.choice(_FACTORS), days=1.0)  # noqa: PLR2004 - A share.


class Variation:
    """A plan carried out on one decision by ``rng``, which also settles what names and sums become."""

    def __init__(self, plan: Plan, rng: Random, complainant: str | None, *, thousands: bool) -> None:
        self.plan = plan
        self._rng = rng
        self._separator = "," if thousands else ""
        self._name = re.compile(rf"\b{re.escape(complainant)}\b") if plan.renamed and complainant else None
        self._new_name = _another_name(rng, complainant or "")

    def text(self, text: str) -> str:
        """A text with the names and sums changed that change everywhere."""
        if self._name is not None:
            text = self._name.sub(self._new_name, text)
        return text if self.plan.factor == 1.0 else _SUM.sub(self._sum, text)

    def _sum(self, found: re.Match[str]) -> str:
        return f"£{self._times(int(found[1].replace(',', ''))):{self._separator}}{found[2] or ''}"

    def _times(self, pounds: int) -> int:
        return max(_STEP, round(pounds * self.plan.factor / _STEP) * _STEP) if self.plan.factor != 1.0 else pounds

    def _amount(self, amount: str) -> str:
        pounds, _, pence = amount.partition(".")
        return f"{self._times(int(pounds))}.{pence}"

    def document(self, document: Document, account: Account) -> Document:
        """The decision told again. ``account`` is what happened as it tells it, and is used up."""
        account.drop(self.plan.dropped)
        account.add(self.plan.added)
        account.move_days(self.plan.days)
        account.reword(self.plan.share, self._changed_words(account))
        account.move(self.plan.moved)
        payments = tuple(
            dataclasses.replace(
                payment,
                amount_gbp=self._amount(payment.amount_gbp),
                amount_to_gbp=payment.amount_to_gbp and self._amount(payment.amount_to_gbp),
                text=self.text(payment.text),
            )
            for payment in document.payments
        )
        return dataclasses.replace(
            document,
            summary=self.text(document.summary),
            complainant=document.complainant and self.text(document.complainant),
            sections=_with_texts(account.sections(), self.text),
            grounds=tuple(dataclasses.replace(g, sentence=self.text(g.sentence)) for g in document.grounds),
            payments=payments,
            total_gbp=total_of(list(payments)),
            actions=tuple(dataclasses.replace(action, text=self.text(action.text)) for action in document.actions),
        )

    def _changed_words(self, account: Account) -> int:
        """How many words of the account change with names and sums."""
        return sum(self.text(word) != word for text in account.texts() for word in _tokens(text))


def _tokens(text: str) -> list[str]:
    return re.findall(r"(?:Mrs?|Miss|Ms|Dr) \w|\S+", text)


def _another_name(rng: Random, name: str) -> str:
    title, _, letter = name.partition(" ")
    return f"{rng.choice(_TITLES.get(title, _HER_TITLES))} {rng.choice(_LETTERS.replace(letter or '-', ''))}"


def _with_texts(sections: tuple[Section, ...], change: Callable[[str], str]) -> tuple[Section, ...]:
    return tuple(
        dataclasses.replace(
            section, paragraphs=tuple(dataclasses.replace(p, text=change(p.text)) for p in section.paragraphs)
        )
        for section in sections
    )
