"""Where decisions that may belong together meet: numbers that both keep or look for. Pure: no I/O.

Each decision keeps points and looks for points. Two decisions with equal text, with one number, or whose wording and
distinctive text are much alike (bands of MinHash signatures), keep a point in common. For a claim on an earlier
decision that is named, the earlier keeps what it may be claimed by and the later keeps its claim, and each looks for
what the other keeps, so that it does not matter which of them comes first. A claim that names none is found by its text
alone: to compare all decisions of a body would cost the more, the more there are.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import rensa
from numpy.typing import NDArray

from workers.dedupe import shingles
from workers.dedupe.claims import claimed_days, claimed_references
from workers.dedupe.profile import Profile, reference_number
from workers.dedupe.shingles import Shingles

# In each band one hash of the distinctive text and five of all its own wording. Texts that overlap by 82 in 100 and
# share half of what is distinctive meet in 99 of 100 cases, by 77 in 86, by 72 in 60 to 75, by 60 in 30: who claims to
# replace a decision that it names or dates meets it by that. Strangers that share as much, and something distinctive as
# well, are few. Bands of distinctive text alone have to be shorter, as less of it need be common, and bring together
# ten times as many strangers: they are what would make a decision cost the more, the larger the archive is.
BANDS, OWN_HASHES = 44, 5
SEED_DISTINCTIVE, SEED_OWN = 20_130_107, 20_261_030
# What stands in a band becomes one number of 32 bits: large odd factors, and the upper half of their sum.
_FACTORS = np.array(
    [
        0x9F19950499DD251D,
        0x6BAD6BE28E7AA6E9,
        0x9293DE8FC88B2875,
        0xD7A7A3CC8C3D5F17,
        0xC6CD75E9BB049A79,
        0x7DABE929C4A334BF,
    ],
    np.uint64,
)
_HALF = np.uint64(32)
_NUMBERS = np.arange(BANDS, dtype=np.uint64) << _HALF
_NOTHING: Shingles = np.zeros(0, np.uint32)
# What a fingerprint is made by: shingles and points of other versions are made anew, and all is compared by them. Raise
# POINTS_VERSION also where claims are read otherwise, which are kept with them. Rules have versions of their own.
POINTS_VERSION = 5
MADE_BY = shingles.SHINGLES_VERSION * 10_000 + POINTS_VERSION * 100 + rensa.RMinHash.ALGORITHM_VERSION


def kept(profile: Profile) -> list[int]:
    """The points that a decision keeps; none for a hidden one, which meets nobody."""
    if profile.hidden:
        return []
    return sorted({*_common(profile), *_claimable(profile), *_claiming(profile)})


def sought(profile: Profile, points: list[int]) -> set[int]:
    """The points that a decision looks for, given those it keeps."""
    if profile.hidden:
        return set()
    answers = {_point("claims number", profile.number)}
    if profile.body is not None and profile.decided is not None:
        answers.add(_point("claims day", profile.body, profile.decided.isoformat()))
    return (set(points) - _claimable(profile) - _claiming(profile)) | answers | _questions(profile)


def _common(profile: Profile) -> set[int]:
    points = {text_point(profile.text_sha256), _point("number", profile.number)}
    return points.union(bands(profile)) if profile.has_near else points


def text_point(text_sha256: str) -> int:
    """The point at which decisions of this text meet."""
    return _point("text", text_sha256)


def _claimable(profile: Profile) -> set[int]:
    """What a later decision may look for that claims to replace this one."""
    if profile.body is None or profile.decided is None:
        return set()
    return {_point("day", profile.body, profile.decided.isoformat())}


def _questions(profile: Profile) -> set[int]:
    """What this decision looks for because it claims to replace another."""
    points = {_point("number", reference_number(one)) for one in claimed_references(profile.claims)}
    if profile.body is not None:
        points |= {_point("day", profile.body, day.isoformat()) for day in claimed_days(profile.claims)}
    return points


def _claiming(profile: Profile) -> set[int]:
    """What an earlier decision may look for that this one claims to replace."""
    points = {_point("claims number", reference_number(one)) for one in claimed_references(profile.claims)}
    if profile.body is not None:
        points |= {_point("claims day", profile.body, day.isoformat()) for day in claimed_days(profile.claims)}
    return points


def _point(kind: str, *words: str) -> int:
    """Negative, which no band is."""
    return ~(int.from_bytes(blake2b("\0".join((kind, *words)).encode(), digest_size=8).digest()) >> 1)


def bands(profile: Profile) -> list[int]:
    """One point for each band of MinHash signatures: the band's number and a hash of what stands in it."""
    # The few decisions of an archive whose standard wording is not known yet meet at a single shingle in common.
    own = profile.own if profile.standard is not None else _NOTHING
    of_own = _signature(own, BANDS * OWN_HASHES, SEED_OWN).reshape(BANDS, OWN_HASHES)
    of_distinctive = _signature(profile.distinctive, BANDS, SEED_DISTINCTIVE)
    hashes = (np.column_stack((of_distinctive, of_own)) @ _FACTORS) >> _HALF
    points: list[int] = (_NUMBERS | hashes).tolist()
    return points


def _signature(hashes: Shingles, length: int, seed: int) -> NDArray[np.uint64]:
    # One text at a time and in this thread: for many the library would wake threads of its own.
    tokens, rows = hashes.astype(np.uint64), [0, len(hashes)]
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(tokens, rows, length, seed)
    return np.array(matrix.to_rows()[0], np.uint64)
