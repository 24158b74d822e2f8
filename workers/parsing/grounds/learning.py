"""Learns what marks weigh for each ground from ``examples.txt``, and writes ``weights.txt``; no reading needs it.

``python -m workers.parsing.grounds.learning``, after examples, families or ideas have changed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from workers.parsing.grounds.leanings import PARTS, marks_of

HERE: Final = Path(__file__).parent
_PASSES: Final = 30
_STEP, _SLOWER = 1.5, 0.2  # Of the first pass, and how much smaller the steps of each later one become.
_FEWEST: Final = 3  # Examples with a mark for it to tell anything.
_TURNS: Final = 7  # Examples are met this many apart, other ones in each turn, so that names mix.

Example = tuple[int, list[list[float]]]


def examples_in(told: str) -> dict[str, list[str]]:
    """The example sentences by name; names stand in brackets above theirs."""
    found: dict[str, list[str]] = {}
    for line in told.splitlines():
        if line.startswith("["):
            of_one = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            of_one.append(line)
    return found


def learned(examples: Mapping[str, Sequence[str]]) -> dict[str, list[float]]:
    """What each mark weighs for each name, by steps against the error of the odds that the weights give."""
    told = [(place, marks_of(one)) for place, said in enumerate(examples.values()) for one in said]
    counts = Counter(mark for _, marks in told for mark in marks)
    weights = {mark: [0.0] * len(examples) for mark in sorted(counts) if counts[mark] >= _FEWEST}
    rows = [(name, [weights[mark] for mark in sorted(marks) if mark in weights]) for name, marks in told]
    for done in range(_PASSES):
        step = _STEP / (1 + done * _SLOWER)
        for name, telling in _in_turns(rows):
            _teach(name, telling, step, len(examples))
    return weights


def _in_turns(rows: Sequence[Example]) -> Iterator[Example]:
    """All rows in an order that mixes names: round and round, in steps that share no divisor with their number."""
    many = len(rows)
    stride = next(one for one in range(many // _TURNS + 1, many) if math.gcd(one, many) == 1)
    yield from (rows[place * stride % many] for place in range(many))


def _teach(name: int, telling: Sequence[list[float]], step: float, names: int) -> None:
    scale = 1 / math.sqrt(len(telling) + 1)
    sums = [scale * math.fsum(column) for column in zip(*telling, strict=True)] or [0.0] * names
    most = max(sums)
    odds = [math.exp(one - most) for one in sums]
    whole = math.fsum(odds)
    steps = [step * scale * ((place == name) - one / whole) for place, one in enumerate(odds)]
    for weight in telling:
        for place, one in enumerate(steps):
            weight[place] += one


def table(examples: Mapping[str, Sequence[str]]) -> str:
    """The table as it is kept: the names, then a line for each mark."""
    lines = [f"{mark} {' '.join([str(round(one * PARTS)) for one in its])}" for mark, its in learned(examples).items()]
    return "\n".join([" ".join(examples), *lines, ""])


def main() -> None:
    """Write the table."""
    examples = examples_in((HERE / "examples.txt").read_text(encoding="utf-8"))
    (HERE / "weights.txt").write_text(table(examples), encoding="utf-8")


if __name__ == "__main__":
    main()
