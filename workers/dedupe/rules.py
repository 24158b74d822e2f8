"""The rules by which two decisions are linked, each with a name and version kept with the link. Pure: no I/O.

- ``same_text``: equal text, whatever the reference or body says; where very many have it, see ``equals``.
- ``joint_case``: one matter that the Ombudsman decided for several bodies: the same number with letters behind it, or
  the same reference for two bodies.
- ``near_text``: one account told twice. Most of what either says of its own, outside sections of standard role, the
  other says too; among it is enough that few other decisions say; and hardly a sentence of the one is wholly missing
  from the other. The last tells two decisions on one matter from two that share their wording but not their facts.
- ``reissued``: the later speaks of an earlier decision, by reference, by date or without naming it, and tells so much
  the same as an earlier decision of the same body that it was made in place of that one: they share what few others
  say, for whoever cites a decision shares with it what all cases closed alike say. Where it says so, less must be the
  same than where it only speaks of it; and where it names the reference, less than where it gives but a day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from workers.dedupe.claims import UNNAMED, Claim, Degree, claimed_references
from workers.dedupe.profile import Profile
from workers.dedupe.shingles import END, Shingles, among, in_common

# Of the shingles of the longer text, so that the shorter may lack a quarter; strangers that share their standard
# wording come to two thirds.
NEAR_OVERLAP = 0.72
# A reissue may have changed three words in ten, wherever they stand.
REISSUED_OVERLAP = 0.6
LEAST_OVERLAP = min(NEAR_OVERLAP, REISSUED_OVERLAP)
# A sentence of which the other text has less than this has no counterpart there: its facts are others.
COUNTERPART = 0.4
# Share of a text in sentences without counterpart, where it is less: two strangers have sentences of their own on
# both sides, an account told again has a paragraph more on one. And on both sides together.
FOREIGN_LESS, FOREIGN_BOTH = 0.065, 0.25
# The same for a decision that speaks of an earlier one and does not say what became of it.
FOREIGN_MENTIONED = 0.3
# The same where what is replaced is told by its day alone, or not at all: the day of a council's own decision may be by
# chance that of ours to a stranger, and strangers whose cases were closed alike overlap as far as a reissue does.
FOREIGN_LESS_UNNAMED, FOREIGN_BOTH_UNNAMED = 0.2, 0.42


# The rules and their versions, kept with each link. Where one is raised, all decisions are compared again.
SAME_NUMBER, EQUAL_TEXT, CLAIMS_TO_REPLACE, SAME_ACCOUNT = (
    "same-number",
    "equal-text",
    "claims-to-replace",
    "same-account",
)
VERSIONS = {SAME_NUMBER: 1, EQUAL_TEXT: 1, CLAIMS_TO_REPLACE: 4, SAME_ACCOUNT: 1}


class LinkKind(StrEnum):
    """Why two decisions belong together."""

    SAME_TEXT = "same_text"
    JOINT_CASE = "joint_case"
    NEAR_TEXT = "near_text"
    REISSUED = "reissued"


@dataclass(frozen=True, slots=True)
class Found:
    """A link between two decisions: the lower id first, score from 0 to 1, the name of the rule that found it."""

    low_id: int
    high_id: int
    kind: LinkKind
    score: float
    rule: str

    @property
    def rule_version(self) -> int:
        """The version of the rule."""
        return VERSIONS[self.rule]


def compare(one: Profile, other: Profile) -> list[Found]:
    """All links between two decisions; none to itself, none with a hidden decision."""
    if one.id == other.id or one.hidden or other.hidden:
        return []
    low, high = sorted((one.id, other.id))
    found = []
    if one.number == other.number:
        found.append(Found(low, high, LinkKind.JOINT_CASE, 1.0, SAME_NUMBER))
    if one.text_sha256 == other.text_sha256:
        found.append(equal_text(low, high))
        return found
    # Of those who meet, most are told apart by this alone, before anything is asked that costs as much again.
    score = overlap(one, other)
    if score < LEAST_OVERLAP:
        return found
    claimed = _claimed(one, other)
    if claimed and score >= REISSUED_OVERLAP and _is_made_again(one, other, claimed):
        found.append(Found(low, high, LinkKind.REISSUED, score, CLAIMS_TO_REPLACE))
    if score >= NEAR_OVERLAP and one.has_near and other.has_near and is_one_account(one, other):
        found.append(Found(low, high, LinkKind.NEAR_TEXT, score, SAME_ACCOUNT))
    return found


def equal_text(one_id: int, other_id: int) -> Found:
    """The link of two decisions of equal text."""
    low, high = sorted((one_id, other_id))
    return Found(low, high, LinkKind.SAME_TEXT, 1.0, EQUAL_TEXT)


def overlap(one: Profile, other: Profile) -> float:
    """The share of the longer text's own wording that both have: what it has both ways, and no less by length."""
    longer = max(len(one.own), len(other.own))
    return round(in_common(one.own, other.own) / longer, 4) if longer else 0.0


