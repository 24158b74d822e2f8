"""One decision as the rules look at it: who it is, when and whether it stands, and its own wording. Pure: no I/O."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from workers.dedupe import shingles
from workers.dedupe.claims import Claim
from workers.dedupe.shingles import Shingles

REFERENCE = re.compile(r"(?P<number>\d{2} \d{3} \d{3})(?P<letter>[a-z]?)", re.ASCII)
# Eight shingles are some eleven words in a row that few others say: with less, chance would make near duplicates.
LEAST_DISTINCTIVE = 8
# Where it is not known yet what others say, as much as a short decision tells in all.
LEAST_UNKNOWN = 100


@dataclass(frozen=True, eq=False)
class Profile:
    """A decision as the rules look at it.

    ``live`` is False where its pages are gone, ``hidden`` True where it was withdrawn; ``claims`` is what it says of
    earlier ones, ``packed`` its own wording (see ``shingles``), ``standard`` the standard wording in force, None where
    none has been learned yet.
    """

    id: int
    reference: str
    body: str | None
    decided: dt.date | None
    live: bool
    hidden: bool
    text_sha256: str
    claims: tuple[Claim, ...]
    packed: bytes
    standard: Shingles | None

    @property
    def number(self) -> str:
        """The number that the parts of a joint case share: the reference without its letter."""
        return reference_number(self.reference)

    @cached_property
    def text(self) -> Shingles:
        """Its own wording, sentence by sentence."""
        return shingles.unpacked(self.packed)

    @cached_property
    def own(self) -> Shingles:
        """Its own wording: all that does not stand in sections of standard role."""
        return shingles.as_set(self.text)

    @cached_property
    def distinctive(self) -> Shingles:
        """Its own wording without what very many decisions share, as far as that is known."""
        if self.standard is None:
            return self.own
        return self.own[~shingles.among(self.own, self.standard)]

    @property
    def least(self) -> int:
        """How much distinctive wording near duplicates must have, and share."""
        return LEAST_DISTINCTIVE if self.standard is not None else LEAST_UNKNOWN

    @property
    def has_near(self) -> bool:
        """Whether it says enough of its own to have near duplicates."""
        return len(self.distinctive) >= self.least


def reference_number(reference: str) -> str:
    """A reference without its letter."""
    match = REFERENCE.fullmatch(reference)
    return match["number"] if match else reference
