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
    assert [point & 0xFFFFFFFF for point in bands(make_profile())[:3]] == [1149918710, 1707552146, 2334757316]


@pytest.mark.parametrize(
    ("distinctive", "own", "least", "most"),
    [(0.5, 0.7, 0.9, 1.0), (0.2, 0.3, 0.0, 0.1), (0.0, 0.6, 0.0, 0.0)],
    ids=["near", "strangers", "strangers who share nothing but standard wording"],
)
def test_how_alike_texts_must_be_to_meet(distinctive: float, own: float, least: float, most: float) -> None:
    rng = random.Random(5)
    met = sum(_meet(_two_sets(rng, distinctive, 120), _two_sets(rng, own, 800)) for _ in range(60)) / 60
    assert least <= met <= most


def test_where_nothing_is_known_to_be_standard_few_words_in_common_are_enough() -> None:
    shared = "The clerk who kept the ledger had left in the week of the flood."
    one = make_profile(*ACCOUNT, shared, standard=None)
    other = make_other(*OTHER_ACCOUNT, shared, standard=None)
    assert set(bands(one)) & set(bands(other))


def _two_sets(rng: random.Random, jaccard: float, size: int) -> tuple[list[int], list[int]]:
    common = round(2 * size * jaccard / (1 + jaccard))
    hashes = rng.sample(range(1, 2**32), 2 * size - common)
    return hashes[:size], hashes[:common] + hashes[size:]


def _meet(distinctive: tuple[list[int], list[int]], own: tuple[list[int], list[int]]) -> bool:
    one, other = (_bands(*sets) for sets in zip(distinctive, own, strict=True))
    return bool({*one} & {*other})


def _bands(distinctive: list[int], own: list[int]) -> list[int]:
    profile = make_profile()
    profile.__dict__.update(distinctive=np.array(distinctive, np.uint32), own=np.array(own, np.uint32))
    return bands(profile)
