"""An activation layer: the same function of every unit, A = g(Z)."""

from math import inf
from typing import Literal

import numpy as np
from pydantic import Field

from engine.activations import ACTIVATIONS, Activation, leaky_relu
from engine.array import Array
from engine.control import option
from engine.fault import Fault
from engine.layers.description import Around, Circumstances, Description, Form
from engine.layers.layer import Layer, Parameter, Shown, by_channel
from engine.layers.working import Cell, Working, sum_of

ActivationName = Literal[
    "linear", "step", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "softplus", "silu", "gelu"
]
ACTIVATION_OPTIONS = {
    "linear": option("Linear", "The identity: stacked linear layers amount to one."),
    "step": option("Step", "0 or 1, with derivative 0: gradient descent cannot train it, least squares can."),
    "sigmoid": option("Sigmoid", "From 0 to 1; far from 0 its derivative vanishes."),
    "tanh": option("tanh", "From −1 to 1; far from 0 its derivative vanishes."),
    "relu": option("ReLU", "Positive inputs pass, negative ones become 0: simple and fast."),
    "leaky_relu": option("Leaky ReLU", "A small slope below 0, so that no unit dies."),
    "prelu": option("PReLU", "Leaky ReLU whose slope below 0 is learned, one for each unit."),
    "elu": option("ELU", "Like ReLU, but falling smoothly to −1: the mean is nearer to 0."),
    "softplus": option("Softplus", "A smooth version of ReLU."),
    "silu": option("SiLU", "z times sigmoid(z): smooth, with a dip below 0."),
    "gelu": option("GELU", "z times the probability that a standard normal variable is below z."),
}
"""The name and the effect of each activation."""


class ActivationDescription(Description):
    """An activation function."""

    kind: Literal["activation"] = "activation"
    function: ActivationName = "tanh"
    slope: float = Field(default=0.01, ge=0, le=1)
    """The slope below zero: leaky ReLU's, and the one from which parametric ReLU starts to learn."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        if self.function == "prelu":
            return ParametricReLU(shape_in[0], self.slope)
        function = leaky_relu(self.slope) if self.function == "leaky_relu" else ACTIVATIONS[self.function]
        return ActivationLayer(function, self.function)

    def check(self, circumstances: Circumstances) -> None:
        if self.function == "step" and circumstances.descends:
            raise Fault(
                "The derivative of the step function is 0: gradient descent has nothing to follow. Take sigmoid, or "
                "the optimiser least squares, which needs no gradient.",
                where="network.activation",
            )

    def beginnings(self) -> tuple[object, ...]:
        return (self.slope,) if self.function == "prelu" else ()


class ActivationLayer(Shown):
    """It has no parameters; it caches Z and A, from which its derivative is taken."""

    role = "activation"

    def __init__(self, activation: Activation, name: str = "linear") -> None:
        self.function = activation
        self.range = activation.range
        self.name = name

    def forward(self, Z: Array) -> Array:
        """A = g(Z), entry by entry."""
        self.Z = Z
        self.A = self.function.function(Z)
        return self.A

    def backward(self, dA: Array) -> Array:
        """dZ = dA g'(Z)."""
        return dA * self.function.derivative(self.Z, self.A)

    def working(self, cell: Cell) -> Working:
        slope = self.function.derivative(self.Z, self.A)[0, cell.number, cell.nth]
        return Working({"slope": float(slope)}, {}, {})


class ParametricReLU(Shown):
    """Z where it is positive, and s Z elsewhere: every unit learns its own slope s, of pictures every channel (He et
    al., 2015, section 2.1).

    The slopes s are (R, n, 1), for n units or channels. They are not weights: a penalty would make them the zero of
    plain ReLU.
    """

    role = "activation"
    name = "prelu"
    range = (-inf, inf)
    slope: Array
    dslope: Array

    def __init__(self, n: int, start: float) -> None:
        self.n = n
        self.parameters = (Parameter("slope", "s", (n, 1)),)
        self.start = start
        self.function = leaky_relu(start)

    def initial(self, generator: np.random.Generator) -> Array:
        """All units begin with one slope."""
        return np.full(self.n, self.start)

    def forward(self, Z: Array) -> Array:
        """A = max(Z, 0) + s min(Z, 0)."""
        self.Z = Z
        negative = by_channel(np.minimum(Z, 0), self.n)
        self.A = np.maximum(Z, 0) + (self.slope * negative).reshape(-1, *Z.shape[1:])
        return self.A

    def backward(self, dA: Array) -> Array:
        """Fill ds = Σ dA min(Z, 0), and return dZ."""
        shares = by_channel(dA * np.minimum(self.Z, 0), self.n)
        np.add.reduce(shares, axis=-1, keepdims=True, out=self.dslope)
        slopes = np.where(by_channel(self.Z, self.n) > 0, self.Z.dtype.type(1), self.slope)
        return dA * slopes.reshape(-1, *dA.shape[1:])

    def working(self, cell: Cell) -> Working:
        s, came = float(self.slope[0, cell.unit, 0]), float(cell.before[cell.number, cell.nth])
        sums = {}
        if cell.d_after is not None and cell.letter:
            shares = cell.d_after * np.minimum(cell.before, 0)
            own = by_channel(shares[np.newaxis], self.n)[0, cell.unit].reshape(-1, shares.shape[-1])
            sums = {"gradient": sum_of(own[:, cell.nth]), "samples": sum_of(own.sum(axis=0))}
        return Working({"s": s, "slope": 1.0 if came > 0 else s}, sums, {})
