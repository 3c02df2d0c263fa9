"""Weights are drawn with the variance that their sources give."""

import numpy as np
import pytest

from engine.initializers import INITIALIZERS


@pytest.mark.parametrize(
    ("name", "variance"), [("zeros", 0), ("small", 1e-4), ("xavier", 2 / (300 + 200)), ("he", 2 / 300)]
)
def test_variance(name: str, variance: float) -> None:
    W = INITIALIZERS[name](np.random.default_rng(0), 200, 300)
    assert W.shape == (200, 300)
    assert W.var() == pytest.approx(variance, rel=0.03)
    assert abs(W.mean()) <= 3 * np.sqrt(variance / W.size)
