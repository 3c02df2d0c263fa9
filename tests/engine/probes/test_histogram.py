"""Every number has its bin, and every axis a round end."""

import numpy as np

from engine.probes.histogram import histogram, round_ranges, rounded_up


def test_every_value_is_counted_once() -> None:
    values = np.random.default_rng(0).normal(size=(3, 1000))
    found = histogram(values, np.array([[-1, 1], [-5, 5], [0, 2]]))
    assert found.counts.shape == (3, 40) and (found.counts.sum(axis=1) == 1000).all()
    assert found.counts[0, 0] == (values[0] < -0.95).sum()
    assert (found.counts[1] == np.histogram(values[1], 40, (-5, 5))[0]).all()


def test_ranges_end_at_round_numbers_and_hold_everything() -> None:
    sizes = np.array([0, 1e-44, 0.0011, 0.2, 0.21, 1, 4.9, 7, np.inf], np.float64)
    ends = rounded_up(sizes)
    np.testing.assert_allclose(ends[[0, 2, 3, 4, 5, 6, 7]], [0, 0.002, 0.2, 0.5, 1, 5, 10])
    assert (ends[:-1] >= sizes[:-1]).all() and np.isfinite(ends.astype(np.float32)).all()
    assert round_ranges(np.array([[0, 3], [-0.3, 4], [0, 0], [-2, -1]])).tolist() == [
        [0, 5],
        [-0.5, 5],
        [0, 1],
        [-2, 0],
    ]
