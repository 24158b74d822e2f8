import datetime as dt
import random

import numpy as np
import pytest

from tests.unit.workers.dedupe.made import ACCOUNT, OTHER_ACCOUNT, claim, make_other, make_profile
from workers.dedupe.points import BANDS, bands, kept, sought
from workers.dedupe.profile import Profile


def meet(one: Profile, other: Profile) -> bool:
    """Whether each finds the other."""
    found = {_finds(one, other), _finds(other, one)}
    assert len(found) == 1
    return found.pop()


def _finds(one: Profile, other: Profile) -> bool:
    common = sought(one, kept(one)) & set(kept(other))
    return bool(common)


def is_band(point: int) -> bool:
    return point >= 0


def test_strangers_do_not_meet() -> None:
    assert not meet(make_profile(), make_other(*OTHER_ACCOUNT))


@pytest.mark.parametrize(
    "other",
    [
        make_other(),
        make_other(*OTHER_ACCOUNT, reference="24 001 001a"),
        make_other(*ACCOUNT[:7], *OTHER_ACCOUNT[:3], text_sha256="x"),
        make_other(*OTHER_ACCOUNT, claims=claim("24 001 001")),
        make_other(*OTHER_ACCOUNT, claims=claim("2025-03-04")),
    ],
    ids=["equal text", "one number", "like text", "claimed by reference", "by day"],
)
def test_those_who_may_belong_together_meet(other: Profile) -> None:
    assert meet(make_profile(), other)


def test_a_day_that_is_claimed_reaches_no_other_body() -> None:
    later = make_other(*OTHER_ACCOUNT, claims=claim("2025-03-04"), body="Oxmere Council")
    assert not meet(make_profile(), later)


def test_all_decisions_of_a_body_do_not_meet() -> None:
    day = dt.date(2025, 3, 4)
    assert not meet(make_profile(decided=day), make_other(*OTHER_ACCOUNT, decided=day))


def test_the_hidden_and_those_with_too_little_of_their_own_keep_no_bands() -> None:
    assert kept(make_profile(hidden=True)) == []
    assert not any(map(is_band, kept(make_profile("Nothing to say."))))
    assert sum(map(is_band, kept(make_profile()))) == BANDS


def test_bands_are_those_that_were_kept() -> None:
    # Points are kept: another release of the library that hashes otherwise needs another MADE_BY.
    assert [point & 0xFFFFFFFF for point in bands(make_profile())[:3]] == [4206286370, 2556061275, 1928652793]


def test_how_alike_texts_must_be_to_meet() -> None:
    rng = random.Random(5)
    met = {share: sum(_alike(rng, share) for _ in range(60)) / 60 for share in (0.1, 0.5)}
    assert met[0.1] < 0.25
    assert met[0.5] > 0.95


def _alike(rng: random.Random, jaccard: float, size: int = 120) -> bool:
    common = round(2 * size * jaccard / (1 + jaccard))
    hashes = rng.sample(range(1, 2**32), 2 * size - common)
    shared, one, other = hashes[:common], hashes[common:size], hashes[size:]
    return bool({*_bands(shared + one)} & {*_bands(shared + other)})


def _bands(hashes: list[int]) -> list[int]:
    profile = make_profile()
    profile.__dict__["distinctive"] = np.array(hashes, np.uint32)
    return bands(profile)
