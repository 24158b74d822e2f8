"""The rules by which two decisions are linked, each with a name and version kept with the link. Pure: no I/O.

First two kinds: ``same_text``, equal text whatever the reference or body says, and ``joint_case``, one matter that the
Ombudsman decided for several bodies: the same number with letters behind it, or the same reference for two bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

REFERENCE = re.compile(r"(?P<number>\d{2} \d{3} \d{3})(?P<letter>[a-z]?)", re.ASCII)


class LinkKind(StrEnum):
    """Why two decisions belong together."""

    SAME_TEXT = "same_text"
    JOINT_CASE = "joint_case"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at: identity and the fingerprint of the current text (None: it has no version any more)."""

    id: int
    reference: str
    body: str | None
    text_sha256: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A link between two decisions: the lower id first, score from 0 to 1, the rule that found it."""

    low_id: int
    high_id: int
    kind: LinkKind
    score: float
    rule: str
    rule_version: int


def reference_number(reference: str) -> str:
    """The number that the parts of a joint case share: the reference without its letter."""
    match = REFERENCE.fullmatch(reference)
    return match["number"] if match else reference


def compare(one: Candidate, other: Candidate) -> list[Found]:
    """All links between two decisions; none to itself, none with a decision that has no text any more."""
    if one.id == other.id or one.text_sha256 is None or other.text_sha256 is None:
        return []
    low, high = sorted((one.id, other.id))
    found = []
    if one.text_sha256 == other.text_sha256:
        found.append(Found(low, high, LinkKind.SAME_TEXT, 1.0, "equal-text", 1))
    if reference_number(one.reference) == reference_number(other.reference):
        found.append(Found(low, high, LinkKind.JOINT_CASE, 1.0, "same-number", 1))
    return found
