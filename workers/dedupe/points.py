"""Where decisions that may belong together meet: numbers that both keep or look for. Pure: no I/O.

Each decision keeps points and looks for points. Two decisions with equal text, with one number, or whose distinctive
text is much alike (bands of a MinHash signature), keep a point in common. For a claim on an earlier decision that is
named, the earlier keeps what it may be claimed by and the later keeps its claim, and each looks for what the other
keeps, so that it does not matter which of them comes first. A claim that names none is found by its text alone: to
compare all decisions of a body would cost the more, the more there are.
"""

from __future__ import annotations

from array import array
from hashlib import blake2b
from zlib import crc32

import rensa

from workers.dedupe import shingles
from workers.dedupe.claims import claimed_days, claimed_references
from workers.dedupe.profile import Profile, reference_number

# Two distinctive texts with half of their shingles in common meet in nearly all cases, with a third in 87 of 100, with
# a tenth in 5. Bands of two would bring together many more that are not alike, and the more the larger the archive is.
BANDS, ROWS = 54, 3
SEED = 20_130_107
_BAND_BYTES = 4 * ROWS
# What a fingerprint is made by: shingles and points of other versions are made anew, and all is compared by them. Raise
# POINTS_VERSION also where claims are read otherwise, which are kept with them, and where a rule is another.
POINTS_VERSION = 4
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
    """One point for each band of the MinHash signature of the distinctive text: the band's number and its hash."""
    # One text at a time and in this thread: for batches the library would wake threads of its own.
    signature = rensa.RMinHash(BANDS * ROWS, SEED)
    signature.update(list(map(str, profile.distinctive.tolist())))
    packed = array("I", signature.digest()).tobytes()
    return [band << 32 | crc32(packed[_BAND_BYTES * band :][:_BAND_BYTES]) for band in range(BANDS)]
