import random

import numpy as np

from tests.unit.workers.dedupe.made import packed
from workers.dedupe.shingles import Shingles, as_set, unpacked
from workers.dedupe.standard import LEAST_DECISIONS, SHARE, learn, sample_key, to_bytes

COMMON = "We thank everybody who has helped us to look into this matter."


def archive(count: int, *, sharing: int) -> dict[str, bytes]:
    """So many texts, of which some share a sentence."""
    return {
        f"text {n}": packed(
            f"Number{chr(97 + n % 26)} {_word(n)} has its own story to tell.", *[COMMON] * (n < sharing)
        )
        for n in range(count)
    }


def _word(n: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{n:06d}")


def as_numbers(shingles: Shingles) -> set[int]:
    return set(shingles.tolist())


def learned(count: int, *, sharing: int) -> set[int]:
    return as_numbers(learn(archive(count, sharing=sharing)))


def test_what_enough_decisions_share_is_standard() -> None:
    common = as_numbers(as_set(unpacked(packed(COMMON))))
    assert common <= learned(400, sharing=LEAST_DECISIONS)
    assert common.isdisjoint(learned(400, sharing=LEAST_DECISIONS - 1))


def test_in_a_large_archive_a_share_is_asked_for() -> None:
    common = as_numbers(as_set(unpacked(packed(COMMON))))
    least = round(SHARE * 4_000)
    assert least > LEAST_DECISIONS
    assert common.isdisjoint(learned(4_000, sharing=least - 1))
    assert common <= learned(4_000, sharing=least)


def test_the_order_of_texts_does_not_matter() -> None:
    texts = list(archive(60, sharing=20).items())
    once = to_bytes(learn(dict(texts)))
    random.Random(3).shuffle(texts)
    assert to_bytes(learn(dict(texts))) == once
    assert once
    assert to_bytes(np.array([2, 17, 300], np.uint32)).hex() == "02000000110000002c010000"


def test_the_sample_is_chosen_by_identity() -> None:
    assert sample_key("24 001 001", "A") == sample_key("24 001 001", "A") != sample_key("24 001 001", "B")
    assert sample_key("24 001 001", None) == sample_key("24 001 001", "")
    assert -(2**63) <= sample_key("24 001 001", "A") < 2**63
