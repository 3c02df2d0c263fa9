"""A dense layer at each time step: the same weights read every step of a sequence by itself."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.initializers import InitializerName
from engine.layers.affine import Kernels, Start
from engine.layers.dense import Units
from engine.layers.description import Around, Form
from engine.layers.layer import Layer, Parameter
from engine.layers.through_time import SequenceDescription, sequence
from engine.layers.working import Cell, Sum, Working, sum_of


class TimeDistributedDescription(SequenceDescription):
    """So many units, each of which reads the numbers of one step, at every step."""

    starts: ClassVar = ("initializer", "bias")

    kind: Literal["time_distributed"] = "time_distributed"
    units: Units
    initializer: InitializerName | None = None
    """How its weights are drawn; null: as the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """Where its biases begin; null: where the network's do."""

    def shape_out(self, shape_in: Form) -> Form:
        _, T = sequence(shape_in)
        return self.units, T

    def layer(self, shape_in: Form, around: Around) -> Layer:
        n, T = sequence(shape_in)
        return TimeDistributed(n, self.units, T, around.start(self.initializer, self.bias))


class TimeDistributed(Kernels):
    """Z_t = W x_t + b: of (R, n_in T, m) it makes (R, n_out T, m), with W (R, n_out, n_in) and b (R, n_out, 1)."""

    def __init__(self, n_in: int, n_out: int, T: int, start: Start) -> None:
        super().__init__(start)
        self.n_in, self.channels = n_in, n_out
        self.multiplications = n_out * n_in * T
        self.parameters = (
            Parameter("W", "W", (n_out, n_in), is_penalised=True, inputs=1),
            Parameter("b", "b", (n_out, 1), is_trainable=start.learns_bias),
        )

    def initial(self, generator: np.random.Generator) -> Array:
        W = self.start.initializer(generator, self.channels, self.n_in)
        return np.concatenate([W.ravel(), self.start.biases(generator, self.channels)])

    def by_unit(self, A: Array, n: int) -> Array:
        """(R, n T, m) with one row for each unit, (R, n, T m): a view."""
        return A.reshape(len(A), n, -1)

    def forward(self, A_prev: Array) -> Array:
        self.A_prev = A_prev
        Z: Array = np.matmul(self.W, self.by_unit(A_prev, self.n_in))
        return self.with_biases(Z.reshape(len(Z), -1, A_prev.shape[-1]))

    def gradients(self, dZ: Array) -> None:
        """dW = Σ_t dZ_t x_tᵀ and db = Σ_t dZ_t, over all samples."""
        np.matmul(self.by_unit(dZ, self.channels), self.by_unit(self.A_prev, self.n_in).mT, out=self.dW)
        self.sum_biases(dZ)

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev = Wᵀ dZ of every step."""
        self.gradients(dZ)
        dA_prev: Array = np.matmul(self.W.mT, self.by_unit(dZ, self.channels))
        return dA_prev.reshape(len(dA_prev), -1, dZ.shape[-1])

    def working(self, cell: Cell) -> Working:
        """As that of a dense layer, at one step; its weights gather their gradient from all steps."""
        unit, step, nth = cell.unit, cell.column, cell.nth
        X = cell.before.reshape(self.n_in, -1, cell.before.shape[-1])
        sums: dict[str, Sum] = {"weighted": sum_of(self.W[0, unit], X[:, step, nth])}
        if cell.d_after is not None:
            dZ = cell.d_after.reshape(self.channels, *X.shape[1:])
            if cell.letter:
                read = X[cell.weight] if cell.letter == "W" else np.ones_like(X[0])
                sums["gradient"] = sum_of(dZ[unit, :, nth], read[:, nth])
                sums["samples"] = sum_of((dZ[unit] * read).sum(axis=0))
            sums["back"] = sum_of(self.W[0, :, cell.weight], dZ[:, step, nth])
        return Working({"b": float(self.b[0, unit, 0])}, sums, {"read": (cell.weight, 0, step)})
