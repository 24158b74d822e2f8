"""Standard wording, learned from the archive itself: the shingles that very many decisions share. Pure: no I/O.

It is learned from a sample that is a function of which decisions there are, not of when they came in: those with the
lowest hashes of reference and body. Equal texts count once, or a text under many references would become standard.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise

from workers.dedupe.shingles import Shingles, as_set, unpacked

# Enough that a shingle of one decision in two hundred is met twenty times; learning from it takes seconds.
SAMPLE = 4_000
# Of the sample. What fewer share is a subject's own wording; what more share says nothing of a matter.
SHARE = 0.005
# However small the archive, so that the few references of one matter never make its text standard.
LEAST_DECISIONS = 12
# In fewer texts there is nothing to learn.
LEAST_TEXTS = 2 * LEAST_DECISIONS
# A count of every shingle at once would take hundreds of megabytes; one part of all hashes after the other does not.
PARTS = 16


def sample_key(reference: str, body: str | None) -> int:
    """By what a decision is chosen into the sample: the lowest are."""
    digest = sha256(f"{reference}\0{body or ''}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def learn(texts: Mapping[str, bytes]) -> Shingles:
    """The shingles that more than SHARE of these texts hold; each is packed and given by its hash."""
    least = max(LEAST_DECISIONS, round(SHARE * len(texts)))
    edges = [part * 2**32 // PARTS for part in range(1, PARTS)]
    parts = [array("I") for _ in range(PARTS)]
    for packed in texts.values():
        shingles = array("I", sorted(as_set(unpacked(packed))))
        cuts = [0, *(bisect_left(shingles, edge) for edge in edges), len(shingles)]
        for part, (start, end) in zip(parts, pairwise(cuts), strict=True):
            part.extend(shingles[start:end])
    return frozenset(shingle for part in parts for shingle, count in Counter(part).items() if count >= least)


def to_bytes(standard: Shingles) -> bytes:
    """Standard wording as it is stored, the same bytes for the same shingles."""
    return array("I", sorted(standard)).tobytes()
