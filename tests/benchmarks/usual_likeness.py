"""The usual way to find near duplicates: MinHash LSH over five-word shingles of the full text, by datasketch."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

from tests.integration.workers.likeness_cases import POSITIVE, Cases, Pair

PERMUTATIONS = 128
SHINGLE_WORDS = 5
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
_WORD = re.compile(r"\w+")


@dataclass
class Usual:
    """What one threshold finds: pairs whose estimated likeness reaches it, and how many had to be looked at."""

    threshold: float
    found: set[Pair] = field(default_factory=set)
    candidates: int = 0

    def figures(self, cases: Cases, wording: str = "") -> dict[str, object]:
        """Its precision, and its recall for each kind of label; it knows no kinds itself."""
        found = {pair for pair in self.found if wording in {"", cases.half(pair)}}
        true = {pair for pair in found if cases.one_matter(pair)}
        strangers = Counter(cases.cases.get(pair, "unlabelled") for pair in found - true)
        labels = {kind: {p for p in cases.labels[kind] if wording in {"", cases.wording[p]}} for kind in POSITIVE}
        every = set().union(*labels.values())
        return {
            "threshold": self.threshold,
            "pairs_found": len(found),
            "precision": round(len(true) / len(found), 4) if found else 1.0,
            "recall": round(len(found & every) / len(every), 4),
            "recall_by_kind": {kind: round(len(found & pairs) / len(pairs), 4) for kind, pairs in labels.items()},
            "strangers_found": dict(strangers.most_common()),
            "candidates": self.candidates,
            "candidates_per_true_pair": round(self.candidates / len(cases.positive), 1),
        }


def shingled(texts: Iterable[str]) -> tuple[list[MinHash], float]:
    """A MinHash for each text, and the seconds that they took."""
    began = time.perf_counter()
    made = []
    for text in texts:
        words = _WORD.findall(text.lower())
        shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1))}
        one = MinHash(num_perm=PERMUTATIONS)
        one.update_batch([shingle.encode() for shingle in shingles])
        made.append(one)
    return made, time.perf_counter() - began


def usual_way(hashes: list[MinHash], threshold: float) -> Usual:
    """All pairs that LSH brings together at this threshold and whose estimated likeness reaches it."""
    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    with lsh.insertion_session() as session:
        for number, one in enumerate(hashes):
            session.insert(number, one, check_duplication=False)
    values = np.stack([one.hashvalues for one in hashes])
    usual = Usual(threshold)
    for number, one in enumerate(hashes):
        others = np.array([other for other in lsh.query(one) if other > number], dtype=np.int64)
        usual.candidates += len(others)
        if len(others):
            alike = (values[others] == values[number]).mean(axis=1) >= threshold
            usual.found |= {(number, int(other)) for other in others[alike]}
    return usual
