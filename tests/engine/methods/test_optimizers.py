"""Clipping; the optimisers themselves are held against PyTorch's."""

import numpy as np

from engine.methods.optimizers import clip


def test_clipping_shortens_what_is_too_long_and_only_that() -> None:
    gradient = np.array([[3.0, 4.0], [0.3, 0.4]])
    clip(gradient, np.array([[1.0], [1.0]]))
    np.testing.assert_allclose(gradient, [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
