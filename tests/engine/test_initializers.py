"""Orthogonal weights are orthogonal."""

import numpy as np
import pytest

from engine.initializers import orthogonal


@pytest.mark.parametrize(("n_out", "n_in"), [(5, 3), (3, 5), (4, 4), (1, 1)])
def test_the_rows_or_the_columns_are_of_length_one_at_right_angles(n_out: int, n_in: int) -> None:
    W = orthogonal(np.random.default_rng(0), n_out, n_in)
    assert W.shape == (n_out, n_in)
    products = W.T @ W if n_out >= n_in else W @ W.T
    np.testing.assert_allclose(products, np.eye(min(n_out, n_in)), atol=1e-12)


def test_both_signs_are_drawn() -> None:
    generator = np.random.default_rng(0)
    assert {orthogonal(generator, 1, 1)[0, 0] for _ in range(20)} == {-1.0, 1.0}
