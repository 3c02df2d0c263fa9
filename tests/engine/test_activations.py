"""Activation functions keep to their ranges, and their derivatives to their slopes."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Activation, leaky_relu

ALL = {**ACTIVATIONS, "leaky_relu": leaky_relu(0.1)}


@pytest.mark.parametrize("activation", ALL.values(), ids=ALL.keys())
def test_values_stay_in_range_and_nothing_overflows(activation: Activation) -> None:
    Z = np.concatenate([np.linspace(-9, 9, 1001), [-1e4, 1e4]]).astype(np.float32)
    A = activation.function(Z)
    low, high = activation.range
    assert A.dtype == activation.derivative(Z, A).dtype == np.float32
    assert (low <= A).all()
    assert (high >= A).all()
    assert np.isfinite(activation.derivative(Z[:-2], A[:-2])).all()


@pytest.mark.parametrize("activation", ALL.values(), ids=ALL.keys())
def test_the_derivative_is_the_slope(activation: Activation) -> None:
    Z = np.linspace(-4, 4, 200)  # An even number: 0, the corner of some, is not among them.
    slope = (activation.function(Z + 1e-6) - activation.function(Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.derivative(Z, activation.function(Z)), slope, atol=1e-8)
