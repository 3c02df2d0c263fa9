"""Optimisers: how the parameters move against their gradient."""

from engine.array import Array


def gradient_descent(theta: Array, gradient: Array, learning_rate: Array) -> None:
    """θ ← θ - α dθ, in place. `theta` and `gradient` are (R, P), `learning_rate` is (R, 1)."""
    theta -= learning_rate * gradient
