"""Standard wording, learned from the archive itself: the shingles that very many decisions share. Pure: no I/O.

It is learned from a sample that is a function of which decisions there are, not of when they came in: those with the
lowest hashes of reference and body. Equal texts count once, or a text under many references would become standard.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from workers.dedupe.shingles import END, Shingles, unpacked

# Enough that a shingle of one decision in two hundred is met twenty times; learning from it takes seconds.
SAMPLE = 4_000
# Of the sample. What fewer share is a subject's own wording; what more share says nothing of a matter.
SHARE = 0.005
# However small the archive, so that the few references of one matter never make its text standard.
LEAST_DECISIONS = 12
# In fewer texts there is nothing to learn.
LEAST_TEXTS = 2 * LEAST_DECISIONS
# How many shingles are counted at once is bounded by counting one part of all hashes after the other.
PARTS = 8


def sample_key(reference: str, body: str | None) -> int:
    """By what a decision is chosen into the sample: the lowest are."""
    digest = sha256(f"{reference}\0{body or ''}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def learn(texts: Mapping[str, bytes]) -> Shingles:
    """The shingles that more than SHARE of these texts hold; each is packed and given by its hash."""
    least = max(LEAST_DECISIONS, round(SHARE * len(texts)))
    standard: set[int] = set()
    for part in range(PARTS):
        counts: Counter[int] = Counter()
        for packed in texts.values():
            counts.update({shingle for shingle in unpacked(packed) if shingle % PARTS == part})
        counts.pop(END, None)
        standard.update(shingle for shingle, count in counts.items() if count >= least)
    return frozenset(standard)


def to_bytes(standard: Shingles) -> bytes:
    """Standard wording as it is stored, the same bytes for the same shingles."""
    return array("I", sorted(standard)).tobytes()
