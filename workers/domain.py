"""One decision as a value: what the parser returns, what SQL keeps as a reading, what the index is built from.

The names are those of the JSON that users meet (``lgo parse``, export, API). ``body``, ``category``, ``subcategory``,
``outcome``, ``summary``, ``text`` and the section words are the page's own, unamended; what is derived stands beside
them. A value that cannot be read is None with a warning, never a guess.

What a decision has many of is a named tuple: it is made in a third of the time of a frozen dataclass, and a page has
hundreds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """A decision statement, or a public interest report."""

    STATEMENT = "statement"
    REPORT = "report"


class Role(StrEnum):
    """What a section of a decision is for, whatever its heading says."""

    SUMMARY = "summary"
    COMPLAINT = "complaint"
    POWERS = "powers"
    CONSIDERATION = "consideration"
    FINDINGS = "findings"
    ANALYSIS = "analysis"
    AGREED_ACTION = "agreed_action"
    FINDING = "finding"
    RECOMMENDATIONS = "recommendations"
    FINAL_DECISION = "final_decision"
    OTHER = "other"


class Paragraph(NamedTuple):
    """One paragraph: ``number`` as printed or counted (None for bullets), ``level`` of nesting from 0."""

    number: str | None
    level: int
    text: str


class Section(NamedTuple):
    """A heading as printed (empty before the first one), its role and the paragraphs below it."""

    heading: str
    role: Role
    paragraphs: tuple[Paragraph, ...]


class Legislation(NamedTuple):
    """One cited act, regulation, guidance or case with one provision; ``provision`` None when it is named alone."""

    act: str
    provision: str | None
    as_amended: bool
    url: str | None
    kind: str = "act"


class Ground(NamedTuple):
    """Why a complaint, or a part of it, was not pursued; ``sentence`` is the page's sentence it rests on."""

    name: str
    sentence: str


class Payment(NamedTuple):
    """An amount the body was told to pay, in pounds, with its words.

    A rate has ``period`` ("month") and, when told, ``periods`` (how many); a range has ``amount_to_gbp``.
    """

    amount_gbp: str
    text: str
    amount_to_gbp: str | None = None
    period: str | None = None
    periods: int | None = None


class Action(NamedTuple):
    """One thing the body agreed or was told to do; ``deadline`` in the page's words ("within one month")."""

    kind: str
    text: str
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Remedies:
    """What puts things right. ``total_gbp`` is a decimal string in pounds, None when it cannot be added honestly."""

    apology: bool = False
    payments: tuple[Payment, ...] = ()
    total_gbp: str | None = None
    actions: tuple[Action, ...] = ()


class ReadingWarning(NamedTuple):
    """Something odd on a page that could still be read: a stable ``code`` and the ``place`` it was seen at."""

    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A parsed decision; (``reference``, ``body``) is its identity and ``body`` is None where the page names none."""

    reference: str
    slug: str
    body: str | None
    body_type: str | None
    category: str | None
    subcategory: str | None
    outcome: str | None
    kind: Kind
    decision_date: dt.date | None
    summary: str | None
    complainant: str | None
    url: str | None
    satisfied_date: dt.date | None
    sections: tuple[Section, ...]
    text: str
    text_sha256: str
    parser_version: int
    legislation: tuple[Legislation, ...] = ()
    grounds: tuple[Ground, ...] = ()
    remedies: Remedies = field(default_factory=Remedies)
    warnings: tuple[ReadingWarning, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The decision as plain JSON values under the public names; the sentences of ``grounds`` stand beside them."""
        plain: dict[str, Any] = {one.name: _plain(getattr(self, one.name)) for one in dataclasses.fields(self)}
        plain["grounds"] = list(dict.fromkeys(ground.name for ground in self.grounds))
        plain["ground_sentences"] = [{"ground": one.name, "sentence": one.sentence} for one in self.grounds]
        return plain


def _plain(value: object) -> Any:
    """A field's value as JSON can hold it: dates as text, values with names as objects."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Remedies):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Section):
        return value._asdict() | {"paragraphs": [paragraph._asdict() for paragraph in value.paragraphs]}
    if isinstance(value, tuple):
        named = getattr(value, "_asdict", None)
        return named() if named else [_plain(one) for one in value]
    return value
