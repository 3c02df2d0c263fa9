"""Centre loss: the activations of a hidden layer are drawn towards the centre of each sample's class."""

from math import prod
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.layers.description import Around, Circumstances, Description, Form
from engine.layers.layer import Layer, Parameter
from engine.layers.working import Cell, Working


class CenterLossDescription(Description):
    """A centre for every class, among what comes out of the layers before it."""

    rates: ClassVar = ("weight", "rate")

    kind: Literal["center_loss"] = "center_loss"
    weight: float = Field(default=0.1, gt=0, le=10)
    """The weight λ of the distance between an output and its class's centre."""
    rate: float = Field(default=0.5, ge=0, le=1)
    """The rate α at which the centres follow the mini-batches."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return CenterLoss(prod(shape_in), around.n_out)

    def check(self, circumstances: Circumstances) -> None:
        if circumstances.loss != "softmax":
            raise Fault("Centre loss is added to the softmax loss only.", where="objective.center_weight")


class CenterLoss(Layer):
    """It adds λ/2 ‖a - c‖² to the loss of every sample, a being what it reads, such as A[L-1], and c its class's centre
    (Wen et al., 2016).

    It passes A on as it is. The centres (R, k, n) are learned without a gradient, from the mini-batches: each moves by
    Δc = Σ (c - a) / (1 + m_c), over the m_c samples of its class, times the rate α (their equation 4).
    """

    role = "center"
    adds_loss = True
    weight: Array
    """λ of every run, (R, 1, 1)."""
    rate: Array
    """α of every run, (R, 1, 1)."""
    Y: Array
    """The classes of the latest batch, (R, k, m): 1 for a sample's own, 0 for the others."""
    centers: Array
    """(R, k, n); they begin at 0."""

    def __init__(self, n: int, k: int) -> None:
        self.statistics = (Parameter("centers", "c", (k, n), units=1),)

    def use(self) -> None:
        """It adds nothing to the gradient."""
        self.weight = np.zeros_like(self.weight)
        self.Y = np.zeros((1, self.centers.shape[1], 1), self.centers.dtype)

    def forward(self, A_prev: Array) -> Array:
        """Cache A_prev for the loss and for the backward pass."""
        self.A_prev = A_prev
        return A_prev

    def predict(self, A_prev: Array) -> Array:
        """Centres count in training alone."""
        return A_prev

    def away(self) -> Array:
        """a - c of every sample of the latest pass, (R, n, m)."""
        away: Array = self.A_prev - np.matmul(self.centers.mT, self.Y)
        return away

    def value(self) -> Array:
        """The centre loss of every sample of the latest pass, (R, m)."""
        away = self.away()
        value: Array = 0.5 * self.weight[:, 0] * np.add.reduce(away * away, axis=-2)
        return value

    def backward(self, dA: Array) -> Array:
        """λ (a - c) comes in beside the gradient from above."""
        return dA + self.weight * self.away()

    def working(self, cell: Cell) -> Working | None:
        if cell.d_after is None:
            return None
        center = float(self.centers[0, :, cell.number] @ self.Y[0, :, cell.nth])
        return Working({"center": center, "weight": float(self.weight[0, 0, 0])}, {}, {})

    def follow(self) -> None:
        """Move every centre towards the activations for its class."""
        counts = np.add.reduce(self.Y, axis=-1, keepdims=True)
        change = -np.matmul(self.Y, self.away().mT) / (1 + counts)
        self.centers -= self.rate * change
