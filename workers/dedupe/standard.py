"""Standard wording, learned from the archive itself: the shingles that very many decisions share. Pure: no I/O.

It is learned from a sample that is a function of which decisions there are, not of when they came in: those with the
lowest hashes of reference and body. Equal texts count once, or a text under many references would become standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import numpy as np

from workers.dedupe.shingles import Shingles, as_set, unpacked, without_doubles

# Enough that a shingle of one decision in two hundred is met twenty times; learning from it takes seconds.
SAMPLE = 4_000
# Of the sample. What fewer share is a subject's own wording; what as many share says nothing of a matter.
SHARE = 0.005
# However small the archive, so that the few references of one matter never make its text standard.
LEAST_DECISIONS = 12
# In fewer texts there is nothing to learn.
LEAST_TEXTS = 2 * LEAST_DECISIONS


def sample_key(reference: str, body: str | None) -> int:
    """By what a decision is chosen into the sample: the lowest are."""
    digest = sha256(f"{reference}\0{body or ''}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def learn(texts: Mapping[str, bytes]) -> Shingles:
    """The shingles that SHARE of these texts or more hold; each is packed and given by its hash."""
    least = max(LEAST_DECISIONS, round(SHARE * len(texts)))
    met = np.concatenate([np.zeros(0, np.uint32), *(as_set(unpacked(packed)) for packed in texts.values())])
    met.sort()
    # Sorted, what is met so often stands again so many places further on.
    return without_doubles(met[least - 1 :][met[least - 1 :] == met[: len(met) - least + 1]])


def to_bytes(standard: Shingles) -> bytes:
    """Standard wording as it is stored, the same bytes for the same shingles."""
    return standard.astype("<u4", copy=False).tobytes()
