"""A decision's content as values: what the page shows and what the truth tells are both made from these."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``number`` as counted by its list (a letter in lettered lists), None for bullets and bare text.

    ``level`` is 0 for what stands in no other paragraph, 1 for what is nested below one, 2 below that. ``bullet`` says
    that it is printed as an item, which a level above 0 implies; ``joined`` that it is printed behind the words of the
    item before it, as references in brackets often are.
    """

    number: str | None
    level: int
    text: str
    bullet: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs under it; ``depth`` 2 is a main heading, 3 a sub-heading of the section before.

    ``inline`` sections print the label "Summary:" on the line of their one paragraph.
    """

    heading: str
    role: str
    depth: int
    paragraphs: tuple[Paragraph, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited law with one provision, as the truth tells it."""

    act: str
    provision: str | None
    as_amended: bool
    url: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class GroundSentence:
    """A ground for not going further, with one sentence that states it."""

    ground: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount to be paid, in pounds with two decimals, and the words that say so."""

    amount_gbp: str
    text: str
    amount_to_gbp: str | None = None
    period: str | None = None
    periods: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done: its kind, its words, and the deadline in those words."""

    kind: str
    text: str
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a decision says, without the header facts that its entry in the catalogue holds."""

    summary: str
    complainant: str | None
    sections: tuple[Section, ...]
    legislation: tuple[Cited, ...] = ()
    grounds: tuple[GroundSentence, ...] = ()
    apology: bool = False
    payments: tuple[Payment, ...] = ()
    total_gbp: str | None = None
    actions: tuple[Action, ...] = ()
    satisfied: dt.date | None = None
    satisfied_line: str | None = None
    bare_title: bool = False