def is_one_account(one: Profile, other: Profile) -> bool:
    """Whether two texts that overlap share what few others say, and neither has facts that the other lacks."""
    if in_common(one.distinctive, other.distinctive) < one.least:
        return False
    shares = foreign_shares(one, other)
    return min(shares) <= FOREIGN_LESS and sum(shares) <= FOREIGN_BOTH


def foreign_shares(one: Profile, other: Profile) -> tuple[float, float]:
    """The share of each text that stands in sentences of which the other's wording has next to nothing."""
    return _foreign_share(one, other.own), _foreign_share(other, one.own)


def _foreign_share(profile: Profile, wording: Shingles) -> float:
    ends = np.flatnonzero(profile.text == END)
    if not len(ends):
        return 0.0
    lengths = np.diff(ends, prepend=-1) - 1
    known = np.diff(np.cumsum(among(profile.text, wording))[ends], prepend=0)
    return float(lengths[known < COUNTERPART * lengths].sum() / lengths.sum())


def _is_made_again(one: Profile, other: Profile, claimed: Collection[Claim]) -> bool:
    """Whether two texts of which the later claims so much are near enough."""
    # Half of what near ones must share: in a short decision three words in ten may have changed, and there is a claim.
    if in_common(one.distinctive, other.distinctive) * 2 < one.least:
        return False
    shares = foreign_shares(one, other)
    for claim in claimed:
        if claim.degree is Degree.STANDS:
            continue
        if claim.degree is Degree.MENTIONS:
            near = sum(shares) <= FOREIGN_MENTIONED
        elif claimed_references([claim]):
            near = True
        else:
            near = min(shares) <= FOREIGN_LESS_UNNAMED and sum(shares) <= FOREIGN_BOTH_UNNAMED
        if near:
            return True
    return is_one_account(one, other)


def _claimed(one: Profile, other: Profile) -> list[Claim]:
    """What the later of two decisions of one body claims of the earlier, or of one that it does not name."""
    if one.decided is None or other.decided is None or one.decided == other.decided:
        return []
    earlier, later = (one, other) if one.decided < other.decided else (other, one)
    if earlier.body is not None and earlier.body == later.body:
        names = {earlier.reference, earlier.number, _day(earlier)}
        said_before = {claim.earlier for claim in earlier.claims}
        return [
            claim
            for claim in later.claims
            if claim.earlier in names or (claim.earlier.startswith(UNNAMED) and claim.earlier not in said_before)
        ]
    if None in {earlier.body, later.body}:
        # A page without the name of a body can only be told by its reference.
        return [claim for claim in later.claims if claim.earlier in {earlier.reference, earlier.number}]
    return []


def _day(profile: Profile) -> str:
    return profile.decided.isoformat() if profile.decided else ""
