"""A history is bounded, evenly thinned and true."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.history import CAPACITY, History


@given(st.lists(st.integers(0, 3000), max_size=12))
def test_it_keeps_every_so_manyth_row_from_the_first_on(lengths: list[int]) -> None:
    history, step = History(columns=2), 0
    for length in lengths:
        steps = np.arange(step + 1, step + length + 1)
        history.extend(step + 1, np.stack([steps, -steps], axis=1).astype(float))
        step += length
    kept = np.arange(1, step + 1)[:: history.every]
    np.testing.assert_array_equal(history.steps, kept)
    np.testing.assert_array_equal(history.values, np.stack([kept, -kept], axis=1))
    assert len(kept) < CAPACITY
    assert history.every == 1 or len(kept) >= CAPACITY // 2


@given(st.lists(st.integers(1, 40), min_size=60, max_size=200), st.integers(1, 60))
def test_who_looks_now_and_then_sees_what_one_who_looks_at_last_does(lengths: list[int], every: int) -> None:
    looked_at, left_alone, step = History(columns=1), History(columns=1), 0
    for number, length in enumerate(lengths):
        values = np.arange(step, step + length, dtype=float)[:, np.newaxis]
        for history in (looked_at, left_alone):
            history.extend(step + 1, values)
        step += length
        if number % every == 0:
            assert looked_at.steps[-1] > step - looked_at.every and looked_at.offered == step
    np.testing.assert_array_equal(looked_at.steps, left_alone.steps)
    np.testing.assert_array_equal(looked_at.values[:, 0], left_alone.steps - 1)


def test_rewinding_forgets_the_end_only() -> None:
    history = History(columns=1)
    steps = np.arange(1, 5001)
    history.extend(1, steps[:, np.newaxis].astype(float))
    history.rewind(3000)
    assert history.steps[0] == 1 and 2990 < history.steps[-1] <= 3000
    history.extend(3001, np.zeros((2000, 1)))
    assert np.diff(history.steps).max() <= 2 * history.every


def test_steps_beyond_two_to_the_31_are_told_as_they_are() -> None:
    """At full speed, a run takes so many in some fifteen hours."""
    first = 2**31 - 3
    history = History.of(np.array([1, first], np.int32), np.zeros((2, 1), np.float32), 1, 2)
    history.extend(first + 1, np.zeros((5, 1)))
    assert history.steps.tolist() == [1, *range(first, first + 6)]


def test_a_row_that_is_noted_again_stands_there_once() -> None:
    history = History(columns=2)
    for step, row in [(0, [3, 4]), (5, [1, 2]), (5, [1, 2]), (5, [1, 3])]:
        history.note(step, np.array(row, np.float32))
    opened = History.of(history.steps, history.values, history.every, history.offered)
    opened.note(5, np.array([1, 3], np.float32))
    for each in (history, opened):
        assert each.steps.tolist() == [0, 5, 5] and each.values.tolist() == [[3, 4], [1, 2], [1, 3]]
        assert each.offered == 3
