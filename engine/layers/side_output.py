"""A side output: a head of its own on an earlier layer, whose answer goes on as if nobody had read it."""

from collections.abc import Sequence
from math import prod
from typing import ClassVar, Literal

import numpy as np

from engine.array import Array
from engine.initializers import INITIALIZERS
from engine.layers.affine import Start
from engine.layers.dense import Dense
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer
from engine.layers.trace import Trace
from engine.layers.wiring import Path, Side, Wiring
from engine.layers.working import Cell, Passed, Record, Working


class SideOutputDescription(Description):
    """A head's output from the layer before it (see `engine.experiment.head`); it stands in no list of layers."""

    kind: Literal["side_output"] = "side_output"
    units: int
    head: int
    """The number of the head that it belongs to."""
    reads: int | None
    """The number of the layer that it reads; None: the last one before the output."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        start = Start(INITIALIZERS[around.initializer], around.bias, learns_bias=around.learns_bias)
        dense = Dense(prod(shape_in), self.units, start)
        return SideOutput(dense, self.head)


class SideOutput(Layer):
    """It passes A_prev on, and has Z = W A_prev + b beside it; on the way back, Wᵀ dZ is added to what comes from above
    (Szegedy et al., 2015, section 5)."""

    is_head: ClassVar = True

    Z: Array
    """Its sums in the latest pass, (R, units, m)."""
    dZ: Array
    """Their gradient, to be set before the way back."""

    def __init__(self, dense: Dense, head: int) -> None:
        self.dense = dense
        self.head = head
        self.n_out = dense.n_out
        self.parameters = dense.parameters
        self.multiplications = dense.multiplications

    def initial(self, generator: np.random.Generator) -> Array:
        return self.dense.initial(generator)

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        super().bind(theta, gradient, statistics)
        self.dense.bind(theta, gradient, statistics)

    def wire(self, wiring: Wiring, path: Path) -> Path:
        wiring.sides.append(Side(self.head, path.ends))
        return path

    def forward(self, A_prev: Array) -> Array:
        self.Z = self.dense.forward(A_prev)
        return A_prev

    def trace(self, trace: Trace, A_prev: str) -> str:
        trace.heads[self.head] = trace.layer(self, "dense", A_prev, (self.n_out,))
        return A_prev

    def backward(self, dA: Array) -> Array:
        return dA + self.dense.backward(self.dZ)

    def gradients(self, dA: Array) -> None:
        self.dense.gradients(self.dZ)

    @property
    def told_shape(self) -> Form:
        return (self.n_out,)

    def passed(self, record: Record) -> Passed:
        """Its own output; the signal that it passes on is another."""
        own = record[self]
        return Passed(own.before, self.Z, own.d_after if own.d_after is None else self.dZ)

    def working(self, cell: Cell) -> Working:
        return self.dense.working(cell)


def side_outputs(layers: Sequence[Layer]) -> list[SideOutput]:
    """The side outputs among these layers, in the order of their heads."""
    return sorted((layer for layer in layers if isinstance(layer, SideOutput)), key=lambda layer: layer.head)
