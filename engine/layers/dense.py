"""A dense layer: every output unit is a weighted sum of all inputs, Z = W A_prev + b."""

from math import prod
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.initializers import InitializerName
from engine.layers.affine import ZEROS, Affine, Start
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer, Parameter
from engine.layers.working import Cell, Working, place_at, sum_of
from engine.pauses import product

MOST_AT_ONCE = 2**14
"""Weights of a layer whose products are taken as a whole; those of a larger one can be interrupted."""

Units = Annotated[int, Field(ge=1, le=512)]


class DenseDescription(Description):
    """A layer of units, each of which reads the whole input."""

    starts: ClassVar = ("initializer", "bias")

    kind: Literal["dense"] = "dense"
    units: Units
    initializer: InitializerName | None = None
    """The initialiser of its weights; null: the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """The initial bias; null: the network's."""

    def shape_out(self, shape_in: Form) -> Form:
        return (self.units,)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return Dense(prod(shape_in), self.units, around.start(self.initializer, self.bias))


class Dense(Affine):
    """Parameters are W (R, n_out, n_in) and b (R, n_out, 1)."""

    role = "dense"
    n_in: int
    n_out: int

    def __init__(self, n_in: int, n_out: int, start: Start = ZEROS) -> None:
        super().__init__(start)
        self.n_in = n_in
        self.n_out = n_out
        self.shape_in, self.shape_out = (n_in,), (n_out,)
        self.multiplications = n_out * n_in
        self.parameters = (
            Parameter("W", "W", (n_out, n_in), is_penalised=True, inputs=1),
            Parameter("b", "b", (n_out, 1), is_trainable=start.learns_bias),
        )
        self.product = np.matmul if n_out * n_in <= MOST_AT_ONCE else product

    def initial(self, generator: np.random.Generator) -> Array:
        """Weights as the initialiser draws them, and biases."""
        W = self.start.initializer(generator, self.n_out, self.n_in)
        return np.concatenate([W.ravel(), self.start.biases(generator, self.n_out)])

    def forward(self, A_prev: Array) -> Array:
        """Z = W A_prev + b: (R, n_in, m) to (R, n_out, m)."""
        self.A_prev = A_prev
        Z: Array = self.product(self.W, A_prev)
        Z += self.b
        if self.is_shown:
            self.A = Z
        return Z

    def gradients(self, dZ: Array) -> None:
        """dW = dZ A_prevᵀ and db = Σ dZ: sums over the samples, which the network divides by m all at once."""
        self.product(dZ, self.A_prev.mT, out=self.dW)
        if self.learns_bias:
            np.add.reduce(dZ, axis=-1, keepdims=True, out=self.db)

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev = Wᵀ dZ."""
        self.gradients(dZ)
        dA_prev: Array = self.product(self.W.mT, dZ)
        return dA_prev

    def working(self, cell: Cell) -> Working:
        W, b = self.W[0], self.b[0]
        sums = {"weighted": sum_of(cell.before[:, cell.nth], W[cell.unit])}
        if cell.d_after is not None:
            read = cell.before[cell.weight] if cell.letter == "W" else np.ones_like(cell.before[0])
            if cell.letter:
                sums["gradient"] = sum_of(cell.d_after[cell.unit, [cell.nth]], read[[cell.nth]])
                sums["samples"] = sum_of(cell.d_after[cell.unit] * read)
            sums["back"] = sum_of(W[:, cell.weight], cell.d_after[:, cell.nth])
        return Working({"b": float(b[cell.unit, 0])}, sums, {"read": place_at(cell.shape_in, cell.weight)})
