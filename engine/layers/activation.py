"""An activation layer: the same function of every unit, A = g(Z)."""

from math import inf

import numpy as np

from engine.activations import Activation
from engine.array import Array
from engine.layers.layer import Layer


class ActivationLayer(Layer):
    """It has no parameters; it remembers Z and A, from which its derivative is taken."""

    def __init__(self, activation: Activation) -> None:
        self.activation = activation
        self.range = activation.range

    def forward(self, Z: Array) -> Array:
        """A = g(Z), entry by entry."""
        self.Z = Z
        self.A = self.activation.function(Z)
        return self.A

    def backward(self, dA: Array) -> Array:
        """dZ = dA g'(Z)."""
        return dA * self.activation.derivative(self.Z, self.A)


class ParametricReLU(Layer):
    """Z where it is positive, and s Z elsewhere: every unit learns its own slope s (He et al., 2015, section 2.1).

    The slopes s are (R, n, 1). They are not weights: a penalty would make them the zero of plain ReLU.
    """

    def __init__(self, n: int, slope: float) -> None:
        self.n_parameters = n
        self.range = (-inf, inf)
        self.slope = slope

    def offsets(self) -> dict[str, int]:
        """s alone."""
        return {"slope": 0}

    def initial(self, generator: np.random.Generator) -> Array:
        """All units begin with one slope."""
        return np.full(self.n_parameters, self.slope)

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """Take this layer's own columns of theta and of its gradient as s and ds, (R, n, 1)."""
        self.s = theta[..., np.newaxis]
        self.ds = gradient[..., np.newaxis]

    def forward(self, Z: Array) -> Array:
        """A = max(Z, 0) + s min(Z, 0)."""
        self.Z = Z
        self.A: Array = np.maximum(Z, 0) + self.s * np.minimum(Z, 0)
        return self.A

    def backward(self, dA: Array) -> Array:
        """Fill ds = Σ dA min(Z, 0), and return dZ."""
        np.add.reduce(dA * np.minimum(self.Z, 0), axis=-1, keepdims=True, out=self.ds)
        return dA * np.where(self.Z > 0, self.Z.dtype.type(1), self.s)
