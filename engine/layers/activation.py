"""An activation layer: the same function of every unit, A = g(Z)."""

from engine.activations import Activation
from engine.array import Array


class ActivationLayer:
    """It has no parameters; it remembers Z and A, from which its derivative is taken."""

    n_parameters = 0

    def __init__(self, activation: Activation) -> None:
        self.activation = activation

    def bind(self, theta: Array, gradient: Array) -> None:
        """Nothing to bind."""

    def forward(self, Z: Array) -> Array:
        """A = g(Z), entry by entry."""
        self.Z = Z
        self.A = self.activation.function(Z)
        return self.A

    def backward(self, dA: Array) -> Array:
        """dZ = dA g'(Z)."""
        return dA * self.activation.derivative(self.Z, self.A)
