import random

from workers.reconcile import Differences, compare


def test_equal_streams_have_no_differences() -> None:
    rows = [("1", 3), ("10", 1), ("2", 7)]
    assert compare(rows, list(rows)) == Differences()


def test_each_kind_of_difference_is_told_apart() -> None:
    record = [("1", 1), ("2", 2), ("4", 1), ("9", 1)]
    index = [("1", 1), ("2", 1), ("3", 5), ("9", 2)]
    assert compare(record, index) == Differences(missing=[4], stale={2: 1, 9: 2}, orphan=["3"])


def test_one_side_may_be_empty() -> None:
    rows = [("1", 1), ("2", 1)]
    assert compare(rows, []) == Differences(missing=[1, 2])
    assert compare([], rows) == Differences(orphan=["1", "2"])


def test_random_streams_give_what_sets_give() -> None:
    dice = random.Random(11)
    for _ in range(200):
        record = {str(key): dice.randint(1, 3) for key in dice.sample(range(60), dice.randint(0, 30))}
        index = {str(key): dice.randint(1, 3) for key in dice.sample(range(60), dice.randint(0, 30))}
        found = compare(sorted(record.items()), sorted(index.items()))
        assert set(found.missing) == {int(key) for key in record.keys() - index.keys()}
        assert set(found.orphan) == index.keys() - record.keys()
        assert set(found.stale) == {int(key) for key in record.keys() & index.keys() if record[key] != index[key]}
