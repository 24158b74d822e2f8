"""What an edit does to a decision: other words, a longer summary, another sum; and what changed, told exactly.

An edit never adds or removes a paragraph and keeps to what the truth still tells rightly: it leaves alone the sentences
that state a ground and the text of remedies, but for the amount that it changes together with its payment.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from scraper.replica.calendar import MONTHS
from scraper.replica.corpus import Entry
from scraper.replica.document import Document, Paragraph, Payment
from scraper.replica.writer import total_of

LONG_MONTHS = tuple(month for month in MONTHS if month not in {"February", "April", "June", "September", "November"})
_MOMENT = re.compile(rf"\b((?:In|On \d{{1,2}}) )({'|'.join(MONTHS)})(?= \d{{4}})")
_ROLES = frozenset({"complaint", "findings", "analysis", "finding", "consideration"})
_ADDED = (
    "We have put right the order of events since this was first published.",
    "An earlier text gave the wrong name of the department that replied.",
    "The file has since been found, and it bears this out.",
    "We asked again and were told the same.",
    "This was said in a telephone call of which both sides kept a note.",
    "A second letter of the same week says as much.",
)
_SUMMARY_ADDED = (
    "This takes the place of an earlier text.",
    "The text was put right after a review.",
    "Some facts were put right after publication.",
)
_STEPS_OF_POUNDS = (50, 75, 100, 150, 250)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a document: ``words`` paragraphs changed, and the summary and an amount where there is one."""

    seed: int
    words: int
    summary: bool
    amount: bool


def revise(document: Document, edit: Edit) -> Document:
    """The document after the edit; at least one paragraph differs."""
    rng = Random(edit.seed)
    if edit.summary:
        document = _with_summary(document, added_to_summary(edit))
    if edit.amount:
        document = _with_amount(document, rng)
    return _with_words(document, rng, edit.words)


def added_to_summary(edit: Edit) -> str:
    """The sentence that the edit puts at the end of the summary; empty where it leaves it alone."""
    return f" {_SUMMARY_ADDED[edit.seed % len(_SUMMARY_ADDED)]}" if edit.summary else ""


def _with_summary(document: Document, added: str) -> Document:
    before = document.summary
    changed = _rewritten(document, lambda text: text + added if text == before else text, roles={"summary"})
    return dataclasses.replace(changed, summary=before + added)


def _with_amount(document: Document, rng: Random) -> Document:
    found = [n for n, payment in enumerate(document.payments) if _changeable(document, payment)]
    if not found:
        return document
    number = rng.choice(found)
    payment = document.payments[number]
    amount = float(payment.amount_gbp)
    more = amount + rng.choice(_STEPS_OF_POUNDS)
    printed = next(form for form in _forms(amount) if form in payment.text)
    text = payment.text.replace(printed, _forms(more)[_forms(amount).index(printed)], 1)
    payments = list(document.payments)
    payments[number] = dataclasses.replace(payment, amount_gbp=f"{more:.2f}", text=text)
    changed = _rewritten(document, lambda old: text if old == payment.text else old)
    return dataclasses.replace(changed, payments=tuple(payments), total_gbp=total_of(payments))


def _changeable(document: Document, payment: Payment) -> bool:
    """Whether its paragraph orders nothing else and holds no other sum."""
    alone = sum(other.text == payment.text for other in document.payments) == 1
    apart = not any(action.text in payment.text for action in document.actions)
    once = payment.text.count("£") == 1 and any(form in payment.text for form in _forms(float(payment.amount_gbp)))
    return alone and apart and once


def _forms(amount: float) -> tuple[str, str]:
    """An amount as printed with and without a thousands separator."""
    end = ".2f" if amount % 1 else ".0f"
    return f"£{amount:,{end}}", f"£{amount:{end}}"


def _with_words(document: Document, rng: Random, count: int) -> Document:
    kept = {payment.text for payment in document.payments} | {ground.sentence for ground in document.grounds}
    places = [
        (number, place)
        for number, section in enumerate(document.sections)
        for place, paragraph in enumerate(section.paragraphs)
        if section.role in _ROLES and _free(paragraph, kept)
    ]
    chosen = set(rng.sample(places, min(count, len(places))))
    sections = [
        dataclasses.replace(
            section,
            paragraphs=tuple(
                dataclasses.replace(p, text=_reworded(p.text, rng)) if (number, place) in chosen else p
                for place, p in enumerate(section.paragraphs)
            ),
        )
        for number, section in enumerate(document.sections)
    ]
    return dataclasses.replace(document, sections=tuple(sections))


def _free(paragraph: Paragraph, kept: set[str]) -> bool:
    """Whether its words may change: a whole sentence of its own that the truth rests nothing on."""
    text = paragraph.text
    return paragraph.level == 0 and text.endswith(".") and not any(words in text for words in kept)


def _reworded(text: str, rng: Random) -> str:
    found = _MOMENT.search(text)
    if found is None:
        return f"{text} {rng.choice(_ADDED)}"
    month = rng.choice([month for month in LONG_MONTHS if month != found[2]])
    return text[: found.start()] + found[1] + month + text[found.end() :]


def _rewritten(document: Document, change: Callable[[str], str], roles: set[str] | None = None) -> Document:
    sections = [
        dataclasses.replace(
            section, paragraphs=tuple(dataclasses.replace(p, text=change(p.text)) for p in section.paragraphs)
        )
        if roles is None or section.role in roles
        else section
        for section in document.sections
    ]
    return dataclasses.replace(document, sections=tuple(sections))


def changes(before: tuple[Entry, Document], after: tuple[Entry, Document]) -> list[dict[str, Any]]:
    """What differs between two states of one decision.

    Fields as ``{"field", "before", "after"}`` under the names of the truth, paragraphs as ``{"paragraph", "before",
    "after"}`` with the heading that they stand under.
    """
    facts = zip(_facts(*before), _facts(*after), strict=True)
    fields = [{"field": name, "before": old, "after": new} for (name, old), (_, new) in facts if old != new]
    pairs = zip(_paragraphs(before[1]), _paragraphs(after[1]), strict=True)
    return fields + [
        {"paragraph": heading, "before": old, "after": new} for (heading, old), (_, new) in pairs if old != new
    ]


def _facts(entry: Entry, document: Document) -> list[tuple[str, Any]]:
    return [
        ("category", entry.place.category),
        ("subcategory", entry.place.name),
        ("path", entry.path),
        ("outcome", entry.outcome),
        ("decision_date", entry.date.isoformat()),
        ("summary", document.summary),
        ("payments", [payment.amount_gbp for payment in document.payments]),
        ("total_gbp", document.total_gbp),
        ("satisfied_date", document.satisfied.isoformat() if document.satisfied else None),
    ]


def _paragraphs(document: Document) -> Iterator[tuple[str, str]]:
    for section in document.sections:
        for paragraph in section.paragraphs:
            yield section.heading.rstrip(":"), paragraph.text
