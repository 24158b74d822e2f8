"""The rules by which two decisions are linked, each with a name and version kept with the link. Pure: no I/O.

- ``same_text``: equal text, whatever the reference or body says.
- ``joint_case``: one matter that the Ombudsman decided for several bodies: the same number with letters behind it, or
  the same reference for two bodies.
- ``near_text``: one account told twice. Most of what either says of its own, outside sections of standard role, the
  other says too; among it is enough that few other decisions say; and hardly a sentence of the one is wholly missing
  from the other. The last tells two decisions on one matter from two that share their wording but not their facts.
- ``reissued``: the later says that it replaces an earlier decision, by reference, by date or without naming it, and
  tells so much the same as an earlier decision of the same body that this is the one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workers.dedupe.claims import UNNAMED
from workers.dedupe.profile import Profile
from workers.dedupe.shingles import Shingles, sentences

# Of the shingles of the longer text, so that the shorter may lack a quarter; strangers that share their standard
# wording come to two thirds.
NEAR_OVERLAP = 0.72
# A reissue may have changed three words in ten, wherever they stand; a decision that only mentions an earlier one on
# the same subject came to 0.56 at most.
REISSUED_OVERLAP = 0.6
# A sentence of which the other text has less than this has no counterpart there: its facts are others.
COUNTERPART = 0.4
# Share of a text in sentences without counterpart, where it is less: two strangers have sentences of their own on
# both sides, an account told again has a paragraph more on one. And on both sides together.
FOREIGN_LESS, FOREIGN_BOTH = 0.065, 0.25


class LinkKind(StrEnum):
    """Why two decisions belong together."""

    SAME_TEXT = "same_text"
    JOINT_CASE = "joint_case"
    NEAR_TEXT = "near_text"
    REISSUED = "reissued"


@dataclass(frozen=True, slots=True)
class Found:
    """A link between two decisions: the lower id first, score from 0 to 1, the rule that found it."""

    low_id: int
    high_id: int
    kind: LinkKind
    score: float
    rule: str
    rule_version: int


def compare(one: Profile, other: Profile) -> list[Found]:
    """All links between two decisions; none to itself, none with a hidden decision."""
    if one.id == other.id or one.hidden or other.hidden:
        return []
    low, high = sorted((one.id, other.id))
    found = []
    if one.number == other.number:
        found.append(Found(low, high, LinkKind.JOINT_CASE, 1.0, "same-number", 1))
    if one.text_sha256 == other.text_sha256:
        found.append(Found(low, high, LinkKind.SAME_TEXT, 1.0, "equal-text", 1))
        return found
    likely_near, claimed = one.has_near and other.has_near, _claims(one, other)
    if not likely_near and not claimed:
        return found
    score = overlap(one, other)
    if claimed and score >= REISSUED_OVERLAP:
        found.append(Found(low, high, LinkKind.REISSUED, score, "claims-to-replace", 1))
    if likely_near and score >= NEAR_OVERLAP and is_one_account(one, other):
        found.append(Found(low, high, LinkKind.NEAR_TEXT, score, "same-account", 1))
    return found


def overlap(one: Profile, other: Profile) -> float:
    """The share of the longer text's own wording that both have: what it has both ways, and no less by length."""
    longer = max(len(one.own), len(other.own))
    return round(len(one.own & other.own) / longer, 4) if longer else 0.0


def is_one_account(one: Profile, other: Profile) -> bool:
    """Whether two texts that overlap share what few others say, and neither has facts that the other lacks."""
    if len(one.distinctive & other.distinctive) < one.least:
        return False
    shares = foreign_share(one, other.own), foreign_share(other, one.own)
    return min(shares) <= FOREIGN_LESS and sum(shares) <= FOREIGN_BOTH


def foreign_share(profile: Profile, wording: Shingles) -> float:
    """The share of a text that stands in sentences of which the other wording has next to nothing."""
    foreign = total = 0
    for sentence in sentences(profile.text):
        total += len(sentence)
        if sum(map(wording.__contains__, sentence)) < COUNTERPART * len(sentence):
            foreign += len(sentence)
    return foreign / total if total else 0.0


def _claims(one: Profile, other: Profile) -> bool:
    """Whether the later of two decisions of one body claims to replace the earlier, or one that it does not name."""
    if one.decided is None or other.decided is None or one.decided == other.decided:
        return False
    earlier, later = (one, other) if one.decided < other.decided else (other, one)
    names = {earlier.reference, earlier.number}
    if earlier.body is not None and earlier.body == later.body:
        return not {*names, _day(earlier), UNNAMED}.isdisjoint(later.claims)
    # A page without the name of a body can only be told by its reference.
    return None in {earlier.body, later.body} and not names.isdisjoint(later.claims)


def _day(profile: Profile) -> str:
    return profile.decided.isoformat() if profile.decided else ""
