"""A layer: what all layers have in common."""

import numpy as np

from engine.array import Array


class Layer:
    """It turns the units below, A_prev (R, n_in, m), into its own, and its gradient into theirs.

    Of its `n_parameters` columns of theta, the first `n_weights` are weights, on which penalties press. Its
    `n_statistics` are numbers that it learns from the samples without a gradient.
    """

    n_parameters = 0
    n_weights = 0
    n_statistics = 0

    def offsets(self) -> dict[str, int]:
        """Its learned parameters by their letters, each with the column at which it begins."""
        return {}

    def initial(self, generator: np.random.Generator) -> Array:
        """Fresh parameters, (n_parameters,) in float64."""
        return np.zeros(self.n_parameters)

    def initial_statistics(self) -> Array:
        """What it knows before it has seen a sample, (n_statistics,) in float64."""
        return np.zeros(self.n_statistics)

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """Take this layer's own columns, the first two (R, n_parameters), the last (R, n_statistics)."""

    def forward(self, A_prev: Array) -> Array:
        """The pass of training; what `backward` needs is remembered."""
        raise NotImplementedError

    def predict(self, A_prev: Array) -> Array:
        """The pass of a network that is being used. Most layers know no difference."""
        return self.forward(A_prev)

    def follow(self) -> None:
        """Let the statistics follow the latest batch, after the update of the parameters. Most layers have none."""

    def backward(self, dA: Array) -> Array:
        """The gradient of what came in, from that of what went out; the parameters' own gradient is filled in."""
        raise NotImplementedError
