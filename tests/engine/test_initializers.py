"""Weights are drawn with the variance that their sources give."""

import numpy as np
import pytest

from engine.initializers import INITIALIZERS, orthogonal, orthonormalized


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("zeros", 0),
        ("small", 1e-4),
        ("uniform", 1 / 12),
        ("xavier", 2 / (300 + 200)),
        ("he", 2 / 300),
        # 200 rows of length 1 with 300 entries each.
        ("orthogonal", 1 / 300),
    ],
)
def test_variance(name: str, variance: float) -> None:
    W = INITIALIZERS[name](np.random.default_rng(0), 200, 300)
    assert W.shape == (200, 300)
    assert W.var() == pytest.approx(variance, rel=0.03)
    assert abs(W.mean()) <= 3 * np.sqrt(variance / W.size)


def test_uniform_weights_lie_within_half_of_zero_and_are_spread_evenly() -> None:
    W = INITIALIZERS["uniform"](np.random.default_rng(0), 200, 300)
    counts, _ = np.histogram(W, bins=10, range=(-0.5, 0.5))
    assert counts.sum() == W.size and counts.min() > 0.95 * W.size / 10


@pytest.mark.parametrize(("n_out", "n_in"), [(5, 3), (3, 5), (4, 4), (1, 1), (300, 200), (130, 300)])
def test_orthogonal_rows_or_columns_are_of_length_one_at_right_angles(n_out: int, n_in: int) -> None:
    W = orthogonal(np.random.default_rng(0), n_out, n_in)
    assert W.shape == (n_out, n_in)
    products = W.T @ W if n_out >= n_in else W @ W.T
    np.testing.assert_allclose(products, np.eye(min(n_out, n_in)), atol=1e-12)


def test_a_large_matrix_has_the_one_decomposition_with_a_positive_diagonal() -> None:
    tall = np.random.default_rng(0).standard_normal((300, 200))
    Q, R = np.linalg.qr(tall)
    np.testing.assert_allclose(orthonormalized(tall), Q * np.sign(np.diagonal(R)), atol=1e-12)


def test_orthogonal_weights_come_with_both_signs() -> None:
    generator = np.random.default_rng(0)
    assert {orthogonal(generator, 1, 1)[0, 0] for _ in range(20)} == {-1.0, 1.0}
