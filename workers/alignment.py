"""Which parts of one sequence are which parts of another: for paragraphs of two versions, and for words of a paragraph.

Cost grows with the length and not with its square: what occurs once on both sides is found at once and parts the rest
into small pieces, and a piece that stays large is halved until it is small. Pure: no I/O.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Pair = tuple[int, int]
Bag = frozenset[tuple[str, int]]

# Up to this many comparisons a piece is compared each with each.
MOST_CELLS = 10_000
# Two English paragraphs on other things share about a quarter of their words, most of them small ones.
LEAST_ALIKE = 0.4
# Where one paragraph stands for one other at the same place, less will do.
LEAST_ALIKE_ALONE = 0.2
LEAST_ALIKE_MOVED = 0.6


@dataclass(frozen=True, slots=True)
class Aligned:
    """Which items stand for each other: ``in_place`` rising on both sides, ``elsewhere`` those that moved."""

    in_place: tuple[Pair, ...]
    elsewhere: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of both sequences: from where to before where, in the first and in the second."""

    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def cells(self) -> int:
        """How many comparisons each with each would take."""
        return (self.end - self.start) * (self.other_end - self.other_start)


class WordLikeness:
    """How alike two texts are by their words, each word as often as it occurs: from 0 to 1."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._texts = before, after
        # Most texts stay as they are, and are never asked for.
        self._bags: tuple[dict[int, Bag], dict[int, Bag]] = {}, {}

    def __call__(self, one: int, other: int) -> float:
        """The likeness of one text of the first sequence and one of the second."""
        mine, yours = self._words(0, one), self._words(1, other)
        words = len(mine) + len(yours)
        return 2 * len(mine & yours) / words if words else 1.0

    def _words(self, side: int, place: int) -> Bag:
        bags = self._bags[side]
        if place not in bags:
            bags[place] = _bag(self._texts[side][place])
        return bags[place]


def _bag(text: str) -> Bag:
    """The words of a text, numbered where they occur again, so that two bags can be compared as sets."""
    seen: Counter[str] = Counter()
    numbered = []
    for word in text.casefold().split():
        numbered.append((word, seen[word]))
        seen[word] += 1
    return frozenset(numbered)


def align(before: Sequence[str], after: Sequence[str]) -> Aligned:
    """Which texts stand for each other: equal ones in their order, equal ones elsewhere, then those most alike."""
    in_place = equal(before, after, enough=0)
    elsewhere = _equal_elsewhere(before, after, in_place)
    likeness = WordLikeness(before, after)
    for rows, columns in _gaps(len(before), len(after), in_place, elsewhere):
        in_place += _most_alike(rows, columns, likeness)
    rows, columns = _left(len(before), len(after), [*in_place, *elsewhere])
    elsewhere += _alike_elsewhere(rows, columns, likeness)
    return Aligned(tuple(sorted(in_place)), tuple(sorted(elsewhere)))


def _left(rows: int, columns: int, pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    mine, yours = {one for one, _ in pairs}, {other for _, other in pairs}
    return [at for at in range(rows) if at not in mine], [at for at in range(columns) if at not in yours]


def _equal_elsewhere(before: Sequence[str], after: Sequence[str], in_place: Sequence[Pair]) -> list[Pair]:
    left, other_left = _left(len(before), len(after), in_place)
    places: dict[str, list[int]] = {}
    for other in reversed(other_left):
        places.setdefault(after[other], []).append(other)
    return [(one, free.pop()) for one in left if (free := places.get(before[one]))]


def _gaps(
    rows: int, columns: int, in_place: Sequence[Pair], elsewhere: Sequence[Pair]
) -> Iterator[tuple[list[int], list[int]]]:
    """What is left over on both sides between two that stand in place."""
    mine, yours = {one for one, _ in elsewhere}, {other for _, other in elsewhere}
    start = other_start = 0
    for one, other in [*in_place, (rows, columns)]:
        left = [at for at in range(start, one) if at not in mine]
        other_left = [at for at in range(other_start, other) if at not in yours]
        if left and other_left:
            yield left, other_left
        start, other_start = one + 1, other + 1


def _alike_elsewhere(rows: Sequence[int], columns: Sequence[int], likeness: WordLikeness) -> list[Pair]:
    if len(rows) * len(columns) > MOST_CELLS:
        return []
    scored = sorted((-likeness(row, column), row, column) for row in rows for column in columns)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, row, column in scored:
        if -score >= LEAST_ALIKE_MOVED and row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return list(pairs.items())


def _most_alike(rows: Sequence[int], columns: Sequence[int], likeness: WordLikeness) -> list[Pair]:
    """The pairs of a gap, rising on both sides, that are most alike taken together."""
    if len(rows) * len(columns) > MOST_CELLS:
        middle, other_middle = len(rows) // 2, len(columns) // 2
        first = _most_alike(rows[:middle], columns[:other_middle], likeness)
        return first + _most_alike(rows[middle:], columns[other_middle:], likeness)
    least = LEAST_ALIKE_ALONE if len(rows) == len(columns) == 1 else LEAST_ALIKE
    gains = [[score if (score := likeness(row, column)) >= least else 0.0 for column in columns] for row in rows]
    return [(rows[row], columns[column]) for row, column in _followed(gains, _best(gains, len(columns)))]


def _best(gains: Sequence[Sequence[float]], columns: int) -> list[list[float]]:
    """What can be gained from each row and column on."""
    best = [[0.0] * (columns + 1) for _ in range(len(gains) + 1)]
    for row in reversed(range(len(gains))):
        below, here = best[row + 1], best[row]
        for column in reversed(range(columns)):
            gain = gains[row][column]
            here[column] = max(gain + below[column + 1] if gain else 0.0, below[column], here[column + 1])
    return best


def _followed(gains: Sequence[Sequence[float]], best: Sequence[Sequence[float]]) -> Iterator[Pair]:
    """The pairs by which the best gain was made."""
    row = column = 0
    while row < len(best) - 1 and column < len(best[0]) - 1:
        gain = gains[row][column]
        if gain and best[row][column] == gain + best[row + 1][column + 1]:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1


def equal(before: Sequence[str], after: Sequence[str], *, enough: int = MOST_CELLS) -> list[Pair]:
    """Equal items of both sides, rising on both: those that stayed in their order.

    A piece of no more than ``enough`` comparisons is left to difflib, whose long runs read well for words; above that,
    and for ``enough`` 0 as far as it goes, the longest row of what occurs once on both sides comes first.
    """
    pairs: list[Pair] = []
    todo = [Block(0, len(before), 0, len(after))]
    while todo:
        fixed, block = _trimmed(before, after, todo.pop())
        pairs += fixed
        anchors = _once_on_both(before, after, block) if block.cells > enough else []
        pairs += anchors
        if anchors:
            todo += _between(block, anchors)
        elif 0 < block.cells <= MOST_CELLS:
            pairs += _matched(before, after, block)
    return sorted(pairs)


def _between(block: Block, anchors: Sequence[Pair]) -> Iterator[Block]:
    start, other_start = block.start, block.other_start
    for one, other in anchors:
        yield Block(start, one, other_start, other)
        start, other_start = one + 1, other + 1
    yield Block(start, block.end, other_start, block.other_end)


def _matched(before: Sequence[str], after: Sequence[str], block: Block) -> Iterator[Pair]:
    mine, yours = before[block.start : block.end], after[block.other_start : block.other_end]
    for start, other_start, size in SequenceMatcher(None, mine, yours, autojunk=False).get_matching_blocks():
        for step in range(size):
            yield block.start + start + step, block.other_start + other_start + step


def _trimmed(before: Sequence[str], after: Sequence[str], block: Block) -> tuple[list[Pair], Block]:
    """The equal beginning and end of a block, and what is between them."""
    start, end, other_start, other_end = block.start, block.end, block.other_start, block.other_end
    fixed = []
    while start < end and other_start < other_end and before[start] == after[other_start]:
        fixed.append((start, other_start))
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and before[end - 1] == after[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        fixed.append((end, other_end))
    return fixed, Block(start, end, other_start, other_end)


def _once_on_both(before: Sequence[str], after: Sequence[str], block: Block) -> list[Pair]:
    """What occurs once in either side of a block, as far as it keeps its order: the longest such row."""
    mine = _single(before, block.start, block.end)
    yours = _single(after, block.other_start, block.other_end)
    return _longest_rising(sorted((one, yours[text]) for text, one in mine.items() if text in yours))


def _single(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(texts[start:end])
    return {texts[place]: place for place in range(start, end) if counts[texts[place]] == 1}


def _longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of pairs that rises on both sides, of pairs that rise in the first."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, other) in enumerate(pairs):
        length = bisect_left(tails, other)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(other)
            ends.append(place)
        else:
            tails[length], ends[length] = other, place
    row: list[Pair] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]
